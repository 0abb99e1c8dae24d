"""How many units take part in an international project: Sula's own target, and Norrköping as an example."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from ...analysis.coverage import Coverage, coverage
from ...i18n import N_
from ...records import Profile, Project
from ...register import norrkoping
from ...vocabulary import vocabulary
from ..blocks import Block, bar, bars, column, heading, listing, table, text
from ..reading import Reading
from .figures import NOT_KNOWN, number, of_kind, percent

__all__ = ["coverage_blocks"]

_NOTHING = N_("When you have written down your projects, you see here how many units take part.")
_SHARE = N_("{share} of your kindergartens and schools have an active project: {active} of {all}.")
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
_CHART = N_("Units with an active project")
_BY_TYPE = N_("Units with an active project, by type")
_TYPE = N_("Type of unit")
_ACTIVE = N_("With an active project")
_ALL = N_("All")
_PART = N_("Share")
_UNITS = N_("The units, and how many active projects each has")
_UNIT = N_("Unit")
_PROJECTS = N_("Active projects")
_IN_WORDS = N_("{active} of {all}")
_EXAMPLE = N_("An example: Norrköping municipality, {year}")
_EXAMPLE_SAYS = N_(
    "Norrköping’s public register of {year} has {projects} projects. {units} units have an active one. The "
    "register does not say how many units there are, so no share can be given."
)


def coverage_blocks(reading: Reading) -> list[Block]:
    """Return the municipality's coverage, and below it Norrköping's as an example."""
    projects = of_kind(reading, Project)
    profile = next(iter(of_kind(reading, Profile)), Profile())
    made: list[Block] = []
    if projects:
        made += _covered(reading, coverage(projects, profile, reading.today.year), profile)
    else:
        made.append(text(reading.translate(_NOTHING), "muted"))
    return made + _example(reading)


def _covered(reading: Reading, result: Coverage, profile: Profile) -> list[Block]:
    made: list[Block] = []
    if result.share is not None:
        counted = result.by_type[result.by_type["share"].notna()]
        sentence = reading.translate(_SHARE).format(
            share=percent(reading, result.share),
            active=number(reading, int(counted["active"].sum())),
            all=number(reading, int(counted["all"].sum())),
        )
        made.append(text(sentence, "strong"))
    elif profile.kindergartens is None or profile.schools is None:
        made.append(text(reading.translate(_NO_NUMBERS), "warning"))
    too_many = result.by_type[result.by_type["active"].gt(result.by_type["all"]).fillna(False)]
    if not too_many.empty:
        types = ", ".join(_label(reading, code) for code in too_many["unit_type"])
        made.append(text(reading.translate(_DO_NOT_FIT).format(types=types), "warning"))
    if result.outdated:
        made.append(text(reading.translate(_OUTDATED), "warning"))
        made.append(listing(result.outdated))
    made += _chart(reading, result.by_type)
    return [*made, _by_type(reading, result.by_type), *_units(reading, result.units)]


def _chart(reading: Reading, frame: pd.DataFrame) -> Sequence[Block]:
    """Draw the types that have a share; the table below has every type in words."""
    drawn = [
        bar(
            _label(reading, row["unit_type"]),
            float(row["active"]),
            float(row["all"]),
            reading.translate(_IN_WORDS).format(
                active=number(reading, row["active"]), all=number(reading, int(row["all"]))
            ),
        )
        for row in frame[frame["share"].notna()].to_dict("records")
    ]
    return [bars(reading.translate(_CHART), drawn)] if drawn else []


def _by_type(reading: Reading, frame: pd.DataFrame) -> Block:
    unknown = reading.translate(NOT_KNOWN)
    rows = [
        [
            _label(reading, row["unit_type"]),
            number(reading, row["active"]),
            unknown if pd.isna(row["all"]) else number(reading, int(row["all"])),
            unknown if pd.isna(row["share"]) else percent(reading, float(row["share"])),
        ]
        for row in frame.to_dict("records")
    ]
    columns = [column(reading.translate(_TYPE))]
    columns += [column(reading.translate(label), numeric=True) for label in (_ACTIVE, _ALL, _PART)]
    return table(reading.translate(_BY_TYPE), columns, rows)


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
        _by_type(reading, counted),
    ]


def _label(reading: Reading, code: str | None) -> str:
    return vocabulary("unit_type").label(code, reading.language) if code else reading.translate(NOT_KNOWN)
