"""Europe's countries, with a number on those that have one, and the rest of the world in words.

The outlines are Natural Earth's, made while the project is installed (`outlines.mjs`).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from babel.core import get_global

from .canvas import FAINT, FULL, HALF, INK, LINE, PAPER, STEP, Canvas, Drawing, drawn_once

__all__ = ["Country", "NotBuilt", "europe", "is_on_the_map"]

OUTLINES = Path(__file__).parent / "static" / "europe.json"
_WITHOUT_NUMBER = {"Kosovo": "XK"}
"""Outlines that ISO 3166-1 has no number for: name → the code CLDR gives them."""


class NotBuilt(RuntimeError):
    """The outlines are missing."""

    def __init__(self) -> None:
        super().__init__("The map's outlines are missing. Install the project again, or run `make assets`.")


@dataclass(frozen=True)
class Country:
    """A country by its code, its name, and what is counted there."""

    code: str
    name: str
    number: int


def is_on_the_map(code: str) -> bool:
    """Whether a country has its place on the sheet."""
    return code in _places()


@drawn_once
def europe(countries: tuple[Country, ...], elsewhere: str) -> Drawing:
    """Draw the map; below it stands `elsewhere`, what lies outside."""
    canvas = Canvas()
    tall = _sheet()["height"]
    counted = {country.code: country.number for country in countries if is_on_the_map(country.code)}
    others = [ring for code, (_, rings) in _places().items() if code not in counted for ring in rings]
    canvas.shape(others, fill=FAINT, edge=LINE, thick=0.6)
    for code in counted:
        canvas.shape(_places()[code][1], fill=HALF, edge=INK)
    canvas.box(0.5, 0.5, canvas.width - 1, tall - 1, edge=LINE)
    for code, number in counted.items():
        (x, y), _ = _places()[code]
        x, y = min(max(x, 14), canvas.width - 14), min(max(y, 14), tall - 14)
        canvas.circle(x, y, 12, fill=FULL, edge=PAPER)
        canvas.text(x, y + 5, str(number), bold=True, colour=PAPER, anchor="center")
    below = canvas.paragraph(0, tall + 26, elsewhere, canvas.width)
    return canvas.drawing(below - STEP + 10 if elsewhere else tall)


@cache
def _sheet() -> dict[str, Any]:
    try:
        read: dict[str, Any] = json.loads(OUTLINES.read_text("utf-8"))
    except FileNotFoundError:
        raise NotBuilt from None
    return read


@cache
def _places() -> dict[str, tuple[tuple[float, float], list[list[tuple[float, float]]]]]:
    """Return for each country's code where its number stands, and its outlines."""
    aliases = get_global("territory_aliases")
    places = {}
    for country in _sheet()["countries"]:
        known = aliases.get(country["id"]) or [_WITHOUT_NUMBER.get(country["id"], country["id"])]
        places[str(known[0])] = ((country["at"][0], country["at"][1]), country["rings"])
    return places
