"""A tree of goals: what each answers on its left, what it is held and reached by on its right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from .canvas import FAINT, FULL, INK, LINE, PAPER, QUIET, SIZE, STEP, Canvas, Drawing, drawn_once

__all__ = ["Branch", "Leaf", "Root", "tree"]

_PAD = 9
_SMALL = 13.0
_STEP = STEP * _SMALL / SIZE
_ROOT = (0.0, 165.0)
_GOAL = (197.0, 190.0)
_LEAF = (413.0, 267.0)
"""Where each column begins, and how wide it is."""

_NAMES = _LEAF[1] - _PAD - 14
_GAP = 12.0


@dataclass(frozen=True)
class Root:
    """What a goal answers."""

    key: str
    words: str


@dataclass(frozen=True)
class Leaf:
    """What hangs on a goal: of which sort, and the names of all there are of it."""

    sort: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Branch:
    """A goal: `state` says in words whether it holds; `roots` are the keys of what it answers."""

    words: str
    state: str
    holds: bool
    roots: tuple[str, ...]
    leaves: tuple[Leaf, ...]


@drawn_once
def tree(headings: tuple[str, str, str], roots: tuple[Root, ...], branches: tuple[Branch, ...]) -> Drawing:
    """Draw the tree from left to right, a goal that holds with a thick edge and one that does not dashed."""
    canvas = Canvas()
    heads = [
        canvas.paragraph(x, 16, words, wide, bold=True)
        for words, (x, wide) in zip(headings, (_ROOT, _GOAL, _LEAF), strict=True)
    ]
    top = y = max(heads) - STEP + 14
    bands = []
    for branch in branches:
        tall = max(_goal_tall(canvas, branch), sum(_leaf_tall(canvas, leaf) for leaf in branch.leaves))
        bands.append((y, tall))
        y += tall + 2 * _GAP
    end = _roots(canvas, roots, branches, [start + tall / 2 for start, tall in bands], top)
    for branch, (start, tall) in zip(branches, bands, strict=True):
        _branch(canvas, branch, start, tall)
    return canvas.drawing(max(end, y - _GAP))


def _roots(
    canvas: Canvas,
    roots: Sequence[Root],
    branches: Sequence[Branch],
    middles: Sequence[float],
    top: float,
) -> float:
    """Draw each root as near as there is room to the goals it belongs to; return where they end."""
    places = list(zip(branches, middles, strict=True))
    wanted = {
        root.key: fmean(middle for branch, middle in places if root.key in branch.roots) for root in roots
    }
    y = top
    for root in sorted(roots, key=lambda one: wanted[one.key]):
        tall = _tall(canvas, root.words, _ROOT[1])
        y = max(y, wanted[root.key] - tall / 2)
        for branch, middle in places:
            if root.key in branch.roots:
                _join(canvas, (_ROOT[1], y + tall / 2), (_GOAL[0], middle))
        canvas.box(_ROOT[0] + 1, y, _ROOT[1] - 2, tall, fill=FAINT, edge=LINE)
        canvas.paragraph(_ROOT[0] + _PAD, y + _PAD + 12, root.words, _ROOT[1] - 2 * _PAD, size=_SMALL)
        y += tall + _GAP
    return y


def _branch(canvas: Canvas, branch: Branch, y: float, tall: float) -> None:
    """Draw a goal and what hangs on it, in a band that begins at `y`."""
    (x, wide), high, middle = _GOAL, _goal_tall(canvas, branch), y + tall / 2
    top = middle - high / 2
    edge, thick = (FULL, 3.0) if branch.holds else (INK, 1.5)
    canvas.box(x, top, wide, high, fill=PAPER, edge=edge, thick=thick, dashed=not branch.holds)
    end = canvas.paragraph(x + _PAD, top + _PAD + 13, branch.words, wide - 2 * _PAD)
    colour = FULL if branch.holds else INK
    canvas.paragraph(x + _PAD, end, branch.state, wide - 2 * _PAD, size=_SMALL, bold=True, colour=colour)
    below = middle - sum(_leaf_tall(canvas, leaf) for leaf in branch.leaves) / 2
    for leaf in branch.leaves:
        deep = _leaf_tall(canvas, leaf)
        _join(canvas, (x + wide, middle), (_LEAF[0], below + deep / 2))
        _leaf(canvas, leaf, below, deep)
        below += deep


def _tall(canvas: Canvas, words: str, wide: float) -> float:
    return _STEP * len(canvas.lines(words, wide - 2 * _PAD, size=_SMALL)) + 2 * _PAD


def _goal_tall(canvas: Canvas, branch: Branch) -> float:
    wide = _GOAL[1] - 2 * _PAD
    words, state = canvas.lines(branch.words, wide), canvas.lines(branch.state, wide, size=_SMALL, bold=True)
    return STEP * len(words) + _STEP * len(state) + 2 * _PAD


def _leaf_tall(canvas: Canvas, leaf: Leaf) -> float:
    lines = [line for words in (leaf.sort, *leaf.names) for line in canvas.lines(words, _NAMES, size=_SMALL)]
    return _STEP * len(lines) + 12


def _leaf(canvas: Canvas, leaf: Leaf, y: float, tall: float) -> None:
    x = _LEAF[0]
    canvas.line([(x, y + 3), (x, y + tall - 3)], colour=LINE, thick=2)
    y = canvas.paragraph(x + _PAD, y + 18, leaf.sort, _NAMES, size=_SMALL, colour=QUIET)
    for name in leaf.names:
        canvas.circle(x + _PAD + 3, y - 4.5, 2, fill=INK, thick=0.5)
        y = canvas.paragraph(x + _PAD + 11, y, name, _NAMES, size=_SMALL)


def _join(canvas: Canvas, start: tuple[float, float], end: tuple[float, float]) -> None:
    half = (start[0] + end[0]) / 2
    canvas.line([start, (half, start[1]), (half, end[1]), end])
