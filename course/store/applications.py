"""Applications to join a cohort: sent by strangers, changed by whoever has the personal link, read by few.

Nothing here tells one applicant of another. Tokens are random and are kept as SHA-256 only.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from ..grants import Action, Grant
from ..municipalities import RegisteredMunicipality
from ..records.joining import Application, read_application
from ..vocabulary import alphabet
from .call_schema import application, decision
from .calls import Calls
from .errors import MovedOn, NotFound, StoreError
from .invited import hashed
from .store import Store

__all__ = [
    "MOST_APPLICATIONS",
    "AlreadySent",
    "Applications",
    "Applied",
    "Closed",
    "Decided",
    "Decision",
    "Full",
    "State",
    "add_decision",
    "found",
]

MOST_APPLICATIONS = 500
"""Most applications to one cohort; without a rule, a bound against a wild browser."""


class Closed(StoreError):
    """The last day to apply is over, or nobody may apply."""


class Decided(StoreError):
    """It has been decided about the application, so that it can no longer be changed."""


class Full(StoreError):
    """There are as many applications as can be kept."""


class AlreadySent(StoreError):
    """The same form has been sent before."""


class State(StrEnum):
    """How an application stands."""

    SENT = "sent"
    ACCEPTED = "accepted"
    DECLINED = "declined"


@dataclass(frozen=True)
class Decision:
    """What was decided about an application, and why. The moment is in UTC."""

    number: int
    decided: State
    reason: str
    made_at: datetime
    made_by: str


@dataclass(frozen=True)
class Applied:
    """An application. `organisation` is the key of the municipality that an accepted one became."""

    id: str
    cohort: str
    country: str
    code: str
    municipality: str
    language: str
    answers: Application
    state: State
    revision: int
    made_at: datetime
    updated_at: datetime
    organisation: str | None
    decisions: tuple[Decision, ...]


class Applications:
    """The applications in a store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def send(
        self, key: str, cohort: str, municipality: RegisteredMunicipality, language: str, answers: Application
    ) -> str:
        """Keep a new application and return the token of its personal link, which is kept nowhere.

        Parameters
        ----------
        key
            The id it gets, a UUID that came with the form: a form that is sent twice is one application.

        Raises
        ------
        Closed, Full, AlreadySent
            When it cannot be kept.
        NotFound
            When the cohort takes no applications.
        """
        offered, token, now = Calls(self._store).of(cohort), secrets.token_urlsafe(32), datetime.now(UTC)
        if not offered.is_open(now) or municipality.country not in offered.offer.countries:
            raise Closed("Applications are no longer taken.")
        try:
            with self._store.engine.execution_options(writes=True).begin() as connection:
                if _count(connection, cohort) >= MOST_APPLICATIONS:
                    raise Full("There are as many applications as can be kept.")
                connection.execute(
                    insert(application).values(
                        id=key,
                        cohort=cohort,
                        country=municipality.country,
                        code=municipality.code,
                        name=municipality.name,
                        language=language,
                        data=answers.values(),
                        token_hash=hashed(token),
                        state=State.SENT.value,
                        revision=1,
                        made_at=now,
                        updated_at=now,
                    )
                )
        except IntegrityError:
            raise AlreadySent("This form has been sent already.") from None
        return token

    def opened(self, token: str) -> Applied:
        """Return the application whose personal link has this token.

        Raises
        ------
        NotFound
            When there is none.
        """
        return self._only(select(application).where(application.c.token_hash == hashed(token)))

    def change(self, token: str, revision: int, language: str, answers: Application) -> Applied:
        """Keep what the applicant has changed, and return the application as it is now.

        Parameters
        ----------
        revision
            The one that the change was made from.
        language
            The language it is written in.

        Raises
        ------
        NotFound, Closed, Decided
            When there is nothing that may be changed.
        MovedOn
            When it was changed since, on another page.
        """
        there = self.opened(token)
        self._require_open(there)
        with self._store.engine.execution_options(writes=True).begin() as connection:
            changed = connection.execute(
                update(application)
                .where(
                    application.c.id == there.id,
                    application.c.revision == revision,
                    application.c.state == State.SENT.value,
                )
                .values(
                    data=answers.values(),
                    language=language,
                    revision=revision + 1,
                    updated_at=datetime.now(UTC),
                )
            )
            if not changed.rowcount:
                raise MovedOn
        return self.opened(token)

    def withdraw(self, token: str) -> None:
        """Remove an application altogether, while it can be changed. Errors as for `change`."""
        there = self.opened(token)
        self._require_open(there)
        with self._store.engine.execution_options(writes=True).begin() as connection:
            at = application.c
            gone = delete(application).where(at.id == there.id, at.state == State.SENT.value)
            if not connection.execute(gone).rowcount:
                raise Decided("It has been decided about this application.")

    def everything(self, by: Grant, cohort: str) -> list[Applied]:
        """Return the applications to a cohort, by municipality; of two from the same, the older first.

        Raises
        ------
        NotGranted
            When the grant does not let its holder admit anybody to the cohort.
        """
        by.require_in_all(Action.ADMIT, cohort)
        at = application.c
        with self._store.engine.connect() as connection:
            there = _applied(connection, select(application).where(at.cohort == cohort).order_by(at.made_at))
        return sorted(there, key=lambda one: alphabet(one.municipality, "nb"))

    def one(self, by: Grant, cohort: str, key: str) -> Applied:
        """Return one application to a cohort.

        Raises
        ------
        NotGranted, NotFound
            As for `everything`, or when there is none.
        """
        by.require_in_all(Action.ADMIT, cohort)
        return self._only(select(application).where(application.c.cohort == cohort, application.c.id == key))

    def decline(self, by: Grant, cohort: str, key: str, reason: str) -> Applied:
        """Decline an application; one that was declined before gets the new reason.

        Raises
        ------
        NotGranted, NotFound
            As for `one`.
        Decided
            When it was accepted: who is in is taken out by taking their access back.
        """
        self.one(by, cohort, key)
        with self._store.engine.execution_options(writes=True).begin() as connection:
            add_decision(connection, by, cohort, key, State.DECLINED, reason)
        return self.one(by, cohort, key)

    def erase(self, by: Grant, cohort: str, key: str) -> None:
        """Remove an application and what was decided about it, for good.

        Raises
        ------
        NotGranted
            When the grant does not let its holder remove people from the cohort.
        NotFound
            When there is none.
        """
        by.require_in_all(Action.ADMINISTER, cohort)
        self.one(by, cohort, key)
        with self._store.engine.execution_options(writes=True).begin() as connection:
            connection.execute(delete(decision).where(decision.c.application == key))
            connection.execute(delete(application).where(application.c.id == key))

    def _require_open(self, there: Applied) -> None:
        if there.state is not State.SENT:
            raise Decided("It has been decided about this application.")
        if not Calls(self._store).of(there.cohort).is_open():
            raise Closed("The last day to apply is over.")

    def _only(self, statement: Select[Any]) -> Applied:
        with self._store.engine.connect() as connection:
            return found(connection, statement)


