"""The dates of a municipality's year: the gatherings, and the deadlines its own records hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from babel.dates import format_date

from ..i18n import N_
from ..records import (
    Anchor,
    GatheringPlan,
    Indicator,
    Journey,
    Meeting,
    Record,
    SteeringDocument,
    WheelEvent,
)
from ..store import Stored
from ..vocabulary import vocabulary
from .reading import Reading

__all__ = ["Dated", "dates", "days_in_words", "planned_gatherings"]

_MEETING = N_("Meeting: {name}")
_WINDOW = N_("Decision window: {name}")
_ANCHOR = N_("Decision window of “{goal}” in “{document}”")
_INDICATOR = N_("Deadline of the indicator “{name}”")
_SHARE = N_("What was learnt is to be passed on: {name}")
_LOOK = N_("What has changed at home: {name}")


@dataclass(frozen=True)
class Dated:
    """Something on a day, or from one day to another; `ends_on` is its last day.

    `kind` is the kind of record it stands in. `key` is the same as long as it is the same thing,
    `revision` and `changed_at` say how often and when it was changed.
    """

    kind: str
    key: str
    on: date
    ends_on: date
    title: str
    place: str
    note: str
    revision: int
    changed_at: datetime | None


def dates(reading: Reading) -> list[Dated]:
    """Return everything that has a day, in order. What has been deleted holds nothing."""
    return sorted([*_gatherings(reading), *_own(reading)], key=lambda one: (one.on, one.title, one.key))


def planned_gatherings(reading: Reading) -> dict[str, tuple[Stored, GatheringPlan]]:
    """Return the gatherings that have been written down, by their code."""
    return {
        stored.record.gathering: (stored, stored.record)
        for stored in reading.gatherings
        if isinstance(stored.record, GatheringPlan) and stored.record.gathering
    }


def days_in_words(starts_on: date, ends_on: date, language: str) -> str:
    """Return a day, or the days from one to another, as they are written in `language`."""
    days = (starts_on, ends_on) if ends_on > starts_on else (starts_on,)
    return " – ".join(format_date(day, "long", locale=language) for day in days)


def _gatherings(reading: Reading) -> Iterator[Dated]:
    for code, (stored, plan) in planned_gatherings(reading).items():
        if plan.starts_on:
            yield _dated(
                stored,
                "starts_on",
                plan.starts_on,
                vocabulary("gathering").label(code, reading.language),
                ends_on=max(plan.ends_on or plan.starts_on, plan.starts_on),
                place=plan.place,
                note="\n\n".join(part for part in (plan.programme, plan.material, plan.link) if part),
            )


def _own(reading: Reading) -> Iterator[Dated]:
    for kind in (Meeting, WheelEvent, SteeringDocument, Anchor, Indicator, Journey):
        for stored in reading.records[kind.kind]:
            if isinstance(stored.record, Journey):
                yield from _of_journey(reading, stored, stored.record)
            else:
                yield from _of_record(reading, stored, stored.record)


def _of_record(reading: Reading, stored: Stored, record: Record) -> Iterator[Dated]:
    translate, name = reading.translate, reading.name(stored)
    if isinstance(record, Meeting) and record.held_on:
        title = translate(_MEETING).format(name=name)
        yield _dated(stored, "held_on", record.held_on, title, place=record.place)
    elif isinstance(record, WheelEvent) and record.on:
        yield _dated(stored, "on", record.on, name, note=record.note)
    elif isinstance(record, SteeringDocument) and record.next_window:
        yield _dated(stored, "next_window", record.next_window, translate(_WINDOW).format(name=name))
    elif isinstance(record, Anchor) and record.window:
        title = translate(_ANCHOR).format(
            goal=reading.name_of(record.goal), document=reading.name_of(record.document)
        )
        yield _dated(stored, "window", record.window, title, note=record.proposed_text)
    elif isinstance(record, Indicator) and record.deadline:
        title = translate(_INDICATOR).format(name=name)
        yield _dated(stored, "deadline", record.deadline, title, note=record.target)


def _of_journey(reading: Reading, stored: Stored, journey: Journey) -> Iterator[Dated]:
    """Yield what is still to be done when those who were selected are home; never a person's name."""
    if not journey.selected:
        return
    activity = reading.name_of(journey.activity)
    name = ", ".join(part for part in (reading.name(stored), journey.unit, activity) if part)
    if journey.share_by and journey.shared_on is None:
        title = reading.translate(_SHARE).format(name=name)
        yield _dated(stored, "share_by", journey.share_by, title, note=journey.shared_how)
    if journey.look_on:
        yield _dated(stored, "look_on", journey.look_on, reading.translate(_LOOK).format(name=name))


def _dated(
    stored: Stored,
    field: str,
    on: date,
    title: str,
    *,
    ends_on: date | None = None,
    place: str = "",
    note: str = "",
) -> Dated:
    return Dated(
        stored.kind,
        f"{stored.id}-{field}",
        on,
        ends_on or on,
        title,
        place,
        note,
        stored.revision,
        stored.updated_at,
    )
