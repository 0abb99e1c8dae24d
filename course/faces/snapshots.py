"""Sign-offs in words: when a group was ready, which snapshot that is, and what has changed since."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time

from ..analysis.changes import changes
from ..i18n import N_, Translator
from ..outline import Gathering, gatherings
from ..records import KINDS
from ..settings import settings
from ..store import SignOff, Stored
from .reading import Reading

__all__ = [
    "changed_sentence",
    "changes_content",
    "gathering_name",
    "moment_in_words",
    "shown_sentence",
    "signed_sentence",
]

_GATHERING = N_("Gathering {number}")
_READY = N_("Ready for the gathering: snapshot {number}, {moment}, {who}.")
_SIGNED = N_("Signed off by {who}, {moment}: snapshot {number}.")
_MOMENT = N_("{day} at {clock}")
_SHOWN = N_("You see snapshot {number}, as it was on {moment}. Nothing can be changed in it.")
_EARLIER = N_("You see what was written up to change {number}. Nothing can be changed in it.")
_RECORD = N_("{kind} “{name}”")
_NEW, _GONE = N_("New"), N_("Deleted")
_EMPTY = N_("Not answered")


def gathering_name(gathering: Gathering, translate: Translator) -> str:
    """Return what a gathering is called."""
    return translate(_GATHERING).format(number=gathering.number)


def moment_in_words(moment: datetime, translate: Translator) -> str:
    """Return a moment as a reader says it: the day and the time of day, on the operator's clock."""
    here = moment.astimezone(ZoneInfo(settings().time_zone))
    return translate(_MOMENT).format(
        day=format_date(here.date(), "long", locale=translate.language),
        clock=format_time(here, "HH:mm", locale=translate.language),
    )


def signed_sentence(signed: SignOff, translate: Translator) -> str:
    """Return who signed off when, and the number of the snapshot."""
    sentence = _SIGNED if signed.subject in {one.key for one in gatherings()} else _READY
    return translate(sentence).format(
        number=signed.number, moment=moment_in_words(signed.made_at, translate), who=signed.made_by
    )


def shown_sentence(reading: Reading) -> str:
    """Return what is said above answers that are shown as they were; empty above those as they are now."""
    signed = reading.snapshot
    if signed is not None:
        return reading.translate(_SHOWN).format(
            number=signed.number, moment=moment_in_words(signed.made_at, reading.translate)
        )
    return reading.translate(_EARLIER).format(number=reading.view.change) if reading.view.past else ""


def changed_sentence(number: int, translate: Translator) -> str:
    """Return how many records have changed since a snapshot."""
    if not number:
        return translate(N_("Nothing has changed since."))
    return translate.ngettext(
        "{number} entry has changed since.", "{number} entries have changed since.", number
    ).format(number=number)


def changes_content(earlier: Reading, later: Reading, session: str = "") -> list[dict[str, Any]]:
    """Return what has changed between two readings of one organisation, record by record, in words.

    Returns
    -------
    list of dict
        `name` of the record, `note` where all of it is new or gone, and `answers`: `label` of the
        question with the text `before` and `after`.
    """
    told: dict[str, dict[str, Any]] = {}
    for change in changes(earlier.records, later.records, session=session):
        stored = change.later or change.earlier
        if stored is None:
            continue
        reading = later if change.later else earlier
        translate = later.translate
        entry = told.setdefault(
            stored.id, {"name": _called(reading, change.kind, stored), "note": "", "answers": []}
        )
        if change.question is None:
            entry["note"] = translate(_NEW if change.later else _GONE)
            continue
        before, after = change.values
        entry["answers"].append(
            {
                "label": translate(change.question.label),
                "before": earlier.shown(change.question, before) or translate(_EMPTY),
                "after": later.shown(change.question, after) or translate(_EMPTY),
            }
        )
    return list(told.values())


def _called(reading: Reading, kind: str, stored: Stored) -> str:
    model = KINDS[kind]
    title = reading.translate(model.title_at(reading.level))
    if model.single:
        return title
    return reading.translate(_RECORD).format(kind=title, name=reading.name(stored))
