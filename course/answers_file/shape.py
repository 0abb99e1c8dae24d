"""The shape of a file of answers, held against a file before anything in it is believed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from annotated_types import Ge, Le, MaxLen
from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, FiniteFloat
from pydantic_core import PydanticCustomError

from ..records.base import Kept
from ..store import MOST_UNITS

__all__ = ["AnswersFile", "Entry", "Head", "State", "UnitEntry"]

_MOST_CHANGES = 1_000_000_000
"""What every database's whole numbers hold."""


def _of_our_time(moment: datetime) -> datetime:
    """Refuse years whose moments overflow when they are turned into UTC, as much as made-up ones."""
    if not 1900 <= moment.year <= 2100:
        raise PydanticCustomError("year_out_of_range", "not a year of our time")
    return moment.astimezone(UTC)


Moment = Annotated[AwareDatetime, AfterValidator(_of_our_time)]
Number = Annotated[int, Ge(1), Le(_MOST_CHANGES)]
Position = Annotated[FiniteFloat, Ge(-_MOST_CHANGES), Le(_MOST_CHANGES)]
Name = Annotated[str, MaxLen(200), Kept]
Key = Annotated[str, MaxLen(80), Kept]
Id = Annotated[str, Field(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
Values = dict[str, Any]
"""Held against the record's own declaration afterwards, where a sentence can name the question."""


class Head(BaseModel):
    """What is read first: whether the rest can be understood."""

    version: int


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class State(_Strict):
    """One state a record has had."""

    revision: Number
    change: Number
    made_at: Moment
    made_by: Name
    position: Position
    deleted: bool
    values: Values


class Entry(_Strict):
    """A record. `position`, `deleted` and `history` are there only in a file with history."""

    id: Id
    occasion: Annotated[str, MaxLen(60)]
    revision: Number
    updated_at: Moment
    updated_by: Name
    values: Values
    position: Position | None = None
    deleted: bool = False
    history: list[State] | None = None


Records = dict[str, list[Entry]]


class UnitEntry(_Strict):
    """A unit under the municipality, with its records."""

    key: Key
    name: str
    unit_type: str
    records: Records


class AnswersFile(_Strict):
    """A file of answers of version 1 or 2."""

    version: Literal[1, 2]
    cohort: Key
    organisation: Key
    level: Annotated[str, MaxLen(60)] = ""
    history: bool = False
    records: Records
    units: Annotated[list[UnitEntry], MaxLen(MOST_UNITS)] = []
