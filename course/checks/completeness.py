"""What a session still needs before it is complete.

Several weaknesses that applications are refused for are answers that are not there: a need without
evidence, an indicator without a baseline. Where the answer is a required one, completeness says so,
and no check says it again: the sentence would stand twice beside the same field. Completeness is the
one that says it, because it counts what is still to do and falls silent with the first word written;
a check then reads the words. `SAID_HERE` lists those weaknesses.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from ..levels import Level
from ..records import KINDS, Question, Record, is_empty, questions
from ..store import Stored
from ..vocabulary import vocabulary

__all__ = ["SAID_HERE", "Completeness", "Missing", "completeness", "lacks"]

SAID_HERE: dict[str, tuple[tuple[str, str], ...]] = {
    "need without evidence": (("need", "evidence_type"), ("need", "evidence")),
    "goal without a European priority": (("goal", "eu_priorities"),),
    "goal without a need": (("goal", "needs"),),
    "activity without a goal": (("activity", "goals"),),
    "partner without a goal": (("partner", "goals"),),
    "indicator without a goal": (("indicator", "goal"),),
    "indicator without baseline, target or source": (
        ("indicator", "baseline"),
        ("indicator", "baseline_on"),
        ("indicator", "target"),
        ("indicator", "source"),
    ),
    "activity without sharing": (("activity", "sharing"),),
    "activity without lasting change": (("activity", "lasting_change"),),
    "activity without owner": (("activity", "owner"),),
    "goal without owner": (("goal", "owner"),),
    "role without deputy": (("role", "deputy"),),
    "barrier without a measure": (("inclusion", "measure"),),
}
"""Weakness → the required answers (kind and field) whose absence is that weakness."""


@dataclass(frozen=True)
class Missing:
    """Something a complete session has and this one has not.

    Without `record` it is a whole record of `kind` that is missing, the one for `row` where the kind
    has rows; else it is the answer to `question`.
    """

    kind: type[Record]
    record: Stored | None = None
    question: Question | None = None
    row: str = ""


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


def completeness(
    records: Mapping[str, Sequence[Stored]], session: str, level: Level = Level.MUNICIPALITY
) -> Completeness:
    """Count the required answers of the kinds whose home is `session` (a notebook's key).

    At a unit's `level` only what a unit is asked counts, and of the records only its own.
    """
    done = 0
    missing: list[Missing] = []
    there = {stored.id for all_of_kind in records.values() for stored in all_of_kind}
    for model in KINDS.values():
        if model.home != session or level not in model.levels:
            continue
        own = [stored for stored in records[model.kind] if not stored.carried]
        rows = rows_without(model, own)
        missing.extend(Missing(model, row=row) for row in rows)
        if model.needed and not rows and not own:
            missing.append(Missing(model))
        for stored in own:
            lacking = lacks(stored, there)
            missing.extend(Missing(model, stored, question) for question in lacking)
            done += sum(question.required for question in stored.questions) - len(lacking)
    return Completeness(done, done + len(missing), tuple(missing))


def rows_without(model: type[Record], records: Sequence[Stored]) -> list[str]:
    """Return the rows of a checklist that no record answers; empty for a kind without rows.

    One answer to a row is enough here: that several roles should answer is a check's to say.
    """
    if not (model.needed and model.one_for):
        return []
    field = model.one_for[0]
    asked = next(question for question in questions(model) if question.name == field)
    answered = {getattr(stored.record, field) for stored in records}
    return [code for code in vocabulary(asked.vocabulary).codes if code not in answered]


def lacks(stored: Stored, there: Collection[str]) -> list[Question]:
    """Return the required questions a record does not answer; `there` are the ids of all records.

    A link to what has been deleted since is no answer: nobody can see it.
    """
    return [
        question
        for question in stored.questions
        if question.required and _is_missing(question, getattr(stored.record, question.name), there)
    ]


def _is_missing(question: Question, value: object, there: Collection[str]) -> bool:
    if is_empty(value) or not question.refers_to:
        return is_empty(value)
    linked = value if isinstance(value, list) else [value]
    return not any(one in there for one in linked)
