"""A record as it lies in the store."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ..countries import Country
from ..levels import Level
from ..records import Question, Record, questions


@dataclass(frozen=True)
class Stored:
    """A record with its place in the store.

    `revision` is 0 for a record nobody has written yet; `updated_at` is in UTC. `level` and `country` are
    those of whoever reads it; `carried` says that it is the municipality's and a unit only reads it.
    """

    id: str
    record: Record
    revision: int
    position: float
    occasion: str
    updated_at: datetime | None
    updated_by: str
    deleted: bool = False
    level: Level = Level.MUNICIPALITY
    carried: bool = False
    country: Country = "NO"

    @property
    def questions(self) -> tuple[Question, ...]:
        """What is asked of it, in the words of its level."""
        return questions(type(self.record), self.level, self.country)

    @property
    def kind(self) -> str:
        """The name of the record's kind."""
        return self.record.kind

    @property
    def values(self) -> dict[str, Any]:
        """The record's stored shape: field name → JSON value."""
        return self.record.values()


@dataclass(frozen=True)
class Revision:
    """One state a record has had: who made it, when (UTC), and what it then said."""

    number: int
    values: dict[str, Any]
    deleted: bool
    made_at: datetime
    made_by: str
    change: int
    position: float