def found(connection: Connection, statement: Select[Any]) -> Applied:
    """Return the one application that a statement finds; `NotFound` where there is none."""
    there = _applied(connection, statement)
    if not there:
        raise NotFound("There is no such application.")
    return there[0]


def add_decision(
    connection: Connection, by: Grant, cohort: str, key: str, decided: State, reason: str
) -> None:
    """Write down what is decided about an application; `Decided` where it has been accepted already."""
    at = application.c
    changed = connection.execute(
        update(application)
        .where(at.cohort == cohort, at.id == key, at.state != State.ACCEPTED.value)
        .values(state=decided.value)
    )
    if not changed.rowcount:
        raise Decided("This application has been accepted. Take people’s access back instead.")
    number = connection.scalar(select(func.count()).where(decision.c.application == key)) or 0
    connection.execute(
        insert(decision).values(
            application=key,
            number=number + 1,
            cohort=cohort,
            decided=decided.value,
            reason=reason,
            made_at=datetime.now(UTC),
            made_by=by.name,
            person=by.person,
        )
    )


def _count(connection: Connection, cohort: str) -> int:
    return connection.scalar(select(func.count()).where(application.c.cohort == cohort)) or 0


def _applied(connection: Connection, statement: Select[Any]) -> list[Applied]:
    rows: Sequence[Row[Any]] = connection.execute(statement).all()
    told = select(decision).where(decision.c.application.in_([row.id for row in rows]))
    decisions: dict[str, list[Decision]] = {}
    for row in connection.execute(told.order_by(decision.c.number)):
        decisions.setdefault(row.application, []).append(
            Decision(row.number, State(row.decided), row.reason, row.made_at, row.made_by)
        )
    return [
        Applied(
            id=row.id,
            cohort=row.cohort,
            country=row.country,
            code=row.code,
            municipality=row.name,
            language=row.language,
            answers=read_application(row.data),
            state=State(row.state),
            revision=row.revision,
            made_at=row.made_at,
            updated_at=row.updated_at,
            organisation=row.organisation,
            decisions=tuple(decisions.get(row.id, ())),
        )
        for row in rows
    ]
