"""The command that makes documents: `workbook export`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from .. import organisations, outline
from ..organisations import Municipality
from ..settings import settings
from ..store import Store
from .errors import BadInput, Sentence
from .manner import cohort_option, language_option, operator
from .units import find_unit

__all__ = ["export"]


@click.command()
@click.argument("documents", nargs=-1, metavar="[DOCUMENT]...")
@click.option("--all", "everything", is_flag=True, help="Every document there is.")
@click.option(
    "--municipality",
    "municipalities",
    multiple=True,
    metavar="NAME",
    help="Repeat for several; otherwise every one that has something to print.",
)
@click.option("--unit", "unit_name", default="", metavar="NAME", help="Only that unit of the municipality.")
@click.option(
    "--format",
    "formats",
    multiple=True,
    metavar="NAME",
    help="html, docx, odt, pdf, xlsx or json; repeat for several. Otherwise all a document comes in.",
)
@language_option
@click.option("--draft", is_flag=True, help="Say in the documents what is missing.")
@click.option(
    "--history", is_flag=True, help="All answers with every state they have had, and what was deleted."
)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="The folder the documents go to.",
)
@cohort_option
def export(
    documents: tuple[str, ...],
    everything: bool,
    municipalities: tuple[str, ...],
    unit_name: str,
    formats: tuple[str, ...],
    language: str,
    draft: bool,
    history: bool,
    out: Path,
    cohort_key: str,
) -> None:
    """Make documents of what the municipalities have written."""
    from ..documents import DOCUMENTS

    if everything == bool(documents):
        raise BadInput(f"Name documents or say --all. There are: {', '.join(DOCUMENTS)}.")
    chosen = tuple(DOCUMENTS) if everything else documents
    if history and "answers" not in chosen:
        raise BadInput("Only the document “answers” has a history.")
    cohort = organisations.cohort(cohort_key)
    places = [cohort.municipality(name) for name in municipalities] or list(cohort.municipalities)
    store = Store(settings().database)
    store.check()
    organisation = ""
    if unit_name:
        if len(municipalities) != 1:
            raise BadInput("A unit belongs to a municipality: name that one with --municipality.")
        organisation = find_unit(store, cohort, places[0], unit_name).key
    made = sum(
        _for_one(
            store,
            cohort_key,
            place,
            organisation or place.key,
            chosen,
            formats,
            language or place.language,
            draft,
            history,
            out,
        )
        for place in places
    )
    if not made:
        click.echo("There is nothing to print yet.")
        return
    click.echo(f"{made} files are in {out}.")


def _for_one(
    store: Store,
    cohort: str,
    place: Municipality,
    whose: str,
    keys: Sequence[str],
    formats: Sequence[str],
    language: str,
    draft: bool,
    history: bool,
    out: Path,
) -> int:
    """Write those documents of a municipality or a unit that have something to print; return how many."""
    from ..documents import CannotMake, UnknownDocument, UnknownFormat, document_of, make_each
    from ..documents.made import FORMATS
    from ..faces.opening import reading_of

    reading = reading_of(
        store,
        operator(cohort),
        cohort=cohort,
        organisation=whose,
        session=outline.HOME,
        language=language,
    )
    written = 0
    try:
        for document in map(document_of, keys):
            wanted = [name for name in document.formats if name in formats] if formats else document.formats
            if unknown := set(formats) - set(FORMATS):
                raise UnknownFormat(document, min(unknown))
            if not document.has_something(reading):
                continue
            for made in make_each(document, reading, wanted, draft=draft, history=history):
                out.mkdir(parents=True, exist_ok=True)
                (out / made.name).write_bytes(made.content)
                written += 1
    except (UnknownDocument, UnknownFormat) as error:
        raise BadInput(str(error)) from error
    except CannotMake as error:
        raise Sentence(f"{place.name}: {error}") from error
    return written
