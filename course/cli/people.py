"""The commands for people: let somebody in, once more, see who there is, take access back."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import click
from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table
from rich.text import Text

from .. import invitations
from ..addresses import BadAddress, address_of
from ..grants import Role
from ..settings import settings
from ..store import Store
from ..store.access import Access
from ..store.people import People, Person, UnknownPerson
from .errors import BadInput
from .manner import cohort_here, cohort_option, operator, person_name, prepared, server_address
from .units import find_unit

__all__ = ["find_person", "invite", "link", "people", "revoke"]

address_option = click.option(
    "--address", default="", metavar="URL", help="Where people reach the server; otherwise WORKBOOK_ADDRESS."
)


def find_person(store: Store, cohort: str, text: str) -> Person:
    """Return the person of a cohort whose name, key or e-mail address is `text`.

    Raises
    ------
    BadInput
        With one sentence that names those there are.
    """
    try:
        return People(store.engine).find(operator(cohort), cohort, text)
    except UnknownPerson as error:
        raise BadInput(str(error)) from error


@click.command()
@click.argument("name", callback=person_name)
@click.option(
    "--role", type=click.Choice([role.value for role in Role]), default="participant", show_default=True
)
@click.option("--municipality", "municipality_name", default="", metavar="NAME", help="Where the role holds.")
@click.option("--unit", "unit_name", default="", metavar="NAME", help="Only that unit of the municipality.")
@click.option(
    "--days", type=click.IntRange(1, 365), default=14, show_default=True, help="How long the link works."
)
@click.option(
    "--email", default="", metavar="ADDRESS", help="Where the person may have a fresh link sent to sign in."
)
@click.option(
    "--person", "known", default="", metavar="KEY", help="Somebody who is there already, in one more role."
)
@address_option
@cohort_option
def invite(
    name: str,
    role: str,
    municipality_name: str,
    unit_name: str,
    days: int,
    email: str,
    known: str,
    address: str,
    cohort_key: str,
) -> None:
    """Print a sign-in link for NAME; it works once."""
    cohort = cohort_here(cohort_key)
    place = cohort.municipality(municipality_name) if municipality_name else None
    if not name:
        raise BadInput("An invitation needs the name of the person it is for.")
    if place is None and Role(role) not in invitations.WHOLE_COHORT:
        raise BadInput(
            f"A {role} belongs to one municipality: add --municipality, one of {', '.join(cohort.keys)}."
        )
    if unit_name and place is None:
        raise BadInput("A unit belongs to a municipality: add --municipality.")
    try:
        sent_to = address_of(email) if email else None
    except BadAddress as error:
        raise BadInput(str(error)) from error
    store = prepared()
    organisation = place.key if place else None
    if place and unit_name:
        organisation = find_unit(store, cohort, place, unit_name).key
    link = invitations.invite(
        store,
        operator(cohort_key),
        name,
        Role(role),
        cohort,
        organisation,
        days,
        address=sent_to,
        person=find_person(store, cohort_key, known).key if known else None,
        everywhere=True,
    )
    click.echo(f"{(address or server_address()).rstrip('/')}/{link.path}")


@click.command()
@click.argument("name", metavar="NAME|ADDRESS")
@click.option(
    "--minutes", type=click.IntRange(1, 1440), default=60, show_default=True, help="How long the link works."
)
@address_option
@cohort_option
def link(name: str, minutes: int, address: str, cohort_key: str) -> None:
    """Print a link by which somebody who was here before signs in again; it works once."""
    store = prepared()
    person = find_person(store, cohort_key, name)
    made = invitations.link_again(
        store, operator(cohort_key), person.key, valid_for=timedelta(minutes=minutes), everywhere=True
    )
    click.echo(f"{(address or server_address()).rstrip('/')}/{made.path}")


@click.command()
@cohort_option
def people(cohort_key: str) -> None:
    """Print who has been invited, as what, and whether they have come."""
    cohort = cohort_here(cohort_key)
    store = prepared()
    table = Table(
        "Name", "Key", "Roles", "E-mail", "Invitation open until", "Last signed in", "Browsers", box=SIMPLE
    )
    for person in People(store.engine).of_cohort(operator(cohort.key), cohort.key):
        roles = "; ".join(f"{held.grant.role}, {held.place('en')}" for held in person.roles)
        # As text: what people write must not be taken for rich's own markup.
        cells = (person.name, person.key, roles, person.address or "")
        table.add_row(
            *map(Text, cells), _when(person.open_until), _when(person.last_came), str(person.browsers or "")
        )
    Console().print(table)


@click.command()
@click.argument("name", metavar="NAME|ADDRESS")
@cohort_option
def revoke(name: str, cohort_key: str) -> None:
    """Take back a person's roles and invitations in a cohort; pages that are open end within seconds."""
    store = prepared()
    person = find_person(store, cohort_key, name)
    Access(store.engine).revoke(person.key, cohort_key)
    click.echo(f"{person.name} no longer has access to “{cohort_key}”.")


def _when(moment: datetime | None) -> str:
    zone = ZoneInfo(settings().time_zone)
    return moment.astimezone(zone).strftime("%Y-%m-%d %H:%M") if moment else ""
