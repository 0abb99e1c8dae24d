"""The commands for joining: open a cohort, read who has applied, accept, decline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import click
from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ..countries import COUNTRIES
from ..joining import DECIDED, letters
from ..mail import CannotSend, send
from ..municipalities import UnknownMunicipality
from ..records import Refused, questions
from ..records.group import lacking
from ..records.joining import CallFor, CohortName, answered
from ..settings import settings
from ..store import NotFound, Store, UnknownOrganisation
from ..store.admitting import Admitted
from ..store.admitting import accept as accept_application
from ..store.applications import Applications, Applied, State
from ..store.calls import Call, Calls
from ..vocabulary import vocabulary
from .errors import BadInput, Sentence
from .manner import cohort_option, operator, prepared, server_address

__all__ = ["cohort"]

reason_option = click.option(
    "--reason", required=True, metavar="TEXT", help="Why; those who applied read it."
)


@click.group()
def cohort() -> None:
    """Open a cohort for applications, and decide who takes part."""


@cohort.command("open")
@click.argument("key")
@click.option("--deadline", required=True, metavar="DAY", help="The last day to apply, as 2027-08-31.")
@click.option("--time-zone", default="", metavar="ZONE", help="Where that day ends, as Europe/Oslo.")
@click.option("--name", default="", metavar="TEXT", help="What a new cohort is called.")
@click.option("--name-nb", default="", metavar="TEXT", help="In Bokmål, if it is another name.")
@click.option("--name-nn", default="", metavar="TEXT", help="In Nynorsk, if it is another name.")
@click.option("--places", default="", metavar="NUMBER", help="How many municipalities can be accepted.")
@click.option(
    "--country",
    "countries",
    multiple=True,
    type=click.Choice(list(COUNTRIES)),
    default=["NO"],
    show_default=True,
    help="Whose municipalities may apply; repeat for several.",
)
@click.option("--about", default="", metavar="TEXT", help="What applicants should know.")
@click.option(
    "--gathering",
    "gatherings",
    nargs=4,
    multiple=True,
    metavar="NUMBER FIRST LAST PLACE",
    help="A gathering of a new cohort: 1 2027-10-05 2027-10-07 Oslo.",
)
def open_(
    key: str,
    deadline: str,
    time_zone: str,
    name: str,
    name_nb: str,
    name_nn: str,
    places: str,
    countries: Sequence[str],
    about: str,
    gatherings: Sequence[tuple[str, str, str, str]],
) -> None:
    """Open the cohort KEY for applications, a new one with --name, and print where one applies."""
    store = prepared()
    offer = {"deadline": deadline, "time_zone": time_zone, "places": places, "about": about}
    try:
        offered = answered(CallFor, offer | {"countries": list(countries)})
        if name:
            names = answered(CohortName, {"called": name, "called_nb": name_nb, "called_nn": name_nn})
            planned = [_gathering(*each) for each in gatherings]
            call = Calls(store).open_cohort(operator(key), names, offered, planned, key=key)
        elif gatherings:
            raise BadInput("The gatherings of a cohort that is there are written on its facilitators’ page.")
        else:
            call = Calls(store).change(operator(key), key, offered)
    except Refused as error:
        raise BadInput(str(error)) from error
    except UnknownOrganisation as error:
        raise BadInput(f"{error} With --name a new one is opened.") from error
    click.echo(f"{server_address()}/join/{call.cohort}")


@cohort.command("list")
def list_() -> None:
    """Print the cohorts that take applications, or have taken them."""
    store = prepared()
    table = Table(
        "Cohort", "Name", "Last day to apply", "Open", "Places", "Applications", "Not decided", box=SIMPLE
    )
    for call in Calls(store).every():
        sent = Applications(store).everything(operator(call.cohort), call.cohort)
        table.add_row(
            call.cohort,
            # As text: what people write must not be taken for rich's own markup.
            Text(call.called("en")),
            f"{call.offer.deadline} ({call.offer.time_zone})",
            "yes" if call.is_open() else "no",
            str(call.offer.places or ""),
            str(len(sent)),
            str(sum(one.state is State.SENT for one in sent)),
        )
    Console().print(table)


@cohort.command()
@cohort_option
def applications(cohort_key: str) -> None:
    """Print who has applied to a cohort, and how each application stands."""
    store = prepared()
    _require_call(store, cohort_key)
    table = Table("Municipality", "State", "Sent", "Changed", "Group", "Contact", "Key", box=SIMPLE)
    for one in Applications(store).everything(operator(cohort_key), cohort_key):
        short = lacking(member.category for member in one.answers.members)
        table.add_row(
            Text(one.municipality),
            DECIDED[one.state],
            _when(one.made_at),
            _when(one.updated_at) if one.revision > 1 else "",
            "complete" if not short else f"{sum(short.values())} missing",
            Text(one.answers.contact),
            one.id,
        )
    Console().print(table)


@cohort.command()
@click.argument("application")
@cohort_option
def show(application: str, cohort_key: str) -> None:
    """Print the application of a municipality, by its name or by the application's key."""
    one = _found(prepared(), cohort_key, application)
    click.echo(f"{one.municipality} ({one.id}): {DECIDED[one.state]}")
    for question in questions(type(one.answers)):
        if question.name != "members":
            click.echo(f"\n{question.label}\n{getattr(one.answers, question.name)}")
    for member in one.answers.members:
        category = vocabulary("project_category").label(member.category or "", "en")
        click.echo(f"\n{category}\n{member.called}, {member.position}")
    for decision in one.decisions:
        click.echo(f"\n{DECIDED[decision.decided]} {_when(decision.made_at)}, {decision.made_by}")
        click.echo(decision.reason)


