"""What a session still needs before it is complete."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..records import KINDS, Question, Record, is_empty, questions
from ..store import Stored

__all__ = ["Completeness", "Missing", "completeness"]


@dataclass(frozen=True)
class Missing:
    """Something a complete session has and this one has not.

    Without `record` it is a whole record of `kind` that is missing, else the answer to `question`.
    """

    kind: type[Record]
    record: Stored | None = None
    question: Question | None = None


@dataclass(frozen=True)
class Completeness:
    """How far a session has come: `done` of `total` required answers, and the ones that are missing."""

    done: int
    total: int
    missing: tuple[Missing, ...]

    @property
    def state(self) -> str:
        """One of “empty”, “started”, “complete”."""
        if self.total and not self.missing:
            return "complete"
        return "started" if self.done else "empty"


def completeness(records: Mapping[str, Sequence[Stored]], session: str) -> Completeness:
    """Count the required answers of the kinds whose home is `session` (a notebook's key)."""
    done = 0
    missing: list[Missing] = []
    for model in KINDS.values():
        if model.home != session:
            continue
        if model.needed and not records[model.kind]:
            missing.append(Missing(model))
        for stored in records[model.kind]:
            for question in questions(model):
                if not question.required:
                    continue
                if is_empty(getattr(stored.record, question.name)):
                    missing.append(Missing(model, stored, question))
                else:
                    done += 1
    return Completeness(done, done + len(missing), tuple(missing))
