"""The command that shows how far each municipality has come, as the facilitators' page does."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import click
from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table
from rich.text import Text

from .. import organisations, outline
from ..levels import municipality_of
from ..settings import settings
from ..store import SignOffs, Store
from .manner import cohort_here, cohort_option, operator
from .privacy import retention_sentence
from .units import units_of

__all__ = ["status"]


@click.command()
@cohort_option
def status(cohort_key: str) -> None:
    """Print what each municipality has written and when, what was run, and what is signed off."""
    cohort = cohort_here(cohort_key)
    store = Store(settings().database)
    store.check()
    Console().print(_status(store, cohort))
    click.echo(retention_sentence(store, cohort_key))


def _status(store: Store, cohort: organisations.Cohort) -> Table:
    from ..faces.followed import followed
    from ..faces.opening import reading_of

    grant, units = operator(cohort.key), units_of(store, cohort)
    keys = [
        key for town in cohort.municipalities for key in (town.key, *(unit.key for unit in units[town.key]))
    ]
    readings = {
        key: reading_of(
            store, grant, cohort=cohort.key, organisation=key, session=outline.HOME, language="en"
        )
        for key in keys
    }
    table = Table(
        "Municipality", "Key", "Answers", "Findings", "Last change", "By", "Signed off", "Pages", box=SIMPLE
    )
    for row in followed(readings, SignOffs(store, grant, cohort.key)):
        folder = settings().out_dir / cohort.key / (municipality_of(row.key) or "") / row.key
        ready = [f"{one.key} ({one.ready.number})" for one in row.sessions.values() if one.ready]
        signed = [f"{key} ({one.number})" for key, one in row.signed.items()]
        when = row.last_at.astimezone(ZoneInfo(settings().time_zone)) if row.last_at else None
        table.add_row(
            # As text: what people write must not be taken for rich's own markup.
            Text(f"  {row.name}" if municipality_of(row.key) else row.name),
            row.key,
            f"{row.done} of {row.total}",
            str(row.findings),
            when.strftime("%Y-%m-%d %H:%M") if when else "",
            Text(row.last_by),
            ", ".join([*ready, *signed]),
            str(len(list(folder.glob("*.html")))),
        )
    return table
