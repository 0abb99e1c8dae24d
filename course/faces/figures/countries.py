"""The countries of the partners and projects: on a map of Europe, and in words where they lie outside."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from ...analysis.coverage import partner_countries
from ...figures import Country, europe, is_on_the_map
from ...i18n import N_
from ...records import Partner, Partnership, Project
from ...vocabulary import vocabulary
from ..blocks import Block, column, table
from ..numbers import number, of_kind
from ..reading import Reading
from .shown import Shown

__all__ = ["countries_shown", "countries_table"]

_NOTHING = N_(
    "When you have written down projects or partners with their countries, you see them on a map here."
)
_NUMBER = N_("The number on a country is that of your projects, partners and partnerships there.")
_ELSEWHERE = N_("Not on this map: {countries}.")
_NAME_NUMBER = N_("{country} ({number})")
_COUNTRIES = N_("Partner countries")
_COUNTRY = N_("Country")
_PROJECTS = N_("Projects")
_ACTIVE = N_("Active projects")
_PARTNERS = N_("Partners and partnerships")


def countries_shown(reading: Reading) -> Shown:
    """Return the figure: a number on each country, and the rest of the world below."""
    frame = partner_countries(
        of_kind(reading, Project),
        reading.today.year,
        of_kind(reading, Partner),
        of_kind(reading, Partnership),
    )
    if frame.empty:
        return Shown(reading.translate(_NOTHING))
    counted = [
        Country(row["country"], _country(reading, row["country"]), int(row["projects"] + row["partners"]))
        for row in frame.to_dict("records")
    ]
    elsewhere = [country for country in counted if not is_on_the_map(country.code)]
    drawing = europe(
        tuple(country for country in counted if is_on_the_map(country.code)),
        reading.translate(_ELSEWHERE).format(countries=_listed(reading, elsewhere)) if elsewhere else "",
    )
    return Shown(_sentence(reading, counted), drawing, [countries_table(reading, frame)])


def _sentence(reading: Reading, counted: Sequence[Country]) -> str:
    sentence = reading.translate.ngettext(
        "You work with {number} country: {countries}.",
        "You work with {number} countries: {countries}.",
        len(counted),
    )
    said = sentence.format(number=number(reading, len(counted)), countries=_listed(reading, counted))
    return f"{said} {reading.translate(_NUMBER)}"


def _listed(reading: Reading, countries: Sequence[Country]) -> str:
    each = reading.translate(_NAME_NUMBER)
    return ", ".join(
        each.format(country=country.name, number=number(reading, country.number)) for country in countries
    )


def countries_table(reading: Reading, frame: pd.DataFrame) -> Block:
    """Return a row for each country: projects, active ones, partners and partnerships."""
    figures = ("projects", "active", "partners")
    rows = [
        [_country(reading, row["country"]), *(number(reading, row[name]) for name in figures)]
        for row in frame.to_dict("records")
    ]
    columns = [column(reading.translate(_COUNTRY))]
    columns += [column(reading.translate(label), numeric=True) for label in (_PROJECTS, _ACTIVE, _PARTNERS)]
    return table(reading.translate(_COUNTRIES), columns, rows)


def _country(reading: Reading, code: str) -> str:
    return vocabulary("country").label(code, reading.language)
