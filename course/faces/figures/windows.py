"""The year ahead: decision windows, what else happens in the municipality's year, and the gatherings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from babel.dates import format_date

from ...figures import Day, Drawing, Sort, wheel
from ...i18n import N_
from ...records import Anchor, SteeringDocument
from ..blocks import Block, column, table
from ..dates import Dated, dates, days_in_words
from ..numbers import number
from ..reading import Reading
from ..year import later
from .shown import Shown

__all__ = ["MOST", "MOST_SENTENCE", "turn", "wheel_ends", "windows_shown", "year_wheel"]

_NOTHING = N_(
    "When you have written down decision windows or other dates of the municipality’s year, you see the "
    "next twelve months here."
)
_NEXT = N_("The next decision window is on {day}: {title}.")
_NO_WINDOW = N_("No decision window of the next twelve months has been written down.")
MOST_SENTENCE = N_("The wheel has the first {number} dates, the table has them all.")
_TODAY = N_("Today, {day}")
_TABLE = N_("Dates of the next twelve months")
_DATE = N_("Date")
_WHAT = N_("What")
_SORT = N_("Kind")
_SORTS: dict[Sort, str] = {
    "window": N_("Decision window"),
    "event": N_("In the municipality’s year"),
    "gathering": N_("Gathering"),
}
_OF_KIND: dict[str, Sort] = {
    "steering_document": "window",
    "anchor": "window",
    "wheel_event": "event",
    "gathering": "gathering",
}
"""Kind of record → the sort of date it holds; meetings and indicators have their own places."""
_SORTED_AND_DATED = N_("{day} · {sort}")
MOST = 12
"""More marks than this on the wheel would lie on each other."""


def windows_shown(reading: Reading) -> Shown:
    """Return the figure: the dates of twelve months from today on a wheel."""
    ahead = _ahead(reading)
    if not ahead:
        return Shown(reading.translate(_NOTHING))
    return Shown(
        _sentence(reading, ahead),
        year_wheel(reading, [_day(reading, dated) for dated in ahead]),
        [_table(reading, ahead)],
    )


def year_wheel(reading: Reading, days: Sequence[Day]) -> Drawing:
    """Draw the first `MOST` of days on the wheel of twelve months from today."""
    today = reading.today
    return wheel(
        tuple(days[:MOST]),
        tuple(format_date(later(today, month), "LLL", locale=reading.language) for month in range(12)),
        turn(reading, today),
        reading.translate(_TODAY).format(day=format_date(today, "medium", locale=reading.language)),
    )


def wheel_ends(reading: Reading) -> date:
    """Return the first day that is no longer on the wheel: that of this month next year."""
    return reading.today.replace(year=reading.today.year + 1, day=1)


def _ahead(reading: Reading) -> list[Dated]:
    """Return the dates of twelve months, from today to the end of the month before this one next year."""
    today, end = reading.today, wheel_ends(reading)
    said = _said_by_their_documents(reading)
    return [
        dated
        for dated in dates(reading)
        if dated.kind in _OF_KIND and dated.key not in said and today <= dated.ends_on and dated.on < end
    ]


def _said_by_their_documents(reading: Reading) -> set[str]:
    """Return the keys of the windows of anchors that aim at their documents' own: once is enough."""
    windows = {
        stored.id: stored.record.next_window
        for stored in reading.records["steering_document"]
        if isinstance(stored.record, SteeringDocument)
    }
    return {
        f"{stored.id}-window"
        for stored in reading.records["anchor"]
        if isinstance(stored.record, Anchor)
        and stored.record.window == windows.get(stored.record.document or "")
    }


def _sentence(reading: Reading, ahead: Sequence[Dated]) -> str:
    windows = [dated for dated in ahead if _OF_KIND[dated.kind] == "window"]
    said = reading.translate(_NO_WINDOW)
    if windows:
        day = format_date(windows[0].on, "long", locale=reading.language)
        said = reading.translate(_NEXT).format(day=day, title=windows[0].title)
    if len(ahead) > MOST:
        said += " " + reading.translate(MOST_SENTENCE).format(number=number(reading, MOST))
    return said


def _day(reading: Reading, dated: Dated) -> Day:
    sort = _OF_KIND[dated.kind]
    when = reading.translate(_SORTED_AND_DATED).format(
        day=days_in_words(dated.on, dated.ends_on, reading.language), sort=reading.translate(_SORTS[sort])
    )
    return Day(turn(reading, max(dated.on, reading.today)), sort, dated.title, when)


def turn(reading: Reading, day: date) -> float:
    """Return how much of the twelve months from this one has gone by `day`; every month is a twelfth."""
    first = reading.today.replace(day=1)
    months = 12 * (day.year - first.year) + day.month - first.month
    following = later(day, 1)
    share = (day.day - 1) / (following - day.replace(day=1)).days
    return round((months + share) / 12, 4)


def _table(reading: Reading, ahead: Sequence[Dated]) -> Block:
    rows = [
        [
            days_in_words(dated.on, dated.ends_on, reading.language),
            reading.translate(_SORTS[_OF_KIND[dated.kind]]),
            dated.title,
        ]
        for dated in ahead
    ]
    columns = [column(reading.translate(label)) for label in (_DATE, _SORT, _WHAT)]
    return table(reading.translate(_TABLE), columns, rows)
