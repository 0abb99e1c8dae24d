"""The roles people hold: one person may be a reader in one place and a facilitator in another."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, Connection, and_, insert, select, update

from ..grants import Grant
from .schema import cohort, organisation, person, role_held

__all__ = ["Held", "give", "keep_to_claim", "let_go", "of_person", "taken_back"]


@dataclass(frozen=True)
class Held:
    """A role that a person has now; `number` names it among all there are.

    `names` is what its place is called: language code → name for a cohort, and under “” for an
    organisation, which is called the same in every language. `language` is the organisation's.
    """

    number: int
    grant: Grant
    names: Mapping[str, str]
    language: str | None
    since: datetime

    def place(self, language: str) -> str:
        """Return what the place of the role is called."""
        return self.names.get("") or self.names.get(language) or self.names["en"]


def of_person(connection: Connection, key: str) -> tuple[Held, ...]:
    """Return the roles a person has now, the oldest first."""
    statement = (
        select(
            role_held,
            person.c.name,
            cohort.c.name.label("cohort_name"),
            organisation.c.name.label("organisation_name"),
            organisation.c.language,
        )
        .join(person, person.c.key == role_held.c.person)
        .join(cohort, cohort.c.key == role_held.c.cohort)
        .outerjoin(organisation, organisation.c.key == role_held.c.organisation)
        .where(role_held.c.person == key, role_held.c.ended_at.is_(None))
        .order_by(role_held.c.number)
    )
    return tuple(
        Held(
            number=row.number,
            grant=Grant(
                person=row.person,
                name=row.name,
                role=row.role,
                cohort=row.cohort,
                organisation=row.organisation,
            ),
            names={"": row.organisation_name} if row.organisation_name else row.cohort_name,
            language=row.language,
            since=row.made_at,
        )
        for row in connection.execute(statement)
    )


def give(connection: Connection, grant: Grant, provider: str | None = None) -> None:
    """Let the grant's person have its role; done twice, it does nothing.

    `provider` is the provider of sign-in whose claim gives it, if one does.
    """
    there = select(role_held.c.number).where(_is(grant), role_held.c.ended_at.is_(None))
    if connection.scalar(there.limit(1)) is None:
        connection.execute(
            insert(role_held).values(
                person=grant.person,
                role=grant.role.value,
                cohort=grant.cohort,
                organisation=grant.organisation,
                made_at=datetime.now(UTC),
                provider=provider,
            )
        )


def keep_to_claim(connection: Connection, key: str, provider: str, grants: Collection[Grant]) -> None:
    """End the roles that the claim of a provider gave a person once and gives no more."""
    at = role_held.c
    given = select(role_held).where(at.person == key, at.provider == provider, at.ended_at.is_(None))
    kept = {(grant.role, grant.cohort, grant.organisation) for grant in grants}
    for row in connection.execute(given).all():
        if (row.role, row.cohort, row.organisation) not in kept:
            ended = update(role_held).where(at.number == row.number)
            connection.execute(ended.values(ended_at=datetime.now(UTC)))


def taken_back(connection: Connection, key: str, of_cohort: str) -> bool:
    """Whether somebody has taken a role in the cohort back from a person, which no claim gives again."""
    at = role_held.c
    ended = select(at.number).where(
        at.person == key, at.cohort == of_cohort, at.ended_at.is_not(None), at.provider.is_(None)
    )
    return connection.scalar(ended.limit(1)) is not None


def let_go(connection: Connection, key: str, of_cohort: str | None = None) -> None:
    """Take every role from a person, in one cohort or everywhere."""
    held = update(role_held).where(role_held.c.person == key, role_held.c.ended_at.is_(None))
    if of_cohort is not None:
        held = held.where(role_held.c.cohort == of_cohort)
    connection.execute(held.values(ended_at=datetime.now(UTC), provider=None))


def _is(grant: Grant) -> ColumnElement[bool]:
    place = role_held.c.organisation
    return and_(
        role_held.c.person == grant.person,
        role_held.c.role == grant.role.value,
        role_held.c.cohort == grant.cohort,
        place == grant.organisation if grant.organisation else place.is_(None),
    )
