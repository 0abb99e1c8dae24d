"""Figures drawn as SVG: what every face of the workbook, and every document, shows alike.

A module for each figure; `canvas` has what they are drawn with and `frame` what makes a drawing a figure
that is also read aloud. They know no records: what they draw is handed in as plain words and numbers,
already in the reader's language. A drawing that has been made is kept, since the same one is asked for
after every save.
"""

from .bars import Bar, bars
from .canvas import Drawing
from .europe import Country, europe, is_on_the_map
from .frame import framed
from .road import Mark, Stop, road
from .spread import Answers, Lane, spread
from .tree import Branch, Leaf, Root, tree
from .wheel import Day, Sort, wheel

__all__ = [
    "Answers",
    "Bar",
    "Branch",
    "Country",
    "Day",
    "Drawing",
    "Lane",
    "Leaf",
    "Mark",
    "Root",
    "Sort",
    "Stop",
    "bars",
    "europe",
    "framed",
    "is_on_the_map",
    "road",
    "spread",
    "tree",
    "wheel",
]
