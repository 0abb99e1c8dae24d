"""Who has been invited to a cohort, as those who invite see it: no token, and nothing that opens anything."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import func, select

from ..grants import INVITES, Action, Grant, NotGranted, Role
from . import schema
from .access import Access
from .store import Store

__all__ = ["Invited", "invited", "revoke"]


@dataclass(frozen=True)
class Invited:
    """A person in a role, with until when a link of theirs works and when they last signed in (UTC)."""

    person: str
    name: str
    role: Role
    organisation: str | None
    link_until: datetime | None
    signed_in_at: datetime | None


def invited(store: Store, grant: Grant, cohort: str) -> list[Invited]:
    """Return everybody who has a link that works or is signed in, by name.

    Raises
    ------
    NotGranted
        When the grant may not invite to the whole cohort.
    """
    grant.require_in_all(Action.INVITE, cohort)
    link, browser, now = schema.invitation.c, schema.sign_in.c, datetime.now(UTC)
    works = (
        select(link.person, link.role, link.organisation, func.max(link.expires_at).label("moment"))
        .where(link.cohort == cohort, link.revoked_at.is_(None), link.expires_at > now)
        .where(link.uses_left.is_(None) | (link.uses_left >= 1))
        .group_by(link.person, link.role, link.organisation)
    )
    inside = (
        select(browser.person, browser.role, browser.organisation, func.max(browser.made_at).label("moment"))
        .where(browser.cohort == cohort, browser.ended_at.is_(None), browser.expires_at > now)
        .group_by(browser.person, browser.role, browser.organisation)
    )
    with store.engine.connect() as connection:
        names = {row.key: row.name for row in connection.execute(select(schema.person))}
        links = {tuple(row[:3]): _utc(row.moment) for row in connection.execute(works)}
        signed = {tuple(row[:3]): _utc(row.moment) for row in connection.execute(inside)}
    return sorted(
        (
            Invited(who[0], names[who[0]], Role(who[1]), who[2], links.get(who), signed.get(who))
            for who in links.keys() | signed.keys()
        ),
        key=lambda one: (one.name.casefold(), one.person, one.role),
    )


def revoke(store: Store, grant: Grant, cohort: str, person: str) -> int:
    """Take back a person's invitations and end their sign-ins; return how many sign-ins ended.

    Raises
    ------
    NotGranted
        When the person has no part in the cohort, or a role that the grant's holder may not invite to.
    """
    roles = {one.role for one in invited(store, grant, cohort) if one.person == person}
    if not roles or not roles <= INVITES.get(grant.role, frozenset()):
        raise NotGranted(f"{grant.name} ({grant.role}) may not take back the invitation of “{person}”.")
    return Access(store.engine).revoke(person, cohort)


def _utc(moment: datetime) -> datetime:
    """Give a moment the time zone back that SQLite drops where it is the result of a function."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
