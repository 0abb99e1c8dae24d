"""Answers on a scale of few levels: each a circle, hollow the first time and filled the last."""

from __future__ import annotations

from dataclasses import dataclass

from .canvas import FAINT, FULL, INK, LINE, PAPER, QUIET, STEP, Canvas, Drawing, drawn_once

__all__ = ["Answers", "Lane", "spread"]

_LABEL = 280
_LEFT = _LABEL + 36
_MEAN = 116
_LANE = 24
_RADIUS = 6.5


@dataclass(frozen=True)
class Answers:
    """The levels given at one time; `mean` in words."""

    levels: tuple[int, ...]
    mean: str


@dataclass(frozen=True)
class Lane:
    """A statement with its answers, one for each time it was asked; `group` begins a group of statements."""

    label: str
    answers: tuple[Answers, ...]
    group: str = ""


@drawn_once
def spread(lanes: tuple[Lane, ...], times: tuple[str, ...], most: int, mean: str) -> Drawing:
    """Draw a lane for each statement and time, on a scale from 0 to `most`, with a legend above."""
    canvas = Canvas()
    right = canvas.width - _MEAN - 24
    step = (right - _LEFT) / most
    y = _legend(canvas, times)
    for level in range(most + 1):
        canvas.text(_LEFT + level * step, y, str(level), bold=True, anchor="center")
    y = canvas.paragraph(canvas.width, y, mean, _MEAN, bold=True, anchor="right") - STEP + 10
    for lane in lanes:
        if lane.group:
            y = canvas.paragraph(0, y + 22, lane.group, canvas.width, bold=True) - STEP + 12
        lines = canvas.lines(lane.label, _LABEL - 16)
        tall = max(STEP * len(lines), _LANE * len(lane.answers)) + 10
        for level in range(most + 1):
            canvas.line([(_LEFT + level * step, y), (_LEFT + level * step, y + tall)], colour=FAINT, thick=2)
        for number, line in enumerate(lines):
            canvas.text(0, y + STEP * (number + 1), line)
        for number, answers in enumerate(lane.answers):
            middle = y + 5 + _LANE * (number + 0.5) + (tall - 10 - _LANE * len(lane.answers)) / 2
            last = number == len(times) - 1 and number > 0
            _draw(canvas, answers, middle, step, filled=last)
        y += tall
        canvas.line([(0, y), (canvas.width, y)], colour=FAINT)
    return canvas.drawing(y + 4)


def _legend(canvas: Canvas, times: tuple[str, ...]) -> float:
    y = 18.0
    for number, time in enumerate(times):
        canvas.circle(_RADIUS + 1, y - 5, _RADIUS, fill=FULL if number else PAPER, edge=FULL, thick=2)
        y = canvas.paragraph(24, y, time, canvas.width - 24)
    return y + 10


def _draw(canvas: Canvas, answers: Answers, y: float, step: float, *, filled: bool) -> None:
    levels = sorted(answers.levels)
    if levels and levels[0] < levels[-1]:
        ends = [(_LEFT + level * step, y) for level in (levels[0], levels[-1])]
        canvas.line(ends, colour=LINE, thick=2)
    for level in sorted(set(levels)):
        many = levels.count(level)
        # Side by side as long as there is room: two who agree are two.
        apart = min(2 * _RADIUS + 2, (step - 2 * _RADIUS) / max(many, 1))
        for number in range(many):
            x = _LEFT + level * step + apart * (number - (many - 1) / 2)
            canvas.circle(x, y, _RADIUS, fill=FULL if filled else PAPER, edge=FULL, thick=2)
    colour = INK if levels else QUIET
    canvas.text(canvas.width, y + 5, answers.mean, colour=colour, anchor="right")
