"""Accepting an application: the municipality, its people and their links, all at once or not at all."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection, select

from ..grants import Action, Grant, NotGranted, Role
from ..municipalities import municipality_register
from ..records.joining import Applicant, Application
from . import roles_held
from .applications import Applied, State, add_decision, found
from .call_schema import application
from .cohorts import enter_municipality
from .invited import enter_invitation, enter_person, invitation_path, new_person
from .schema import person
from .store import Store

__all__ = ["Admitted", "accept", "people_of"]


@dataclass(frozen=True)
class Admitted:
    """Somebody who takes part from now on: `token` opens their personal link.

    It is empty for those who were known by their e-mail address already: they have one role more, and come
    in as before.
    """

    grant: Grant
    address: str
    token: str

    @property
    def path(self) -> str:
        """The link's path below the server's address; empty where none was made."""
        return invitation_path(self.token) if self.token else ""


def people_of(answers: Application) -> list[Applicant]:
    """Return whom an accepted application lets in: its group, or the contact where there is none.

    A contact who is in the group by name lends it their e-mail address.
    """
    if not answers.members:
        return [Applicant(called=answers.contact, email=answers.contact_email)]
    contact = answers.contact.casefold()
    return [
        member.model_copy(update={"email": answers.contact_email})
        if not member.email and member.called.casefold() == contact
        else member
        for member in answers.members
    ]


def accept(
    store: Store,
    by: Grant,
    cohort: str,
    key: str,
    reason: str,
    days: int,
) -> tuple[Applied, list[Admitted]]:
    """Accept an application; return it as it is now, and who was let in.

    Parameters
    ----------
    days
        How long the personal links work.

    Raises
    ------
    NotGranted
        When `by` may accept nobody, or let nobody in there.
    NotFound, Decided, UnknownMunicipality
        When there is no such application, it has been accepted, or its municipality is no longer there.
    """
    by.require_in_all(Action.ADMIT, cohort)
    wanted = select(application).where(application.c.cohort == cohort, application.c.id == key)
    with store.engine.execution_options(writes=True).begin() as connection:
        there = found(connection, wanted)
        add_decision(connection, by, cohort, key, State.ACCEPTED, reason)
        municipality = municipality_register().municipality(there.country, there.code)
        organisation = enter_municipality(connection, cohort, municipality, there.language)
        if not by.may_invite(Role.PARTICIPANT, cohort, organisation):
            raise NotGranted(f"{by.name} ({by.role}) may let nobody in.")
        connection.execute(
            application.update().where(application.c.id == key).values(organisation=organisation)
        )
        admitted = list(_let_in(connection, there, organisation, days))
        return found(connection, wanted), admitted


def _let_in(connection: Connection, there: Applied, organisation: str, days: int) -> Iterator[Admitted]:
    given: set[str] = set()
    for member in people_of(there.answers):
        address = member.email if member.email not in given else ""
        given.add(address)
        known = address and connection.execute(select(person).where(person.c.address == address)).first()
        grant = Grant(
            person=known.key if known else new_person(member.called),
            # What strangers have written gives nobody who is here another name.
            name=known.name if known else member.called,
            role=Role.PARTICIPANT,
            cohort=there.cohort,
            organisation=organisation,
        )
        if known:
            # Nor does it make a link to what they are elsewhere.
            roles_held.give(connection, grant)
            yield Admitted(grant, address, "")
            continue
        token = secrets.token_urlsafe(32)
        enter_person(connection, grant, there.language, address or None)
        roles_held.give(connection, grant)
        enter_invitation(connection, grant, token, valid_for=timedelta(days=days), uses=1, again=False)
        yield Admitted(grant, address, token)
