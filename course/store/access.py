"""Who may come in: persons, their invitation links, and the browsers that are signed in.

Tokens and sign-in keys are random and are kept as SHA-256 only: a copy of the database lets nobody in.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from sqlalchemy import Connection, Engine, RowMapping, func, insert, or_, select, update

from ..grants import Grant
from .errors import StoreError
from .schema import invitation, organisation, person, sign_in

__all__ = ["Access", "Invitation", "InvitationRefused", "Refusal", "SignIn"]


class Refusal(StrEnum):
    """Why an invitation link lets nobody in."""

    UNKNOWN = "unknown"
    EXPIRED = "expired"
    REVOKED = "revoked"
    USED = "used"


class InvitationRefused(StoreError):
    """An invitation link that does not open the workbook; `refusal` says why."""

    def __init__(self, refusal: Refusal) -> None:
        self.refusal = refusal
        super().__init__(f"The invitation is {refusal}.")


@dataclass(frozen=True)
class Invitation:
    """A link that still lets somebody in, and as whom."""

    grant: Grant
    language: str | None
    expires_at: datetime


@dataclass(frozen=True)
class SignIn:
    """A browser that is signed in. `key` is the stored hash: it names the sign-in and opens nothing.

    `language` is the person's own, else that of the municipality they belong to.
    """

    key: str
    grant: Grant
    language: str | None
    expires_at: datetime


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
    ) -> str:
        """Make an invitation for the grant's person and return its token, which is kept nowhere.

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
        """
        token = token or secrets.token_urlsafe(32)
        now = datetime.now(UTC)
        values = {
            "person": grant.person,
            "role": grant.role.value,
            "cohort": grant.cohort,
            "organisation": grant.organisation,
            "made_at": now,
            "expires_at": now + valid_for,
            "revoked_at": None,
            "uses_left": uses,
        }
        with self._engine.execution_options(writes=True).begin() as connection:
            _enter_person(connection, grant, language)
            renewed = connection.execute(
                update(invitation).where(invitation.c.token_hash == _hash(token)).values(values)
            )
            if not renewed.rowcount:
                connection.execute(insert(invitation).values(token_hash=_hash(token), **values))
        return token

    def person_invited(self, name: str, role: str, cohort: str, organisation: str | None) -> str | None:
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

    def invitation(self, token: str) -> Invitation:
        """Return what the link with `token` opens, without using it up.

        Raises
        ------
        InvitationRefused
            When it is not known, has expired, was revoked or has been used.
        """
        with self._engine.connect() as connection:
            return _open_invitation(connection, token)

    def redeem(self, token: str, *, valid_for: timedelta) -> str:
        """Use the link with `token` and return the key of a new sign-in, which is kept nowhere.

        Raises
        ------
        InvitationRefused
            When it is not known, has expired, was revoked or has been used.
        """
        key = secrets.token_urlsafe(32)
        now = datetime.now(UTC)
        with self._engine.execution_options(writes=True).begin() as connection:
            opened = _open_invitation(connection, token)
            counted = (
                update(invitation)
                .where(
                    invitation.c.token_hash == _hash(token),
                    or_(invitation.c.uses_left.is_(None), invitation.c.uses_left >= 1),
                )
                .values(uses_left=invitation.c.uses_left - 1)
            )
            if not connection.execute(counted).rowcount:
                # Somebody else used it between our look and our count, which PostgreSQL allows.
                raise InvitationRefused(Refusal.USED)
            connection.execute(
                insert(sign_in).values(
                    id_hash=_hash(key),
                    person=opened.grant.person,
                    role=opened.grant.role.value,
                    cohort=opened.grant.cohort,
                    organisation=opened.grant.organisation,
                    made_at=now,
                    expires_at=now + valid_for,
                    ended_at=None,
                )
            )
        return key

    def signed_in(self, key: str) -> SignIn | None:
        """Return the sign-in with `key`, or None when there is none or it has ended."""
        statement = (
            select(sign_in, person.c.name, _LANGUAGE)
            .join(person, person.c.key == sign_in.c.person)
            .outerjoin(organisation, organisation.c.key == sign_in.c.organisation)
            .where(
                sign_in.c.id_hash == _hash(key),
                sign_in.c.ended_at.is_(None),
                sign_in.c.expires_at > datetime.now(UTC),
            )
        )
        with self._engine.connect() as connection:
            row = connection.execute(statement).mappings().one_or_none()
        if row is None:
            return None
        return SignIn(
            key=row["id_hash"], grant=_grant(row), language=row["language"], expires_at=row["expires_at"]
        )

    def end(self, key: str) -> None:
        """End the sign-in with `key`; one that has ended stays ended."""
        with self._engine.execution_options(writes=True).begin() as connection:
            connection.execute(
                update(sign_in)
                .where(sign_in.c.id_hash == _hash(key), sign_in.c.ended_at.is_(None))
                .values(ended_at=datetime.now(UTC))
            )

    def revoke(self, person_key: str) -> int:
        """Take back every invitation of a person and end every sign-in; return how many ended."""
        now = datetime.now(UTC)
        with self._engine.execution_options(writes=True).begin() as connection:
            connection.execute(
                update(invitation)
                .where(invitation.c.person == person_key, invitation.c.revoked_at.is_(None))
                .values(revoked_at=now)
            )
            ended = connection.execute(
                update(sign_in)
                .where(sign_in.c.person == person_key, sign_in.c.ended_at.is_(None))
                .values(ended_at=now)
            )
        return ended.rowcount


_LANGUAGE = func.coalesce(person.c.language, organisation.c.language).label("language")


def _hash(token: str) -> str:
    """Tokens have 256 random bits, so that a plain hash without salt or stretching is enough."""
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).hexdigest()


def _enter_person(connection: Connection, grant: Grant, language: str | None) -> None:
    known = update(person).where(person.c.key == grant.person).values(name=grant.name)
    if language is not None:
        known = known.values(language=language)
    if not connection.execute(known).rowcount:
        connection.execute(insert(person).values(key=grant.person, name=grant.name, language=language))


def _open_invitation(connection: Connection, token: str) -> Invitation:
    statement = (
        select(invitation, person.c.name, _LANGUAGE)
        .join(person, person.c.key == invitation.c.person)
        .outerjoin(organisation, organisation.c.key == invitation.c.organisation)
        .where(invitation.c.token_hash == _hash(token))
    )
    row = connection.execute(statement).mappings().one_or_none()
    if row is None:
        raise InvitationRefused(Refusal.UNKNOWN)
    if row["revoked_at"] is not None:
        raise InvitationRefused(Refusal.REVOKED)
    if row["expires_at"] <= datetime.now(UTC):
        raise InvitationRefused(Refusal.EXPIRED)
    if row["uses_left"] is not None and row["uses_left"] < 1:
        raise InvitationRefused(Refusal.USED)
    return Invitation(grant=_grant(row), language=row["language"], expires_at=row["expires_at"])


def _grant(row: RowMapping) -> Grant:
    return Grant(
        person=row["person"],
        name=row["name"],
        role=row["role"],
        cohort=row["cohort"],
        organisation=row["organisation"],
    )
