"""Who may come in: persons, their invitation links, and the browsers that are signed in.

Tokens and sign-in keys are random and are kept as SHA-256 only: a copy of the database lets nobody in.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Row,
    and_,
    select,
    update,
)

from ..grants import Grant
from . import roles_held
from .invited import (
    Invitation,
    InvitationRefused,
    Refusal,
    begin_sign_in,
    enter_invitation,
    enter_person,
    hashed,
    open_invitation,
    use_up,
)
from .roles_held import Held
from .schema import invitation, person, sign_in

__all__ = ["Access", "Invitation", "InvitationRefused", "Refusal", "SignIn"]


@dataclass(frozen=True)
class SignIn:
    """A browser that is signed in. `key` is the stored hash: it names the sign-in and opens nothing.

    `grant` is the one of the person's `roles` in which this browser is used. `language` is the person's own,
    else that of the municipality they belong to.
    """

    key: str
    grant: Grant
    language: str | None
    expires_at: datetime
    roles: tuple[Held, ...] = ()


class Access:
    """Invitations and sign-ins of one store.

    Parameters
    ----------
    engine
        The store's engine.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def invite(
        self,
        grant: Grant,
        *,
        valid_for: timedelta,
        uses: int | None = 1,
        token: str | None = None,
        language: str | None = None,
        again: bool = False,
        address: str | None = None,
    ) -> str:
        """Make an invitation for the grant's person and return its token, which is kept nowhere.

        The person has the role from now on; the link is only the way in.

        Parameters
        ----------
        grant
            What the person will be allowed; the person is entered, or renamed, on the way.
        valid_for
            How long the link works.
        uses
            How often it works; None for as often as anyone likes (demonstration links).
        token
            A token to use instead of a random one. Inviting again with the same token renews it.
        language
            The person's language, if it is known.
        again
            Whether the link is only to sign in once more, as somebody who has the role already.
        address
            The person's e-mail address, if it is known.
        """
        token = token or secrets.token_urlsafe(32)
        with self._engine.execution_options(writes=True).begin() as connection:
            if not again:
                enter_person(connection, grant, language, address)
                roles_held.give(connection, grant)
            enter_invitation(connection, grant, token, valid_for=valid_for, uses=uses, again=again)
        return token

    def invitation(self, token: str) -> Invitation:
        """Return what the link with `token` opens, without using it up.

        Raises
        ------
        InvitationRefused
            When it is not known, has expired, was revoked or has been used.
        """
        with self._engine.connect() as connection:
            return open_invitation(connection, token)

    def redeem(self, token: str, *, valid_for: timedelta) -> str:
        """Use the link with `token` and return the key of a new sign-in, which is kept nowhere.

        Raises
        ------
        InvitationRefused
            When it is not known, has expired, was revoked or has been used.
        """
        with self._engine.execution_options(writes=True).begin() as connection:
            opened = open_invitation(connection, token)
            use_up(connection, token)
            return begin_sign_in(connection, opened.grant, valid_for)

    def signed_in(self, key: str) -> SignIn | None:
        """Return the sign-in with `key`, or None when there is none, it has ended, or no role is left."""
        statement = (
            select(sign_in, person.c.language)
            .join(person, person.c.key == sign_in.c.person)
            .where(sign_in.c.id_hash == hashed(key), _live())
        )
        with self._engine.connect() as connection:
            row = connection.execute(statement).one_or_none()
            roles = roles_held.of_person(connection, row.person) if row else ()
        if row is None or not roles:
            return None
        # Where the role it was used in has been taken back, another of the person's takes its place.
        chosen = next((held for held in roles if _same(held.grant, row)), roles[0])
        return SignIn(
            key=row.id_hash,
            grant=chosen.grant,
            language=row.language or chosen.language,
            expires_at=row.expires_at,
            roles=roles,
        )

    def choose(self, id_hash: str, grant: Grant) -> bool:
        """Use a sign-in in another of its person's roles; return whether it is one they have.

        Parameters
        ----------
        id_hash
            What `SignIn.key` names the sign-in by.
        grant
            The role.
        """
        with self._engine.execution_options(writes=True).begin() as connection:
            if grant not in [held.grant for held in roles_held.of_person(connection, grant.person)]:
                return False
            chosen = connection.execute(
                update(sign_in)
                .where(sign_in.c.id_hash == id_hash, sign_in.c.person == grant.person)
                .values(role=grant.role.value, cohort=grant.cohort, organisation=grant.organisation)
            )
        return bool(chosen.rowcount)

    def live(self, uses: Collection[tuple[str, Grant]]) -> set[tuple[str, Grant]]:
        """Return which uses go on: the sign-in is not over, and its person still has the role.

        Parameters
        ----------
        uses
            What `SignIn.key` names a sign-in by, and a grant it has been used in.
        """
        keys = {key for key, _ in uses}
        with self._engine.connect() as connection:
            known = set(
                connection.scalars(select(sign_in.c.id_hash).where(sign_in.c.id_hash.in_(keys), _live()))
            )
            people = {grant.person for key, grant in uses if key in known}
            roles = {held.grant for key in people for held in roles_held.of_person(connection, key)}
        return {(key, grant) for key, grant in uses if key in known and grant in roles}

    def end(self, key: str) -> None:
        """End the sign-in with `key`; one that has ended stays ended."""
        with self._engine.execution_options(writes=True).begin() as connection:
            connection.execute(
                update(sign_in)
                .where(sign_in.c.id_hash == hashed(key), sign_in.c.ended_at.is_(None))
                .values(ended_at=datetime.now(UTC))
            )

    def revoke(self, person_key: str, cohort: str | None = None) -> int:
        """Take back every role and invitation of a person, in one cohort or everywhere.

        Sign-ins end with the last role. Returns how many did.
        """
        now = datetime.now(UTC)
        with self._engine.execution_options(writes=True).begin() as connection:
            roles_held.let_go(connection, person_key, cohort)
            taken_back = update(invitation).where(
                invitation.c.person == person_key, invitation.c.revoked_at.is_(None)
            )
            if cohort is not None:
                taken_back = taken_back.where(invitation.c.cohort == cohort)
            connection.execute(taken_back.values(revoked_at=now))
            if roles_held.of_person(connection, person_key):
                return 0
            return _end_all(connection, person_key)

    def end_everywhere(self, person_key: str) -> int:
        """End every sign-in of a person, who keeps their roles; return how many ended."""
        with self._engine.execution_options(writes=True).begin() as connection:
            # A link that was sent and not used yet would let in whoever has it.
            connection.execute(
                update(invitation)
                .where(
                    invitation.c.person == person_key,
                    invitation.c.revoked_at.is_(None),
                    invitation.c.again.is_(True),
                )
                .values(revoked_at=datetime.now(UTC))
            )
            return _end_all(connection, person_key)


def _live() -> ColumnElement[bool]:
    return and_(sign_in.c.ended_at.is_(None), sign_in.c.expires_at > datetime.now(UTC))


def _same(grant: Grant, row: Row[Any]) -> bool:
    return (grant.role, grant.cohort, grant.organisation) == (row.role, row.cohort, row.organisation)


def _end_all(connection: Connection, person_key: str) -> int:
    ended = connection.execute(
        update(sign_in)
        .where(sign_in.c.person == person_key, sign_in.c.ended_at.is_(None))
        .values(ended_at=datetime.now(UTC))
    )
    return ended.rowcount
