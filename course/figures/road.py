"""A road through the years: what is done in each, with its state as a mark and in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .canvas import FULL, HALF, INK, LINE, PAPER, QUIET, STEP, Canvas, Drawing, drawn_once

__all__ = ["Mark", "Stop", "road"]

Mark = Literal["open", "half", "full", "crossed"]
_FILL = {"open": PAPER, "half": HALF, "full": FULL, "crossed": PAPER}
_YEAR = 110
_RADIUS = 8


@dataclass(frozen=True)
class Stop:
    """Something on the road: in which stretch of it, what it is called, and in what state."""

    when: str
    label: str
    words: str
    mark: Mark


@drawn_once
def road(stops: tuple[Stop, ...]) -> Drawing:
    """Draw the stops from the top down, in the order they come in."""
    canvas = Canvas()
    x, wide = _YEAR + 46.0, canvas.width - _YEAR - 50.0
    y = 12.0
    before = ""
    middles = []
    for stop in stops:
        begun = y
        if stop.when != before:
            y = begun = y + 12 * bool(before)
            y = canvas.paragraph(0, y + STEP - 2, stop.when, _YEAR - 12, bold=True) - STEP + 12
            before = stop.when
        middles.append(begun + STEP - 7)
        end = canvas.paragraph(x, begun + STEP - 2, stop.label, wide, bold=True)
        y = max(y, canvas.paragraph(x, end, stop.words, wide, colour=QUIET) - STEP + 12)
    x = _YEAR + 20.0
    for above, below in zip([4.0, *middles], [*middles, y], strict=True):
        canvas.line([(x, above), (x, below)], colour=LINE, thick=3)
    for stop, middle in zip(stops, middles, strict=True):
        canvas.circle(x, middle, _RADIUS, fill=_FILL[stop.mark], edge=INK, thick=2)
        if stop.mark == "crossed":
            for up in (-1, 1):
                canvas.line([(x - 5, middle - 5 * up), (x + 5, middle + 5 * up)], colour=INK, thick=2)
    return canvas.drawing(y + 4)
