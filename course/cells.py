"""What the cells of a session's notebook call, and which of them a unit under a municipality is shown.

Read off the calls themselves, so that a notebook says only once what it asks.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from nbformat import NotebookNode

from .levels import UNITS_ONLY, Level
from .records import KINDS

__all__ = ["MUNICIPALITY_TAG", "UNIT_TAG", "for_level", "kinds_asked"]

MUNICIPALITY_TAG, UNIT_TAG = "municipality", "unit"
"""Tags of cells that are for one of the two only, where prose for both would read wrong."""

_KINDS_OF = {"matrix": "anchor", "attendance": "attendance"}
"""The calls that name no kind of record, and the kind they are about."""
_WITH_KIND = {"form", "table", "checklist"}
_MUNICIPALITY_CALLS = {"gathering", "units"}
"""A gathering is for a municipality's project group."""
_MUNICIPALITY_NAMES = {"coverage", "windows"}
"""Reports and figures of a municipality: its coverage counts its units, its year has its own dates."""


def kinds_asked(source: str) -> Iterator[str]:
    """Yield the kinds of record that a cell's calls ask for."""
    for call in _calls(source):
        if call.attr in _KINDS_OF:
            yield _KINDS_OF[call.attr]
        elif call.attr in _WITH_KIND:
            yield from [name for name in call.names if name in KINDS][:1]


def for_level(notebook: NotebookNode, level: Level) -> None:
    """Leave in a notebook what is for `level`; a section that asks nothing there goes with its heading."""
    wrong_tag = MUNICIPALITY_TAG if level.is_unit else UNIT_TAG
    cells = [cell for cell in notebook.cells if wrong_tag not in cell.metadata.get("tags", [])]
    kept: list[NotebookNode] = []
    for section in _sections(cells):
        asking = [cell for cell in section if cell.cell_type == "code"]
        left = [cell for cell in section if cell.cell_type != "code" or _is_for(cell.source, level)]
        if not asking or len(left) > len(section) - len(asking):
            kept += left
    _join_the_beginning(kept)
    notebook.cells = kept


def _join_the_beginning(cells: list[NotebookNode]) -> None:
    """Make one cell of the title and the prose below it, which a notebook for both levels has in several."""
    while len(cells) > 1 and all(cell.cell_type == "markdown" for cell in cells[:2]):
        cells[0].source += f"\n\n{cells.pop(1).source}"


def _sections(cells: list[NotebookNode]) -> Iterator[list[NotebookNode]]:
    """Yield cells from one second-level heading to the next; what comes before the first is a section."""
    section: list[NotebookNode] = []
    for cell in cells:
        if cell.cell_type == "markdown" and cell.source.startswith("## "):
            yield section
            section = []
        section.append(cell)
    yield section


def _is_for(source: str, level: Level) -> bool:
    kinds = list(kinds_asked(source))
    if kinds:
        return any(level in KINDS[kind].levels for kind in kinds)
    return level not in UNITS_ONLY or not any(
        call.attr in _MUNICIPALITY_CALLS or _MUNICIPALITY_NAMES.intersection(call.names)
        for call in _calls(source)
    )


class _Call:
    def __init__(self, node: ast.Call, attr: str) -> None:
        self.attr = attr
        self.names = [str(arg.value) for arg in node.args if isinstance(arg, ast.Constant)]


def _calls(source: str) -> Iterator[_Call]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield _Call(node, node.func.attr)
