"""How many of a municipality's units take part in an international project, and who the partners are.

Coverage is Sula's own target: all schools and kindergartens have an international project (HK-dir,
13 January 2023). How units are counted; each rule has a test of its own:

====  ==========================================================================================
K1    A project is active while its status says so (`active` in the vocabulary `project_status`:
      under way, extended); an idea, an application, a dormant or ended project is not.
K2    An active project whose last year is over does not count any more; it is named, since either
      its status or its year should be mended. Without a last year its end is open.
K3    The units of a project are separated by commas or semicolons, and by nothing else: “og” stands
      inside names (“Barne- og ungdomsskolen”).
K4    A unit is the same unit however often it is named, apart from capitals, spaces and a full stop
      at the end; it counts once. Every unit of a project counts.
K5    A unit has the type of a project that names it first, since a project's type is that of its first
      unit. One that is never named first has the type of the first project that names it.
K6    All units of a type are those the municipality states of itself: kindergartens and schools. No
      other type has a number of all, and so no share.
K7    Where more units are counted than there are, the two do not fit and no share is shown.
====  ==========================================================================================
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from ..records import Partner, Partnership, Profile, Project
from ..vocabulary import vocabulary

__all__ = ["Coverage", "coverage", "is_active", "partner_countries", "units_of"]

_SEPARATOR = re.compile(r"[,;]")


@dataclass(frozen=True)
class Coverage:
    """Units with an active project.

    `units` is a frame with a row for each unit (`name`, `unit_type`, `projects`); `by_type` one for each
    type of unit (`unit_type`, `active`, `all`, `share`), where `all` and `share` are missing when not
    known. `outdated` are the titles of active projects whose last year is over (K2).
    """

    units: pd.DataFrame
    by_type: pd.DataFrame
    outdated: tuple[str, ...]

    @property
    def share(self) -> float | None:
        """Covered kindergartens and schools as a share of all, 0 to 1; None while a number is missing."""
        counted = self.by_type[self.by_type["unit_type"].isin(_STATED)]
        if len(counted) < len(_STATED) or counted["share"].isna().any() or not counted["all"].sum():
            return None
        return float(counted["active"].sum() / counted["all"].sum())


_STATED = {"kindergarten": "kindergartens", "compulsory_school": "schools"}
"""Type of unit → the field of the profile that says how many there are."""


def is_active(project: Project, year: int) -> bool:
    """Whether a project counts as active in `year` (rules K1 and K2)."""
    return _stands_as_active(project) and not _over(project, year)


def units_of(project: Project) -> tuple[str, ...]:
    """Return the units a project names, in its order (rules K3 and K4)."""
    parts = (" ".join(part.split()).rstrip(" .") for part in _SEPARATOR.split(project.units))
    return tuple(dict.fromkeys(part for part in parts if part))


def coverage(projects: Iterable[Project], profile: Profile, year: int) -> Coverage:
    """Count the units that have an active project in `year`."""
    read = list(projects)
    units = _units([project for project in read if is_active(project, year)], read)
    return Coverage(
        units,
        _by_type(units, profile),
        tuple(project.called for project in read if _stands_as_active(project) and _over(project, year)),
    )


def partner_countries(
    projects: Sequence[Project],
    year: int,
    partners: Iterable[Partner] = (),
    partnerships: Iterable[Partnership] = (),
) -> pd.DataFrame:
    """Return the countries cooperated with: `country`, `projects`, `active`, `partners`, the most first.

    `projects` counts all of them, `active` those that are; a project counts once for each of its
    countries. `partners` are the partners written down and the municipal partnerships.
    """
    named = [(code, "projects") for project in projects for code in set(project.partner_countries)]
    named += [
        (code, "active")
        for project in projects
        if is_active(project, year)
        for code in set(project.partner_countries)
    ]
    named += [(partner.country, "partners") for partner in partners if partner.country]
    named += [(partnership.country, "partners") for partnership in partnerships if partnership.country]
    columns = ["projects", "active", "partners"]
    frame = pd.DataFrame(named, columns=["country", "what"])
    counted = pd.crosstab(frame["country"], frame["what"]).reindex(columns=columns, fill_value=0)
    counted = counted.rename_axis(columns=None).reset_index()
    return counted.sort_values([*columns, "country"], ascending=[False] * 3 + [True], ignore_index=True)


def _stands_as_active(project: Project) -> bool:
    if project.status is None:
        return False
    return vocabulary("project_status").term(project.status).extra["active"] == "yes"


def _over(project: Project, year: int) -> bool:
    return project.to_year is not None and project.to_year < year


def _units(active: Sequence[Project], every: Sequence[Project]) -> pd.DataFrame:
    """Return the units of active projects, by name; every project may say what type a unit has (K5)."""
    types: dict[str, str] = {}
    for place in (slice(0, 1), slice(1, None)):
        for project in every:
            for unit in units_of(project)[place]:
                if project.unit_type:
                    types.setdefault(unit.casefold(), project.unit_type)
    spelt: dict[str, str] = {}
    counted: dict[str, int] = {}
    for project in active:
        for key in dict.fromkeys(unit.casefold() for unit in units_of(project)):
            counted[key] = counted.get(key, 0) + 1
        for unit in units_of(project):
            spelt.setdefault(unit.casefold(), unit)
    rows = [(spelt[key], types.get(key), number) for key, number in sorted(counted.items())]
    return pd.DataFrame(rows, columns=["name", "unit_type", "projects"])


def _by_type(units: pd.DataFrame, profile: Profile) -> pd.DataFrame:
    """Hold the counted units against the number of all, type by type in the vocabulary's order (K6, K7)."""
    rows: list[tuple[str | None, int, int | None, float | None]] = []
    for code in vocabulary("unit_type").codes:
        active = int((units["unit_type"] == code).sum())
        stated: int | None = getattr(profile, _STATED[code]) if code in _STATED else None
        if active or code in _STATED:
            rows.append((code, active, stated, active / stated if stated and active <= stated else None))
    if unknown := int(units["unit_type"].isna().sum()):
        rows.append((None, unknown, None, None))
    frame = pd.DataFrame(rows, columns=["unit_type", "active", "all", "share"], dtype="object")
    return frame.astype({"active": "int64", "all": "Int64", "share": "Float64"})
