"""Accounts at providers of sign-in (OpenID Connect): whose they are, and whom they let in.

An account lets in the person it is bound to. It is bound when somebody signs in by it from their own
invitation, or with the e-mail address they were invited by; or the provider's claim lets a newcomer in.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from sqlalchemy import Connection, Engine, insert, select
from sqlalchemy.exc import IntegrityError

from ..grants import Grant, Role
from . import roles_held
from .errors import StoreError
from .invited import begin_sign_in, enter_person, open_invitation, use_up
from .schema import account, cohort, participation, person

__all__ = ["Account", "Accounts", "Allowed", "Entered", "NotLetIn", "Why"]


@dataclass(frozen=True)
class Account:
    """An account, as its provider names it; `provider` is the key the operator has given that provider."""

    provider: str
    issuer: str
    subject: str

    @property
    def digest(self) -> str:
        """By what the store knows it again."""
        return hashlib.sha256(f"{self.issuer}\n{self.subject}".encode()).hexdigest()


@dataclass(frozen=True)
class Allowed:
    """What a provider's claim lets somebody be, wherever that is."""

    role: Role
    cohort: str
    organisation: str | None


class Why(StrEnum):
    """Why an account lets nobody in."""

    UNKNOWN = "nobody's"
    TAKEN_BACK = "of somebody who has no role left"
    ANOTHERS = "somebody else's than the invitation"
    SHARED = "used with a link that is for anybody"
    NO_SUCH_PLACE = "let in to a place that does not take part"
    NAMELESS = "without a name"


class NotLetIn(StoreError):
    """An account that does not open the workbook; `why` says why."""

    def __init__(self, why: Why) -> None:
        self.why = why
        super().__init__(f"The account is {why}.")


@dataclass(frozen=True)
class Entered:
    """Who has come in, and the key of their new sign-in; none where they were in already."""

    person: str
    key: str | None


class Accounts:
    """The accounts of one store.

    Parameters
    ----------
    engine
        The store's engine.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def enter(
        self,
        of: Account,
        *,
        valid_for: timedelta,
        token: str | None = None,
        address: str | None = None,
        allowed: Sequence[Allowed] = (),
        newcomer: tuple[str, str] | None = None,
        already: str | None = None,
    ) -> Entered:
        """Let in whoever has proved to have an account.

        Parameters
        ----------
        valid_for
            How long the sign-in lasts.
        token
            The invitation that was open when the sign-in began: the account becomes its person's.
        address
            The e-mail address of the account, if the provider has verified it.
        allowed
            What the provider's claim lets its holder be.
        newcomer
            Key and name for somebody who is not here yet; None where the provider tells no name.
        already
            Who is signed in in this browser.

        Raises
        ------
        InvitationRefused
            When the invitation does not let anyone in.
        NotLetIn
            When the account does not.
        """
        for last in (False, True):
            try:
                with self._engine.execution_options(writes=True).begin() as connection:
                    entered = _enter(connection, of, valid_for, token, address, allowed, newcomer, already)
                break
            except IntegrityError:
                # The same account at the same moment in another browser, which PostgreSQL allows.
                if last:
                    raise
        if isinstance(entered, Why):  # after the commit: a role that has ended stays ended
            raise NotLetIn(entered)
        return entered


def _enter(
    connection: Connection,
    of: Account,
    valid_for: timedelta,
    token: str | None,
    address: str | None,
    allowed: Sequence[Allowed],
    newcomer: tuple[str, str] | None,
    already: str | None,
) -> Entered | Why:
    who = connection.scalar(select(account.c.person).where(account.c.digest == of.digest))
    bound, chosen = who is not None, None
    if token is not None:
        opened = open_invitation(connection, token)
        if opened.shared:
            return Why.SHARED
        if who not in (None, opened.grant.person):
            return Why.ANOTHERS
        use_up(connection, token)
        who, chosen = opened.grant.person, opened.grant
    elif who is None and address:
        who = connection.scalar(select(person.c.key).where(person.c.address == address))
    places = [place for place in allowed if _takes_part(connection, place)]
    if who is None:
        if not allowed:
            return Why.UNKNOWN
        if not places:
            return Why.NO_SUCH_PLACE
        if newcomer is None:
            return Why.NAMELESS
        who = newcomer[0]
        enter_person(connection, _grant(newcomer, places[0]), None)
    _keep_to_claim(connection, of.provider, who, places)
    roles = [held.grant for held in roles_held.of_person(connection, who)]
    if not roles:
        return Why.TAKEN_BACK
    if not bound:
        connection.execute(
            insert(account).values(digest=of.digest, issuer=of.issuer, person=who, made_at=datetime.now(UTC))
        )
    if who == already:
        # Another sign-in would make strangers of pages that are open.
        return Entered(who, None)
    return Entered(who, begin_sign_in(connection, chosen or roles[0], valid_for))


def _keep_to_claim(connection: Connection, provider: str, who: str, places: Sequence[Allowed]) -> None:
    """Give a person the roles of the provider's claim, and take those that it gave once and gives no more."""
    name = connection.execute(select(person.c.name).where(person.c.key == who)).scalar_one()
    grants = [_grant((who, name), place) for place in places]
    roles_held.keep_to_claim(connection, who, provider, grants)
    for grant in grants:
        if not roles_held.taken_back(connection, who, grant.cohort):
            roles_held.give(connection, grant, provider)


def _grant(who: tuple[str, str], place: Allowed) -> Grant:
    return Grant(
        person=who[0], name=who[1], role=place.role, cohort=place.cohort, organisation=place.organisation
    )


def _takes_part(connection: Connection, place: Allowed) -> bool:
    at = participation.c
    there = (
        select(cohort.c.key).where(cohort.c.key == place.cohort)
        if place.organisation is None
        else select(at.cohort).where(at.cohort == place.cohort, at.organisation == place.organisation)
    )
    return connection.scalar(there) is not None
