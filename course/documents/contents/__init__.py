"""What each document says: sentences and rows, made of the records and of what is reckoned from them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..paper import Paper
from . import (
    action_plan,
    anchoring_matrix,
    application,
    council_case,
    course_overview,
    follow_up_report,
    gathering_log,
    strategy,
)

__all__ = ["of"]

_CONTENTS: dict[str, Callable[[Paper], dict[str, Any]]] = {
    "strategy": strategy.content,
    "anchoring_matrix": anchoring_matrix.content,
    "council_case": council_case.content,
    "action_plan": action_plan.content,
    "application": application.content,
    "follow_up_report": follow_up_report.content,
    "gathering_log": gathering_log.content,
    "course_overview": course_overview.content,
}


def of(paper: Paper) -> dict[str, Any]:
    """Return what the template of a paper is given beside the paper itself."""
    return _CONTENTS[paper.document.key](paper)
