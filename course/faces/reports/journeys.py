"""The mobility register as a report: places and applicants, and whose learning has not been shared.

Source: Ale municipality, “Internationell skola”: those who have taken part train their colleagues
afterwards. No person is named here, whatever the group has chosen to write: the report is shown around.
"""

from __future__ import annotations

from datetime import date

from babel.dates import format_date

from ...checks.journeys import places
from ...i18n import N_
from ...records import Activity, Journey
from ..blocks import Block, column, heading, table, text
from ..numbers import NOT_KNOWN, number, of_kind
from ..reading import Reading

__all__ = ["journeys_blocks"]

_NOTHING = N_(
    "When somebody has applied for a place in an activity, you see here who gets to go, and whose learning "
    "has not been passed on yet."
)
_PLACES = N_("Places and applicants")
_ACTIVITY = N_("Activity")
_HOW_MANY = N_("Places")
_APPLIED = N_("Applicants")
_SELECTED = N_("Selected")
_NO_ACTIVITY = N_("Without an activity")
_NOT_SHARED = N_("Learning that has not been passed on yet")
_WHEN = N_("When")
_WHO = N_("Who")
_BY = N_("By {day}")
_OVERDUE = N_("Overdue: it was to be done by {day}")
_NO_DAY = N_("No day is set")
_ALL_SHARED = N_("All that those who are home again have learnt has been passed on.")
_NOBODY_HOME = N_("Nobody who was selected is home again yet.")


def journeys_blocks(reading: Reading) -> list[Block]:
    """Return how many applied and were selected, and the journeys whose learning is still to be shared."""
    journeys = of_kind(reading, Journey)
    if not journeys:
        return [text(reading.translate(_NOTHING), "muted")]
    return [_applicants(reading, journeys), *_owing(reading, journeys)]


def _applicants(reading: Reading, journeys: list[Journey]) -> Block:
    """Return one row for each activity somebody has applied to, in the order of the activities."""
    translate = reading.translate
    rows = []
    for stored in reading.records[Activity.kind]:
        of_it = [journey for journey in journeys if journey.activity == stored.id]
        if of_it and isinstance(stored.record, Activity):
            rows.append([reading.name(stored), *_counted(reading, places(stored.record), of_it)])
    there = {stored.id for stored in reading.records[Activity.kind]}
    if left := [journey for journey in journeys if journey.activity not in there]:
        rows.append([translate(_NO_ACTIVITY), *_counted(reading, None, left)])
    columns = [column(translate(_ACTIVITY))]
    columns += [column(translate(label), numeric=True) for label in (_HOW_MANY, _APPLIED, _SELECTED)]
    return table(translate(_PLACES), columns, rows)


def _counted(reading: Reading, there: int | None, journeys: list[Journey]) -> list[str]:
    applied = sum(journey.number for journey in journeys)
    selected = sum(journey.number for journey in journeys if journey.selected)
    known = reading.translate(NOT_KNOWN) if there is None else number(reading, there)
    return [known, number(reading, applied), number(reading, selected)]


def _owing(reading: Reading, journeys: list[Journey]) -> list[Block]:
    """Return the journeys still to be shared, the first due first and those without a day last."""
    today, translate = reading.today, reading.translate
    owing = [journey for journey in journeys if journey.owes_sharing(today)]
    if not owing:
        home = any(journey.selected and journey.is_shared(today) for journey in journeys)
        said = text(translate(_ALL_SHARED if home else _NOBODY_HOME), "good" if home else "muted")
        return [heading(translate(_NOT_SHARED)), said]
    rows = [
        [_due(reading, journey, today), _who(journey), reading.name_of(journey.activity)]
        for journey in sorted(owing, key=lambda one: one.share_by or date.max)
    ]
    columns = [column(translate(label)) for label in (_WHEN, _WHO, _ACTIVITY)]
    return [table(translate(_NOT_SHARED), columns, rows)]


def _due(reading: Reading, journey: Journey, today: date) -> str:
    if journey.share_by is None:
        return reading.translate(_NO_DAY)
    sentence = reading.translate(_OVERDUE if journey.share_by < today else _BY)
    return sentence.format(day=format_date(journey.share_by, "long", locale=reading.language))


def _who(journey: Journey) -> str:
    return ", ".join(part for part in (journey.role, journey.unit) if part)