@cohort.command()
@click.argument("application")
@reason_option
@click.option(
    "--days", type=click.IntRange(1, 365), default=14, show_default=True, help="How long the links work."
)
@cohort_option
def accept(application: str, reason: str, days: int, cohort_key: str) -> None:
    """Let a municipality take part, and print the personal links of its group."""
    store = prepared()
    one = _found(store, cohort_key, application)
    try:
        accepted, admitted = accept_application(
            store, operator(cohort_key), cohort_key, one.id, _reason(reason), days
        )
    except UnknownMunicipality as error:
        raise Sentence(str(error)) from error
    for each in admitted:
        link = f"{server_address()}/{each.path}" if each.path else "known already, signs in as before"
        click.echo(f"{each.grant.name}: {link}")
    _tell(store, accepted, admitted, days)


@cohort.command()
@click.argument("application")
@reason_option
@cohort_option
def decline(application: str, reason: str, cohort_key: str) -> None:
    """Decline the application of a municipality."""
    store = prepared()
    one = _found(store, cohort_key, application)
    declined = Applications(store).decline(operator(cohort_key), cohort_key, one.id, _reason(reason))
    _tell(store, declined, [], 0)


@cohort.command()
@click.argument("application")
@click.option("--yes", is_flag=True, help="Do not ask first.")
@cohort_option
def erase(application: str, yes: bool, cohort_key: str) -> None:
    """Remove an application and what was decided about it. It cannot be undone."""
    store = prepared()
    one = _found(store, cohort_key, application)
    if not yes:
        click.confirm(f"The application of {one.municipality} ({one.id}) will be gone. Go on?", abort=True)
    Applications(store).erase(operator(cohort_key), cohort_key, one.id)


def _gathering(number: str, first: str, last: str, place: str) -> Mapping[str, object]:
    codes = vocabulary("gathering").codes
    if not (number.isascii() and number.isdigit() and 0 < int(number) <= len(codes)):
        raise BadInput(f"There is no gathering “{number}”: there are 1 to {len(codes)}.")
    return {"gathering": codes[int(number) - 1], "starts_on": first, "ends_on": last, "place": place}


def _require_call(store: Store, cohort_key: str) -> Call:
    try:
        return Calls(store).of(cohort_key)
    except NotFound as error:
        there = ", ".join(call.cohort for call in Calls(store).every()) or "none"
        raise BadInput(f"{error} Those that do: {there}. `workbook cohort open` opens one.") from error


def _found(store: Store, cohort_key: str, text: str) -> Applied:
    """Return the application that has this key, or is the only one of a municipality of this name."""
    _require_call(store, cohort_key)
    sent = Applications(store).everything(operator(cohort_key), cohort_key)
    named = [one for one in sent if text.casefold() in (one.id, one.municipality.casefold())]
    if len(named) == 1:
        return named[0]
    if named:
        keys = ", ".join(one.id for one in named)
        raise BadInput(f"{len(named)} applications are of “{text}”. Name one by its key: {keys}.")
    names = ", ".join(dict.fromkeys(one.municipality for one in sent)) or "nobody yet"
    raise BadInput(f"No application to “{cohort_key}” is of “{text}”. Those who applied: {names}.")


def _reason(text: str) -> str:
    text = text.strip()
    if not text or len(text) > 2000 or "\x00" in text:
        raise BadInput("A reason is a text of at most 2000 characters.")
    return text


def _tell(store: Store, applied: Applied, admitted: Sequence[Admitted], days: int) -> None:
    """Send the letters, where there is a mail server; what was decided stands either way."""
    chosen = settings()
    if not chosen.smtp_host:
        return
    for message in letters(chosen, store, applied, admitted, days):
        try:
            send(chosen, message)
        except CannotSend as error:
            raise Sentence(f"It is decided, but a letter could not be sent. {error}") from error


def _when(moment: datetime) -> Any:
    return moment.astimezone(ZoneInfo(settings().time_zone)).strftime("%Y-%m-%d %H:%M")
