"""Whose records: the condition that every statement on them carries, and a row as a record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, Row, Select, Update, func, or_, select

from ..countries import Country, country_of
from ..levels import Level, municipality_of
from ..records import KINDS
from . import schema
from .connecting import BESIDE_OTHERS
from .errors import StoreError
from .stored import Revision, Stored

__all__ = ["Place", "every_state", "standing", "stored"]

Statement = TypeVar("Statement", Select[Any], Update)


@dataclass(frozen=True)
class Place:
    """One organisation in one cohort; nothing outside it can be reached through it."""

    cohort: str
    organisation: str
    level: Level = Level.MUNICIPALITY

    @property
    def above(self) -> Place | None:
        """The municipality a unit is under."""
        municipality = municipality_of(self.organisation)
        return Place(self.cohort, municipality) if municipality else None

    @property
    def country(self) -> Country:
        """The country the municipality is in."""
        return country_of(self.cohort, municipality_of(self.organisation) or self.organisation)

    @property
    def read(self) -> tuple[Place, ...]:
        """The places whose records are read here: this one, and the one above."""
        return (self, self.above) if self.above else (self,)

    def here(self, statement: Statement) -> Statement:
        """Return a statement on records, limited to this place."""
        return statement.where(
            schema.record.c.organisation == self.organisation, schema.record.c.cohort == self.cohort
        )

    @contextmanager
    def writing(self, engine: Engine) -> Iterator[Connection]:
        """Begin a transaction that writes here; nobody else does until it ends, elsewhere others go on."""
        at = schema.participation.c
        own = select(at.change).where(at.cohort == self.cohort, at.organisation == self.organisation)
        with engine.execution_options(writes=BESIDE_OTHERS).begin() as connection:
            connection.execute(own.with_for_update())
            yield connection

    def row(self, connection: Connection, record: str) -> Row[Any] | None:
        """Return the row of a record here, deleted or not; None when there is none."""
        statement = self.here(select(schema.record)).where(schema.record.c.id == record)
        return connection.execute(statement).one_or_none()

    def change(self, connection: Connection) -> int:
        """Return the number of the last change here."""
        at = schema.participation.c
        number = connection.scalar(
            select(at.change).where(at.cohort == self.cohort, at.organisation == self.organisation)
        )
        return int(number or 0)


def standing(connection: Connection, places: Sequence[Place]) -> int:
    """Return a number that grows with whatever is written in one of `places`."""
    at = schema.participation.c
    those = [(at.cohort == place.cohort) & (at.organisation == place.organisation) for place in places]
    return int(connection.scalar(select(func.sum(at.change + at.comments)).where(or_(*those))) or 0)


def stored(row: Row[Any], level: Level = Level.MUNICIPALITY, *, carried: bool = False) -> Stored:
    """Return a row as a record; fields this version does not know are left where they are, in history."""
    model = KINDS.get(row.kind)
    if model is None:
        raise StoreError(f"The database has a record of the unknown kind “{row.kind}”.")
    known = {name: value for name, value in row.data.items() if name in model.model_fields}
    return Stored(
        id=row.id,
        record=model.model_validate(known),
        revision=row.revision,
        position=row.position,
        occasion=row.occasion,
        updated_at=row.updated_at,
        updated_by=row.updated_by,
        deleted=row.deleted,
        level=level,
        carried=carried,
        country=Place(row.cohort, row.organisation).country,
    )


def every_state(connection: Connection, place: Place, record: str = "") -> dict[str, list[Revision]]:
    """Return every state the records of a place have had, or one of them, oldest first, by their ids."""
    at = schema.revision.c
    statement = place.here(select(schema.revision).join(schema.record, schema.record.c.id == at.record))
    if record:
        statement = statement.where(at.record == record)
    found: dict[str, list[Revision]] = {}
    for row in connection.execute(statement.order_by(at.record, at.revision)):
        state = Revision(
            row.revision, row.data, row.deleted, row.made_at, row.made_by, row.change, row.position
        )
        found.setdefault(row.record, []).append(state)
    return found
