"""What differs between the countries municipalities are in: their money, their language, their documents.

The documents, bodies and headings themselves are data: terms whose column ``country`` names a country
are offered there and nowhere else (``data/vocabularies``). Codes of currencies: ISO 4217.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import get_args

from .i18n import LANGUAGES
from .municipalities import Country, municipality_register
from .organisations import Municipality, cohort, cohorts
from .settings import settings
from .vocabulary import Term, vocabulary

__all__ = [
    "COUNTRIES",
    "Country",
    "case_part",
    "country_of",
    "currency",
    "own_name",
    "paper_language",
    "register",
]

COUNTRIES: tuple[Country, ...] = get_args(Country)

_CURRENCIES: dict[Country, str] = {"NO": "NOK", "SE": "SEK", "DK": "DKK"}
_WORDS: dict[tuple[Country, str], str] = {
    ("NO", "nb"): "kroner",
    ("NO", "nn"): "kroner",
    ("SE", "sv"): "kronor",
    ("DK", "da"): "kroner",
}
"""What a country's money is called where its own language is read; elsewhere “kroner” could be another's."""

_OWN: dict[Country, str] = {"SE": "sv", "DK": "da"}
"""The language of a country's papers where the workbook's pages have not got it."""


def country_of(cohort_key: str, municipality: str) -> Country:
    """Return the country a municipality is in; Norway for one that no file and no register knows of."""
    known = _known(settings().data_dir, cohort_key).get(municipality) or municipality_register().with_key(
        municipality
    )
    return known.country if known else "NO"


def own_name(cohort_key: str, municipality: str) -> str:
    """Return what a municipality calls itself in full, “Norrköpings kommun”; empty where it is not given."""
    known = _known(settings().data_dir, cohort_key).get(municipality)
    return known.full_name if known else ""


@cache
def _known(_: Path, cohort_key: str) -> Mapping[str, Municipality]:
    """Return a cohort's municipalities by their keys, looked up once: every record asks for its country."""
    there = cohort(cohort_key).municipalities if cohort_key in cohorts() else ()
    return {entry.key: entry for entry in there}


def currency(country: Country, language: str) -> str:
    """Return a country's money as it is called after an amount: “kroner” at home, “SEK” abroad."""
    return _WORDS.get((country, language), _CURRENCIES[country])


def paper_language(country: Country, language: str) -> str:
    """Return the language a municipality's papers are printed in first; `language` is that of its pages."""
    return _OWN.get(country, language if language in LANGUAGES else "en")


def register(country: Country) -> Iterator[Term]:
    """Yield the types of steering documents a municipality in `country` may have."""
    return (term for term in vocabulary("steering_document_type") if term.offered_in(country))


def case_part(country: Country, part: str, language: str) -> str:
    """Return what a part of the case for the council, or the case itself (`case`), is called in a country."""
    return vocabulary("case_part").label(f"{country.lower()}_{part}", language)
