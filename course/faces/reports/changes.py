"""What has changed in a session between the gatherings, and since the last one: question by question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from babel.dates import format_date

from ...i18n import N_
from ...outline import gatherings
from ...records import KINDS, is_empty
from ...settings import settings
from ...store import Stored
from ...vocabulary import vocabulary
from ..blocks import Block, column, folded, table, text
from ..dates import planned_gatherings
from ..reading import Reading

__all__ = ["changes_blocks"]

_NO_GATHERING = N_(
    "What has changed since a gathering is told here when the gathering is over and the facilitator has "
    "written down its days."
)
_SINCE = N_("Since {gathering}, {day}")
_BETWEEN = N_("Between {earlier} and {gathering}, {day}")
_NOTHING = N_("{when}: nothing has been changed.")
_WHAT, _QUESTION = N_("What it is about"), N_("Question")
_BEFORE, _AFTER, _WHO = N_("Before"), N_("After"), N_("Changed by")
_NEW, _DELETED = N_("Written down"), N_("Deleted")
_RECORD = N_("{kind}: {name}")


@dataclass(frozen=True)
class _Stretch:
    """What lies between two gatherings, or after the last one (`ends` is None)."""

    called: str
    begins: datetime
    ends: datetime | None


def changes_blocks(reading: Reading) -> list[Block]:
    """Return what has changed in the reading's session, the latest first."""
    found = [block for stretch in reversed(_stretches(reading)) for block in _told(reading, stretch)]
    return found or [text(reading.translate(_NO_GATHERING), "muted")]


def _stretches(reading: Reading) -> list[_Stretch]:
    """Return the times between the gatherings that are over, as far as their days are known."""
    plans = planned_gatherings(reading)
    over: list[tuple[str, date]] = []
    for gathering in gatherings():
        _, plan = plans.get(gathering.key, (None, None))
        last = (plan.ends_on or plan.starts_on) if plan else None
        if last and last < reading.today:
            over.append((vocabulary("gathering").label(gathering.key, reading.language), last))
    made = []
    for (name, begins), following in pairwise([*over, None]):  # type: ignore[misc]
        day = format_date(following[1] if following else begins, "long", locale=reading.language)
        called = (
            reading.translate(_BETWEEN).format(earlier=name, gathering=following[0], day=day)
            if following
            else reading.translate(_SINCE).format(gathering=name, day=day)
        )
        made.append(_Stretch(called, _end_of(begins), _end_of(following[1]) if following else None))
    return made


def _end_of(day: date) -> datetime:
    """Return the moment a day is over where the operator is: what is written at a gathering is part of it."""
    return datetime.combine(day + timedelta(days=1), time.min, ZoneInfo(settings().time_zone))


def _told(reading: Reading, stretch: _Stretch) -> list[Block]:
    kinds = {kind for kind, model in KINDS.items() if model.home == reading.session.notebook}
    before = reading.view.as_of(stretch.begins, kinds)
    rows = list(_rows(reading, before, reading.view.as_of(stretch.ends, kinds)))
    if not rows:
        return [text(reading.translate(_NOTHING).format(when=stretch.called), "muted")]
    number = reading.translate.ngettext("{number} change", "{number} changes", len(rows))
    summary = f"{stretch.called}: {number.format(number=len(rows))}"
    columns = [column(reading.translate(label)) for label in (_WHAT, _QUESTION, _BEFORE, _AFTER, _WHO)]
    return [folded(summary, [table(summary, columns, rows)])]


def _rows(reading: Reading, before: Mapping[str, Stored], after: Mapping[str, Stored]) -> Iterator[list[str]]:
    for record, now in after.items():
        then = before.get(record)
        was = then is not None and not then.deleted
        if now.deleted and not was:
            continue
        if now.deleted or not was or then is None:
            word = reading.translate(_DELETED if now.deleted else _NEW)
            if not now.record.single:
                yield [_called(reading, now), word, "", "", now.updated_by]
                continue
        for question in now.questions:
            old = getattr(then.record, question.name) if then else None
            new = getattr(now.record, question.name)
            if old == new or (is_empty(old) and is_empty(new)):
                continue
            label = reading.translate(question.label)
            said = (reading.shown(question, old), reading.shown(question, new))
            yield [_called(reading, now), label, *said, now.updated_by]


def _called(reading: Reading, stored: Stored) -> str:
    title = reading.translate(type(stored.record).title_at(reading.level))
    if stored.record.single:
        return title
    return reading.translate(_RECORD).format(kind=title, name=reading.name(stored))
