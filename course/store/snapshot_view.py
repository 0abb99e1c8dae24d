"""The answers of one organisation as they were at an earlier change, read from their history."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Engine, Row, func, select

from ..grants import Grant, NotGranted
from ..levels import Level
from . import schema
from .errors import NotFound
from .place import Place
from .view import View

__all__ = ["SnapshotView", "at_change"]


class SnapshotView(View):
    """A view of what was written up to one change; nobody writes in it.

    `above` is the change up to which a unit reads its municipality's records, 0 for a municipality.
    """

    def __init__(
        self,
        engine: Engine,
        grant: Grant,
        cohort: str,
        organisation: str,
        occasion: str = "",
        level: Level = Level.MUNICIPALITY,
        *,
        change: int,
        above: int,
    ) -> None:
        super().__init__(engine, grant, cohort, organisation, occasion, level)
        self._change = change
        self._above = above

    @property
    def past(self) -> bool:
        """Whether it shows answers as they were, which it does."""
        return True

    @property
    def may_write(self) -> bool:
        """Whether it may be written in, which nobody may."""
        return False

    @property
    def change(self) -> int:
        """The number of the change up to which is read."""
        return self._change

    def at(self, occasion: str) -> SnapshotView:
        """Return the same view of another time the sessions are held."""
        return SnapshotView(
            self._engine,
            self.grant,
            self.cohort,
            self.organisation,
            occasion,
            self.level,
            change=self._change,
            above=self._above,
        )

    def _rows(
        self, connection: Connection, place: Place | None, *, deleted: bool = False
    ) -> Iterable[Row[Any]]:
        if place is None:
            return ()
        number = self._change if place == self._place else self._above
        return connection.execute(_states(place, number, deleted=deleted))

    def _require_write(self) -> None:
        raise NotGranted(
            "This is how it was earlier, and cannot be changed. Open the session itself to write."
        )


def at_change(view: View, change: int) -> SnapshotView:
    """Return what `view` would have shown right after a change.

    Raises
    ------
    NotFound
        When the organisation has not come to that change.
    """
    if not 0 < change <= view.change:
        raise NotFound(f"There is no change {change} here. The last one is {view.change}.")
    place = Place(view.cohort, view.organisation, view.level)
    with view._engine.connect() as connection:
        above = _change_above(connection, place, change)
    return SnapshotView(
        view._engine,
        view.grant,
        view.cohort,
        view.organisation,
        view.occasion,
        view.level,
        change=change,
        above=above,
    )


def _states(place: Place, number: int, *, deleted: bool) -> Any:
    """Select the records of a place as they were after change `number`, as rows of `record`.

    Those that were `deleted` then are left out unless they are asked for.
    """
    record, history, placement = schema.record.c, schema.revision.c, schema.placement.c
    newest = (
        place.here(select(history.record, func.max(history.revision).label("revision")))
        .join(schema.record, record.id == history.record)
        .where(history.change <= number)
        .group_by(history.record)
        .subquery()
    )
    put = (
        select(placement.position)
        .where(placement.record == history.record)
        .where(placement.change.between(history.change, number))
        .order_by(placement.change.desc())
        .limit(1)
        .scalar_subquery()
    )
    position = func.coalesce(put, history.position)
    statement = (
        select(
            record.id,
            record.cohort,
            record.organisation,
            record.occasion,
            record.kind,
            history.data,
            position.label("position"),
            history.revision,
            history.made_at.label("updated_at"),
            history.made_by.label("updated_by"),
            history.deleted,
        )
        .join_from(schema.revision, schema.record, record.id == history.record)
        .join(newest, (newest.c.record == history.record) & (newest.c.revision == history.revision))
        .order_by(position, record.id)
    )
    return statement if deleted else statement.where(history.deleted.is_(False))


def _change_above(connection: Connection, place: Place, change: int) -> int:
    """Return how far the municipality had come when a unit was at `change`.

    A snapshot says so itself; otherwise it is what had been written by the moment of the unit's change.
    """
    above = place.above
    if above is None:
        return 0
    signed = schema.sign_off.c
    written = connection.scalar(
        select(signed.above).where(
            signed.cohort == place.cohort, signed.organisation == place.organisation, signed.change == change
        )
    )
    if written is not None:
        return int(written)
    history = schema.revision.c
    moment = connection.scalar(
        place.here(
            select(func.max(history.made_at)).join(schema.record, schema.record.c.id == history.record)
        ).where(history.change <= change)
    )
    latest = above.here(
        select(func.max(history.change)).join(schema.record, schema.record.c.id == history.record)
    ).where(history.made_at <= moment)
    return int(connection.scalar(latest) or 0)
