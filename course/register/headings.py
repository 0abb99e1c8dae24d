"""Tell a project's title, its units and its description apart (rules T1 to T3, U1 to U5)."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, model_validator

__all__ = ["Heading", "UnitNames", "read_heading", "unit_names"]


class UnitNames(BaseModel):
    """How one register names its units: ``data/registers/<register>_units.toml``.

    `types` has each unit's type; `headings` the phrases that stand for units; `beside` a partner
    that such a phrase also names; `networks` the names of networks whose headings differ from them.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    types: dict[str, str]
    headings: dict[str, tuple[str, ...]]
    beside: dict[str, str] = {}
    networks: dict[str, str] = {}

    @model_validator(mode="after")
    def _typed(self) -> UnitNames:
        untyped = {unit for units in self.headings.values() for unit in units} - set(self.types)
        if untyped:
            raise ValueError(f"units without a type: {', '.join(sorted(untyped))}")
        return self


class Heading(BaseModel):
    """The first part of an entry: title, units, and the description up to the period."""

    model_config = ConfigDict(frozen=True)

    title: str
    units: tuple[str, ...] = ()
    unit_type: str | None = None
    description: str
    remarks: tuple[str, ...] = ()


@cache
def unit_names(path: Path) -> UnitNames:
    """Return the names of units in a register, read once."""
    with path.open("rb") as source:
        return UnitNames.model_validate(tomllib.load(source))


def read_heading(text: str, names: UnitNames) -> Heading:
    """Return the title, units and description in `text`: an entry without number, period and countries."""
    found = _phrase(text, names)
    if found is None:
        # U5: without a known unit, only the first full stop or line break is left to go by.
        title, _, rest = re.sub(r"(?<=\w)[.\n]\s*", "\0", text, count=1).partition("\0")
        return Heading(title=_title(title), description=_one_line(rest), remarks=("unit_unread",))
    phrase, start, end = found
    units = names.headings[phrase]
    # U3: a phrase that goes on in small letters is the subject of the first sentence and stays in it.
    description = _one_line(text[start:] if _goes_on(text, end) else text[end:].lstrip(" .\n"))
    remarks = [
        *(["unit_only_in_text"] if _others(description, units, names) else []),
        *(["partner_beside_unit"] if phrase in names.beside else []),
    ]
    return Heading(
        title=_title(text[:start]),
        units=units,
        unit_type=names.types[units[0]],  # U4: the unit named first says what type of project it is
        description=description,
        remarks=tuple(remarks),
    )


def _phrase(text: str, names: UnitNames) -> tuple[str, int, int] | None:
    """Return the phrase that names the units, and where it stands; longer phrases come first (U1)."""
    longest_first = sorted(names.headings, key=len, reverse=True)
    places = [
        (phrase, match.start(), match.end())
        for phrase in longest_first
        for match in re.finditer(rf"(?<!\w){re.escape(phrase)}(?!\w)", text)
        if text[: match.start()].strip()
    ]
    # U2: one that ends a sentence or line; else one before a new sentence; else the first there is.
    for fits in (_ends, _before_sentence, _goes_on):
        for place in places:
            if fits(text, place[2]):
                return place
    return None


def _ends(text: str, end: int) -> bool:
    return not text[end:].strip() or re.match(r"\s*\.|[^\S\n]*\n", text[end:]) is not None


def _before_sentence(text: str, end: int) -> bool:
    following = text[end:].lstrip()[:1]
    return following.isupper() or following.isdigit()


def _goes_on(text: str, end: int) -> bool:
    return not _ends(text, end) and not _before_sentence(text, end)


def _others(description: str, units: tuple[str, ...], names: UnitNames) -> set[str]:
    """Return the units the description names beside those of the heading."""
    return {unit for unit in names.types if re.search(rf"\b{re.escape(unit)}\b", description)} - set(units)


def _title(text: str) -> str:
    return re.sub(r"[\s.]+$", "", _one_line(text))  # T2


def _one_line(text: str) -> str:
    return " ".join(text.split())
