"""A person's own pages: what is stored about them, in which of their roles they are here, and going out."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from jupyter_server.auth.decorator import allow_unauthenticated
from tornado.web import HTTPError, authenticated

from ..grants import ROLE_NAMES
from ..i18n import N_, translator
from ..privacy import FIELDS, privacy_notice
from ..store.about import about
from ..store.retention import names_until
from .handlers import Page

__all__ = ["AboutMe", "AboutMeFile", "Privacy", "RoleChoice", "SignOutEverywhere"]


class RoleChoice(Page):
    """`/role`: uses this browser in another of the person's roles. Pages that are open keep theirs."""

    @authenticated
    async def get(self) -> None:
        """Lead to the start page, where the choice is."""
        self.redirect(self.base_url)

    @authenticated
    async def post(self) -> None:
        """Choose, and lead to the start page of the role."""
        number = self.get_body_argument("role", "")
        visitor = self.current_user
        chosen = [held for held in visitor.roles if str(held.number) == number]
        if not (chosen and self.identity.access.choose(visitor.sign_in, chosen[0].grant)):
            self.log.warning("Refused: %s chose a role that is not theirs.", visitor.username)
            raise HTTPError(403)
        self.redirect(self.base_url, status=303)


class AboutMe(Page):
    """`/me`: what is stored about whoever is signed in."""

    @authenticated
    async def get(self) -> None:
        """Show it."""
        visitor, _ = self.current_user, translator(self.language)
        known = about(self.settings["store"].engine, visitor.username)
        self.show(
            "me.html.j2",
            title=_(N_("What is stored about you")),
            name=visitor.grant.name,
            address=known["person"].get("address") or "",
            roles=[
                {
                    "role": _(ROLE_NAMES[held.grant.role]),
                    "place": held.place(self.language),
                    "since": self._day(held.since.isoformat()),
                    "until": until and format_date(until, "long", locale=self.language),
                }
                for held in visitor.roles
                for until in (names_until(self.settings["store"], held.grant.cohort),)
            ],
            browsers=[self._moment(row["made_at"]) for row in known["sign_ins"] if _is_open(row)],
            accounts=[
                {"provider": self._provider(row["issuer"]), "since": self._day(row["made_at"])}
                for row in known["accounts"]
            ],
            changes=len(known["changes"]),
            applications=len(known["applications"]),
        )

    def _provider(self, issuer: str) -> str:
        """Return what people call a provider; one that the operator names no more has its address only."""
        known = [openid.provider for openid in self.settings["openid"].values()]
        return next((provider.label for provider in known if provider.issuer == issuer), issuer)

    def _local(self, moment: str) -> datetime:
        zone = ZoneInfo(self.settings["workbook_settings"].time_zone)
        return datetime.fromisoformat(moment).astimezone(zone)

    def _day(self, moment: str) -> str:
        return format_date(self._local(moment), "long", locale=self.language)

    def _moment(self, moment: str) -> str:
        return format_datetime(self._local(moment), "medium", locale=self.language)


class AboutMeFile(Page):
    """`/me.json`: the same, whole, to take away."""

    @authenticated
    async def get(self) -> None:
        """Send the file."""
        known = about(self.settings["store"].engine, self.current_user.username)
        self.set_header("Content-Type", "application/json; charset=utf-8")
        self.set_header("Content-Disposition", 'attachment; filename="workbook-about-me.json"')
        self.set_header("Cache-Control", "no-store")
        self.finish(json.dumps(known, ensure_ascii=False, indent=2) + "\n")


class SignOutEverywhere(Page):
    """`/sign-out-everywhere`: ends all of a person's sign-ins, on whatever phone was lost."""

    @authenticated
    async def get(self) -> None:
        """Lead to where the button is."""
        self.redirect(f"{self.base_url}me")

    @authenticated
    async def post(self) -> None:
        """End them; the pages that are open end within seconds."""
        visitor = self.current_user
        ended = self.identity.access.end_everywhere(visitor.username)
        self.identity.sign_out(self)
        self.log.info("Signed out everywhere: %s, %d browsers", visitor.username, ended)
        self.redirect(self.settings["login_url"], status=303)


class Privacy(Page):
    """`/privacy`: the privacy notice, for everybody."""

    @allow_unauthenticated
    async def get(self) -> None:
        """Show it."""
        _, visitor = translator(self.language), self.current_user
        notice = privacy_notice(self.settings["workbook_settings"].privacy)
        until = names_until(self.settings["store"], visitor.grant.cohort) if visitor else None
        said: list[dict[str, Any]] = [
            {"heading": _(heading), "lines": notice.says(field, self.language).splitlines()}
            for field, heading in FIELDS.items()
        ]
        self.show(
            "privacy.html.j2",
            title=_(N_("Privacy")),
            said=said,
            providers=", ".join(label for _key, label in self.providers),
            until=until and format_date(until, "long", locale=self.language),
        )


def _is_open(row: dict[str, Any]) -> bool:
    expires = datetime.fromisoformat(row["expires_at"])
    return row["ended_at"] is None and expires > datetime.now(expires.tzinfo)
