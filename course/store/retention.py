"""How long names are kept: a day for each cohort, after which roles take the place of its people's names."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select, update

from ..grants import Action, Grant
from . import schema
from .applicants import application_names, forget_all_applicants
from .errors import StoreError
from .forget import forget_in, writers
from .store import Store

__all__ = ["NotDue", "carry_out", "keep_names_until", "names_left", "names_until"]


class NotDue(StoreError):
    """Names are still to be kept; the sentence says how long."""


def names_until(store: Store, cohort: str) -> date | None:
    """Return the last day on which names are kept; None where nobody has settled one."""
    statement = select(schema.cohort.c.names_until).where(schema.cohort.c.key == cohort)
    with store.engine.connect() as connection:
        return connection.scalar(statement)


def names_left(store: Store, cohort: str) -> int:
    """Return how many names a cohort holds: of its people, its writers, and those who applied."""
    with store.engine.connect() as connection:
        return len(writers(connection, cohort)) + application_names(connection, cohort)


def keep_names_until(store: Store, by: Grant, cohort: str, day: date) -> None:
    """Settle the last day on which the names of a cohort's people are kept.

    Raises
    ------
    NotGranted
        When `by` may not settle that.
    """
    by.require_in_all(Action.ADMINISTER, cohort)
    at = schema.cohort
    with store.engine.execution_options(writes=True).begin() as connection:
        connection.execute(update(at).where(at.c.key == cohort).values(names_until=day))


def carry_out(store: Store, by: Grant, cohort: str, today: date) -> int:
    """Put roles in place of all names in a cohort, take its people out; return how many names there were.

    Whoever is in another cohort as well stays there.

    Raises
    ------
    NotDue
        When the day has not passed, or none is settled.
    NotGranted
        When `by` may not do that.
    """
    by.require_in_all(Action.ADMINISTER, cohort)
    until = names_until(store, cohort)
    if until is None:
        raise NotDue(f"No day is settled for “{cohort}”. `workbook retention --until DAY` settles one.")
    if today <= until:
        raise NotDue(f"The names in “{cohort}” are kept until {until}, and it is {today}.")
    with store.engine.execution_options(writes=True).begin() as connection:
        people = writers(connection, cohort)
        for key in people:
            forget_in(connection, key, cohort)
        # Who applied and was never let in is no person here; their names have had their time as well.
        return len(people) + forget_all_applicants(connection, cohort)
