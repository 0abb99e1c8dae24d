"""The course year as a row of stretches: work at home, a gathering, work at home, and so on.

Which stretch it is today follows from the days of the gatherings, and from nothing else: as long as
the one before or the one after has no day, it is not known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ..outline import Gathering, Session, SessionKey, gatherings, sessions
from .dates import planned_gatherings
from .reading import Reading

__all__ = ["Stretch", "held_again", "later", "stretches"]

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Stretch:
    """A part of the year with its sessions.

    `gathering` is None for work at home; `before` is the gathering that ends it. `starts_on` and
    `ends_on` are None where they are not known, or where the course sets none.
    """

    sessions: tuple[SessionKey, ...]
    gathering: Gathering | None = None
    before: Gathering | None = None
    occasion: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    first: bool = False
    last: bool = False

    def holds(self, day: date) -> bool:
        """Whether `day` is for certain in this stretch."""
        if (self.starts_on is None and not self.first) or (self.ends_on is None and not self.last):
            return False
        return (self.starts_on or date.min) <= day <= (self.ends_on or date.max)


def stretches(reading: Reading) -> list[Stretch]:
    """Return the stretches of the year in their order, with the days that are known."""
    plans = planned_gatherings(reading)
    known: dict[str, tuple[date | None, date | None]] = {}
    for gathering in gatherings():
        _, plan = plans.get(gathering.key, (None, None))
        starts_on = plan.starts_on if plan else None
        known[gathering.key] = (starts_on, (plan.ends_on or starts_on) if plan else None)
    row: list[Stretch] = []
    before: date | None = None
    for number, gathering in enumerate(gatherings()):
        starts_on, ends_on = known[gathering.key]
        row.append(
            Stretch(
                _held(reading, _homework(number)),
                before=gathering,
                starts_on=before and before + _DAY,
                ends_on=starts_on and starts_on - _DAY,
                first=number == 0,
            )
        )
        row.append(
            Stretch(_held(reading, gathering.key), gathering=gathering, starts_on=starts_on, ends_on=ends_on)
        )
        before = ends_on
    return [*row, *_afterwards(reading, before)]


def held_again(reading: Reading) -> list[SessionKey]:
    """Return the later occasions of the sessions that have been held a first time."""
    first = reading if not reading.session.occasion else reading.at("")
    return [
        key
        for session in sessions(reading.level)
        for key in session.keys
        if key.occasion and _has_been_held(first, session)
    ]


def later(day: date, months: int) -> date:
    """Return the first day of the month that is so many months after that of `day`."""
    years, month = divmod(day.month - 1 + months, 12)
    return date(day.year + years, month + 1, 1)


def _afterwards(reading: Reading, ended_on: date | None) -> list[Stretch]:
    """Return the work after the last gathering, and the occasions on which it is followed up."""
    row = [
        Stretch(
            _held(reading, f"after_{gatherings()[-1].key}"), starts_on=ended_on and ended_on + _DAY, last=True
        )
    ]
    occasions: dict[str, list[SessionKey]] = {}
    for key in held_again(reading):
        occasions.setdefault(key.occasion, []).append(key)
    for occasion, keys in occasions.items():
        starts_on = ended_on and later(ended_on, int(occasion.removeprefix("plus-")))
        row[-1] = _until(row[-1], starts_on)
        row.append(Stretch(tuple(keys), occasion=occasion, starts_on=starts_on, last=True))
    return row


def _until(stretch: Stretch, following: date | None) -> Stretch:
    return Stretch(
        stretch.sessions,
        occasion=stretch.occasion,
        starts_on=stretch.starts_on,
        ends_on=following and following - _DAY,
    )


def _homework(number: int) -> str:
    """Return the place in the outline of the work at home before the gathering at index `number`."""
    if number == 0:
        return f"before_{gatherings()[0].key}"
    return f"between_{number}_and_{number + 1}"


def _held(reading: Reading, place: str) -> tuple[SessionKey, ...]:
    return tuple(SessionKey(session.key) for session in sessions(reading.level) if session.at == place)


def _has_been_held(first: Reading, session: Session) -> bool:
    """Whether anything has been written of what each time the session is held has its own."""
    records: Sequence[bool] = [
        stored.revision > 0
        for of_kind in first.records.values()
        for stored in of_kind
        if stored.record.per_occasion and stored.record.home == session.key
    ]
    return any(records)
