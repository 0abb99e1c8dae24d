"""The people of a cohort, for those who may invite them: who they are, and whether they have been here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Engine, func, select

from ..grants import Action, Grant
from . import roles_held
from .errors import StoreError
from .roles_held import Held
from .schema import invitation, person, role_held, sign_in

__all__ = ["People", "Person", "UnknownPerson"]


class UnknownPerson(StoreError):
    """Nobody is called that, or several are; the sentence says who there is."""


@dataclass(frozen=True)
class Person:
    """Somebody with a role in a cohort; `roles` are those there, `browsers` where they are signed in now.

    `open_until` is when the last invitation that has not been used ends; `last_came` when they last signed
    in. Both are in UTC, and None where there is none.
    """

    key: str
    name: str
    address: str | None
    language: str | None
    roles: tuple[Held, ...]
    open_until: datetime | None
    last_came: datetime | None
    browsers: int


class People:
    """The people of one store.

    Parameters
    ----------
    engine
        The store's engine.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def of_cohort(self, by: Grant, cohort: str) -> list[Person]:
        """Return everybody who has a role in a cohort, by name.

        Raises
        ------
        NotGranted
            When `by` may not invite people there.
        """
        by.require_in_all(Action.INVITE, cohort)
        at, now = role_held.c, datetime.now(UTC)
        there = (
            select(person)
            .where(person.c.key.in_(select(at.person).where(at.cohort == cohort, at.ended_at.is_(None))))
            .order_by(func.lower(person.c.name), person.c.key)
        )
        unused = (
            select(invitation.c.person, func.max(invitation.c.expires_at))
            .where(
                invitation.c.cohort == cohort,
                invitation.c.revoked_at.is_(None),
                invitation.c.expires_at > now,
                func.coalesce(invitation.c.uses_left, 1) > 0,
            )
            .group_by(invitation.c.person)
        )
        came = select(sign_in.c.person, func.max(sign_in.c.made_at)).group_by(sign_in.c.person)
        live = (
            select(sign_in.c.person, func.count())
            .where(sign_in.c.ended_at.is_(None), sign_in.c.expires_at > now)
            .group_by(sign_in.c.person)
        )
        with self._engine.connect() as connection:
            open_until, last, browsers = (
                {row[0]: row[1] for row in connection.execute(each)} for each in (unused, came, live)
            )
            return [
                Person(
                    key=row.key,
                    name=row.name,
                    address=row.address,
                    language=row.language,
                    roles=tuple(
                        held
                        for held in roles_held.of_person(connection, row.key)
                        if held.grant.cohort == cohort
                    ),
                    open_until=open_until.get(row.key),
                    last_came=last.get(row.key),
                    browsers=browsers.get(row.key, 0),
                )
                for row in connection.execute(there).all()
            ]

    def find(self, by: Grant, cohort: str, text: str) -> Person:
        """Return the person of a cohort whose key, e-mail address or name is `text`, in any case.

        Raises
        ------
        UnknownPerson
            When there is nobody, or several of that name.
        NotGranted
            As for `of_cohort`.
        """
        wanted, everybody = text.strip().casefold(), self.of_cohort(by, cohort)
        for found in everybody:
            if wanted in (found.key, found.address):
                return found
        named = [found for found in everybody if found.name.casefold() == wanted]
        if len(named) == 1:
            return named[0]
        if named:
            raise UnknownPerson(
                f"{len(named)} people are called “{text}”. Name one by key: "
                f"{', '.join(found.key for found in named)}."
            )
        names = ", ".join(_names(everybody)) or "nobody yet; `workbook invite` lets somebody in"
        raise UnknownPerson(f"Nobody in “{cohort}” is called “{text}”. There are: {names}.")

    def at_address(self, address: str) -> str | None:
        """Return the key of whoever has that e-mail address, in small letters."""
        with self._engine.connect() as connection:
            return connection.scalar(select(person.c.key).where(person.c.address == address))

    def roles_of(self, key: str) -> tuple[Held, ...]:
        """Return all roles a person has, in any cohort."""
        with self._engine.connect() as connection:
            return roles_held.of_person(connection, key)

    def language_of(self, key: str) -> str | None:
        """Return a person's language, else that of the first organisation they have a role in."""
        with self._engine.connect() as connection:
            own = connection.scalar(select(person.c.language).where(person.c.key == key))
            roles = roles_held.of_person(connection, key)
        return own or next((held.language for held in roles if held.language), None)

    def invited(self, name: str, role: str, cohort: str, organisation: str | None) -> str | None:
        """Return the key of the person of that name who was last invited in that role, if there is one."""
        statement = (
            select(person.c.key)
            .join(invitation, invitation.c.person == person.c.key)
            .where(
                person.c.name == name,
                invitation.c.role == role,
                invitation.c.cohort == cohort,
                invitation.c.organisation == organisation
                if organisation
                else invitation.c.organisation.is_(None),
            )
            .order_by(invitation.c.made_at.desc())
        )
        with self._engine.connect() as connection:
            return connection.scalar(statement.limit(1))


def _names(people: Sequence[Person]) -> list[str]:
    """Return a list of names that fits into a sentence."""
    most = 20
    names = [found.name for found in people[:most]]
    return [*names, f"and {len(people) - most} more"] if len(people) > most else names
