"""The command that brings in what was written elsewhere: `workbook import`."""

from __future__ import annotations

from pathlib import Path

import click

from .. import organisations
from ..grants import Grant, Role
from ..settings import settings
from ..store import Store
from .errors import BadInput, Sentence
from .manner import cohort_option, operator, person_name
from .units import find_unit

__all__ = ["bring"]


@click.command("import")
@click.argument("what", nargs=-1, required=True, metavar="FILE")
@click.option("--municipality", "municipality_name", required=True, metavar="NAME", help="Whose answers.")
@click.option("--unit", "unit_name", default="", metavar="NAME", help="Only that unit of the municipality.")
@click.option(
    "--history", is_flag=True, help="Every state the answers have had too; the file must have been made so."
)
@click.option(
    "--as", "person", default="", metavar="NAME", callback=person_name, help="In whose name; else “workbook”."
)
@cohort_option
def bring(
    what: tuple[str, ...],
    municipality_name: str,
    unit_name: str,
    history: bool,
    person: str,
    cohort_key: str,
) -> None:
    """Bring in all answers from FILE, as `workbook export answers` makes it, where nobody has written."""
    from ..answers_file import NotTaken, bring_back, read_answers
    from ..answers_file.read import MOST_BYTES

    if len(what) != 1:
        raise BadInput("Name one file.")
    cohort = organisations.cohort(cohort_key)
    place = cohort.municipality(municipality_name)
    store = Store(settings().database)
    store.check()
    unit = find_unit(store, cohort, place, unit_name) if unit_name else None
    organisation = unit.key if unit else place.key
    try:
        parts = read_answers(read_file(Path(what[0]), MOST_BYTES), history=history)
        made = bring_back(store, writer(person, cohort_key, organisation), cohort_key, organisation, parts)
    except NotTaken as error:
        raise Sentence(str(error)) from error
    units = f" and {len(parts) - 1} units" if len(parts) > 1 else ""
    click.echo(f"“{unit.name if unit else place.name}” now has {made} records{units}.")


def writer(person: str, cohort: str, organisation: str) -> Grant:
    """Return the grant to write there in somebody's name, for whoever runs commands on this machine."""
    of_all = operator(cohort)
    return Grant(
        person=of_all.person,
        name=person or of_all.name,
        role=Role.PARTICIPANT,
        cohort=cohort,
        organisation=organisation,
    )


def read_file(path: Path, most: int) -> bytes:
    """Return what is in a file, at most one byte more than `most`: enough to see that it is too large."""
    with path.open("rb") as source:
        return source.read(most + 1)
