"""The activities on their way through the years, each with how far it has come."""

from __future__ import annotations

from collections.abc import Sequence

from ...figures import Mark, Stop, road
from ...i18n import N_
from ...records import Activity
from ...vocabulary import vocabulary
from ..blocks import Block, column, table
from ..numbers import number, of_kind
from ..reading import UNNAMED, Reading
from .shown import Shown

__all__ = ["activities_shown"]

_NOTHING = N_("When you have written down an activity, you see it here in its year.")
_NO_YEAR = N_("Year not stated")
_NO_STATUS = N_("Status not stated")
_BY_STATUS = N_("{status}: {number}")
_TABLE = N_("The activities in the order of their years")
_YEAR = N_("Year")
_ACTIVITY = N_("Activity")
_TYPE = N_("Type")
_STATUS = N_("Status")
_PARTICIPANTS = N_("Participants")
_KEY = N_("A filled mark is an activity that has ended, a half one is under way, a crossed one will not be.")

_MARKS: dict[str, Mark] = {
    "ongoing": "half",
    "extended": "half",
    "completed": "full",
    "refused": "crossed",
    "withdrawn": "crossed",
}
"""Status → its mark; all the others are still to come."""


def activities_shown(reading: Reading) -> Shown:
    """Return the figure: a stop for each activity, those without a year last."""
    activities = sorted(of_kind(reading, Activity), key=lambda one: (one.year is None, one.year or 0))
    if not activities:
        return Shown(reading.translate(_NOTHING))
    stops = tuple(
        Stop(
            _year(reading, one),
            _name(reading, one),
            _words(reading, one),
            _MARKS.get(one.status or "", "open"),
        )
        for one in activities
    )
    return Shown(_sentence(reading, activities), road(stops), [_table(reading, activities)])


def _sentence(reading: Reading, activities: Sequence[Activity]) -> str:
    sentence = reading.translate.ngettext(
        "{number} activity. {by_status}.", "{number} activities. {by_status}.", len(activities)
    )
    statuses = [_status(reading, one) for one in activities]
    by_status = "; ".join(
        reading.translate(_BY_STATUS).format(status=status, number=number(reading, statuses.count(status)))
        for status in dict.fromkeys(statuses)
    )
    said = sentence.format(number=number(reading, len(activities)), by_status=by_status)
    return f"{said} {reading.translate(_KEY)}"


def _table(reading: Reading, activities: Sequence[Activity]) -> Block:
    rows = [
        [
            _name(reading, one),
            _year(reading, one),
            _type(reading, one),
            _status(reading, one),
            "" if one.participants is None else number(reading, one.participants),
        ]
        for one in activities
    ]
    columns = [column(reading.translate(label)) for label in (_ACTIVITY, _YEAR, _TYPE, _STATUS)]
    columns.append(column(reading.translate(_PARTICIPANTS), numeric=True))
    return table(reading.translate(_TABLE), columns, rows)


def _words(reading: Reading, one: Activity) -> str:
    """Return state, type and size in one line."""
    said = [_status(reading, one), _type(reading, one)]
    if one.participants is not None:
        sentence = reading.translate.ngettext(
            "{number} participant", "{number} participants", one.participants
        )
        said.append(sentence.format(number=number(reading, one.participants)))
    return " · ".join(part for part in said if part)


def _name(reading: Reading, one: Activity) -> str:
    return one.called or reading.translate(UNNAMED)


def _year(reading: Reading, one: Activity) -> str:
    return str(one.year) if one.year is not None else reading.translate(_NO_YEAR)


def _type(reading: Reading, one: Activity) -> str:
    return vocabulary("activity_type").label(one.type, reading.language) if one.type else ""


def _status(reading: Reading, one: Activity) -> str:
    if one.status is None:
        return reading.translate(_NO_STATUS)
    return vocabulary("project_status").label(one.status, reading.language)
