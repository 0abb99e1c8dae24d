"""Bring the answers of an organisation, and of its units, into one that nobody has written for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from sqlalchemy import Connection, insert, select, update

from ..grants import Action, Grant
from ..i18n import N_
from ..levels import municipality_of
from ..records import Message, Record, Refused, questions
from . import schema
from .errors import StoreError
from .place import Place
from .rows import is_free, place_of
from .units import NewUnit, enter_unit, units_under
from .view import View
from .writing import Writing

if TYPE_CHECKING:
    from .store import Store

__all__ = ["Brought", "BroughtState", "NotEmpty", "Part", "bring_in"]

_AT_ONCE = 500
"""How many ids a statement asks for; databases bound the number of its blanks."""
_ELSEWHERE = N_("Such records do not belong here.")
_TOO_MANY = N_("There are {most} of these already, which is as many as can be kept.")


class NotEmpty(StoreError):
    """Somebody has written there: what is brought in is never mixed with it."""

    def __init__(self, name: str) -> None:
        super().__init__(f"“{name}” has answers already. Nothing was written, so that they stay as they are.")


@dataclass(frozen=True)
class BroughtState:
    """A state of a record. Without `made_at` it is made now, by whoever brings it in."""

    record: Record
    position: float
    deleted: bool = False
    made_at: datetime | None = None
    made_by: str = ""
    change: int = 0


@dataclass(frozen=True)
class Brought:
    """A record to be brought in, with its states, oldest first; `where` is where it was read."""

    id: str
    model: type[Record]
    occasion: str
    position: float
    states: tuple[BroughtState, ...]
    where: str = ""

    @property
    def deleted(self) -> bool:
        """Whether it was taken away in the end."""
        return self.states[-1].deleted


@dataclass(frozen=True)
class Part:
    """The records of one organisation: the one that is named, or the `unit` under it."""

    key: str
    unit: NewUnit | None
    records: tuple[Brought, ...]


def bring_in(store: Store, grant: Grant, cohort: str, organisation: str, parts: Sequence[Part]) -> int:
    """Write the parts, the organisation's own first, all of them or none; return how many records.

    An id stays where it is free. What is found by where it belongs (single records, rows of checklists)
    gets the id it has there, and references follow.

    Raises
    ------
    NotGranted, UnknownOrganisation
        As `Store.view` does.
    NotEmpty
        When anything has been written there before, even if it was deleted since.
    Refused
        When something cannot be kept there; `errors` begin with where it was read.
    """
    view = store.view(grant, cohort, organisation)
    grant.require(Action.WRITE, cohort, organisation)
    with store.engine.execution_options(writes=True).begin() as connection:
        views = [view, *(_unit_view(connection, view, part) for part in parts[1:])]
        ids = _Ids(connection, parts, views)
        for part, own in zip(parts, views, strict=True):
            _Bringing(connection, own, ids).write(part)
    return sum(not record.deleted for part in parts for record in part.records)


def _unit_view(connection: Connection, view: View, part: Part) -> View:
    """Return the view of the unit a part is of, entered where it is not there yet."""
    assert part.unit is not None
    if view.level.is_unit:
        raise Refused({part.unit.name: Message(N_("A unit has no units under it."))})
    view.grant.require(Action.ARRANGE, view.cohort, view.organisation)
    there = {unit.name.casefold(): unit for unit in units_under(connection, view.cohort, view.organisation)}
    unit = there.get(part.unit.name.casefold())
    if unit is None:
        wanted = part.key.partition("--")[2] if municipality_of(part.key) else ""
        unit = enter_unit(connection, view.cohort, view.organisation, part.unit, wanted)
    elif unit.unit_type != part.unit.unit_type:
        raise Refused({unit.name: Message(N_("There is a unit of that name with another type."))})
    return view.of_unit(unit)


class _Ids:
    """Which id each record gets, and what references to it become."""

    def __init__(self, connection: Connection, parts: Sequence[Part], views: Sequence[View]) -> None:
        named = [record.id for part in parts for record in part.records]
        taken = set(_taken(connection, named))
        self._new: dict[str, str] = {}
        for part, view in zip(parts, views, strict=True):
            given: set[str] = set()
            # Those that are there come first: of two for the same row, only one can be.
            for record in sorted(part.records, key=lambda one: one.deleted):
                own = _by_place(view.at(record.occasion), record)
                if own is None or own in given:
                    own = record.id if record.id not in taken and is_free(record.id) else str(uuid4())
                given.add(own)
                self._new[record.id] = own

    def of(self, record: str) -> str:
        """Return the id of a record of the file; one that is not in the file keeps its own."""
        return self._new.get(record, record)

    def within(self, record: Record) -> dict[str, Any]:
        """Return the values of a record with the references it now has."""
        values = record.values()
        for question in questions(type(record), None):
            if question.refers_to and values[question.name]:
                named = values[question.name]
                values[question.name] = (
                    [self.of(one) for one in named] if isinstance(named, list) else self.of(named)
                )
        return values


def _by_place(view: View, record: Brought) -> str | None:
    if record.model.single:
        return view.single_id(record.model.kind)
    place = place_of(record.model, record.states[-1].record.values())
    return view.row_id(record.model.kind, place) if place and not is_free(record.id) else None


def _taken(connection: Connection, ids: Sequence[str]) -> Iterator[str]:
    at = schema.record.c.id
    for start in range(0, len(ids), _AT_ONCE):
        yield from connection.scalars(select(at).where(at.in_(ids[start : start + _AT_ONCE])))


class _Bringing:
    """Writes the records of one organisation on a connection whose transaction the caller ends."""

    def __init__(self, connection: Connection, view: View, ids: _Ids) -> None:
        self._connection = connection
        self._view = view
        self._ids = ids
        self._place = Place(view.cohort, view.organisation, view.level)
        self._checks = Writing(connection, self._place, view.grant)

    def write(self, part: Part) -> None:
        """Write a part into a place that is empty."""
        if self._checks.last_change():
            raise NotEmpty(part.unit.name if part.unit else self._view.organisation)
        self._check(part.records)
        now, change = datetime.now(UTC), 0
        rows: list[dict[str, Any]] = []
        states: list[dict[str, Any]] = []
        for record, position in _in_order(part.records, self._ids):
            of_this: list[dict[str, Any]] = [
                {
                    "record": self._ids.of(record.id),
                    "revision": number,
                    "data": self._ids.within(state.record),
                    "position": state.position,
                    "deleted": state.deleted,
                    "change": state.change or change + number,
                    "made_at": state.made_at or now,
                    "made_by": state.made_by if state.made_at else self._view.grant.name,
                    # Whose account it was elsewhere means nothing here: it is who brought it that is known.
                    "person": self._view.grant.person,
                }
                for number, state in enumerate(record.states, start=1)
            ]
            change = max(change, *(state["change"] for state in of_this))
            states += of_this
            rows.append(self._row(record, position, of_this[-1]))
        if rows:
            self._connection.execute(insert(schema.record), rows)
            self._connection.execute(insert(schema.revision), states)
            at = schema.participation.c
            self._connection.execute(
                update(schema.participation)
                .where(at.cohort == self._place.cohort, at.organisation == self._place.organisation)
                .values(change=change)
            )

    def _row(self, record: Brought, position: float, last: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "id": last["record"],
            "organisation": self._place.organisation,
            "cohort": self._place.cohort,
            "occasion": record.occasion,
            "kind": record.model.kind,
            "data": last["data"],
            "position": position,
            "revision": last["revision"],
            "change": last["change"],
            "updated_at": last["made_at"],
            "updated_by": last["made_by"],
            "deleted": last["deleted"],
        }

    def _check(self, records: Sequence[Brought]) -> None:
        """Refuse what `View.save` would not have let be written here."""
        seen: dict[tuple[object, ...], str] = {}
        counted: dict[str, int] = {}
        for record in records:
            if not self._view.keeps(record.model):
                raise Refused({record.where: Message(_ELSEWHERE)})
            for state in record.states:
                try:
                    self._checks.check_level(record.model, state.record.values())
                except Refused as refused:
                    raise Refused(
                        {f"{record.where}, “{name}”": why for name, why in refused.errors.items()}
                    ) from None
            if record.deleted:
                continue
            kind = record.model.kind
            counted[kind] = counted.get(kind, 0) + 1
            if counted[kind] > record.model.most:
                raise Refused({record.where: Message(_TOO_MANY, {"most": record.model.most})})
            for alone in _only_one(record):
                if alone in seen:
                    raise Refused({record.where: Message(N_("There is another record for the same place."))})
                seen[alone] = record.id


def _only_one(record: Brought) -> Iterator[tuple[object, ...]]:
    """Yield what no two records of an organisation share."""
    kind = record.model.kind
    if record.model.single:
        yield kind, record.occasion
    if place := place_of(record.model, record.states[-1].record.values()):
        yield kind, record.occasion, *place.values()


def _in_order(records: Iterable[Brought], ids: _Ids) -> Iterator[tuple[Brought, float]]:
    """Yield each record with its position.

    A kind is numbered anew where its positions would not give the order it came in: one that was deleted
    may stand where another does, and it is then the id that decides.
    """
    of_kind: dict[type[Record], list[Brought]] = {}
    for record in records:
        of_kind.setdefault(record.model, []).append(record)
    for those in of_kind.values():
        places = [(record.position, ids.of(record.id)) for record in those]
        ascending = all(one < next_one for one, next_one in pairwise(places))
        for number, record in enumerate(those, start=1):
            yield record, record.position if ascending else float(number)
