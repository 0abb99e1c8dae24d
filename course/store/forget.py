"""Forgetting a person: what is only about them goes, and in history their name gives way to their role.

What they wrote stays: it is the municipality's. So does when it was written, and as what.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from sqlalchemy import ColumnElement, Connection, Select, and_, delete, func, select, update

from ..grants import RIGHTS, ROLE_NAMES, Action, Grant, NotGranted, Role
from ..i18n import LANGUAGES, translator
from .applicants import applications_mentioning, forget_applicant
from .schema import account, invitation, organisation, person, record, revision, role_held, sign_in
from .signatures import replace_signatures
from .store import Store
from .whole import UNIT_TYPE

__all__ = ["FORGOTTEN", "PROGRAMS", "Forgotten", "forget", "forget_in", "writers"]

FORGOTTEN = "forgotten"
"""The key to which changes are attributed whose author was forgotten."""

PROGRAMS = frozenset({"batch", "example-year", "operator", "public-sources"})
"""Keys by which the workbook itself writes: nobody's name."""


@dataclass(frozen=True)
class Forgotten:
    """What forgetting somebody has changed, and where their name still stands in what people wrote.

    `changes` is how many states of records, comments, applications and other things had their name.
    `named_in` is organisation → kinds of records.
    """

    name: str
    changes: int
    named_in: dict[str, list[str]]


def forget(store: Store, by: Grant, cohort: str, key: str, *, everywhere: bool = False) -> Forgotten:
    """Forget a person altogether.

    Parameters
    ----------
    by, cohort
        Who does it, and a cohort the person is or was in.
    key
        The person's key.
    everywhere
        Whether it is the operator who does it, whose hand reaches every cohort.

    Raises
    ------
    NotGranted
        When `by` may not take people out of the cohort, or the person is in another one, too.
    """
    by.require_in_all(Action.ADMINISTER, cohort)
    with store.engine.execution_options(writes=True).begin() as connection:
        elsewhere = connection.scalar(
            select(func.count()).where(role_held.c.person == key, role_held.c.cohort != cohort)
        )
        if elsewhere and not everywhere:
            raise NotGranted(
                f"{by.name} ({by.role}) may not forget somebody who is in another cohort as well."
            )
        return forget_in(connection, key)


def forget_in(connection: Connection, key: str, cohort: str | None = None) -> Forgotten:
    """Forget a person in one cohort, or altogether; a person without any role left is gone."""
    name = connection.scalar(select(person.c.name).where(person.c.key == key)) or connection.scalar(
        select(revision.c.made_by).where(revision.c.person == key).limit(1)
    )
    named_in = _named_in(connection, name, key, cohort) if name else {}
    changes = _replace_name(connection, key, cohort)
    changes += replace_signatures(
        connection, key, name or "", cohort, partial(_label, connection, key), FORGOTTEN
    )
    changes += forget_applicant(connection, key, cohort, partial(_label, connection, key))
    for table in (invitation, role_held):
        gone = delete(table).where(table.c.person == key)
        connection.execute(gone if cohort is None else gone.where(table.c.cohort == cohort))
    if connection.scalar(select(func.count()).where(role_held.c.person == key)):
        # Here as something else: the browser stays signed in, not as what has gone.
        connection.execute(delete(sign_in).where(sign_in.c.person == key, sign_in.c.cohort == cohort))
    else:
        for table in (sign_in, invitation, account):
            connection.execute(delete(table).where(table.c.person == key))
        connection.execute(delete(person).where(person.c.key == key))
    return Forgotten(name or "", changes, named_in)


def writers(connection: Connection, cohort: str) -> dict[str, set[str]]:
    """Return everybody who is or was in a cohort or has written there: key → the names they have there."""
    found: dict[str, set[str]] = {}
    there = select(person.c.key, person.c.name).join(role_held, role_held.c.person == person.c.key)
    wrote = select(revision.c.person, revision.c.made_by).join(record, record.c.id == revision.c.record)
    for statement in (there.where(role_held.c.cohort == cohort), wrote.where(record.c.cohort == cohort)):
        for key, name in connection.execute(statement.distinct()):
            if key not in PROGRAMS | {FORGOTTEN}:
                found.setdefault(key, set()).add(name)
    return found


def _replace_name(connection: Connection, key: str, cohort: str | None) -> int:
    """Put the role in place of the name; return how many states of records that concerned."""
    changed = 0
    for place in connection.execute(_places(key, cohort)).all():
        label = _label(connection, key, place.cohort, place.organisation)
        here = and_(record.c.cohort == place.cohort, record.c.organisation == place.organisation)
        last_is_theirs = (
            select(revision.c.record)
            .where(
                revision.c.record == record.c.id,
                revision.c.revision == record.c.revision,
                revision.c.person == key,
            )
            .exists()
        )
        connection.execute(update(record).where(here, last_is_theirs).values(updated_by=label))
        theirs = and_(revision.c.person == key, revision.c.record.in_(select(record.c.id).where(here)))
        changed += connection.execute(
            update(revision).where(theirs).values(made_by=label, person=FORGOTTEN)
        ).rowcount
    return changed


def _places(key: str, cohort: str | None) -> Select[tuple[str, str]]:
    statement = (
        select(record.c.cohort, record.c.organisation)
        .join(revision, revision.c.record == record.c.id)
        .where(revision.c.person == key)
        .distinct()
    )
    return statement if cohort is None else statement.where(record.c.cohort == cohort)


def _label(connection: Connection, key: str, cohort: str, place: str) -> str:
    """Return what the person was there, in the language of the place."""
    where = connection.execute(select(organisation).where(organisation.c.key == place)).one()
    whole = where.unit_type == UNIT_TYPE
    needed = Action.HOLD if whole else Action.WRITE
    held = connection.execute(
        select(role_held).where(role_held.c.person == key, role_held.c.cohort == cohort)
    )
    roles = [
        Role(row.role)
        for row in held
        if row.organisation in (None, place, where.parent) and needed in RIGHTS[Role(row.role)]
    ]
    role = roles[0] if roles else (Role.FACILITATOR if whole else Role.PARTICIPANT)
    language = where.language if where.language in LANGUAGES else "en"
    return translator(language)(ROLE_NAMES[role])


def _named_in(connection: Connection, name: str, key: str, cohort: str | None) -> dict[str, list[str]]:
    """Return where the name stands in the answers of the places the person belonged to."""
    found: dict[str, set[str]] = {}
    held = connection.execute(
        select(role_held.c.cohort, role_held.c.organisation).where(role_held.c.person == key)
    )
    for place in held.all():
        if cohort not in (None, place.cohort):
            continue
        rows = connection.execute(
            select(record.c.kind, record.c.data, organisation.c.name)
            .join(organisation, organisation.c.key == record.c.organisation)
            .where(record.c.cohort == place.cohort, record.c.deleted.is_(False), _reached(place.organisation))
        )
        for row in rows:
            if name.casefold() in str(row.data).casefold():
                found.setdefault(row.name, set()).add(row.kind)
        for municipality in applications_mentioning(connection, name, place.cohort, place.organisation):
            found.setdefault(municipality, set()).add("application")
    return {place: sorted(kinds) for place, kinds in found.items()}


def _reached(place: str | None) -> ColumnElement[bool]:
    if place is None:
        return record.c.organisation.is_not(None)
    return (record.c.organisation == place) | (organisation.c.parent == place)
