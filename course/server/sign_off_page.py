"""`/sign-off`, which answers the forms; `/gathering/<number>`: what was signed off, what changed since."""

from __future__ import annotations

import asyncio
from typing import Any

from tornado.web import authenticated

from ..faces import Reading
from ..faces.opening import reading_of
from ..faces.session import completeness_sentence
from ..faces.snapshots import changes_content, moment_in_words, signed_sentence
from ..grants import NotGranted
from ..i18n import N_, translator
from ..outline import (
    HOME,
    Gathering,
    Session,
    SessionKey,
    UnknownSession,
    gatherings,
    sessions_before,
    title_of,
)
from ..records import Refused
from ..store import SignOff, SignOffs
from .frame import address, visit_frame
from .handlers import Page, require_session
from .pages import render
from .sign_off_form import gathering_address, gathering_numbered, gathering_title, sign_off_form
from .turned import Turned
from .visits import Visit, settle

__all__ = ["GatheringPage", "SignOffPage"]

_NOT_YOURS = N_("You cannot sign this off.")
_NO_GATHERING = N_("There is no such gathering.")
_TAKEN_BACK = N_("Taken back by {who}, {moment}.")


class SignOffPage(Page):
    """Signs a session or a gathering off, or takes that back, and leads back to where the form was."""

    @authenticated
    async def get(self) -> None:
        """Lead to the start page."""
        self.redirect(self.base_url)

    @authenticated
    async def post(self) -> None:
        """Sign off, or take back."""
        subject = self.get_body_argument("subject", "")
        gathering = next((one for one in gatherings() if one.key == subject), None)
        if gathering is None:
            require_session(subject)
        visit = settle(
            self.settings["store"],
            self.current_user,
            HOME if gathering else subject,
            municipality=self.get_body_argument("municipality", None),
            unit=self.get_body_argument("unit", "") or None,
            language=None,
            chosen_before=self.chosen_language,
        )
        self._do(visit, subject)
        self.redirect(
            gathering_address(self.base_url, gathering, **visit.query)
            if gathering
            else address(self.base_url, subject, **visit.query),
            status=303,
        )

    def _do(self, visit: Visit, subject: str) -> None:
        grant = visit.visitor.grant
        signs = SignOffs(self.settings["store"], grant, grant.cohort)
        do = {"sign": signs.sign, "take-back": signs.take_back}.get(self.get_body_argument("do", ""))
        try:
            if do is None:
                raise Turned(400, N_("Go back to the start page and try again."))
            do(visit.organisation, subject)
        except NotGranted:
            raise Turned(403, _NOT_YOURS) from None
        except UnknownSession:
            raise Turned(404, _NO_GATHERING) from None
        except Refused:
            # Taken back already, in another tab or by a colleague: what was wanted is the case.
            pass


class GatheringPage(Page):
    """What a group has signed off for a gathering, what has changed since, and the facilitators' sign-off."""

    @authenticated
    async def get(self, number: str) -> None:
        """Show the gathering for the visitor's municipality, or the one asked for."""
        gathering = gathering_numbered(number)
        if gathering is None:
            raise Turned(404, _NO_GATHERING)
        visit = settle(
            self.settings["store"],
            self.current_user,
            HOME,
            municipality=self.get_query_argument("municipality", None),
            unit=self.get_query_argument("unit", None),
            language=self.get_query_argument("language", None),
            chosen_before=self.chosen_language,
        )
        content = await asyncio.to_thread(self._content, gathering, visit)
        around = visit_frame(
            visit,
            base_url=self.base_url,
            xsrf=self.xsrf_token.decode(),
            title=gathering_title(gathering, visit),
        )
        around["action"] = self.request.path
        around["unit_form"] = None
        around["languages"] = [
            {**one, "href": gathering_address(self.base_url, gathering, **visit.query, language=one["code"])}
            for one in around["languages"]
        ]
        around["sign_off"] = sign_off_form(self.settings["store"], visit, self.base_url, gathering.key)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        if self.asked_language:
            self.remember_language(self.asked_language)
        self.finish(render("gathering.html.j2", around, **content))

    def _content(self, gathering: Gathering, visit: Visit) -> dict[str, Any]:
        now = self._reading(visit)
        held = [session for session in sessions_before(gathering) if visit.level in session.levels]
        return {
            "sessions": [self._session(session, visit, now) for session in held],
            "since_all": {"title": "", **self._since(visit, now, gathering.key, "")},
        }

    def _session(self, session: Session, visit: Visit, now: Reading) -> dict[str, Any]:
        return {
            "title": title_of(session.key, now.translate),
            "href": address(self.base_url, session.key, **visit.query),
            "complete": completeness_sentence(now, SessionKey(session.key)),
            **self._since(visit, now, session.key, session.key),
        }

    def _since(self, visit: Visit, now: Reading, subject: str, session: str) -> dict[str, Any]:
        """Return the snapshots for a session or gathering, and what has changed since the one that holds."""
        grant, translate = visit.visitor.grant, translator(visit.language)
        there = SignOffs(self.settings["store"], grant, grant.cohort).of(visit.organisation, subject)
        held = there[-1] if there and there[-1].holds else None
        return {
            "subject": subject,
            "held": signed_sentence(held, translate) if held else "",
            "changes": changes_content(self._reading(visit, held.change), now, session) if held else [],
            "snapshots": [self._snapshot(one, visit, session) for one in reversed(there)],
        }

    def _snapshot(self, one: SignOff, visit: Visit, session: str) -> dict[str, str]:
        translate = translator(visit.language)
        back = ""
        if one.taken_back_at is not None:
            back = translate(_TAKEN_BACK).format(
                who=one.taken_back_by, moment=moment_in_words(one.taken_back_at, translate)
            )
        return {
            "number": str(one.number),
            "sentence": f"{signed_sentence(one, translate)} {back}".strip(),
            "href": address(self.base_url, session or HOME, **visit.query, revision=str(one.change)),
        }

    def _reading(self, visit: Visit, revision: int = 0) -> Reading:
        grant = visit.visitor.grant
        return reading_of(
            self.settings["store"],
            grant,
            cohort=grant.cohort,
            organisation=visit.organisation,
            session=HOME,
            language=visit.language,
            revision=revision,
        )
