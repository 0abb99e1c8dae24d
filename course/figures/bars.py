"""Bars that say how many of how many."""

from __future__ import annotations

from dataclasses import dataclass

from .canvas import FULL, INK, PAPER, STEP, Canvas, Drawing, drawn_once

__all__ = ["Bar", "bars"]

_LABEL = 220
_WORDS = 130
_THICK = 24


@dataclass(frozen=True)
class Bar:
    """`value` of `whole`, or of a number that is not known; `words` say both."""

    label: str
    value: int
    whole: int | None
    words: str


@drawn_once
def bars(rows: tuple[Bar, ...]) -> Drawing:
    """Draw a bar for each row: filled as far as it goes, an outline for what is missing."""
    canvas = Canvas()
    longest = canvas.width - _LABEL - _WORDS
    most = max((max(row.value, row.whole or 0) for row in rows), default=0) or 1
    y = 8.0
    for row in rows:
        lines = canvas.lines(row.label, _LABEL - 16)
        said = canvas.lines(row.words, _WORDS - 12)
        tall = max(STEP * max(len(lines), len(said)), _THICK)
        middle = y + tall / 2
        top = middle - _THICK / 2
        for words, x in ((lines, 0.0), (said, canvas.width - _WORDS + 12.0)):
            first = middle - STEP * (len(words) - 1) / 2 + 5
            for number, line in enumerate(words):
                canvas.text(x, first + STEP * number, line)
        if row.whole:
            canvas.box(_LABEL, top, longest * row.whole / most, _THICK, fill=PAPER, thick=1.5)
        if row.value:
            canvas.box(_LABEL, top, longest * row.value / most, _THICK, fill=FULL, edge=INK, thick=1.5)
        canvas.line([(_LABEL, top - 5), (_LABEL, top + _THICK + 5)], colour=INK, thick=2)
        y += tall + 18
    return canvas.drawing(y)
