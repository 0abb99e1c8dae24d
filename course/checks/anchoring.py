"""The rule the course stands on: a goal is anchored when it has both an anchor and a link.

Source: the head of education of Sula, in HK-dir's article of 13 January 2023: international
cooperation must be anchored in the municipality's steering documents, and coupled to development
work that is already going on in schools and kindergartens.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..i18n import N_
from ..records import Anchor, Goal, Message
from ..store import Stored
from .decision import counts_as_anchored, standings

__all__ = ["Anchoring", "GoalAnchoring", "anchoring"]

Records = Mapping[str, Sequence[Stored]]

NO_ANCHOR = N_(
    "It is not anchored in a steering document yet: it needs an anchor that is proposed or has come further."
)
NO_DEVELOPMENT_WORK = N_("It is not linked to development work under way yet.")


@dataclass(frozen=True)
class GoalAnchoring:
    """One goal held against the rule."""

    goal: Stored
    has_anchor: bool
    has_development_work: bool

    @property
    def anchored(self) -> bool:
        """Whether the goal has both."""
        return self.has_anchor and self.has_development_work

    @property
    def missing(self) -> tuple[Message, ...]:
        """Which of the two it lacks, as sentences."""
        lacking = []
        if not self.has_anchor:
            lacking.append(Message(NO_ANCHOR))
        if not self.has_development_work:
            lacking.append(Message(NO_DEVELOPMENT_WORK))
        return tuple(lacking)


@dataclass(frozen=True)
class Anchoring:
    """All goals held against the rule."""

    goals: tuple[GoalAnchoring, ...]

    @property
    def anchored(self) -> int:
        """The number of anchored goals."""
        return sum(goal.anchored for goal in self.goals)

    @property
    def degree(self) -> float | None:
        """Anchored goals as a share of all, 0 to 1; None where there is no goal."""
        return self.anchored / len(self.goals) if self.goals else None


def anchoring(records: Records) -> Anchoring:
    """Hold every goal against the rule.

    An anchor counts only while its steering document is there, a link only while the development
    work is: what has been deleted holds nothing. What the case has decided counts, see `standings`.
    """
    standing = standings(records)
    documents = {document.id for document in records.get("steering_document", ())}
    work = {item.id for item in records.get("development_work", ())}
    anchored = {
        stored.record.goal
        for stored in records.get("anchor", ())
        if isinstance(stored.record, Anchor)
        and stored.record.document in documents
        and counts_as_anchored(standing[stored.id].code)
    }
    return Anchoring(
        tuple(
            GoalAnchoring(
                stored, stored.id in anchored, bool(work.intersection(stored.record.development_work))
            )
            for stored in records.get("goal", ())
            if isinstance(stored.record, Goal)
        )
    )
