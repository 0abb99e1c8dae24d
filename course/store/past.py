"""What records have been: their states, what was there at a moment, and what has been deleted."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select

from . import schema
from .place import Place

__all__ = ["as_of", "deleted_in"]

_ORDER = (schema.record.c.position, schema.record.c.id)
_PLACE = ("id", "cohort", "organisation", "kind", "occasion")
_STATE = ("data", "position", "revision", "deleted")
"""What a row of `revision` has under the same name as one of `record`."""


def deleted_in(connection: Connection, place: Place) -> Sequence[Row[Any]]:
    """Return the rows of deleted records; the last one deleted comes first."""
    statement = place.here(select(schema.record)).where(schema.record.c.deleted.is_(True))
    return connection.execute(statement.order_by(schema.record.c.change.desc())).all()


def as_of(
    connection: Connection, place: Place, moment: datetime | None, kinds: Collection[str]
) -> Sequence[Row[Any]]:
    """Return the rows of records of `kinds` as they were at a moment, in order; deleted ones too.

    None means now.
    """
    there, state = schema.record.c, schema.revision.c
    wanted = there.kind.in_(kinds)
    if moment is None:
        return connection.execute(place.here(select(schema.record)).where(wanted).order_by(*_ORDER)).all()
    last = (
        select(state.record, func.max(state.revision).label("revision"))
        .where(state.made_at <= moment, state.record.in_(place.here(select(there.id)).where(wanted)))
        .group_by(state.record)
        .subquery()
    )
    statement = (
        select(*(there[name] for name in _PLACE), *(state[name] for name in _STATE))
        .add_columns(state.made_at.label("updated_at"), state.made_by.label("updated_by"))
        .join(schema.revision, state.record == there.id)
        .join(last, (last.c.record == state.record) & (last.c.revision == state.revision))
    )
    return connection.execute(statement.order_by(*_ORDER)).all()
