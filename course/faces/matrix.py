"""The content of the anchoring matrix: goals × steering documents."""

from __future__ import annotations

from typing import Any

from ..checks import anchoring
from ..i18n import N_
from ..records import Anchor, SteeringDocument, questions
from ..store import Stored
from ..vocabulary import vocabulary
from .comments import comments_content
from .form import common_content, found_in, grouped, missing_in, record_content
from .reading import Reading
from .standing import decided_note, standing_shown

__all__ = ["degree_sentence", "matrix_content"]

TITLE = N_("Anchoring matrix")
EMPTY = N_("The matrix appears when at least one goal and one steering document have been written down.")
_NO_GOALS = N_("No goals have been written down yet.")
_PLACED = ("goal", "document")


def degree_sentence(reading: Reading) -> str:
    """Return the degree of anchoring as a sentence."""
    result = anchoring(reading.records)
    total = len(result.goals)
    if not total:
        return reading.translate(_NO_GOALS)
    sentence = reading.translate.ngettext(
        "{anchored} of {total} goal is anchored.", "{anchored} of {total} goals are anchored.", total
    )
    return sentence.format(anchored=result.anchored, total=total)


def matrix_content(reading: Reading, *, intro: str = "", level: int = 3) -> dict[str, Any]:
    """Return the content of the matrix: each goal's anchors by steering document, and the degree."""
    result = anchoring(reading.records)
    statuses = vocabulary("anchor_status")
    cells: dict[str, list[dict[str, Any]]] = {}
    for stored in reading.records["anchor"]:
        if isinstance(stored.record, Anchor):
            place = f"{stored.record.goal}|{stored.record.document}"
            cells.setdefault(place, []).append(
                {
                    **record_content(reading, stored),
                    "status": reading.standings[stored.id].code,
                    "standing": standing_shown(reading, stored),
                    "findings": missing_in(reading, stored)
                    + found_in(reading, stored)
                    + _noted(reading, stored),
                }
            )
    return {
        **common_content(reading, "matrix", level),
        "kind": "anchor",
        "title": reading.translate(TITLE),
        "intro": intro,
        "goals": [
            {
                "id": goal.goal.id,
                "title": reading.name(goal.goal),
                "anchored": goal.anchored,
                "missing": [message.text(reading.translate) for message in goal.missing],
            }
            for goal in result.goals
        ],
        "documents": [
            {
                "id": stored.id,
                "title": reading.name_and_origin(stored),
                "type": vocabulary("steering_document_type").label(stored.record.type, reading.language)
                if isinstance(stored.record, SteeringDocument) and stored.record.type
                else "",
            }
            for stored in reading.records["steering_document"]
        ],
        "cells": cells,
        "statuses": {
            code: {"label": label, "symbol": statuses.term(code).extra["symbol"]}
            for code, label in statuses.options(reading.language)
        },
        "groups": grouped(
            reading, [q for q in questions(Anchor, reading.level, reading.country) if q.name not in _PLACED]
        ),
        "degree": {
            "anchored": result.anchored,
            "goals": len(result.goals),
            "sentence": degree_sentence(reading),
        },
        "empty": reading.translate(EMPTY),
        "comments": comments_content(reading, "anchor"),
        "deleted": len(reading.deleted.get("anchor", ())),
    }


def _noted(reading: Reading, stored: Stored) -> list[dict[str, Any]]:
    """Return what the case has made of an anchor; it stands with the findings, but none is counted for it."""
    note = decided_note(reading, stored)
    return [{"field": "status", "severity": "info", "sentence": note}] if note else []
