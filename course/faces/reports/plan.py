"""Learners and staff for each year, as an Erasmus Plan asks for them."""

from __future__ import annotations

import pandas as pd

from ...analysis.plan import COLUMNS, LEAST_YEARS, plan_frame
from ...i18n import N_
from ...records import Activity, Profile
from ..blocks import Block, column, table, text
from ..numbers import number, of_kind, percent
from ..reading import Reading

__all__ = ["LABELS", "plan_blocks"]

_NOTHING = N_(
    "When you have written down an activity with type, year and participants, the plan appears here."
)
_CAPTION = N_("Participants for each year")
_ERASMUS = N_("Of these under Erasmus+, for the Erasmus Plan")
_YEAR = N_("Year")
_TOTAL = N_("All years")
LABELS = {
    "learners": N_("Children, pupils and adult learners"),
    "staff": N_("Staff"),
    "team": N_("On preparatory visits"),
    "incoming": N_("Guests who come to you"),
    "accompanying": N_("Accompanying persons"),
    "fewer_opportunities": N_("Of the participants: with fewer opportunities"),
}
_TOO_SHORT = N_("An Erasmus Plan has estimates for at least {least} years. You have activities in fewer.")
_STAFF_SHARE = N_("Most staff go in {year}: {share} of all who work in your kindergartens and schools.")
_CHILDREN_SHARE = N_("Most children and pupils go in {year}: {share} of all there are.")
_WITHOUT_YEAR = N_("Not in the table, since year, type or number is missing: {activities}.")


def plan_blocks(reading: Reading) -> list[Block]:
    """Return the table of participants for each year, and what to look at in it."""
    activities = of_kind(reading, Activity)
    frame = plan_frame(activities)
    made: list[Block] = []
    if frame.empty:
        made.append(text(reading.translate(_NOTHING), "muted"))
    else:
        made.append(_table(reading, _CAPTION, frame))
        made += _shares(reading, frame)
    erasmus = plan_frame(activities, "erasmus")
    if not erasmus.empty and not erasmus.equals(frame):
        made.append(_table(reading, _ERASMUS, erasmus))
    if not erasmus.empty and len(erasmus) < LEAST_YEARS:
        made.append(text(reading.translate(_TOO_SHORT).format(least=LEAST_YEARS), "warning"))
    left_out = [
        activity.called
        for activity in activities
        if None in (activity.year, activity.type, activity.participants) and activity.called
    ]
    if left_out:
        sentence = reading.translate(_WITHOUT_YEAR).format(activities="; ".join(left_out))
        made.append(text(sentence, "warning"))
    return made


def _table(reading: Reading, caption: str, frame: pd.DataFrame) -> Block:
    """Return the frame as a table; a column nobody is in is left out, except learners and staff."""
    shown = [name for name in COLUMNS if name in ("learners", "staff") or frame[name].any()]
    rows = [
        [str(year), *(number(reading, int(row[name])) for name in shown)] for year, row in frame.iterrows()
    ]
    total = [reading.translate(_TOTAL), *(number(reading, int(frame[name].sum())) for name in shown)]
    columns = [column(reading.translate(_YEAR))]
    columns += [column(reading.translate(LABELS[name]), numeric=True) for name in shown]
    return table(reading.translate(caption), columns, [*rows, total])


def _shares(reading: Reading, frame: pd.DataFrame) -> list[Block]:
    """Say how large a part of all takes part in the fullest year: out of proportion is a weakness."""
    profile = next(iter(of_kind(reading, Profile)), Profile())
    made = []
    for name, all_of_them, sentence in (
        ("staff", profile.staff, _STAFF_SHARE),
        ("learners", profile.children, _CHILDREN_SHARE),
    ):
        most = int(frame[name].max())
        if all_of_them and most:
            share = percent(reading, most / all_of_them)
            said = reading.translate(sentence).format(year=frame[name].idxmax(), share=share)
            made.append(text(said, "muted"))
    return made
