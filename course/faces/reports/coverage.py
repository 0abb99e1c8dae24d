"""Which units take part in an international project, what does not fit, and Norrköping as an example."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from ...analysis.coverage import Coverage, coverage
from ...i18n import N_
from ...records import Profile, Project
from ...register import norrkoping
from ...vocabulary import vocabulary
from ..blocks import Block, column, folded, heading, listing, table, text
from ..figures.coverage import by_type_table
from ..numbers import NOT_KNOWN, number, of_kind
from ..reading import Reading

__all__ = ["coverage_blocks"]

_NO_NUMBERS = N_(
    "How many kindergartens and schools there are in all is not stated yet (session 00), so there is no "
    "share."
)
_DO_NOT_FIT = N_(
    "More units have an active project than there are in all by session 00: {types}. Look at both numbers."
)
_OUTDATED = N_(
    "These stand as under way, but their last year is over. They are not counted; mend the status or the "
    "year:"
)
_TYPE = N_("Type of unit")
_UNITS = N_("The units, and how many active projects each has")
_UNIT = N_("Unit")
_PROJECTS = N_("Active projects")
_EXAMPLE = N_("An example: Norrköping municipality, {year}")
_EXAMPLE_TABLE = N_("As a table: Norrköping municipality, {year}")
_EXAMPLE_SAYS = N_(
    "Norrköping’s public register of {year} has {projects} projects. {units} units have an active one. The "
    "register does not say how many units there are, so no share can be given."
)


def coverage_blocks(reading: Reading) -> list[Block]:
    """Return what the figure of the coverage leaves open, unit by unit, and Norrköping's as an example."""
    projects = of_kind(reading, Project)
    profile = next(iter(of_kind(reading, Profile)), Profile())
    made = _told(reading, coverage(projects, profile, reading.today.year), profile) if projects else []
    return made + _example(reading)


def _told(reading: Reading, result: Coverage, profile: Profile) -> list[Block]:
    made: list[Block] = []
    if profile.kindergartens is None or profile.schools is None:
        made.append(text(reading.translate(_NO_NUMBERS), "warning"))
    too_many = result.by_type[result.by_type["active"].gt(result.by_type["all"]).fillna(False)]
    if not too_many.empty:
        types = ", ".join(_label(reading, code) for code in too_many["unit_type"])
        made.append(text(reading.translate(_DO_NOT_FIT).format(types=types), "warning"))
    if result.outdated:
        made.append(text(reading.translate(_OUTDATED), "warning"))
        made.append(listing(result.outdated))
    return [*made, *_units(reading, result.units)]


def _units(reading: Reading, frame: pd.DataFrame) -> Sequence[Block]:
    if frame.empty:
        return []
    rows = [
        [row["name"], _label(reading, row["unit_type"]), number(reading, row["projects"])]
        for row in frame.to_dict("records")
    ]
    columns = [
        column(reading.translate(_UNIT)),
        column(reading.translate(_TYPE)),
        column(reading.translate(_PROJECTS), numeric=True),
    ]
    return [table(reading.translate(_UNITS), columns, rows)]


def _example(reading: Reading) -> list[Block]:
    register = norrkoping()
    year = register.updated.year
    result = coverage(register.projects, Profile(), year)
    counted = result.by_type[result.by_type["active"] > 0]
    says = reading.translate(_EXAMPLE_SAYS).format(
        year=year, projects=len(register.projects), units=len(result.units)
    )
    return [
        heading(reading.translate(_EXAMPLE).format(year=year)),
        text(says),
        folded(reading.translate(_EXAMPLE_TABLE).format(year=year), [by_type_table(reading, counted)]),
    ]


def _label(reading: Reading, code: str | None) -> str:
    return vocabulary("unit_type").label(code, reading.language) if code else reading.translate(NOT_KNOWN)
