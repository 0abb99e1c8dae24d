"""The year ahead as a wheel of twelve months, with numbered days on it and what they are beside it."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, pi, sin
from typing import Literal

from .canvas import FAINT, FULL, INK, LINE, PAPER, QUIET, STEP, Canvas, Drawing, drawn_once

__all__ = ["Day", "Sort", "wheel"]

Sort = Literal["window", "event", "gathering"]
_RING = 118
_CENTRE = 160.0
_LIST = 350
_MARK = 11


@dataclass(frozen=True)
class Day:
    """A day in the year ahead: `turn` is how much of it has gone by then, 0 to 1."""

    turn: float
    sort: Sort
    words: str
    when: str


@drawn_once
def wheel(days: tuple[Day, ...], months: tuple[str, ...], today: float, title: str) -> Drawing:
    """Draw the wheel clockwise from the top, with a hand at `today` and `title` in its middle."""
    canvas = Canvas()
    canvas.circle(_CENTRE, _CENTRE, _RING, fill=FAINT, edge=LINE, thick=1.5)
    canvas.circle(_CENTRE, _CENTRE, 52, fill=PAPER, edge=LINE, thick=1.5)
    for number, month in enumerate(months):
        start = number / len(months)
        canvas.line([_at(start, 52), _at(start, _RING)], colour=LINE)
        x, y = _at(start + 0.5 / len(months), 80)
        canvas.text(x, y + 4, month, size=12, anchor="center")
    lines = canvas.lines(title, 84, size=12, bold=True)
    for number, line in enumerate(lines):
        y = _CENTRE + 16 * (number - (len(lines) - 1) / 2) + 4
        canvas.text(_CENTRE, y, line, size=12, bold=True, anchor="center")
    canvas.line([_at(today, 52), _at(today, _RING)], colour=INK, thick=3)
    y = 8.0
    for number, day in enumerate(days):
        out = _RING - 4 + 24 * _crowd(days, number)
        _mark(canvas, *_at(day.turn, out), str(number + 1), day.sort)
        _mark(canvas, _LIST, y + 12, str(number + 1), day.sort)
        y = canvas.paragraph(_LIST + 24, y + STEP - 2, day.when, canvas.width - _LIST - 24, colour=QUIET)
        y = canvas.paragraph(_LIST + 24, y, day.words, canvas.width - _LIST - 24, bold=True) - STEP + 14
    return canvas.drawing(max(y, 2 * _CENTRE + 4))


def _at(turn: float, out: float) -> tuple[float, float]:
    angle = 2 * pi * turn - pi / 2
    return _CENTRE + out * cos(angle), _CENTRE + out * sin(angle)


def _crowd(days: tuple[Day, ...], number: int) -> int:
    """How far out a day's mark moves, so that it does not lie on those just before it."""
    near = [day for day in days[:number] if abs(day.turn - days[number].turn) < 0.03]
    return len(near) % 2


def _mark(canvas: Canvas, x: float, y: float, number: str, sort: Sort) -> None:
    """A decision window is a filled square, an event of the wheel a circle, a gathering a triangle."""
    if sort == "window":
        canvas.box(x - _MARK + 1, y - _MARK + 1, 2 * _MARK - 2, 2 * _MARK - 2, fill=FULL, edge=PAPER, thick=1)
        canvas.text(x, y + 4.5, number, size=12, bold=True, colour=PAPER, anchor="center")
        return
    if sort == "gathering":
        peak = [(x, y - _MARK - 4), (x + _MARK + 3, y + _MARK - 1), (x - _MARK - 3, y + _MARK - 1)]
        canvas.shape([peak], fill=PAPER, edge=INK, thick=1.5)
    else:
        canvas.circle(x, y, _MARK, fill=PAPER, edge=INK, thick=1.5)
    canvas.text(x, y + 4.5 + (sort == "gathering") * 2, number, size=12, bold=True, anchor="center")
