"""How many units of each type have an active project: Sula's own target."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import pandas as pd

from ...analysis.coverage import Coverage, coverage
from ...figures import Bar, bars
from ...i18n import N_
from ...records import Profile, Project
from ...vocabulary import vocabulary
from ..blocks import Block, column, table
from ..numbers import NOT_KNOWN, number, of_kind, percent
from ..reading import Reading
from .shown import Shown

__all__ = ["by_type_table", "coverage_shown"]

_NOTHING = N_("When you have written down your projects, you see here how many units take part.")
_SHARE = N_("{share} of your kindergartens and schools have an active project: {active} of {all}.")
_BY_TYPE = N_("Units with an active project, by type")
_TYPE = N_("Type of unit")
_ACTIVE = N_("With an active project")
_ALL = N_("All")
_PART = N_("Share")
_IN_WORDS = N_("{active} of {all}")


def coverage_shown(reading: Reading) -> Shown:
    """Return the figure: a bar for each type of unit, as long as there are units of it."""
    projects = of_kind(reading, Project)
    profile = next(iter(of_kind(reading, Profile)), Profile())
    if not projects:
        return Shown(reading.translate(_NOTHING))
    result = coverage(projects, profile, reading.today.year)
    rows = tuple(_bar(reading, row) for row in result.by_type.to_dict("records"))
    return Shown(_sentence(reading, result), bars(rows), [by_type_table(reading, result.by_type)])


def _sentence(reading: Reading, result: Coverage) -> str:
    if result.share is None:
        units = len(result.units)
        sentence = reading.translate.ngettext(
            "{number} unit has an active project.", "{number} units have an active project.", units
        )
        return sentence.format(number=number(reading, units))
    counted = result.by_type[result.by_type["share"].notna()]
    return reading.translate(_SHARE).format(
        share=percent(reading, result.share),
        active=number(reading, int(counted["active"].sum())),
        all=number(reading, int(counted["all"].sum())),
    )


def _bar(reading: Reading, row: dict[Hashable, Any]) -> Bar:
    active = int(row["active"])
    whole = None if pd.isna(row["share"]) else int(row["all"])
    words = number(reading, active)
    if whole is not None:
        words = reading.translate(_IN_WORDS).format(active=words, all=number(reading, whole))
    return Bar(_label(reading, row["unit_type"]), active, whole, words)


def by_type_table(reading: Reading, frame: pd.DataFrame) -> Block:
    """Return a row for each type of unit: how many have an active project, how many there are."""
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


def _label(reading: Reading, code: object) -> str:
    if pd.isna(code):  # type: ignore[call-overload]
        return reading.translate(NOT_KNOWN)
    return vocabulary("unit_type").label(str(code), reading.language)
