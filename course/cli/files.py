"""The commands that write a file for somebody to take along."""

from __future__ import annotations

from pathlib import Path

import click

from .. import organisations, outline
from ..settings import settings
from ..store import Store
from .manner import cohort_option, language_option, operator

__all__ = ["calendar"]


@click.command()
@click.option("--municipality", "municipality_name", required=True, metavar="NAME", help="Whose dates.")
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="A file; otherwise it is printed."
)
@language_option
@cohort_option
def calendar(municipality_name: str, out: Path | None, language: str, cohort_key: str) -> None:
    """Write the gatherings and a municipality's own dates as a calendar (.ics)."""
    from ..calendar import calendar as made_of
    from ..faces.opening import reading_of

    place = organisations.cohort(cohort_key).municipality(municipality_name)
    store = Store(settings().database)
    store.check()
    reading = reading_of(
        store,
        operator(cohort_key),
        cohort=cohort_key,
        organisation=place.key,
        session=outline.HOME,
        language=language or place.language,
    )
    if out is None:
        click.echo(made_of(reading), nl=False)
        return
    out.write_bytes(made_of(reading))
    click.echo(f"The calendar is in {out}.")
