"""`/cohort/call` and `/cohort/new`: open a cohort for applications, this one or a new one."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any, cast
from zoneinfo import ZoneInfo

from babel import Locale
from tornado.web import authenticated

from ..countries import COUNTRIES
from ..grants import Action, Grant
from ..i18n import N_
from ..records import KINDS, Message, Question, Refused, questions
from ..records.joining import CallFor, CohortName, answered
from ..store import NotFound
from ..store.calls import Call, Calls
from ..vocabulary import vocabulary
from .cohort_page import CohortHandler
from .fields import field, problems
from .join_words import call_in_words

__all__ = ["CallPage", "NewCohortPage"]

_TITLE = N_("Applications to {cohort}: what it offers")
_NEW = N_("Open a new cohort")
_SAVED = N_("What the cohort offers is saved.")
_OFFER = tuple(question for question in questions(CallFor) if question.name != "countries")
_NAMES = questions(CohortName)
_PLANNED = ("starts_on", "ends_on", "place")
_GATHERING = tuple(question for question in questions(KINDS["gathering"]) if question.name in _PLANNED)
_ZONES = ("Europe/Oslo", "Europe/Stockholm", "Europe/Copenhagen")


class _Opening(CohortHandler):
    largest_body = 100_000

    def written(self) -> dict[str, Any]:
        """Return what stands in the fields."""
        names = [question.name for question in (*_OFFER, *_NAMES)]
        names += [f"{name}.{number}" for number in _numbers() for name in _PLANNED]
        return {name: self.get_body_argument(name, "") for name in names} | {
            "countries": self.get_body_arguments("country")
        }

    def form(self, written: Mapping[str, Any], errors: Mapping[str, Message], *, new: bool) -> dict[str, Any]:
        """Return the form as its template shows it."""

        def shown(question: Question, name: str) -> dict[str, Any]:
            return field(
                question,
                name,
                written,
                errors,
                self.translate,
                required=question not in _GATHERING,
                options=self._zones() if name == "time_zone" else (),
            )

        names = [shown(question, question.name) for question in _NAMES] if new else []
        offer = [shown(question, question.name) for question in _OFFER]
        gatherings = [
            {
                "label": vocabulary("gathering").label(code, self.language),
                "fields": [shown(question, f"{question.name}.{number}") for question in _GATHERING],
            }
            for number, code in enumerate(vocabulary("gathering").codes)
            if new
        ]
        labels = {one["name"]: one["label"] for one in (*names, *offer)}
        for planned in gatherings:
            labels |= {
                one["name"]: f"{planned['label']}, {one['label']}"
                for one in cast(list[dict[str, Any]], planned["fields"])
            }
        territories = Locale.parse(self.language).territories
        return {
            "names": names,
            "offer": offer,
            "countries": [
                {"code": code, "label": territories[code], "chosen": code in written.get("countries", ())}
                for code in COUNTRIES
            ],
            "countries_error": errors["countries"].text(self.translate) if "countries" in errors else "",
            "gatherings": gatherings,
            "problems": problems(errors, labels, self.translate),
        }

    def _zones(self) -> list[str]:
        return list(dict.fromkeys((self.settings["workbook_settings"].time_zone, *_ZONES)))


class CallPage(_Opening):
    """What this cohort offers, and until when one may apply."""

    @authenticated
    async def get(self) -> None:
        """Show the form."""
        grant = self.granted(Action.OPEN)
        call = self._call(grant)
        self._show(grant, call.offer.values() if call else _fresh(self), {})

    @authenticated
    async def post(self) -> None:
        """Keep it, or say what is the matter."""
        grant, written = self.granted(Action.OPEN), self.written()
        offer = {name: written[name] for name in (*(one.name for one in _OFFER), "countries")}
        try:
            await asyncio.to_thread(Calls(self.store).change, grant, grant.cohort, answered(CallFor, offer))
        except Refused as refused:
            self._show(grant, written, refused.errors, status=400)
            return
        self.log.info("Opened for applications: %s, by %s", grant.cohort, grant.person)
        self._show(grant, offer, {}, said=_SAVED)

    def _call(self, grant: Grant) -> Call | None:
        try:
            return Calls(self.store).of(grant.cohort)
        except NotFound:
            return None

    def _show(
        self,
        grant: Grant,
        written: Mapping[str, Any],
        errors: Mapping[str, Message],
        *,
        status: int = 200,
        said: str = "",
    ) -> None:
        call = self._call(grant)
        name = self.store.cohort_called(grant.cohort, self.language)
        self.show(
            "call.html.j2",
            status=status,
            title=self.translate(_TITLE).format(cohort=name),
            action=f"{self.base_url}cohort/call",
            form=self.form(written, errors, new=False),
            call=call_in_words(self.store, call, self.translate) if call else None,
            public=f"{self.reached_at}/join/{grant.cohort}",
            said=self.translate(said) if said else "",
        )


class NewCohortPage(_Opening):
    """A cohort of its own, with its gatherings."""

    @authenticated
    async def get(self) -> None:
        """Show the form."""
        self.granted(Action.OPEN)
        self._show(_fresh(self), {})

    @authenticated
    async def post(self) -> None:
        """Open it, go on as one of those who hold it, and lead to what it offers."""
        grant, written = self.granted(Action.OPEN), self.written()
        errors: dict[str, Message] = {}
        made: dict[str, Any] = {}
        for kind, names in ((CohortName, _NAMES), (CallFor, _OFFER)):
            values = {one.name: written[one.name] for one in names}
            try:
                made[kind.kind] = answered(
                    kind, values | ({"countries": written["countries"]} if kind is CallFor else {})
                )
            except Refused as refused:
                errors |= refused.errors
        if errors:
            self._show(written, errors, status=400)
            return
        try:
            call = await asyncio.to_thread(
                Calls(self.store).open_cohort,
                grant, made["cohort"], made["call"], _gatherings(written),
            )  # fmt: skip
        except Refused as refused:
            numbers = [number for number in _numbers() if _is_planned(written, number)]
            named = {}
            for name, said in refused.errors.items():
                field, _, place = name.partition(".")
                named[f"{field}.{numbers[int(place)]}"] = said
            self._show(written, named, status=400)
            return
        self.log.info("Opened a cohort: %s, by %s", call.cohort, grant.person)
        self.identity.access.choose(
            self.current_user.sign_in, grant.model_copy(update={"cohort": call.cohort})
        )
        self.redirect(f"{self.base_url}cohort/call", status=303)

    def _show(self, written: Mapping[str, Any], errors: Mapping[str, Message], *, status: int = 200) -> None:
        self.show(
            "call.html.j2",
            status=status,
            title=self.translate(_NEW),
            action=f"{self.base_url}cohort/new",
            form=self.form(written, errors, new=True),
            call=None,
            public="",
            said="",
        )


def _fresh(handler: _Opening) -> dict[str, Any]:
    """Return what stands in a form that nobody has written in."""
    zone = ZoneInfo(handler.settings["workbook_settings"].time_zone).key
    return {"time_zone": zone, "countries": ["NO"]}


def _numbers() -> range:
    return range(len(vocabulary("gathering").codes))


def _is_planned(written: Mapping[str, Any], number: int) -> bool:
    return any(written[f"{name}.{number}"].strip() for name in _PLANNED)


def _gatherings(written: Mapping[str, Any]) -> list[dict[str, object]]:
    """Return the gatherings of which anything was written."""
    return [
        {"gathering": code} | {name: written[f"{name}.{number}"] for name in _PLANNED}
        for number, code in enumerate(vocabulary("gathering").codes)
        if _is_planned(written, number)
    ]
