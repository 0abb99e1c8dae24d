"""Whether the work hangs on one person: who holds how many roles, and which roles nobody could take over.

Source: Herning municipality's reason for a consortium (“what if the enthusiast gets another job?”).
That three roles are too many for one is proposed for this course.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from ..records import Activity, Role

__all__ = ["MANY_ROLES", "dependence"]

MANY_ROLES = 3
"""So many roles with one person, and the work depends on that person."""


def dependence(roles: Iterable[Role], activities: Iterable[Activity] = ()) -> pd.DataFrame:
    """Return one row for each who holds a role or owns an activity, who holds the most first.

    Columns: `name` as first written, `roles`, `without_deputy` (of those roles), `activities`. Names are
    the same apart from capitals and spaces. A deputy who is the same person is none.
    """
    named: list[tuple[str, str, int, int, int]] = []
    for role in roles:
        if holder := _plain(role.held_by):
            alone = _plain(role.deputy) in ("", holder)
            named.append((holder, role.held_by, 1, int(alone), 0))
    for activity in activities:
        if owner := _plain(activity.owner):
            named.append((owner, activity.owner, 0, 0, 1))
    columns = ["key", "name", "roles", "without_deputy", "activities"]
    frame = pd.DataFrame(named, columns=columns)
    summed = frame.groupby("key", sort=False).agg(
        name=("name", "first"),
        roles=("roles", "sum"),
        without_deputy=("without_deputy", "sum"),
        activities=("activities", "sum"),
    )
    return summed.sort_values(
        ["roles", "activities", "name"], ascending=[False, False, True], ignore_index=True
    )


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
