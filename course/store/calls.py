"""Opening a cohort: what it offers to municipalities that apply, and until when they may."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, Select, insert, select, update
from sqlalchemy.exc import IntegrityError

from .. import organisations
from ..grants import Action, Grant
from ..i18n import N_
from ..levels import key_words
from ..records import KINDS, Message, Refused, validate
from ..records.joining import CallFor, CohortName
from . import roles_held, schema
from .call_schema import call
from .errors import NotFound, StoreError
from .store import Store
from .whole import enter_whole

__all__ = ["Call", "Calls", "CohortThere"]

_LONGEST_KEY = 60
_BAD_KEY = N_(
    "A key has small letters, digits and single dashes, begins with a letter, and is at most 60 long."
)
_DATES = N_("A gathering cannot end before it begins.")


class CohortThere(StoreError):
    """A cohort of that key is there already."""

    def __init__(self, key: str) -> None:
        super().__init__(f"There is a cohort “{key}” already. Give the new one another key.")


@dataclass(frozen=True)
class Call:
    """What a cohort offers; `names` is what the cohort is called, language code → name."""

    cohort: str
    names: Mapping[str, str]
    offer: CallFor

    @property
    def closes_at(self) -> datetime:
        """The moment from which on it is too late: the last day is over, where the cohort says it ends."""
        last = self.offer.deadline
        if last is None:
            raise ValueError("A call has a last day.")
        return datetime.combine(last + timedelta(days=1), time.min, ZoneInfo(self.offer.time_zone))

    def is_open(self, now: datetime | None = None) -> bool:
        """Whether applications are taken, at a moment that is now unless another is given."""
        return (now or datetime.now(UTC)) < self.closes_at

    def called(self, language: str) -> str:
        """Return what the cohort is called."""
        return self.names.get(language) or self.names["en"]


class Calls:
    """What the cohorts of a store offer. Everybody may read it: it is there to be read."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def of(self, cohort: str) -> Call:
        """Return what a cohort offers.

        Raises
        ------
        NotFound
            When it was never opened for applications.
        """
        found = self._read(_calls().where(call.c.cohort == cohort))
        if not found:
            raise NotFound(f"The cohort “{cohort}” takes no applications.")
        return found[0]

    def open_now(self) -> list[Call]:
        """Return what can be applied for now, the first to close first."""
        return sorted((one for one in self.every() if one.is_open()), key=lambda one: one.closes_at)

    def every(self) -> list[Call]:
        """Return what every cohort offers or has offered, by its key."""
        return self._read(_calls().order_by(call.c.cohort))

    def change(self, by: Grant, cohort: str, offer: CallFor) -> Call:
        """Open a cohort that is there for applications, or say anew what it offers.

        Raises
        ------
        NotGranted
            When `by` may open no cohort, or not this one.
        UnknownOrganisation
            When there is no such cohort.
        """
        by.require_in_all(Action.OPEN, cohort)
        self._store.cohort_called(cohort, "en")
        told = _told(by, offer)
        try:
            with self._store.engine.execution_options(writes=True).begin() as connection:
                there = connection.execute(update(call).where(call.c.cohort == cohort).values(told))
                if not there.rowcount:
                    connection.execute(insert(call).values(cohort=cohort, **told))
        except IntegrityError:
            # Two at the same moment, which PostgreSQL lets come this far: the later word counts.
            with self._store.engine.execution_options(writes=True).begin() as connection:
                connection.execute(update(call).where(call.c.cohort == cohort).values(told))
        return self.of(cohort)

    def open_cohort(
        self,
        by: Grant,
        name: CohortName,
        offer: CallFor,
        gatherings: Sequence[Mapping[str, object]] = (),
        *,
        key: str = "",
    ) -> Call:
        """Enter a new cohort, with its gatherings, and open it for applications.

        Parameters
        ----------
        by
            Who opens it, and has the same role there from now on.
        gatherings
            Days and places of the gatherings, as a facilitator writes them down.
        key
            What the cohort is known by, in small letters, digits and single dashes; otherwise it is made of
            the name.

        Raises
        ------
        NotGranted
            When `by` may open no cohort.
        CohortThere
            When the key is taken.
        Refused
            When a gathering, or the key, cannot be.
        """
        by.require_in_all(Action.OPEN, by.cohort)
        for number, gathering in enumerate(gatherings):
            _require_gathering(number, gathering)
        key = key or self._free_key(name.called)
        if not (re.fullmatch(organisations.KEY, key) and len(key) <= _LONGEST_KEY):
            raise Refused({"key": Message(_BAD_KEY)})
        if key in organisations.cohorts():
            raise CohortThere(key)
        there = by.model_copy(update={"cohort": key})
        names = {"en": name.called, "nb": name.called_nb, "nn": name.called_nn}
        try:
            with self._store.engine.execution_options(writes=True).begin() as connection:
                connection.execute(
                    insert(schema.cohort).values(
                        key=key,
                        name={language: called for language, called in names.items() if called},
                        demonstration=False,
                    )
                )
                enter_whole(connection, key, name.called, offer.countries[0])
                connection.execute(insert(call).values(cohort=key, **_told(by, offer)))
                if connection.scalar(select(schema.person.c.key).where(schema.person.c.key == by.person)):
                    roles_held.give(connection, there)
        except IntegrityError:
            raise CohortThere(key) from None
        view = self._store.gatherings_view(there, key)
        for gathering in gatherings:
            row = view.row_id("gathering", {"gathering": str(gathering["gathering"])})
            view.save("gathering", row, gathering, 0)
        return self.of(key)

    def _free_key(self, name: str) -> str:
        """Return a key made of a name, numbered where another cohort has it."""
        with self._store.engine.connect() as connection:
            taken = {*connection.scalars(select(schema.cohort.c.key)), *organisations.cohorts()}
        stem = key_words(name)[: _LONGEST_KEY - 12].strip("-")
        stem = stem if stem[:1].isalpha() else f"cohort-{stem}".strip("-")
        numbered = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
        return next(key for key in (stem, *numbered) if key not in taken)

    def _read(self, statement: Select[Any]) -> list[Call]:
        with self._store.engine.connect() as connection:
            return [_call(row) for row in connection.execute(statement)]


def _require_gathering(number: int, values: Mapping[str, object]) -> None:
    """Refuse a gathering whose answers cannot be taken, under its number, before anything is written."""
    try:
        planned = validate(KINDS["gathering"], values)
    except Refused as refused:
        raise Refused({f"{name}.{number}": said for name, said in refused.errors.items()}) from None
    first, last = planned.values()["starts_on"], planned.values()["ends_on"]
    if first and last and last < first:
        raise Refused({f"ends_on.{number}": Message(_DATES)})


def _told(by: Grant, offer: CallFor) -> dict[str, Any]:
    return {
        "deadline": offer.deadline,
        "time_zone": offer.time_zone,
        "places": offer.places,
        "countries": offer.countries,
        "about": offer.about,
        "made_at": datetime.now(UTC),
        "made_by": by.name,
        "person": by.person,
    }


def _calls() -> Select[Any]:
    return select(call, schema.cohort.c.name).join(schema.cohort, schema.cohort.c.key == call.c.cohort)


def _call(row: Row[Any]) -> Call:
    return Call(
        cohort=row.cohort,
        names=row.name,
        offer=CallFor(
            deadline=row.deadline,
            time_zone=row.time_zone,
            places=row.places,
            countries=row.countries,
            about=row.about,
        ),
    )
