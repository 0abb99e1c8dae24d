"""Names under what is no record: comments, looks, sign-offs, runs, what a cohort offers and who decided."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, and_, select, update

from .call_schema import call, decision
from .schema import comment, comment_revision, job, look, participation, sign_off
from .whole import key_of_whole

__all__ = ["replace_signatures"]

Label = Callable[[str, str], str]
"""Cohort and organisation → what the person was there."""

_ENDED = {sign_off: "taken_back_by", job: "ended_by"}
"""Who ended something is kept by name alone."""


def replace_signatures(
    connection: Connection, key: str, name: str, cohort: str | None, label: Label, nobody: str
) -> int:
    """Put the role in place of a person's name, and `nobody` in place of their key; return how often."""
    changed = 0
    for table in (comment, look, sign_off, job, call, decision):
        for where, group, place in _signed(connection, table, key, cohort):
            role = label(group, place)
            if table is comment:
                changed += _replace_in_comments(connection, where, key, role, nobody)
            own = update(table).where(where, table.c.person == key)
            changed += connection.execute(own.values(made_by=role, person=nobody)).rowcount
    if name:
        for table, column in _ENDED.items():
            theirs = [table.c[column] == name, *([table.c.cohort == cohort] if cohort else [])]
            for where, group, place in _places(connection, table, select(*_columns(table)).where(*theirs)):
                ended = update(table).where(where, *theirs)
                changed += connection.execute(ended.values({column: label(group, place)})).rowcount
    return changed


def _signed(
    connection: Connection, table: Table, key: str, cohort: str | None
) -> list[tuple[ColumnElement[bool], str, str]]:
    """Return where a person has signed in a table: a condition on its rows, cohort, organisation."""
    statement = select(*_columns(table)).where(table.c.person == key)
    if table is comment:
        # Whoever changed somebody else's comment, by resolving it, stands in its states alone.
        wrote = select(comment_revision.c.comment).where(comment_revision.c.person == key)
        statement = select(*_columns(table)).where((table.c.person == key) | table.c.id.in_(wrote))
    if table is look:
        statement = (
            select(participation.c.cohort, look.c.organisation)
            .join(participation, participation.c.organisation == look.c.organisation)
            .where(look.c.person == key)
        )
    found = _places(connection, table, statement)
    return [one for one in found if cohort in (None, one[1])]


def _columns(table: Table) -> list[ColumnElement[str]]:
    return [table.c[name] for name in ("cohort", "organisation") if name in table.c]


def _places(
    connection: Connection, table: Table, statement: Select[*tuple[Any, ...]]
) -> list[tuple[ColumnElement[bool], str, str]]:
    found = []
    for row in connection.execute(statement.distinct()).all():
        here = and_(*(table.c[name] == getattr(row, name) for name in row._fields if name in table.c))
        found.append((here, row.cohort, getattr(row, "organisation", None) or key_of_whole(row.cohort)))
    return found


def _replace_in_comments(
    connection: Connection, where: ColumnElement[bool], key: str, role: str, nobody: str
) -> int:
    here = select(comment.c.id).where(where)
    theirs = and_(comment_revision.c.person == key, comment_revision.c.comment.in_(here))
    last = select(comment_revision.c.comment).where(
        theirs, comment_revision.c.comment == comment.c.id, comment_revision.c.revision == comment.c.revision
    )
    connection.execute(update(comment).where(where, last.exists()).values(updated_by=role))
    states = update(comment_revision).where(theirs).values(made_by=role, person=nobody)
    return connection.execute(states).rowcount
