"""The anchoring matrix on paper: a goal by goal overview, then each steering document with its anchors."""

from __future__ import annotations

from typing import Any

from ...checks import anchoring
from ...faces.reading import NO, YES
from ...i18n import N_
from ...records import Goal, SteeringDocument
from ...store import Stored
from ..paper import Cell, Paper
from .shared import anchor_rows, degree, facts

__all__ = ["content"]

_ADOPTED_BY = N_("Adopted by: {body}.")
_WINDOW = N_("Next decision window: {day}.")
_REVISION = N_("Next revision: {year}.")
_PREPARED = N_("Prepared by: {who}.")
_COLUMNS = ("goal", "proposed_text", "element_type", "window", "status")


def content(paper: Paper) -> dict[str, Any]:
    """Return what the matrix says."""
    documents = paper.all("steering_document")
    found = [(one, anchor_rows(paper, _COLUMNS, paper.all("anchor", document=one.id))) for one in documents]
    return {
        "facts": facts(paper),
        "degree": degree(paper),
        "goals": _goals(paper),
        "by_document": [(one, rows) for one, rows in found if rows],
        "document_lines": {one.id: _lines(paper, one) for one in documents},
        "unused": [paper.name(one) for one, rows in found if not rows],
    }


def _goals(paper: Paper) -> list[list[str | Cell]]:
    translate, rows = paper.reading.translate, []
    for one in anchoring(paper.reading.records).goals:
        goal = one.goal.record
        assert isinstance(goal, Goal)
        work = [paper.name(work) for work in paper.named(goal.development_work)]
        rows.append(
            [
                paper.name(one.goal),
                translate(YES if one.has_anchor else NO),
                "; ".join(work) or "–",
                translate(YES if one.anchored else NO),
            ]
        )
    return [[*row] for row in rows]


def _lines(paper: Paper, stored: Stored) -> list[str]:
    translate, document = paper.reading.translate, stored.record
    assert isinstance(document, SteeringDocument)
    said = [
        translate(words).format(**{blank: paper.says(stored, name)})
        for words, blank, name in (
            (_ADOPTED_BY, "body", "adopted_by"),
            (_REVISION, "year", "next_revision"),
            (_WINDOW, "day", "next_window"),
            (_PREPARED, "who", "responsible"),
        )
        if paper.has(stored, name)
    ]
    return [" ".join(said)] if said else []
