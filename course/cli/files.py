"""The commands that write a file for somebody to take along."""

from __future__ import annotations

from pathlib import Path

import click

from .. import outline
from ..i18n import LANGUAGES
from ..organisations import Cohort
from ..settings import settings
from ..store import Store
from .manner import cohort_here, cohort_option, language_option, operator

__all__ = ["blank", "calendar", "held_again"]


def held_again(cohort: Cohort) -> dict[str, list[str]]:
    """Return the later occasions of sessions that municipalities and units have, by their keys."""
    from .. import faces
    from ..faces.opening import reading_of

    store = Store(settings().database)
    store.check()
    found = {}
    for place in cohort.municipalities:
        for unit in (None, *store.units(operator(cohort.key), cohort.key, place.key)):
            key = unit.key if unit else place.key
            reading = reading_of(
                store,
                operator(cohort.key),
                cohort=cohort.key,
                organisation=key,
                session=outline.HOME,
                language=place.language,
            )
            found[key] = [str(held) for held in faces.held_again(reading)]
    return found


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

    place = cohort_here(cohort_key).municipality(municipality_name)
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


@click.command("print")
@click.argument("sessions", nargs=-1, metavar="[SESSION]...")
@click.option(
    "--language", "languages", multiple=True, metavar="CODE", help="Repeat for several; otherwise all."
)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="The folder the pages go to.",
)
def blank(sessions: tuple[str, ...], languages: tuple[str, ...], out: Path) -> None:
    """Write sessions as blank forms for a meeting table, one page for each language."""
    from ..blank_form import blank_form

    chosen = sessions or tuple(entry.key for entry in outline.sessions() if entry.key != outline.HOME)
    pages = {
        out / f"{session}-{language}.html": blank_form(session, language)
        for session in chosen
        for language in languages or LANGUAGES
    }
    out.mkdir(parents=True, exist_ok=True)
    for path, page in pages.items():
        path.write_text(page, "utf-8")
    click.echo(f"Blank forms are in {out}.")
