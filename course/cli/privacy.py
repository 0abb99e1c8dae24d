"""The commands for privacy: forget a person, settle how long names are kept."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import click

from ..settings import settings
from ..store import Store
from ..store.forget import forget as forget_person
from ..store.forget import writers
from ..store.people import People, UnknownPerson
from ..store.retention import carry_out, keep_names_until, names_left, names_until
from .errors import BadInput
from .manner import cohort_here, cohort_option, operator, prepared

__all__ = ["forget", "retention", "retention_sentence", "today"]


def today() -> date:
    """Return the day it is where the operator's clock is."""
    return datetime.now(ZoneInfo(settings().time_zone)).date()


@click.command()
@click.argument("name", metavar="NAME|ADDRESS")
@click.option("--yes", is_flag=True, help="Do not ask first.")
@cohort_option
def forget(name: str, yes: bool, cohort_key: str) -> None:
    """Remove a person, and put their role in place of their name in history. It cannot be undone."""
    cohort_here(cohort_key)
    store = prepared()
    key = _known_here(store, cohort_key, name)
    if not yes:
        click.confirm(f"“{name}” ({key}) will be forgotten, which cannot be undone. Go on?", abort=True)
    done = forget_person(store, operator(cohort_key), cohort_key, key, everywhere=True)
    click.echo(f"{done.name} is forgotten; the name is replaced in {done.changes} states of records.")
    for place, kinds in done.named_in.items():
        click.echo(f"The name still stands in what {place} has written: {', '.join(kinds)}.")


@click.command()
@click.option(
    "--until", type=click.DateTime(["%Y-%m-%d"]), help="The last day on which names are kept, as 2030-06-30."
)
@click.option("--carry-out", "now", is_flag=True, help="Put roles in place of names, once that day is over.")
@cohort_option
def retention(until: datetime | None, now: bool, cohort_key: str) -> None:
    """Print, settle or carry out the day after which a cohort's names are replaced by roles."""
    cohort_here(cohort_key)
    store, by = prepared(), operator(cohort_key)
    if until is not None:
        keep_names_until(store, by, cohort_key, until.date())
    if now:
        click.echo(f"{carry_out(store, by, cohort_key, today())} people are forgotten in “{cohort_key}”.")
    else:
        click.echo(retention_sentence(store, cohort_key))


def retention_sentence(store: Store, cohort: str) -> str:
    """Return how long the names of a cohort are kept, and what is to be done."""
    until = names_until(store, cohort)
    if until is None:
        return "No day is settled after which names are replaced: `workbook retention --until DAY`."
    if today() <= until:
        return f"Names are kept until {until}."
    left = names_left(store, cohort)
    if not left:
        return f"Names were kept until {until}; none is left."
    return (
        f"Names were to be kept until {until}: "
        f"`workbook retention --carry-out` replaces those of {left} people."
    )


def _known_here(store: Store, cohort: str, text: str) -> str:
    """Return the key of somebody who is in a cohort, was in it, or has written there."""
    try:
        return People(store.engine).find(operator(cohort), cohort, text).key
    except UnknownPerson as error:
        with store.engine.connect() as connection:
            everybody = writers(connection, cohort)
        wanted = text.strip().casefold()
        found = [
            key for key, names in everybody.items() if wanted in {key, *(name.casefold() for name in names)}
        ]
        if len(found) == 1:
            return found[0]
        if found:
            raise BadInput(
                f"{len(found)} people were called “{text}”. Name one by key: {', '.join(found)}."
            ) from error
        raise BadInput(str(error)) from error
