"""The log of the gatherings: when and where, who took part, and the group's meetings in between."""

from __future__ import annotations

from typing import Any

from ...faces.gathering import when, where
from ...outline import gatherings
from ...records import Attendance
from ...store import Stored
from ...vocabulary import vocabulary
from ..paper import Paper
from ..phrases import sentence

__all__ = ["content"]


def content(paper: Paper) -> dict[str, Any]:
    """Return what the log says."""
    attended: dict[str, Stored] = {}
    for one in paper.all("attendance"):
        if isinstance(one.record, Attendance) and one.record.gathering:
            attended[one.record.gathering] = one
    return {
        "facts": [paper.today],
        "gatherings": [
            {
                "title": vocabulary("gathering").label(gathering.key, paper.language),
                "when": when(paper.reading, gathering),
                "where": where(paper.reading, gathering),
                "present": _present(paper, attended.get(gathering.key)),
                "attendance": attended.get(gathering.key),
            }
            for gathering in gatherings()
        ],
        "meetings": [
            [paper.says(one, name) for name in ("held_on", "purpose", "place")]
            for one in paper.all("meeting")
        ],
        "focus_groups": [
            [paper.says(one, name) for name in ("held_on", "who", "main_points")]
            for one in paper.all("focus_group")
        ],
        "learning": paper.one("learning"),
    }


def _present(paper: Paper, attendance: Stored | None) -> str:
    """Return who took part, as a sentence."""
    if attendance is None or not isinstance(attendance.record, Attendance):
        return ""
    return sentence(paper.row(paper.name(one) for one in paper.named(attendance.record.members)))
