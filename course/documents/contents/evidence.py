"""What there is to show for each part an application is assessed by; never a score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ...checks import anchoring
from ...i18n import N_
from ...rates import AwardCriterion
from ...store import Stored
from ..paper import Paper

__all__ = ["Evidence", "evidence"]

_PARTS = {
    "relevance": N_("Relevance"),
    "objectives": N_("Objectives"),
    "activities": N_("Activities"),
    "management": N_("Management"),
    "design": N_("Quality of the design"),
    "follow_up": N_("Quality of the follow-up"),
}
_PART = N_("{part} ({points} points)")

_Filled = tuple[str, str, tuple[str, ...]]
"""A kind of record, what is counted of it in words, and the answers that have to be there."""

_BACKGROUND: tuple[_Filled, ...] = (
    ("profile", N_("The municipality in numbers"), ("kindergartens", "schools", "children", "staff")),
    ("programme_choice", N_("A reason for the choice of programme"), ("programme", "reason")),
)
_UNIT_BACKGROUND: _Filled = ("profile", N_("The unit in numbers"), ("children", "staff"))
_OBJECTIVES: tuple[_Filled, ...] = (
    ("need", N_("Needs with evidence"), ("description", "evidence")),
    ("goal", N_("Goals that answer a need"), ("explanation", "needs")),
    ("goal", N_("Goals with European priorities"), ("eu_priorities",)),
    (
        "indicator",
        N_("Indicators with baseline, target, deadline and source"),
        ("baseline", "target", "deadline", "source"),
    ),
)
_ACTIVITIES: tuple[_Filled, ...] = (
    ("activity", N_("Activities that serve a goal"), ("goals",)),
    ("activity", N_("Activities with what is to be learnt"), ("learning",)),
    ("activity", N_("Activities with participants with fewer opportunities"), ("fewer_opportunities",)),
    ("inclusion", N_("Barriers with a measure"), ("barrier", "measure")),
)
_MANAGEMENT: tuple[_Filled, ...] = (
    ("role", N_("Roles with a deputy"), ("held_by", "deputy")),
    ("routine", N_("Quality standards with a routine"), ("status", "how", "responsible")),
    ("resource", N_("Resources with an amount"), ("amount", "year")),
    ("activity", N_("Activities with what lasts"), ("lasting_change",)),
    ("dissemination", N_("Sharing with receiver, place and day"), ("to_whom", "channel", "on")),
)
_RESTS_ON: dict[str, tuple[_Filled, ...]] = {
    "relevance": _BACKGROUND,
    "objectives": _OBJECTIVES,
    "activities": _ACTIVITIES,
    "management": _MANAGEMENT,
    "design": (*_OBJECTIVES, *_ACTIVITIES),
    "follow_up": _MANAGEMENT[3:],
}
_ANCHORED = N_("Goals that are anchored")


@dataclass(frozen=True)
class Evidence:
    """What is looked for in one part: in words, which records have it, and which lack something of it."""

    what: str
    kind: str
    names: tuple[str, ...]
    there: tuple[Stored, ...]
    lacking: tuple[Stored, ...]

    @property
    def number(self) -> int:
        """How many records it is looked for in."""
        return len(self.there) + len(self.lacking)


def evidence(paper: Paper, criteria: Sequence[AwardCriterion]) -> list[tuple[str, list[Evidence]]]:
    """Return the parts an application is assessed by, each with what there is to show for it."""
    translate = paper.reading.translate
    return [
        (
            translate(_PART).format(part=translate(_PARTS[criterion.code]), points=criterion.points),
            _of_part(paper, criterion.code),
        )
        for criterion in criteria
    ]


def _of_part(paper: Paper, code: str) -> list[Evidence]:
    translate, found = paper.reading.translate, []
    for filled in _RESTS_ON[code]:
        at_unit = filled[0] == "profile" and paper.reading.unit
        kind, words, names = _UNIT_BACKGROUND if at_unit else filled
        there = tuple(one for one in paper.all(kind) if paper.has(one, *names))
        lacking = tuple(one for one in paper.all(kind) if one not in there)
        found.append(Evidence(translate(words), kind, names, there, lacking))
    if code in ("objectives", "design"):
        held = anchoring(paper.reading.records).goals
        there = tuple(one.goal for one in held if one.anchored)
        lacking = tuple(one.goal for one in held if not one.anchored)
        found.append(Evidence(translate(_ANCHORED), "goal", ("development_work",), there, lacking))
    return found
