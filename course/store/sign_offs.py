"""Sign-offs: a group says that a session is ready for the gathering, a facilitator signs a gathering off.

Each is a snapshot with a number. It names the change at which it was made; what the records said then is
in their history (`snapshot_view`). The group goes on writing, and may take it back or give a new one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, Row, Select, func, insert, select, update

from ..grants import Action, Grant
from ..i18n import N_
from ..outline import UnknownSession, gatherings, leads_to
from ..records import KINDS, Message, Refused
from . import schema
from .errors import NotFound
from .place import Place
from .store import Store
from .writing import Writing

__all__ = ["SignOff", "SignOffs"]

_NOTHING = N_("There is nothing to take back: it has not been signed off.")


@dataclass(frozen=True)
class SignOff:
    """A snapshot of an organisation for a session or gathering (`subject`), and who made it when (UTC).

    Its content is what the organisation's history says at `change`.
    """

    organisation: str
    subject: str
    number: int
    change: int
    made_at: datetime
    made_by: str
    taken_back_at: datetime | None = None
    taken_back_by: str | None = None

    @property
    def holds(self) -> bool:
        """Whether it has not been taken back."""
        return self.taken_back_at is None


class SignOffs:
    """The sign-offs in one cohort, as far as a grant reaches.

    Parameters
    ----------
    store, grant, cohort
        Where, who asks, and in which cohort.
    """

    def __init__(self, store: Store, grant: Grant, cohort: str) -> None:
        self._store = store
        self._grant = grant
        self._cohort = cohort

    def of(self, organisation: str, subject: str) -> list[SignOff]:
        """Return all snapshots of an organisation for one session or gathering, the oldest first.

        Raises
        ------
        NotGranted
            When the grant does not reach the organisation.
        """
        self._grant.require(Action.READ, self._cohort, organisation)
        with self._store.engine.connect() as connection:
            return self._of(connection, organisation, subject)

    def snapshot(self, organisation: str, subject: str, number: int) -> SignOff:
        """Return one snapshot, also one that was taken back.

        Raises
        ------
        NotGranted, NotFound
            When the grant does not reach the organisation, or there is none of that number.
        """
        there = self.of(organisation, subject)
        for one in there:
            if one.number == number:
                return one
        numbers = ", ".join(str(one.number) for one in there) or "none"
        raise NotFound(f"“{organisation}” has no snapshot {number} of “{subject}”. It has: {numbers}.")

    def made_at_change(self, organisation: str, change: int) -> SignOff | None:
        """Return the snapshot that was made at a change, if one was.

        Raises
        ------
        NotGranted
            When the grant does not reach the organisation.
        """
        self._grant.require(Action.READ, self._cohort, organisation)
        at = schema.sign_off.c
        statement = self._newest_last().where(at.organisation == organisation, at.change == change)
        with self._store.engine.connect() as connection:
            row = connection.execute(statement).one_or_none()
        return _sign_off(row) if row else None

    def held(self) -> dict[tuple[str, str], SignOff]:
        """Return those that hold: (organisation, session or gathering) → the newest, unless taken back."""
        with self._store.engine.connect() as connection:
            rows = [_sign_off(row) for row in connection.execute(self._newest_last())]
        newest = {(one.organisation, one.subject): one for one in rows if self._reaches(one.organisation)}
        return {where: one for where, one in newest.items() if one.holds}

    def changed_since(self, those: Sequence[SignOff]) -> dict[tuple[str, str], int]:
        """Return how many records have changed since each of `those`: (organisation, subject) → number.

        For a session only its own records count.
        """
        at = schema.record.c
        with self._store.engine.connect() as connection:
            rows = connection.execute(
                select(at.organisation, at.kind, at.change).where(at.cohort == self._cohort)
            ).all()
        return {
            (one.organisation, one.subject): sum(
                row.organisation == one.organisation
                and row.change > one.change
                and one.subject in (_gatherings() | {KINDS[row.kind].home})
                for row in rows
            )
            for one in those
        }

    def sign(self, organisation: str, subject: str) -> SignOff:
        """Sign off a session for one's group, or a gathering for those who hold it, and return the snapshot.

        Where nothing was written since the last one that holds, that one is returned: pressing a button
        twice makes no second snapshot.

        Raises
        ------
        NotGranted
            When the grant has not the right there.
        UnknownSession
            When a group does not get ready for a gathering in that session.
        """
        with self._writing(organisation, subject) as connection:
            place = Place(self._cohort, organisation)
            there = self._of(connection, organisation, subject)
            if there and there[-1].holds and not _written_since(connection, place, there[-1].change):
                return there[-1]
            # A change of its own: whoever writes at the same moment comes clearly before or after it.
            change = Writing(connection, place, self._grant).next_change()
            there = self._of(connection, organisation, subject)
            made = SignOff(
                organisation,
                subject,
                there[-1].number + 1 if there else 1,
                change,
                datetime.now(UTC),
                self._grant.name,
            )
            connection.execute(
                insert(schema.sign_off).values(
                    cohort=self._cohort,
                    organisation=organisation,
                    subject=subject,
                    number=made.number,
                    change=change,
                    above=place.above.change(connection) if place.above else None,
                    made_at=made.made_at,
                    made_by=made.made_by,
                    person=self._grant.person,
                )
            )
        return made

    def take_back(self, organisation: str, subject: str) -> None:
        """Take back the sign-off that holds; its snapshot stays.

        Raises
        ------
        NotGranted, UnknownSession
            As for `sign`.
        Refused
            When none holds.
        """
        at = schema.sign_off.c
        with self._writing(organisation, subject) as connection:
            there = self._of(connection, organisation, subject)
            if not there or not there[-1].holds:
                raise Refused({"": Message(_NOTHING)})
            connection.execute(
                update(schema.sign_off)
                .where(at.cohort == self._cohort, at.organisation == organisation, at.subject == subject)
                .where(at.number == there[-1].number, at.taken_back_at.is_(None))
                .values(taken_back_at=datetime.now(UTC), taken_back_by=self._grant.name)
            )

    @contextmanager
    def _writing(self, organisation: str, subject: str) -> Iterator[Connection]:
        action = Action.SIGN_OFF if subject in _gatherings() else Action.READY
        self._grant.require(action, self._cohort, organisation)
        # That it takes part, and at which level its sessions are held.
        view = self._store.view(self._grant, self._cohort, organisation)
        if action is Action.READY and leads_to(subject) is None:
            raise UnknownSession(subject, view.level)
        with Place(self._cohort, organisation).writing(self._store.engine) as connection:
            yield connection

    def _reaches(self, organisation: str) -> bool:
        return self._grant.may(Action.READ) and self._grant.covers(self._cohort, organisation)

    def _of(self, connection: Connection, organisation: str, subject: str) -> list[SignOff]:
        at = schema.sign_off.c
        statement = self._newest_last().where(at.organisation == organisation, at.subject == subject)
        return [_sign_off(row) for row in connection.execute(statement)]

    def _newest_last(self) -> Select[tuple[object, ...]]:
        at = schema.sign_off.c
        return select(schema.sign_off).where(at.cohort == self._cohort).order_by(at.number)


def _gatherings() -> set[str]:
    return {gathering.key for gathering in gatherings()}


def _written_since(connection: Connection, place: Place, change: int) -> bool:
    """Whether something was written here after `change`."""
    at = schema.record.c
    newest = connection.scalar(place.here(select(func.max(at.change))))
    return int(newest or 0) > change


def _sign_off(row: Row[tuple[object, ...]]) -> SignOff:
    return SignOff(
        row.organisation,
        row.subject,
        row.number,
        row.change,
        row.made_at,
        row.made_by,
        row.taken_back_at,
        row.taken_back_by,
    )
