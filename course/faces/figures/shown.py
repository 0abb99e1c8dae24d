"""What a figure is before it stands on a page: a sentence, a drawing, and the same facts in tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from ...figures import Drawing
from ..blocks import Block
from ..reading import Reading

__all__ = ["FigureKind", "Shown"]


@dataclass(frozen=True)
class Shown:
    """The sentence says what the drawing shows, or, without a drawing, what would make it appear."""

    sentence: str
    drawing: Drawing | None = None
    tables: Sequence[Block] = field(default=())


@dataclass(frozen=True)
class FigureKind:
    """A figure: its title, an English source sentence, and how it is made of a reading."""

    title: str
    make: Callable[[Reading], Shown]
