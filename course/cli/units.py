"""The commands for the units under a municipality: enter one, rename one, list them."""

from __future__ import annotations

import click
from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ..levels import types_of_units
from ..organisations import Cohort, Municipality
from ..records import Refused
from ..store import Store, Unit
from ..vocabulary import vocabulary
from .errors import BadInput
from .manner import cohort_here, cohort_option, operator, prepared

__all__ = ["find_unit", "unit", "units_of"]


def units_of(store: Store, cohort: Cohort) -> dict[str, list[Unit]]:
    """Return the units of each municipality of a cohort, by its key."""
    grant = operator(cohort.key)
    return {place.key: store.units(grant, cohort.key, place.key) for place in cohort.municipalities}


def find_unit(store: Store, cohort: Cohort, municipality: Municipality, text: str) -> Unit:
    """Return the unit of a municipality whose key or name is `text`, in any case.

    Raises
    ------
    BadInput
        With one sentence that names those there are.
    """
    there = store.units(operator(cohort.key), cohort.key, municipality.key)
    for one in there:
        if text.casefold() in (one.key, one.name.casefold()):
            return one
    keys = ", ".join(one.key for one in there) or "none yet; workbook unit add enters one"
    raise BadInput(f"{municipality.name} has no unit “{text}”. It has: {keys}.")


@click.group()
def unit() -> None:
    """Enter, rename and list the units that keep a strategy under their municipality's."""


@unit.command()
@click.argument("name")
@click.option("--municipality", "municipality_name", required=True, metavar="NAME", help="Whose unit it is.")
@click.option(
    "--type",
    "unit_type",
    required=True,
    type=click.Choice(list(types_of_units())),
    help="What kind of unit it is.",
)
@cohort_option
def add(name: str, municipality_name: str, unit_type: str, cohort_key: str) -> None:
    """Enter the unit NAME and print the key it keeps."""
    place = cohort_here(cohort_key).municipality(municipality_name)
    try:
        entered = prepared().add_unit(
            operator(cohort_key), cohort_key, place.key, name=name, unit_type=unit_type
        )
    except Refused as error:
        raise BadInput(str(error)) from error
    click.echo(entered.key)


@unit.command()
@click.argument("key")
@click.argument("name")
@cohort_option
def rename(key: str, name: str, cohort_key: str) -> None:
    """Give the unit KEY another name; its key and its answers stay."""
    try:
        prepared().rename_unit(operator(cohort_key), cohort_key, key, name)
    except Refused as error:
        raise BadInput(str(error)) from error


@unit.command("list")
@click.option("--municipality", "municipality_name", default="", metavar="NAME", help="Only its units.")
@cohort_option
def list_(municipality_name: str, cohort_key: str) -> None:
    """Print the units of a municipality, or of all."""
    cohort = cohort_here(cohort_key)
    chosen = [cohort.municipality(municipality_name)] if municipality_name else list(cohort.municipalities)
    store = prepared()
    table = Table("Municipality", "Unit", "Type", "Key", box=SIMPLE)
    for place in chosen:
        for one in store.units(operator(cohort_key), cohort_key, place.key):
            table.add_row(
                place.name,
                # As text: what people write must not be taken for rich's own markup.
                Text(one.name),
                vocabulary("unit_type").label(one.unit_type, "en"),
                one.key,
            )
    Console().print(table)
