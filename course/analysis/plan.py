"""How many learners and staff take part each year: the table an Erasmus Plan has to have.

Source: the Commission's wiki on KA120 applications: estimated learners and staff for each year, at
least two years; years can be added.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from ..records import Activity
from ..vocabulary import vocabulary

__all__ = ["COLUMNS", "LEAST_YEARS", "plan_frame"]

LEAST_YEARS = 2
"""Years an Erasmus Plan's table has at least."""

_NOT_GOING = frozenset({"refused", "withdrawn"})
_GROUPS = {"pupils": "learners", "staff": "staff", "team": "team", "incoming": "incoming"}
"""`who` of the vocabulary `activity_type` → the column its participants are counted in."""
_ONLINE = "etwinning"
COLUMNS = (*_GROUPS.values(), "accompanying", "fewer_opportunities")


def plan_frame(activities: Iterable[Activity], programme: str | None = None) -> pd.DataFrame:
    """Return the participants of each year: one row for each year from the first to the last.

    Columns: `learners` and `staff` are those who go; `team` who prepares on a visit beforehand and
    `incoming` who comes to the municipality: they are no participants in the sense of an Erasmus Plan.
    So are `accompanying` persons not; `fewer_opportunities` are among the participants. A year between
    two others without an activity is a row of noughts.

    An activity without a year or type is left out, since nobody knows where it belongs, and so is one
    that was refused or withdrawn, and cooperation online: nobody travels. With `programme` (“erasmus”,
    “nordplus”) only the activities of that one count.
    """
    rows = [
        {
            "year": activity.year,
            _GROUPS[term.extra["who"]]: activity.participants or 0,
            "accompanying": activity.accompanying or 0,
            "fewer_opportunities": activity.fewer_opportunities or 0,
        }
        for activity in activities
        if activity.year is not None and activity.type is not None and activity.status not in _NOT_GOING
        for term in (vocabulary("activity_type").term(activity.type),)
        if term.extra["programme"] != _ONLINE and programme in (None, term.extra["programme"])
    ]
    frame = pd.DataFrame(rows, columns=["year", *COLUMNS]).astype("Int64").fillna(0).astype("int64")
    by_year = frame.groupby("year").sum()
    if by_year.empty:
        return by_year
    years = range(int(by_year.index.min()), int(by_year.index.max()) + 1)
    return by_year.reindex(pd.Index(years, name="year"), fill_value=0)
