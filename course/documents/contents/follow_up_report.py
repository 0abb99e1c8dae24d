"""The follow-up report: what the indicators say, what the anchors have become, what was decided."""

from __future__ import annotations

from typing import Any

from ...faces.standing import standing_shown
from ...i18n import N_
from ...records import FollowUp
from ...store import Stored
from ..paper import Cell, Paper
from .shared import anchor_rows, degree, facts

__all__ = ["content"]

_NOT_MEASURED = N_("Not measured")


def content(paper: Paper) -> dict[str, Any]:
    """Return what the report says."""
    latest = _latest(paper)
    return {
        "facts": facts(paper),
        "degree": degree(paper),
        "indicators": [_row(paper, one, latest.get(one.id)) for one in paper.all("indicator")],
        "comments": [
            (paper.name(indicator), latest[indicator.id])
            for indicator in paper.all("indicator")
            if indicator.id in latest and paper.has(latest[indicator.id], "comment")
        ],
        "anchors": anchor_rows(
            paper, ("goal", "document", "status", "window", "responsible"), _with_status(paper)
        ),
        "decisions": [
            [paper.says(step, name) for name in ("committee", "on", "case_number", "status", "decision")]
            for step in paper.all("case_step")
            if paper.has(step, "committee", "on")
        ],
    }


def _with_status(paper: Paper) -> list[Stored]:
    return [one for one in paper.all("anchor") if standing_shown(paper.reading, one)]


def _latest(paper: Paper) -> dict[str, Stored]:
    """Return the last measurement of each indicator, on whatever occasion it was written down."""
    found: dict[str, Stored] = {}
    measured = [one for one in paper.reading.view.of_every_occasion() if isinstance(one.record, FollowUp)]
    for stored in sorted(measured, key=lambda one: one.values["measured_on"] or ""):
        if stored.values["indicator"] and stored.values["measured_on"]:
            found[stored.values["indicator"]] = stored
    return found


def _row(paper: Paper, indicator: Stored, measured: Stored | None) -> list[str | Cell]:
    row: list[str | Cell] = [paper.says(indicator, name) for name in ("called", "baseline", "target")]
    if measured is None:
        return [*row, "–", paper.reading.translate(_NOT_MEASURED)]
    value = f"{paper.says(measured, 'value')} ({paper.says(measured, 'measured_on')})"
    return [*row, value, paper.says(measured, "light")]
