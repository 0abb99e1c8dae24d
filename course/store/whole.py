"""The cohort as a whole: a row of its own among the organisations, for what belongs to no municipality."""

from __future__ import annotations

from sqlalchemy import Connection, insert, select

from . import schema

__all__ = ["UNIT_TYPE", "enter_missing", "enter_whole", "key_of_whole"]

UNIT_TYPE = "cohort"
"""The `unit_type` by which such a row is told from municipalities and their units."""


def key_of_whole(cohort: str) -> str:
    """Return the key under which the records of a cohort as a whole lie."""
    return f"cohort-{cohort}"


def enter_whole(connection: Connection, cohort: str, name: str, country: str) -> None:
    """Enter the row of a cohort that has none yet."""
    key = key_of_whole(cohort)
    connection.execute(
        insert(schema.organisation).values(
            key=key, parent=None, unit_type=UNIT_TYPE, country=country, name=name, language="en"
        )
    )
    connection.execute(insert(schema.participation).values(cohort=cohort, organisation=key, change=0))


def enter_missing(connection: Connection) -> None:
    """Enter the row of every cohort that was made before cohorts had one; done twice, it does nothing."""
    there = set(connection.scalars(select(schema.participation.c.organisation)))
    cohorts = connection.execute(select(schema.cohort.c.key, schema.cohort.c.name)).all()
    for cohort, name in cohorts:
        if key_of_whole(cohort) in there:
            continue
        country = connection.scalar(
            select(schema.organisation.c.country)
            .join(schema.participation, schema.participation.c.organisation == schema.organisation.c.key)
            .where(schema.participation.c.cohort == cohort)
            .limit(1)
        )
        if country is not None:
            enter_whole(connection, cohort, name["en"], country)
