"""Invitation links on a connection: what one opens, and why one opens nothing.

Tokens are random and are kept as SHA-256 only: a copy of the database lets nobody in.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from sqlalchemy import Connection, RowMapping, func, insert, or_, select, update

from ..grants import Grant
from ..levels import key_words
from . import roles_held
from .errors import StoreError
from .schema import invitation, organisation, person, sign_in

__all__ = [
    "Invitation",
    "InvitationRefused",
    "Refusal",
    "begin_sign_in",
    "enter_invitation",
    "enter_person",
    "hashed",
    "invitation_path",
    "new_person",
    "open_invitation",
    "use_up",
]

_LANGUAGE = func.coalesce(person.c.language, organisation.c.language).label("language")


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
    """A link that still lets somebody in, and as whom; one that is `again` gives no role of its own.

    One that is `shared` works as often as anyone likes, so that whoever comes by it may be anybody.
    """

    grant: Grant
    language: str | None
    expires_at: datetime
    again: bool = False
    shared: bool = False


def hashed(token: str) -> str:
    """Tokens have 256 random bits, so that a plain hash without salt or stretching is enough."""
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).hexdigest()


def new_person(name: str) -> str:
    """Return a key for a person: readable, and never that of somebody else of the same name."""
    return f"{key_words(name)[:60].strip('-')}-{secrets.token_hex(4)}".lstrip("-")


def invitation_path(token: str) -> str:
    """Return where the link with `token` leads, below the server's address."""
    return f"invitation/{token}"


def enter_person(
    connection: Connection, grant: Grant, language: str | None, address: str | None = None
) -> None:
    """Enter the grant's person, or give who is there the name, and what else is known, of now."""
    told = {"name": grant.name, "language": language, "address": address}
    known = {name: value for name, value in told.items() if value is not None}
    if not connection.execute(update(person).where(person.c.key == grant.person).values(known)).rowcount:
        connection.execute(insert(person).values(key=grant.person, **told))


def enter_invitation(
    connection: Connection, grant: Grant, token: str, *, valid_for: timedelta, uses: int | None, again: bool
) -> None:
    """Enter the link with `token`, or renew it where there is one; parameters as for `Access.invite`."""
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
        "again": again,
    }
    renewed = connection.execute(
        update(invitation).where(invitation.c.token_hash == hashed(token)).values(values)
    )
    if not renewed.rowcount:
        connection.execute(insert(invitation).values(token_hash=hashed(token), **values))


def open_invitation(connection: Connection, token: str) -> Invitation:
    """Return what the link with `token` opens; `InvitationRefused` where it lets nobody in."""
    statement = (
        select(invitation, person.c.name, _LANGUAGE)
        .join(person, person.c.key == invitation.c.person)
        .outerjoin(organisation, organisation.c.key == invitation.c.organisation)
        .where(invitation.c.token_hash == hashed(token))
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
    grant = _grant(row)
    if grant not in [held.grant for held in roles_held.of_person(connection, grant.person)]:
        raise InvitationRefused(Refusal.REVOKED)
    return Invitation(
        grant=grant,
        language=row["language"],
        expires_at=row["expires_at"],
        again=row["again"],
        shared=row["uses_left"] is None,
    )


def use_up(connection: Connection, token: str) -> None:
    """Count a use of the link with `token`; `InvitationRefused` where none is left."""
    counted = (
        update(invitation)
        .where(
            invitation.c.token_hash == hashed(token),
            or_(invitation.c.uses_left.is_(None), invitation.c.uses_left >= 1),
        )
        .values(uses_left=invitation.c.uses_left - 1)
    )
    if not connection.execute(counted).rowcount:
        # Somebody else used it between the look and the count, which PostgreSQL allows.
        raise InvitationRefused(Refusal.USED)


def begin_sign_in(connection: Connection, grant: Grant, valid_for: timedelta) -> str:
    """Sign a browser in as the grant's person and return its key, which is kept nowhere."""
    key, now = secrets.token_urlsafe(32), datetime.now(UTC)
    connection.execute(
        insert(sign_in).values(
            id_hash=hashed(key),
            person=grant.person,
            role=grant.role.value,
            cohort=grant.cohort,
            organisation=grant.organisation,
            made_at=now,
            expires_at=now + valid_for,
            ended_at=None,
        )
    )
    return key


def _grant(row: RowMapping) -> Grant:
    return Grant(
        person=row["person"],
        name=row["name"],
        role=row["role"],
        cohort=row["cohort"],
        organisation=row["organisation"],
    )
