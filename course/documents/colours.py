"""What a colour is like on paper: how well it can be read on white, and its paler and darker relatives.

Colours are ``#rrggbb``, in sRGB.
"""

from __future__ import annotations

import colorsys
from dataclasses import dataclass

__all__ = ["ENOUGH", "OWN", "Colours", "contrast", "dark_enough", "tint"]

ENOUGH = 4.5
"""Least contrast of text with what is behind it (WCAG 2.2, success criterion 1.4.3)."""

_TINT = 0.1
"""How much of a colour is in the ground of a table's head."""


@dataclass(frozen=True)
class Colours:
    """The colours of a paper: of its headings and lines, and of the ground of its tables' heads."""

    accent: str = "#1e4b6e"
    tint: str = "#e8eef3"

    @classmethod
    def of(cls, colour: str) -> Colours:
        """Return those that go with a municipality's colour; the workbook's own where it has none."""
        return cls(colour, tint(colour)) if colour else OWN

    def filled_in(self, text: str) -> str:
        """Return a text of styles with the colours in it, without their #."""
        return text.replace("{accent}", self.accent[1:]).replace("{tint}", self.tint[1:])


OWN = Colours()
"""The workbook's own colours."""


def contrast(colour: str) -> float:
    """Return the contrast of a colour with white, from 1 to 21 (WCAG 2.2, “contrast ratio”)."""
    red, green, blue = (_linear(part) for part in _parts(colour))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def dark_enough(colour: str) -> str:
    """Return a colour, or where it is too pale for text the lightest one of its hue that is not."""
    if contrast(colour) >= ENOUGH:
        return colour
    hue, lightness, saturation = colorsys.rgb_to_hls(*_parts(colour))
    steps = (lightness * (1 - step / 200) for step in range(1, 201))
    darker = (_written(colorsys.hls_to_rgb(hue, one, saturation)) for one in steps)
    return next(one for one in darker if contrast(one) >= ENOUGH)


def tint(colour: str) -> str:
    """Return what is left of a colour as the ground behind black text."""
    red, green, blue = (1 - _TINT * (1 - part) for part in _parts(colour))
    return _written((red, green, blue))


def _parts(colour: str) -> tuple[float, float, float]:
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red / 255, green / 255, blue / 255


def _linear(part: float) -> float:
    return float(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)


def _written(parts: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(255 * part):02x}" for part in parts)
