"""The roles people hold: one person may be a reader in one place and a facilitator in another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, Connection, and_, insert, select, update

from ..grants import Grant
from .schema import cohort, organisation, person, role_held

__all__ = ["Held", "give", "let_go", "of_person"]


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


def give(connection: Connection, grant: Grant) -> None:
    """Let the grant's person have its role; done twice, it does nothing."""
    there = select(role_held.c.number).where(_is(grant), role_held.c.ended_at.is_(None))
    if connection.scalar(there.limit(1)) is None:
        connection.execute(
            insert(role_held).values(
                person=grant.person,
                role=grant.role.value,
                cohort=grant.cohort,
                organisation=grant.organisation,
                made_at=datetime.now(UTC),
            )
        )


def let_go(connection: Connection, key: str, of_cohort: str | None = None) -> None:
    """Take every role from a person, in one cohort or everywhere."""
    held = update(role_held).where(role_held.c.person == key, role_held.c.ended_at.is_(None))
    if of_cohort is not None:
        held = held.where(role_held.c.cohort == of_cohort)
    connection.execute(held.values(ended_at=datetime.now(UTC)))


def _is(grant: Grant) -> ColumnElement[bool]:
    place = role_held.c.organisation
    return and_(
        role_held.c.person == grant.person,
        role_held.c.role == grant.role.value,
        role_held.c.cohort == grant.cohort,
        place == grant.organisation if grant.organisation else place.is_(None),
    )
