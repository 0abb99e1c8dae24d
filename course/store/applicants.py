"""The people whom applications name: what is kept of one of them, and how their names give way to roles."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import Connection, Row, select, update

from ..grants import ROLE_NAMES, Role
from ..i18n import LANGUAGES, translator
from ..levels import municipality_of
from .call_schema import application
from .schema import person, role_held

__all__ = [
    "application_names",
    "applications_mentioning",
    "applications_naming",
    "forget_all_applicants",
    "forget_applicant",
]

Theirs = Callable[[str, str], bool]
"""A name and an e-mail address, as an application has them → whether they are whom one looks for."""

_AS = (("contact", "contact_position", "contact_email"), ("backer", "backer_position", ""))


def application_names(connection: Connection, cohort: str) -> int:
    """Return how many names the applications to a cohort hold that have not given way to roles."""
    return sum(
        _replaced(_copy(row), _label(row.language), lambda name, email: True)
        for row in connection.execute(select(application).where(application.c.cohort == cohort))
    )


def applications_naming(connection: Connection, key: str) -> Iterator[dict[str, Any]]:
    """Yield what applications hold of a person who came in with one of them, as plain data."""
    for row, theirs in _of_person(connection, key, None):
        for called, position, email in _AS:
            if theirs(row.data.get(called, ""), row.data.get(email, "")):
                yield _told(row, name=row.data[called], position=row.data[position], as_=called) | (
                    {"email": row.data[email]} if email else {}
                )
        for member in row.data.get("members", ()):
            if theirs(member["called"], member["email"]):
                yield _told(row, name=member["called"], position=member["position"], as_="member") | {
                    "category": member["category"],
                    "email": member["email"],
                }


def applications_mentioning(connection: Connection, name: str, cohort: str, place: str | None) -> set[str]:
    """Return the municipalities in whose applications a name stands where people wrote freely.

    `place` is an organisation the application became; None for every application to the cohort.
    """
    at = application.c
    wanted = select(application).where(at.cohort == cohort)
    if place is not None:
        wanted = wanted.where(at.organisation == (municipality_of(place) or place))
    return {
        row.name
        for row in connection.execute(wanted)
        if name.casefold() in f"{row.data.get('why', '')}\n{row.data.get('plans', '')}".casefold()
    }


def forget_applicant(
    connection: Connection, key: str, cohort: str | None, label: Callable[[str, str], str]
) -> int:
    """Put the role in place of a person's name in the applications they came in with; return how often.

    Done before the person and their roles are gone: by these it is known which applications those are.
    """
    changed = 0
    for row, theirs in _of_person(connection, key, cohort):
        changed += _replace(connection, row, label(row.cohort, row.organisation), theirs)
    return changed


def forget_all_applicants(connection: Connection, cohort: str) -> int:
    """Put roles in place of every name in the applications to a cohort; return how many there were."""
    rows = connection.execute(select(application).where(application.c.cohort == cohort)).all()
    return sum(_replace(connection, row, _label(row.language), lambda name, email: True) for row in rows)


def _of_person(connection: Connection, key: str, cohort: str | None) -> Iterator[tuple[Row[Any], Theirs]]:
    """Yield the accepted applications of the places a person is or was in, and how to know them there.

    Somebody of the same name in another municipality is somebody else.
    """
    own = connection.execute(select(person.c.name, person.c.address).where(person.c.key == key)).first()
    if own is None:
        return
    held = select(role_held.c.cohort, role_held.c.organisation).where(role_held.c.person == key)
    places = {
        (row.cohort, municipality_of(row.organisation) or row.organisation)
        for row in connection.execute(held)
        if row.organisation
    }

    def theirs(name: str, email: str) -> bool:
        return name.casefold() == own.name.casefold() or bool(own.address and email == own.address)

    for row in connection.execute(select(application).where(application.c.organisation.is_not(None))).all():
        if (row.cohort, row.organisation) in places and cohort in (None, row.cohort):
            yield row, theirs


def _replace(connection: Connection, row: Row[Any], label: str, theirs: Theirs) -> int:
    data = _copy(row)
    changed = _replaced(data, label, theirs)
    if changed:
        connection.execute(update(application).where(application.c.id == row.id).values(data=data))
    return changed


def _copy(row: Row[Any]) -> dict[str, Any]:
    return {**row.data, "members": [dict(member) for member in row.data.get("members", ())]}


def _replaced(data: dict[str, Any], label: str, theirs: Theirs) -> int:
    """Put `label` in place of names in what an application has written; return how many there were."""
    changed = 0
    for called, position, email in _AS:
        instead = data.get(position) or label
        name = data.get(called, "")
        if name and name != instead and theirs(name, data.get(email, "")):
            data[called] = instead
            if email:
                data[email] = ""
            changed += 1
    for member in data.get("members", ()):
        instead = member["position"] or label
        if member["called"] != instead and theirs(member["called"], member["email"]):
            member.update(called=instead, email="")
            changed += 1
    return changed


def _label(language: str) -> str:
    return translator(language if language in LANGUAGES else "en")(ROLE_NAMES[Role.PARTICIPANT])


def _told(row: Row[Any], *, name: str, position: str, as_: str) -> dict[str, Any]:
    return {
        "cohort": row.cohort,
        "municipality": row.name,
        "sent": row.made_at.isoformat(),
        "as": as_,
        "name": name,
        "position": position,
    }
