"""The command that fills an example, so that every page can be seen full."""

from __future__ import annotations

import click

from .. import invitations, organisations
from ..settings import settings
from ..store import Store
from .errors import BadInput
from .manner import server_address

__all__ = ["demo"]


@click.command()
@click.option("--year", "whole_year", is_flag=True, help="Fill the example through the whole course year.")
@click.option(
    "--municipality",
    "municipality_name",
    default="",
    metavar="NAME",
    help="Which example; otherwise the first.",
)
@click.option(
    "--cohort", "cohort_key", default="example", show_default=True, metavar="KEY", help="Which cohort."
)
def demo(whole_year: bool, municipality_name: str, cohort_key: str) -> None:
    """Load a municipality that is made up, to be shown without inventing answers for a real one."""
    from ..demonstration import load
    from ..example_year import AlreadyAnswered, fill, year
    from ..server import cookie_secret

    cohort = organisations.cohort(cohort_key)
    place = _example(cohort, municipality_name)
    store = Store(settings().database)
    store.prepare()
    load(store, cohort)
    if whole_year:
        try:
            made = fill(store, cohort.key, place, year())
            click.echo(f"“{place.name}” now has {made} records, from the mandate to a year after the course.")
        except AlreadyAnswered as error:
            click.echo(str(error))
    else:
        click.echo(f"“{place.name}” is there. `workbook demo --year` fills it through the whole course year.")
    click.echo("It does not exist: its people, figures and decisions are made up, and its pages say so.")
    if cohort.demonstration:
        click.echo("While `workbook serve` runs, sign in as:")
        for link in invitations.demonstration_links(store, cohort, cookie_secret(settings().var_dir)):
            click.echo(f"  {f'{link.grant.name}, {link.grant.role}':50} {server_address()}/{link.path}")
    click.echo(f"`workbook run --cohort {cohort.key}` writes its pages as files.")


def _example(cohort: organisations.Cohort, name: str) -> organisations.Municipality:
    """Return the municipality to be filled: only one that does not exist."""
    made_up = [entry for entry in cohort.municipalities if entry.made_up]
    place = cohort.municipality(name) if name else next(iter(made_up), None)
    if place is None or not place.made_up:
        named = f"“{place.name}” is a real municipality" if place else f"“{cohort.key}” has no example"
        raise BadInput(
            f"{named}: invented answers are only written for one that is marked as made up, "
            "as in the cohort “example”."
        )
    return place
