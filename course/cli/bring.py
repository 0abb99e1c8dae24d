"""The command that brings in what was written elsewhere: `workbook import`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ..grants import Grant, Role
from ..i18n import translator
from ..settings import settings
from ..store import Store
from .errors import BadInput, Sentence
from .manner import cohort_here, cohort_option, operator, person_name
from .units import find_unit

if TYPE_CHECKING:
    from ..spreadsheets import Preview

__all__ = ["bring"]


@click.command("import")
@click.argument("what", nargs=-1, required=True, metavar="[projects|units|partners] FILE")
@click.option("--municipality", "municipality_name", required=True, metavar="NAME", help="Whose they become.")
@click.option("--unit", "unit_name", default="", metavar="NAME", help="Only that unit of the municipality.")
@click.option(
    "--history", is_flag=True, help="Every state the answers have had too; the file must have been made so."
)
@click.option("--yes", is_flag=True, help="Add what is new in a spreadsheet without asking.")
@click.option(
    "--as", "person", default="", metavar="NAME", callback=person_name, help="In whose name; else “workbook”."
)
@cohort_option
def bring(
    what: tuple[str, ...],
    municipality_name: str,
    unit_name: str,
    history: bool,
    yes: bool,
    person: str,
    cohort_key: str,
) -> None:
    """Bring in what was written elsewhere.

    Without more, FILE is one that `workbook export answers` made, and nobody may have written there yet.
    With projects, units or partners it is a spreadsheet, CSV or XLSX: what will happen with each row is
    shown before anything is written.
    """
    if len(what) > 2:
        raise BadInput("Name one file, and before it projects, units or partners if it is a spreadsheet.")
    cohort = cohort_here(cohort_key)
    place = cohort.municipality(municipality_name)
    store = Store(settings().database)
    store.check()
    unit = find_unit(store, cohort, place, unit_name) if unit_name else None
    organisation, name = (unit.key, unit.name) if unit else (place.key, place.name)
    grant = _writer(person, cohort_key, organisation)
    path = Path(what[-1])
    if len(what) == 2:
        if history:
            raise BadInput("A spreadsheet has no history.")
        _add_rows(store, grant, name, what[0], path, yes)
    elif yes:
        raise BadInput("Answers are brought in without a question: leave out --yes.")
    else:
        _bring_answers(store, grant, name, path, history)


def _bring_answers(store: Store, grant: Grant, name: str, path: Path, history: bool) -> None:
    from ..answers_file import NotTaken, bring_back, read_answers
    from ..answers_file.read import MOST_BYTES

    try:
        parts = read_answers(_read(path, MOST_BYTES), history=history)
        made = bring_back(store, grant, grant.cohort, grant.organisation or "", parts)
    except NotTaken as error:
        raise Sentence(str(error)) from error
    units = f" and {len(parts) - 1} units" if len(parts) > 1 else ""
    click.echo(f"“{name}” now has {made} records{units}.")


def _add_rows(store: Store, grant: Grant, name: str, key: str, path: Path, yes: bool) -> None:
    from ..spreadsheets import (
        MOST_BYTES,
        Moved,
        UnknownRegister,
        Unreadable,
        add,
        preview,
        read_register,
        register_of,
        registers_for,
    )

    view = store.view(grant, grant.cohort, grant.organisation or "")
    try:
        register = register_of(key)
        if register not in registers_for(grant, view.organisation):
            raise BadInput("A unit has no units under it.")
        sheet = read_register(_read(path, MOST_BYTES), register, view.level)
        shown = preview(store, view, register, sheet)
    except UnknownRegister as error:
        raise BadInput(str(error)) from error
    except Unreadable as error:
        raise Sentence(f"{error} Nothing was written.") from error
    Console().print(_table(shown))
    if shown.left_out:
        click.echo(f"Columns that are left out: {', '.join(shown.left_out)}.")
    if not shown.new:
        click.echo("There is nothing new in it. Nothing was written.")
        return
    if not yes and not click.confirm(f"Add {len(shown.new)} to “{name}”?"):
        click.echo("Nothing was written.")
        return
    try:
        click.echo(f"{add(store, view, register, sheet, shown)} were added to “{name}”.")
    except Moved as error:
        raise Sentence(f"{error} Nothing was written; run the command again.") from error


def _table(shown: Preview) -> Table:
    from ..spreadsheets import STATES

    table = Table("Row", "Name", "Becomes", "Why", box=SIMPLE)
    translate = translator("en")
    for row in shown.rows:
        # As text: what people write must not be taken for rich's own markup.
        why = "\n".join(message.text(translate) for message in row.why)
        table.add_row(str(row.number), Text(row.name[:100]), STATES[row.state], Text(why))
    return table


def _writer(person: str, cohort: str, organisation: str) -> Grant:
    """Return the grant to write there in somebody's name, for whoever runs commands on this machine."""
    of_all = operator(cohort)
    return Grant(
        person=of_all.person,
        name=person or of_all.name,
        role=Role.PARTICIPANT,
        cohort=cohort,
        organisation=organisation,
    )


def _read(path: Path, most: int) -> bytes:
    """Return what is in a file, at most one byte more than `most`: enough to see that it is too large."""
    with path.open("rb") as source:
        return source.read(most + 1)
