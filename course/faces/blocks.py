"""What a report is made of: plain blocks, which the live and the static face show alike.

A report is computed in Python as a list of these; no browser part has to know what it is about.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

__all__ = [
    "Block",
    "Cell",
    "Tone",
    "column",
    "drawing",
    "folded",
    "heading",
    "in_language",
    "listing",
    "table",
    "text",
]

Block = dict[str, Any]
Tone = Literal["strong", "muted", "good", "warning"]
Cell = str | dict[str, str]
"""Words in the reader's language, or `in_language`."""


def heading(words: str) -> Block:
    """Return a heading, one level below the report's own."""
    return {"type": "heading", "text": words}


def text(words: str, tone: Tone | None = None) -> Block:
    """Return a paragraph. A tone is a matter of looks only: the words have to say it too."""
    return {"type": "text", "text": words, "tone": tone}


def listing(items: Sequence[str], *, ordered: bool = False) -> Block:
    """Return a list of sentences."""
    return {"type": "list", "items": list(items), "ordered": ordered}


def column(label: str, *, numeric: bool = False) -> dict[str, Any]:
    """Return the head of a table's column; figures are set to the right.

    Raises
    ------
    ValueError
        Without a label: a screen reader would read the column's cells without saying what they are.
    """
    if not label.strip():
        raise ValueError("Every column of a table needs a label.")
    return {"label": label, "numeric": numeric}


def in_language(words: str, language: str) -> Cell:
    """Return a cell in a language that need not be the reader's, so that it is read out in its own."""
    return {"text": words, "language": language}


def table(
    caption: str,
    columns: Sequence[dict[str, Any]],
    rows: Sequence[Sequence[Cell]],
    *,
    row_headers: bool = True,
) -> Block:
    """Return a table of cells; with `row_headers` the first cell of a row says what the row is about.

    Raises
    ------
    ValueError
        When a row has more or fewer cells than there are columns.
    """
    if any(len(row) != len(columns) for row in rows):
        raise ValueError(f"A row of “{caption}” has not as many cells as there are columns.")
    return {
        "type": "table",
        "caption": caption,
        "columns": list(columns),
        "rows": [list(row) for row in rows],
        "row_headers": row_headers,
    }


def folded(summary: str, blocks: Sequence[Block]) -> Block:
    """Return blocks that are there for those who look them up: folded under `summary`, whole on paper.

    Whatever has to be done or minded stays outside.

    Raises
    ------
    ValueError
        Without a summary or anything to open.
    """
    if not summary.strip() or not blocks:
        raise ValueError("What is folded away needs a summary, and something to open.")
    return {"type": "folded", "summary": summary, "blocks": list(blocks)}


def drawing(label: str, svg: str) -> Block:
    """Return a drawing: an SVG image that names and describes itself, of `course.figures` and nobody else.

    `label` is that of the place it can be scrolled in on a narrow screen.
    """
    return {"type": "drawing", "label": label, "svg": svg}
