"""The cohort for its facilitators: what page 09 shows, on paper, by name: nobody is ranked."""

from __future__ import annotations

from typing import Any

from ...faces.blocks import Block
from ...faces.cohort import COHORT_REPORTS, CohortReading, cohort_content
from ...faces.session import STATES
from ...outline import sessions
from ..paper import Cell, Paper

__all__ = ["content"]


def content(paper: Paper) -> dict[str, Any]:
    """Return the reports on the cohort: a heading, sentences, and tables with their figures as figures."""
    cohort = paper.cohort
    assert cohort is not None
    others = [cohort_content(cohort, name) for name in COHORT_REPORTS if name != "progress"]
    return {
        "facts": [paper.today],
        "progress_title": paper.reading.translate(COHORT_REPORTS["progress"][0]),
        **_progress(paper, cohort),
        "sections": [(part["title"], _on_paper(part["blocks"])) for part in others],
    }


def _progress(paper: Paper, cohort: CohortReading) -> dict[str, Any]:
    """Return the sessions of each municipality by their state: a column for each session fits no sheet."""
    translate, titles = paper.reading.translate, {one.key: one.title for one in sessions()}
    states = ("complete", "started", "empty")
    rows: list[list[str | Cell]] = []
    for name in cohort.by_name:
        row: list[str | Cell] = [name]
        for state in states:
            told = [
                _session(translate(titles[str(one.session)]), state, one.done, one.total)
                for one in cohort.progress.itertuples()
                if (one.municipality, one.state) == (name, state)
            ]
            row.append("; ".join(told) or "–")
        rows.append(row)
    return {"states": [translate(STATES[state]) for state in states], "progress": rows}


def _session(title: str, state: str, done: object, total: object) -> str:
    return f"{title} ({done}/{total})" if state == "started" else title


def _on_paper(blocks: list[Block]) -> list[dict[str, Any]]:
    """Return blocks without their drawings: what a drawing shows stands in the table folded beside it."""
    found: list[dict[str, Any]] = []
    for block in blocks:
        if block["type"] == "folded":
            found += _on_paper(block["blocks"])
        elif block["type"] == "table":
            found.append(
                {**block, "columns": _columns(block), "rows": [_row(block, row) for row in block["rows"]]}
            )
        elif block["type"] != "drawing":
            found.append({**block})
    return found


def _columns(block: Block) -> list[tuple[str, float, bool]]:
    """Return the columns of a table; the first is given more room, the others share the rest."""
    columns = block["columns"]
    first = 100 / len(columns) if len(columns) < 5 else 18
    others = (100 - first) / max(1, len(columns) - 1)
    return [
        (column["label"], round(others if place else first, 1), bool(column.get("numeric")))
        for place, column in enumerate(columns)
    ]


def _row(block: Block, row: list[str]) -> list[str | Cell]:
    return [
        Cell(text, float(text)) if column.get("numeric") and text.isdecimal() else text
        for column, text in zip(block["columns"], row, strict=True)
    ]
