"""A tree of goals: what each answers on its left, what it is held and reached by on its right."""

from __future__ import annotations

from dataclasses import dataclass

from .canvas import FAINT, FULL, INK, LINE, PAPER, QUIET, STEP, Canvas, Drawing, drawn_once

__all__ = ["Branch", "Leaf", "Root", "tree"]

_PAD = 9
_SMALL = 12.0
_ROOT = (0.0, 160.0)
_GOAL = (200.0, 210.0)
_LEAF = (450.0, 230.0)
_GAP = 12.0


@dataclass(frozen=True)
class Root:
    """What a goal answers."""

    key: str
    words: str


@dataclass(frozen=True)
class Leaf:
    """What hangs on a goal: of which sort, and its name."""

    sort: str
    words: str


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
    top = max(heads) - STEP + 14
    places: dict[str, float] = {}
    y = top
    for root in roots:
        tall = _card(canvas, _ROOT, y, root.words)
        places[root.key] = y + tall / 2
        y += tall + _GAP
    end = y
    y = top
    for branch in branches:
        goal = _tall(canvas, branch.words, _GOAL[1]) + STEP
        leaves = sum(_leaf_tall(canvas, leaf) + 6 for leaf in branch.leaves) - 6
        tall = max(goal, leaves)
        middle = y + tall / 2
        for key in branch.roots:
            if key in places:
                _join(canvas, (_ROOT[1], places[key]), (_GOAL[0], middle))
        _goal(canvas, branch, middle - goal / 2, goal)
        below = y + (tall - max(leaves, 0)) / 2
        for leaf in branch.leaves:
            high = _leaf_tall(canvas, leaf)
            _join(canvas, (_GOAL[0] + _GOAL[1], middle), (_LEAF[0], below + high / 2))
            _leaf(canvas, leaf, below, high)
            below += high + 6
        y += tall + 2 * _GAP
    return canvas.drawing(max(y - _GAP, end))


def _tall(canvas: Canvas, words: str, wide: float, size: float = 14.0) -> float:
    return STEP * size / 14 * len(canvas.lines(words, wide - 2 * _PAD, size=size)) + 2 * _PAD


def _card(canvas: Canvas, place: tuple[float, float], y: float, words: str) -> float:
    x, wide = place
    tall = _tall(canvas, words, wide, 13)
    canvas.box(x + 1, y, wide - 2, tall, fill=FAINT, edge=LINE)
    canvas.paragraph(x + _PAD, y + _PAD + 12, words, wide - 2 * _PAD, size=13)
    return tall


def _goal(canvas: Canvas, branch: Branch, y: float, tall: float) -> None:
    x, wide = _GOAL
    edge, thick = (FULL, 3.0) if branch.holds else (INK, 1.5)
    canvas.box(x, y, wide, tall, fill=PAPER, edge=edge, thick=thick, dashed=not branch.holds)
    end = canvas.paragraph(x + _PAD, y + _PAD + 13, branch.words, wide - 2 * _PAD)
    canvas.text(x + _PAD, end, branch.state, size=13, bold=True, colour=FULL if branch.holds else INK)


def _leaf_tall(canvas: Canvas, leaf: Leaf) -> float:
    return _tall(canvas, leaf.words, _LEAF[1], 13) + 16 - _PAD


def _leaf(canvas: Canvas, leaf: Leaf, y: float, tall: float) -> None:
    x, wide = _LEAF
    canvas.line([(x, y), (x, y + tall)], colour=LINE, thick=2)
    canvas.text(x + _PAD, y + 13, leaf.sort, size=_SMALL, colour=QUIET)
    canvas.paragraph(x + _PAD, y + 29, leaf.words, wide - _PAD, size=13)


def _join(canvas: Canvas, start: tuple[float, float], end: tuple[float, float]) -> None:
    half = (start[0] + end[0]) / 2
    canvas.line([start, (half, start[1]), (half, end[1]), end])
