"""The levels at which a strategy is written: a municipality's, and those of the units under it.

Source: the strategy template is written for a school; a municipality needs its own, and so do
kindergartens and adult education (``data/vocabularies/level.csv``). A unit's key is its municipality's,
two dashes, and a name of its own: whose unit it is can be read off it, and never changes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from enum import StrEnum

from .vocabulary import vocabulary

__all__ = [
    "EVERYWHERE",
    "MUNICIPALITY_ONLY",
    "UNITS_ONLY",
    "Level",
    "key_words",
    "level_of",
    "municipality_of",
    "types_of_units",
    "under",
]

_UNDER = "--"

_LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "ä": "a", "ö": "o", "ð": "d", "þ": "th", "ß": "ss"})
"""What a letter becomes in a key; others lose their accents."""


class Level(StrEnum):
    """Whose strategy it is. The codes are those of the vocabulary “level”."""

    MUNICIPALITY = "municipality"
    SCHOOL = "school"
    KINDERGARTEN = "kindergarten"
    ADULT_EDUCATION = "adult_education"

    @property
    def is_unit(self) -> bool:
        """Whether it is the level of a unit under a municipality."""
        return self is not Level.MUNICIPALITY


EVERYWHERE = frozenset(Level)
MUNICIPALITY_ONLY = frozenset({Level.MUNICIPALITY})
UNITS_ONLY = EVERYWHERE - MUNICIPALITY_ONLY


def types_of_units() -> Iterator[str]:
    """Yield the types of units that can keep a strategy of their own, as codes of “unit_type”."""
    yield from (term.code for term in vocabulary("unit_type") if term.extra["level"])


def level_of(unit_type: str | None) -> Level:
    """Return the level of a unit of this type; that of a municipality where there is no type.

    Raises
    ------
    UnknownTerm, ValueError
        When units of that type keep no strategy of their own.
    """
    return Level(vocabulary("unit_type").term(unit_type).extra["level"]) if unit_type else Level.MUNICIPALITY


def municipality_of(organisation: str) -> str | None:
    """Return the key of the municipality a unit is under; None when the key is not that of a unit."""
    municipality, dashes, _ = organisation.partition(_UNDER)
    return municipality if dashes else None


def under(municipality: str, name: str) -> str:
    """Return the key of the unit `name`, itself in small letters, digits and single dashes."""
    return f"{municipality}{_UNDER}{name}"


def key_words(name: str) -> str:
    """Return a name as it stands in a key: small letters, digits and single dashes; may be empty."""
    plain = unicodedata.normalize("NFKD", name.casefold().translate(_LETTERS))
    return re.sub("[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode()).strip("-")
