"""The answers of one organisation in one cohort, as far as a grant reaches."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row, select

from ..grants import Action, Grant
from ..levels import Level, municipality_of
from ..outline import session as session_of
from ..records import KINDS, Record, validate
from . import schema
from .comments import Comments
from .errors import MovedOn, NotFound, Stale
from .looks import Look, newest
from .past import as_of, deleted_in
from .place import Place, every_state, standing, stored
from .rows import is_free, place_of, row_id
from .stored import Revision, Stored
from .units import Unit
from .writing import Writing

__all__ = ["View"]

_NAMESPACE = uuid.UUID("5d0c1a52-6a0b-5d1e-9a53-1f0f6c3f7a10")


class View:
    """Read and write the answers of one organisation; made by `Store.view`, which checks the grant.

    A unit also reads those of its municipality's records that are carried over to its units: they come
    marked as such, and cannot be written here.
    """

    def __init__(
        self,
        engine: Engine,
        grant: Grant,
        cohort: str,
        organisation: str,
        occasion: str = "",
        level: Level = Level.MUNICIPALITY,
    ) -> None:
        self._engine = engine
        self._place = Place(cohort, organisation, level)
        self.grant = grant
        self.occasion = occasion

    @property
    def cohort(self) -> str:
        """The key of the cohort."""
        return self._place.cohort

    @property
    def organisation(self) -> str:
        """The key of the organisation."""
        return self._place.organisation

    @property
    def place(self) -> Place:
        """Whose answers, and in which cohort."""
        return self._place

    @property
    def level(self) -> Level:
        """Whether they are a municipality's answers, or those of what kind of unit."""
        return self._place.level

    @property
    def may_write(self) -> bool:
        """Whether the grant lets its holder change answers here."""
        return self.grant.may(Action.WRITE) and self.grant.covers(self.cohort, self.organisation)

    @property
    def past(self) -> bool:
        """Whether it shows answers as they were at an earlier change."""
        return False

    @property
    def change(self) -> int:
        """The number of the last change to this organisation's answers in this cohort."""
        with self._engine.connect() as connection:
            return self._place.change(connection)

    @property
    def look(self) -> Look:
        """How the papers look, of the municipality or the one the unit is under."""
        return newest(self._engine, municipality_of(self.organisation) or self.organisation)

    @property
    def standing(self) -> int:
        """A number that grows with whatever is written of what is read here, carried over or not."""
        with self._engine.connect() as connection:
            return standing(connection, self._place.read)

    @property
    def comments(self) -> Comments:
        """What is said of the answers; some may comment who write none."""
        return Comments(self._engine, self._place, self.grant, self._occasion_of, self.single_id)

    def at(self, occasion: str) -> View:
        """Return the same view of another time the sessions are held."""
        return type(self)(self._engine, self.grant, self.cohort, self.organisation, occasion, self.level)

    def of_unit(self, unit: Unit) -> View:
        """Return the view of a unit under this organisation.

        Raises
        ------
        NotGranted
            When the grant does not reach it.
        """
        self.grant.require(Action.READ, self.cohort, unit.key)
        return View(self._engine, self.grant, self.cohort, unit.key, self.occasion, unit.level)

    def everything(self, kinds: Collection[str] = KINDS) -> dict[str, list[Stored]]:
        """Return all records of `kinds` that are not deleted, by kind and in order, from one moment.

        What is carried over from the municipality comes after a unit's own.
        """
        found: dict[str, list[Stored]] = {kind: [] for kind in kinds}
        with self._engine.connect() as connection:
            for row in self._rows(connection, self._place):
                if row.kind in found and row.occasion == self._occasion_of(KINDS[row.kind]):
                    found[row.kind].append(stored(row, self.level))
            for row in self._rows(connection, self._place.above):
                if row.kind in found and KINDS[row.kind].carried:
                    found[row.kind].append(stored(row, self.level, carried=True))
        for kind in kinds:
            model = KINDS[kind]
            if model.single and not found[kind]:
                single = self.single_id(kind)
                found[kind].append(self._unwritten(single, model()))
        return found

    def _unwritten(self, record: str, empty: Record) -> Stored:
        place = self._place
        return Stored(
            record, empty, 0, 0.0, self.occasion, None, "", level=place.level, country=place.country
        )

    def of_every_occasion(self) -> list[Stored]:
        """Return what is written here on any occasion and not deleted, in order, from one moment."""
        with self._engine.connect() as connection:
            return [stored(row, self.level) for row in self._rows(connection, self._place)]

    def _rows(
        self, connection: Connection, place: Place | None, *, deleted: bool = False
    ) -> Iterable[Row[Any]]:
        if place is None:
            return ()
        statement = place.here(select(schema.record))
        if not deleted:
            statement = statement.where(schema.record.c.deleted.is_(False))
        return connection.execute(statement.order_by(schema.record.c.position, schema.record.c.id))

    def deleted(self) -> dict[str, list[Stored]]:
        """Return the records that are deleted, by kind; the last one deleted comes first."""
        found: dict[str, list[Stored]] = {}
        with self._engine.connect() as connection:
            for one in self._of_this_occasion(deleted_in(connection, self._place)):
                found.setdefault(one.kind, []).append(one)
        return found

    def as_of(self, moment: datetime | None, kinds: Collection[str]) -> dict[str, Stored]:
        """Return the records of `kinds` as they were at a moment, now for None, by id; deleted ones too."""
        with self._engine.connect() as connection:
            rows = as_of(connection, self._place, moment, kinds)
        return {one.id: one for one in self._of_this_occasion(rows)}

    def _of_this_occasion(self, rows: Iterable[Row[Any]]) -> Iterator[Stored]:
        return (stored(row, self.level) for row in rows if row.occasion == self._occasion_of(KINDS[row.kind]))

    def all(self, kind: str) -> list[Stored]:
        """Return the records of `kind` that are not deleted, in order."""
        return self.everything()[kind]

    def one(self, kind: str) -> Stored:
        """Return the single record of `kind`; at revision 0 when nobody has written it yet."""
        return self.everything()[kind][0]

    def get(self, record: str) -> Stored:
        """Return one record, deleted or not.

        Raises
        ------
        NotFound
            When this organisation has none with that id.
        """
        with self._engine.connect() as connection:
            row = self._place.row(connection, record)
        if row is None:
            raise NotFound(f"There is no record {record} here.")
        return stored(row, self.level)

    def history(self, record: str) -> list[Revision]:
        """Return every state a record has had, oldest first. Errors as for `get`."""
        self.get(record)
        with self._engine.connect() as connection:
            return every_state(connection, self._place, record)[record]

    def with_history(self) -> list[tuple[Stored, list[Revision]]]:
        """Return every record of every occasion, deleted ones too, in order, with every state it has had."""
        with self._engine.connect() as connection:
            found = list(self._rows(connection, self._place, deleted=True))
            states = every_state(connection, self._place)
        # A state written since the records were read is left for another time.
        return [(stored(row, self.level), states[row.id][: row.revision]) for row in found]

    def save(self, kind: str, record: str, values: Mapping[str, object], base: int) -> Stored:
        """Write some answers of a record, committed when this returns.

        Parameters
        ----------
        kind, record
            Which record. With `base` 0 a record of that id is made.
        values
            The answers that change; the others stay.
        base
            The revision the writer had before them.

        Raises
        ------
        Stale
            When the record has moved on since `base`.
        Refused
            With a sentence for each answer that cannot be taken.
        NotFound
            When the record is not one of this organisation, or not of that kind.
        """
        model = KINDS.get(kind)
        with self._writing() as writing:
            if model is None or not self.keeps(model):
                raise NotFound(f"There is no kind of record called “{kind}” here.")
            if not writing.has(record):
                if base != 0:
                    raise NotFound(f"There is no record {record} here.")
                if record != self._placed_id(model, values) and (model.single or not is_free(record)):
                    raise NotFound(f"There is no record {record} here.")
                return writing.make(kind, record, values, self._occasion_of(model))
            current = writing.current(record, base)
            if current.kind != kind:
                raise NotFound(f"There is no record {record} of that kind here.")
            if current.deleted:
                raise Stale(current)
            writing.check_level(model, values)
            checked = validate(model, {**current.values, **values})
            writing.check_references(checked, current.record)
            writing.check_rows(checked, current)
            return writing.change(current, record=checked)

    def make_all(
        self, made: Iterable[tuple[str, str, Mapping[str, object], str]], *, base: int | None = None
    ) -> None:
        """Make records that nobody has written yet, all of them or none.

        Parameters
        ----------
        made
            Kind, id, answers and occasion of each; one that refers to another comes after it.
        base
            The number of the last change here that the writer has seen, where that matters.

        Raises
        ------
        Refused, NotFound, MovedOn
            As for `save`, or when there has been a change since; nothing is written then.
        """
        with self._writing() as writing:
            if base is not None and writing.last_change() != base:
                raise MovedOn
            for kind, record, values, occasion in made:
                model = KINDS[kind]
                if not self.keeps(model):
                    raise NotFound(f"There is no kind of record called “{kind}” here.")
                writing.make(kind, record, values, occasion if model.per_occasion else "")

    def delete(self, record: str, base: int) -> Stored:
        """Mark a record as deleted; its history stays. Errors as for `save`."""
        return self._mark(record, base, deleted=True)

    def restore(self, record: str, base: int) -> Stored:
        """Take a deleted record back. Errors as for `save`."""
        return self._mark(record, base, deleted=False)

    def move(self, record: str, base: int, before: str | None) -> Stored:
        """Place a record before another of its kind, or last. Errors as for `save`."""
        with self._writing() as writing:
            current = writing.current(record, base)
            return writing.change(current, position=writing.position(current, before))

    def single_id(self, kind: str) -> str:
        """Return the id of the single record of `kind`.

        It follows from where the record belongs, so that two who write it first at the same moment
        write the same record and one of them is told.
        """
        occasion = self._occasion_of(KINDS[kind])
        return str(uuid.uuid5(_NAMESPACE, f"{self.cohort}/{self.organisation}/{occasion}/{kind}"))

    def row_id(self, kind: str, place: Mapping[str, str]) -> str:
        """Return the id of the record of `kind` for one row: a code for each field of its `one_for`."""
        where = f"{self.cohort}/{self.organisation}/{self._occasion_of(KINDS[kind])}"
        return row_id(_NAMESPACE, where, KINDS[kind], place)

    def _placed_id(self, model: type[Record], values: Mapping[str, object]) -> str | None:
        """Return the id that follows from where a new record belongs; None where nothing follows."""
        if model.single:
            return self.single_id(model.kind)
        place = place_of(model, values)
        return self.row_id(model.kind, place) if place else None

    def _occasion_of(self, model: type[Record]) -> str:
        return self.occasion if model.per_occasion else ""

    def keeps(self, model: type[Record]) -> bool:
        """Whether records of this kind belong here: not to the whole cohort, nor to another level."""
        return session_of(model.home).reader == "group" and self.level in model.levels

    def _require_write(self) -> None:
        self.grant.require(Action.WRITE, self.cohort, self.organisation)

    @contextmanager
    def _writing(self) -> Iterator[Writing]:
        self._require_write()
        with self._place.writing(self._engine) as connection:
            yield Writing(connection, self._place, self.grant)

    def _mark(self, record: str, base: int, *, deleted: bool) -> Stored:
        with self._writing() as writing:
            current = writing.current(record, base)
            if current.record.single:
                raise NotFound("This record cannot be deleted.")
            if not deleted:
                writing.check_rows(current.record, current)
            return writing.change(current, deleted=deleted)
