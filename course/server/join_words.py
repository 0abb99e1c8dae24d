"""What a cohort offers, in words: until when one can apply, for how many, and the gatherings."""

from __future__ import annotations

from typing import Any, cast

from babel.dates import format_date

from ..grants import Grant, Role
from ..i18n import N_, Translator
from ..records import GatheringPlan
from ..store import Store
from ..store.calls import Call
from ..store.whole import key_of_whole
from ..vocabulary import vocabulary

__all__ = ["call_in_words", "day_in_words"]

_UNTIL = N_("Applications are taken until the end of {day} ({zone}).")
_OVER = N_(
    "Applications were taken until the end of {day} ({zone}). It is too late to apply, or to change anything."
)


def call_in_words(store: Store, call: Call, translate: Translator) -> dict[str, Any]:
    """Return what a cohort offers as the pages show it; every value is text to be escaped."""
    sentence = _UNTIL if call.is_open() else _OVER
    return {
        "key": call.cohort,
        "name": call.called(translate.language),
        "open": call.is_open(),
        "until": translate(sentence).format(day=day_in_words(call, translate), zone=call.offer.time_zone),
        "places": translate.ngettext(
            "There is {number} place for a municipality.",
            "There are {number} places for municipalities.",
            call.offer.places,
        ).format(number=call.offer.places)
        if call.offer.places
        else "",
        "about": call.offer.about.splitlines(),
        "gatherings": _gatherings(store, call.cohort, translate),
    }


def day_in_words(call: Call, translate: Translator) -> str:
    """Return the last day to apply."""
    return format_date(call.offer.deadline, "full", locale=translate.language)


def _gatherings(store: Store, cohort: str, translate: Translator) -> list[str]:
    """Return when and where the gatherings are, as far as that is written down."""
    everybody = Grant(
        person="applicant",
        name="applicant",
        role=Role.READER,
        cohort=cohort,
        organisation=key_of_whole(cohort),
    )
    lines = []
    for stored in store.gatherings_view(everybody, cohort).all("gathering"):
        planned = cast(GatheringPlan, stored.record)
        days = [
            format_date(day, "long", locale=translate.language)
            for day in (planned.starts_on, planned.ends_on)
            if day
        ]
        if planned.gathering and days:
            name = vocabulary("gathering").label(planned.gathering, translate.language)
            when = " – ".join(dict.fromkeys(days))
            lines.append(f"{name}: {', '.join(part for part in (when, planned.place) if part)}")
    return lines
