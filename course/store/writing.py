"""One transaction that changes records: every change is a new revision, numbered and attributed."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

from sqlalchemy import Connection, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from ..grants import Grant
from ..i18n import N_
from ..records import KINDS, Message, Record, Refused, is_empty, questions, validate
from ..records.refusal import UNKNOWN
from . import schema
from .errors import NotFound, Stale
from .place import Place, stored
from .rows import refuse_second
from .stored import Stored

__all__ = ["Writing"]

_FULL = N_("There are {most} of these already, which is as many as can be kept.")
_GONE = N_("What you chose here is no longer there. Choose again.")


class Writing:
    """Changes to the records of one place, on a connection whose transaction the caller ends."""

    def __init__(self, connection: Connection, place: Place, grant: Grant) -> None:
        self._connection = connection
        self._place = place
        self._grant = grant

    def last_change(self) -> int:
        """Return the number of the last change here; nobody else can make one until this ends."""
        at = schema.participation.c
        self._connection.execute(
            update(schema.participation)
            .where(at.cohort == self._place.cohort, at.organisation == self._place.organisation)
            .values(change=at.change)
        )
        return self._place.change(self._connection)

    def has(self, record: str) -> bool:
        """Whether a record is here, deleted or not."""
        return self._place.row(self._connection, record) is not None

    def current(self, record: str, base: int) -> Stored:
        """Return a record that is still at revision `base`.

        Raises
        ------
        NotFound, Stale
            When it is not here, or has moved on.
        """
        row = self._place.row(self._connection, record)
        if row is None:
            raise NotFound(f"There is no record {record} here.")
        current = stored(row, self._place.level)
        if current.revision != base:
            raise Stale(current)
        return current

    def make(self, kind: str, record: str, values: Mapping[str, object], occasion: str) -> Stored:
        """Make a record after the last of its kind."""
        model = KINDS[kind]
        if not _is_id(record):
            raise NotFound(f"There is no record {record} here.")
        of_kind = schema.record.c.kind == kind
        last = self._connection.scalar(
            self._place.here(select(func.max(schema.record.c.position))).where(of_kind)
        )
        there = self._connection.scalar(
            self._place.here(select(func.count(schema.record.c.id))).where(
                of_kind, schema.record.c.deleted.is_(False)
            )
        )
        if (there or 0) >= model.most:
            raise Refused({"": Message(_FULL, {"most": model.most})})
        self.check_level(model, values)
        checked = validate(model, values)
        self.check_references(checked, None)
        level, country = self._place.level, self._place.country
        position = (last or 0.0) + 1.0
        new = Stored(record, checked, 0, position, occasion, None, "", level=level, country=country)
        self.check_rows(checked, new)
        return self.change(new)

    def change(
        self,
        current: Stored,
        *,
        record: Record | None = None,
        position: float | None = None,
        deleted: bool | None = None,
    ) -> Stored:
        """Write the next revision of `current`; the revision in the condition is what keeps two apart."""
        number = self.next_change()
        after = Stored(
            id=current.id,
            record=current.record if record is None else record,
            revision=current.revision + 1,
            position=current.position if position is None else position,
            occasion=current.occasion,
            updated_at=datetime.now(UTC),
            updated_by=self._grant.name,
            deleted=current.deleted if deleted is None else deleted,
            level=current.level,
            country=current.country,
        )
        row = {
            "data": after.values,
            "position": after.position,
            "revision": after.revision,
            "change": number,
            "updated_at": after.updated_at,
            "updated_by": after.updated_by,
            "deleted": after.deleted,
        }
        if current.revision == 0:
            self._insert(after, row)
        else:
            self._update(current, row)
        self._connection.execute(
            insert(schema.revision).values(
                record=after.id,
                revision=after.revision,
                data=after.values,
                position=after.position,
                deleted=after.deleted,
                change=number,
                made_at=after.updated_at,
                made_by=after.updated_by,
                person=self._grant.person,
            )
        )
        return after

    def position(self, moved: Stored, before: str | None) -> float:
        """Return the position before a record of the same kind, or after the last.

        Where no gap is left, the others are numbered anew.
        """
        order = (
            self._place.here(select(schema.record.c.id, schema.record.c.position))
            .where(schema.record.c.kind == moved.kind)
            .where(schema.record.c.deleted.is_(False))
            .where(schema.record.c.id != moved.id)
            .order_by(schema.record.c.position, schema.record.c.id)
        )
        others = [(row.id, row.position) for row in self._connection.execute(order)]
        place = next((at for at, (other, _) in enumerate(others) if other == before), None)
        if before is not None and place is None:
            raise NotFound(f"There is no record {before} to place it before.")
        at = len(others) if place is None else place
        positions = [position for _, position in others]
        if any(later - earlier < 1e-6 for earlier, later in pairwise(positions)):
            positions = self._numbered_anew([other for other, _ in others])
        earlier = positions[at - 1] if at else (positions[0] - 2.0 if positions else 0.0)
        later = positions[at] if at < len(positions) else earlier + 2.0
        return (earlier + later) / 2

    def check_references(self, record: Record, earlier: Record | None) -> None:
        """Refuse a new reference to what this place does not have.

        What was referred to before may have been deleted since; that does not stop other answers.
        """
        errors: dict[str, Message] = {}
        for question in questions(type(record), None):
            if not question.refers_to:
                continue
            known = _ids(getattr(earlier, question.name)) if earlier is not None else set()
            for identifier in _ids(getattr(record, question.name)) - known:
                if not self._may_refer_to(identifier, question.refers_to):
                    errors[question.name] = Message(_GONE)
        if errors:
            raise Refused(errors)

    def _may_refer_to(self, identifier: str, kind: str) -> bool:
        """Whether a record is here, or is one that the municipality's units may refer to."""
        above = self._place.above if KINDS[kind].carried else None
        for place in (self._place, above):
            row = place.row(self._connection, identifier) if place else None
            if row is not None and not row.deleted and row.kind == kind:
                return True
        return False

    def check_level(self, model: type[Record], values: Mapping[str, object]) -> None:
        """Refuse an answer to what is not asked at this level."""
        elsewhere = [asked.name for asked in questions(model, None) if self._place.level not in asked.levels]
        if errors := {name: Message(UNKNOWN) for name in elsewhere if not is_empty(values.get(name))}:
            raise Refused(errors)

    def check_rows(self, record: Record, own: Stored) -> None:
        """Refuse a second record for the same row of a checklist."""
        if not record.one_for:
            return
        others = (
            self._place.here(select(schema.record.c.data))
            .where(schema.record.c.kind == record.kind, schema.record.c.occasion == own.occasion)
            .where(schema.record.c.id != own.id, schema.record.c.deleted.is_(False))
        )
        refuse_second(record, self._connection.execute(others).scalars())

    def _insert(self, after: Stored, row: Mapping[str, object]) -> None:
        place = {
            "id": after.id,
            "organisation": self._place.organisation,
            "cohort": self._place.cohort,
            "occasion": after.occasion,
            "kind": after.kind,
        }
        try:
            self._connection.execute(insert(schema.record).values({**place, **row}))
        except IntegrityError:
            # The id is taken in another organisation, or by a save of the same moment: say no more.
            raise NotFound(f"There is no record {after.id} here.") from None

    def _update(self, current: Stored, row: Mapping[str, object]) -> None:
        statement = self._place.here(update(schema.record)).where(
            schema.record.c.id == current.id, schema.record.c.revision == current.revision
        )
        if self._connection.execute(statement.values(row)).rowcount != 1:
            there = self._place.row(self._connection, current.id)
            raise Stale(current if there is None else stored(there, self._place.level))

    def next_change(self) -> int:
        """Count one change more here and return its number; another writer waits until this one has ended."""
        at = schema.participation.c
        self._connection.execute(
            update(schema.participation)
            .where(at.cohort == self._place.cohort, at.organisation == self._place.organisation)
            .values(change=at.change + 1)
        )
        return self._place.change(self._connection)

    def _numbered_anew(self, order: list[str]) -> list[float]:
        """Number records in their order; it is a change of its own, so that any earlier order can be read."""
        change = self.next_change()
        for number, record in enumerate(order, start=1):
            self._connection.execute(
                insert(schema.placement).values(record=record, change=change, position=float(number))
            )
            self._connection.execute(
                update(schema.record).where(schema.record.c.id == record).values(position=float(number))
            )
        return [float(number) for number in range(1, len(order) + 1)]


def _ids(value: Any) -> set[str]:
    return set(value) if isinstance(value, list) else {value} if value else set()


def _is_id(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False
