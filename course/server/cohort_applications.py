"""`/cohort/applications…`: compare the municipalities that have applied, accept them, decline them."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Annotated, Any

from annotated_types import Ge, Le, MaxLen, MinLen
from pydantic import BaseModel, ConfigDict, ValidationError
from tornado.web import HTTPError, authenticated

from ..faces.snapshots import moment_in_words
from ..grants import Action, Grant
from ..i18n import N_, Translator
from ..joining import DECIDED, letters
from ..mail import CannotSend, send
from ..municipalities import UnknownMunicipality, municipality_register
from ..records import Message
from ..records.base import Kept
from ..records.refusal import SENTENCES
from ..store import NotFound
from ..store.admitting import Admitted, accept
from ..store.applications import Applications, Applied, Decided, State
from ..store.calls import Calls
from .cohort_page import CohortHandler
from .join_form import missing_in_words, told
from .join_words import call_in_words
from .turned import Turned

__all__ = ["ApplicationsPage", "DecidePage", "OneApplication"]

_TITLE = N_("Applications to {cohort}")
_ONE = N_("The application of {municipality}")
_THERE = N_("There is no such application.")
_ACCEPTED = N_("This application has been accepted already. Take people’s access back instead.")
_GONE = N_("The register has this municipality no longer, so it cannot be accepted.")
_DAYS = N_("Give a number of days from 1 to 365.")
_BY = N_("{decided}: {moment}, {who}")
_MOST_BESIDE = 4
"""How many applications stand side by side unless others are chosen."""


class _Decision(BaseModel):
    """What a facilitator has decided, as the form sends it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    reason: Annotated[str, MaxLen(2000), Kept, MinLen(1)]
    days: Annotated[int, Ge(1), Le(365)]


class _Applications(CohortHandler):
    def in_words(self, applied: Applied, everything: list[Applied]) -> dict[str, Any]:
        """Return an application as the table shows it; every value is text to be escaped."""
        translate = self.translate
        again = sum((one.country, one.code) == (applied.country, applied.code) for one in everything)
        return {
            "id": applied.id,
            "href": f"{self.base_url}cohort/applications/{applied.id}",
            "municipality": applied.municipality,
            "contact": applied.answers.contact,
            "state": translate(DECIDED[applied.state]),
            "sent": moment_in_words(applied.made_at, translate),
            "changed": moment_in_words(applied.updated_at, translate) if applied.revision > 1 else "",
            "missing": missing_in_words(applied.answers, translate),
            "several": translate.ngettext(
                "There is {number} application of this municipality.",
                "There are {number} applications of this municipality.",
                again,
            ).format(number=again)
            if again > 1
            else "",
        }

    def call(self, grant: Grant) -> dict[str, Any] | None:
        """Return what the cohort offers, or nothing where it takes no applications."""
        try:
            return call_in_words(self.store, Calls(self.store).of(grant.cohort), self.translate)
        except NotFound:
            return None


class ApplicationsPage(_Applications):
    """All applications to the cohort, and some of them side by side."""

    @authenticated
    async def get(self) -> None:
        """Show them."""
        grant = self.granted(Action.ADMIT)
        everything = await asyncio.to_thread(Applications(self.store).everything, grant, grant.cohort)
        asked = set(self.get_query_arguments("beside"))
        undecided = [one.id for one in everything if one.state is State.SENT]
        chosen = asked or set(undecided[:_MOST_BESIDE])
        beside = [one for one in everything if one.id in chosen]
        columns = [told(one.answers, self.translate) for one in beside]
        self.show(
            "applications.html.j2",
            title=self.translate(_TITLE).format(cohort=self.store.cohort_called(grant.cohort, self.language)),
            call=self.call(grant),
            applications=[
                self.in_words(one, everything) | {"chosen": one.id in chosen} for one in everything
            ],
            beside=[self.in_words(one, everything) for one in beside],
            rows=[
                {"label": row[0]["label"], "cells": [cell["lines"] for cell in row]}
                for row in zip(*columns, strict=True)
            ],
        )


