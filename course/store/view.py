"""The answers of one organisation in one cohort, as far as a grant reaches."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

from sqlalchemy import Connection, Engine, Row, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from ..grants import Action, Grant
from ..i18n import N_
from ..records import KINDS, Message, Record, Refused, questions, validate
from . import schema
from .errors import NotFound, Stale, StoreError
from .rows import refuse_second, row_id
from .stored import Revision, Stored

__all__ = ["View"]

_NAMESPACE = uuid.UUID("5d0c1a52-6a0b-5d1e-9a53-1f0f6c3f7a10")
_FULL = N_("There are {most} of these already, which is as many as can be kept.")
_GONE = N_("What you chose here is no longer there. Choose again.")


class View:
    """Read and write the answers of one organisation; made by `Store.view`, which checks the grant."""

    def __init__(
        self, engine: Engine, grant: Grant, cohort: str, organisation: str, occasion: str = ""
    ) -> None:
        self._engine = engine
        self.grant = grant
        self.cohort = cohort
        self.organisation = organisation
        self.occasion = occasion

    @property
    def may_write(self) -> bool:
        """Whether the grant lets its holder change answers here."""
        return self.grant.may(Action.WRITE) and self.grant.covers(self.cohort, self.organisation)

    def everything(self) -> dict[str, list[Stored]]:
        """Return all records that are not deleted, by kind and in order, from one moment."""
        statement = self._where(select(schema.record)).where(schema.record.c.deleted.is_(False))
        found: dict[str, list[Stored]] = {kind: [] for kind in KINDS}
        with self._engine.connect() as connection:
            for row in connection.execute(statement.order_by(schema.record.c.position, schema.record.c.id)):
                stored = _stored(row)
                if self._in_occasion(KINDS[row.kind], row.occasion):
                    found[row.kind].append(stored)
        for kind, model in KINDS.items():
            if model.single and not found[kind]:
                found[kind].append(self._unwritten(model))
        return found

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
            row = self._row(connection, record)
        if row is None:
            raise NotFound(f"There is no record {record} here.")
        return _stored(row)

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
        self._require_write()
        if kind not in KINDS:
            raise NotFound(f"There is no kind of record called “{kind}”.")
        with self._write() as connection:
            row = self._row(connection, record)
            if row is None:
                return self._make(connection, kind, record, values, base)
            if row.kind != kind:
                raise NotFound(f"There is no record {record} of that kind here.")
            current = _stored(row)
            if row.revision != base or row.deleted:
                raise Stale(current)
            checked = validate(KINDS[kind], {**current.values, **values})
            self._check_references(connection, checked, current.record)
            self._check_rows(connection, checked, record)
            return self._change(connection, current, record=checked)

    def delete(self, record: str, base: int) -> Stored:
        """Mark a record as deleted; its history stays. Errors as for `save`."""
        return self._mark(record, base, deleted=True)

    def restore(self, record: str, base: int) -> Stored:
        """Take a deleted record back. Errors as for `save`."""
        return self._mark(record, base, deleted=False)

    def move(self, record: str, base: int, before: str | None) -> Stored:
        """Place a record before another of its kind, or last. Errors as for `save`."""
        self._require_write()
        with self._write() as connection:
            current = self._current(connection, record, base)
            order = self._where(
                select(schema.record.c.id, schema.record.c.position)
                .where(schema.record.c.kind == current.kind)
                .where(schema.record.c.deleted.is_(False))
                .where(schema.record.c.id != record)
            ).order_by(schema.record.c.position, schema.record.c.id)
            others = [(row.id, row.position) for row in connection.execute(order)]
            place = next((at for at, (other, _) in enumerate(others) if other == before), None)
            if before is not None and place is None:
                raise NotFound(f"There is no record {before} to place it before.")
            position = self._position(connection, others, len(others) if place is None else place)
            return self._change(connection, current, position=position)

    def history(self, record: str) -> list[Revision]:
        """Return every state a record has had, oldest first.

        Raises
        ------
        NotFound
            When this organisation has none with that id.
        """
        self.get(record)
        statement = (
            select(schema.revision)
            .where(schema.revision.c.record == record)
            .order_by(schema.revision.c.revision)
        )
        with self._engine.connect() as connection:
            return [
                Revision(row.revision, row.data, row.deleted, row.made_at, row.made_by, row.change)
                for row in connection.execute(statement)
            ]

    @property
    def change(self) -> int:
        """The number of the last change to this organisation's answers in this cohort."""
        with self._engine.connect() as connection:
            return self._change_number(connection)

    def single_id(self, kind: str) -> str:
        """Return the id of the single record of `kind`.

        It follows from where the record belongs, so that two who write it first at the same moment
        write the same record and one of them is told.
        """
        occasion = self.occasion if KINDS[kind].per_occasion else ""
        return str(uuid.uuid5(_NAMESPACE, f"{self.cohort}/{self.organisation}/{occasion}/{kind}"))

    def row_id(self, kind: str, place: Mapping[str, str]) -> str:
        """Return the id of the record of `kind` for one row: a code for each field of its `one_for`."""
        occasion = self.occasion if KINDS[kind].per_occasion else ""
        return row_id(_NAMESPACE, f"{self.cohort}/{self.organisation}/{occasion}", KINDS[kind], place)

    def _require_write(self) -> None:
        self.grant.require(Action.WRITE, self.cohort, self.organisation)

    def _write(self) -> Any:
        return self._engine.execution_options(writes=True).begin()

    def _where(self, statement: Any) -> Any:
        return statement.where(
            schema.record.c.organisation == self.organisation, schema.record.c.cohort == self.cohort
        )

    def _in_occasion(self, model: type[Record], occasion: str) -> bool:
        return not model.per_occasion or occasion == self.occasion

    def _row(self, connection: Connection, record: str) -> Row[Any] | None:
        statement = self._where(select(schema.record)).where(schema.record.c.id == record)
        row: Row[Any] | None = connection.execute(statement).one_or_none()
        return row

    def _current(self, connection: Connection, record: str, base: int) -> Stored:
        row = self._row(connection, record)
        if row is None:
            raise NotFound(f"There is no record {record} here.")
        current = _stored(row)
        if current.revision != base:
            raise Stale(current)
        return current

    def _unwritten(self, model: type[Record]) -> Stored:
        return Stored(self.single_id(model.kind), model(), 0, 0.0, self.occasion, None, "")

    def _make(
        self, connection: Connection, kind: str, record: str, values: Mapping[str, object], base: int
    ) -> Stored:
        model = KINDS[kind]
        if base != 0 or not _is_id(record) or (model.single and record != self.single_id(kind)):
            raise NotFound(f"There is no record {record} here.")
        here = self._where(select(func.max(schema.record.c.position))).where(schema.record.c.kind == kind)
        last = connection.scalar(here)
        there = self._where(select(func.count())).where(
            schema.record.c.kind == kind, schema.record.c.deleted.is_(False)
        )
        if (connection.scalar(there) or 0) >= model.most:
            raise Refused({"": Message(_FULL, {"most": model.most})})
        checked = validate(model, values)
        self._check_references(connection, checked, None)
        self._check_rows(connection, checked, record)
        occasion = self.occasion if model.per_occasion else ""
        new = Stored(record, checked, 0, (last or 0.0) + 1.0, occasion, None, "")
        return self._change(connection, new)

    def _mark(self, record: str, base: int, *, deleted: bool) -> Stored:
        self._require_write()
        with self._write() as connection:
            current = self._current(connection, record, base)
            if current.record.single:
                raise NotFound("This record cannot be deleted.")
            if not deleted:
                self._check_rows(connection, current.record, record)
            return self._change(connection, current, deleted=deleted)

    def _change(
        self,
        connection: Connection,
        current: Stored,
        *,
        record: Record | None = None,
        position: float | None = None,
        deleted: bool | None = None,
    ) -> Stored:
        """Write the next revision of `current`; the revision in the condition is what keeps two apart."""
        change = self._next_change(connection)
        after = Stored(
            id=current.id,
            record=current.record if record is None else record,
            revision=current.revision + 1,
            position=current.position if position is None else position,
            occasion=current.occasion,
            updated_at=datetime.now(UTC),
            updated_by=self.grant.name,
            deleted=current.deleted if deleted is None else deleted,
        )
        row = {
            "data": after.values,
            "position": after.position,
            "revision": after.revision,
            "change": change,
            "updated_at": after.updated_at,
            "updated_by": after.updated_by,
            "deleted": after.deleted,
        }
        if current.revision == 0:
            self._insert(connection, after, row)
        else:
            statement = self._where(update(schema.record)).where(
                schema.record.c.id == current.id, schema.record.c.revision == current.revision
            )
            if connection.execute(statement.values(row)).rowcount != 1:
                raise Stale(self.get(current.id))
        connection.execute(
            insert(schema.revision).values(
                record=after.id,
                revision=after.revision,
                data=after.values,
                position=after.position,
                deleted=after.deleted,
                change=change,
                made_at=after.updated_at,
                made_by=after.updated_by,
                person=self.grant.person,
            )
        )
        return after

    def _insert(self, connection: Connection, after: Stored, row: Mapping[str, object]) -> None:
        place = {
            "id": after.id,
            "organisation": self.organisation,
            "cohort": self.cohort,
            "occasion": after.occasion,
            "kind": after.kind,
        }
        try:
            connection.execute(insert(schema.record).values({**place, **row}))
        except IntegrityError:
            # The id is taken in another organisation, or by a save of the same moment: say no more.
            raise NotFound(f"There is no record {after.id} here.") from None

    def _next_change(self, connection: Connection) -> int:
        here = schema.participation.c
        connection.execute(
            update(schema.participation)
            .where(here.cohort == self.cohort, here.organisation == self.organisation)
            .values(change=here.change + 1)
        )
        return self._change_number(connection)

    def _change_number(self, connection: Connection) -> int:
        here = schema.participation.c
        number = connection.scalar(
            select(here.change).where(here.cohort == self.cohort, here.organisation == self.organisation)
        )
        return int(number or 0)

    def _position(self, connection: Connection, others: list[tuple[str, float]], place: int) -> float:
        """Return a position before `others[place]`; number them anew where no gap is left."""
        positions = [position for _, position in others]
        if any(after - before < 1e-6 for before, after in pairwise(positions)):
            for number, (other, _) in enumerate(others, start=1):
                connection.execute(
                    update(schema.record).where(schema.record.c.id == other).values(position=float(number))
                )
            positions = [float(number) for number in range(1, len(others) + 1)]
        before = positions[place - 1] if place else (positions[0] - 2.0 if positions else 0.0)
        after = positions[place] if place < len(positions) else before + 2.0
        return (before + after) / 2

    def _check_references(self, connection: Connection, record: Record, earlier: Record | None) -> None:
        """Refuse a new reference to what this organisation does not have.

        What was referred to before may have been deleted since; that does not stop other answers.
        """
        errors: dict[str, Message] = {}
        for question in questions(type(record)):
            if not question.refers_to:
                continue
            new = _ids(getattr(record, question.name)) - (
                _ids(getattr(earlier, question.name)) if earlier is not None else set()
            )
            for identifier in new:
                row = self._row(connection, identifier)
                if row is None or row.deleted or row.kind != question.refers_to:
                    errors[question.name] = Message(_GONE)
        if errors:
            raise Refused(errors)

    def _check_rows(self, connection: Connection, record: Record, own: str) -> None:
        """Refuse a second record for the same row of a checklist."""
        if not record.one_for:
            return
        occasion = self.occasion if record.per_occasion else ""
        others = (
            self._where(select(schema.record.c.data))
            .where(schema.record.c.kind == record.kind, schema.record.c.occasion == occasion)
            .where(schema.record.c.id != own, schema.record.c.deleted.is_(False))
        )
        refuse_second(record, connection.execute(others).scalars())


def _ids(value: Any) -> set[str]:
    return set(value) if isinstance(value, list) else {value} if value else set()


def _is_id(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False


def _stored(row: Row[Any]) -> Stored:
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
    )