class OneApplication(_Applications):
    """One application, what was decided about it, and the forms by which it is decided."""

    @authenticated
    async def get(self, application: str) -> None:
        """Show it."""
        grant = self.granted(Action.ADMIT)
        self.show_one(grant, self.applied(grant, application))

    def applied(self, grant: Grant, key: str) -> Applied:
        """Return the application in the address, if it is one to the visitor's cohort."""
        try:
            return Applications(self.store).one(grant, grant.cohort, key)
        except NotFound:
            raise Turned(404, _THERE) from None

    def show_one(
        self,
        grant: Grant,
        applied: Applied,
        *,
        status: int = 200,
        written: Mapping[str, str] | None = None,
        errors: Mapping[str, Message] | None = None,
        links: list[dict[str, str]] | None = None,
    ) -> None:
        """Answer with the page; `links` were made just now, and are shown here and never again."""
        translate = self.translate
        everything = Applications(self.store).everything(grant, grant.cohort)
        self.show(
            "one_application.html.j2",
            status=status,
            title=translate(_ONE).format(municipality=applied.municipality),
            application=self.in_words(applied, everything),
            answers=told(applied.answers, translate),
            contact_email=applied.answers.contact_email,
            decisions=[
                {
                    "said": translate(_BY).format(
                        decided=translate(DECIDED[one.decided]),
                        moment=moment_in_words(one.made_at, translate),
                        who=one.made_by,
                    ),
                    "reason": one.reason.splitlines(),
                }
                for one in applied.decisions
            ],
            open=applied.state is not State.ACCEPTED,
            there=self._takes_part(grant, applied),
            written={"reason": "", "days": "14", "decision": "", **(written or {})},
            errors={name: said.text(translate) for name, said in (errors or {}).items()},
            links=links or [],
            mails=bool(self.settings["workbook_settings"].smtp_host),
        )

    def _takes_part(self, grant: Grant, applied: Applied) -> bool:
        """Whether the municipality takes part already, so that accepting lets people into what is there."""
        return applied.state is not State.ACCEPTED and _key_of(applied) in self.store.organisations(
            grant.cohort
        )


class DecidePage(OneApplication):
    """Accepts an application or declines it, with a reason."""

    largest_body = 60_000

    @authenticated
    async def get(self, application: str) -> None:
        """Lead to the page where the forms are."""
        self.granted(Action.ADMIT)
        self.redirect(f"{self.base_url}cohort/applications/{application}")

    @authenticated
    async def post(self, application: str) -> None:
        """Decide, or say what is the matter."""
        grant = self.granted(Action.ADMIT)
        applied = self.applied(grant, application)
        written = {name: self.get_body_argument(name, "") for name in ("decision", "reason")}
        written["days"] = self.get_body_argument("days", "14")
        if written["decision"] not in (State.ACCEPTED, State.DECLINED):
            raise HTTPError(400)
        try:
            wanted = _Decision.model_validate({name: written[name] for name in ("reason", "days")})
        except ValidationError as error:
            self.show_one(grant, applied, status=400, written=written, errors=_said(error, written))
            return
        accepting = written["decision"] == State.ACCEPTED
        admitted: list[Admitted] = []
        try:
            if accepting:
                applied, admitted = await asyncio.to_thread(
                    accept, self.store, grant, grant.cohort, application, wanted.reason, wanted.days
                )
            else:
                applied = await asyncio.to_thread(
                    Applications(self.store).decline, grant, grant.cohort, application, wanted.reason
                )
        except Decided:
            raise Turned(409, _ACCEPTED) from None
        except UnknownMunicipality:
            raise Turned(409, _GONE) from None
        self.log.info("Application %s: %s by %s", application, written["decision"], grant.person)
        self._mailing = asyncio.ensure_future(asyncio.to_thread(self._mail, applied, admitted, wanted.days))
        self.show_one(
            grant, applied, links=[_link(one, self._address(one), self.translate) for one in admitted]
        )

    def _address(self, one: Admitted) -> str:
        return f"{self.reached_at}/{one.path}" if one.path else ""

    def _mail(self, applied: Applied, admitted: list[Admitted], days: int) -> None:
        """Send what was decided, and the personal links, to those whose address is known."""
        settings = self.settings["workbook_settings"]
        if not settings.smtp_host:
            return
        for message in letters(settings, self.store, applied, admitted, days):
            try:
                send(settings, message)
            except CannotSend as error:
                self.log.error("A letter about an application could not be sent. %s", error)
            except Exception:
                self.log.exception("Unexpected: while sending a letter about an application.")


def _key_of(applied: Applied) -> str:
    register = municipality_register()
    try:
        return register.key_of(register.municipality(applied.country, applied.code))
    except UnknownMunicipality:
        return ""


def _said(error: ValidationError, written: Mapping[str, str]) -> dict[str, Message]:
    """Return the sentences for what cannot be taken, at the form it was written in."""
    said = {}
    for each in error.errors(include_url=False, include_input=False):
        name = str(each["loc"][0])
        short = name == "reason" and not written["reason"].strip()
        sentence = _DAYS if name == "days" else SENTENCES["missing" if short else each["type"]]
        said[name] = Message(sentence, each.get("ctx", {}))
    return said


def _link(one: Admitted, address: str, translate: Translator) -> dict[str, str]:
    known = translate(N_("Was known by e-mail address already, and signs in as before."))
    return {"name": one.grant.name, "address": address, "note": "" if address else known}
