"""The command that makes documents: `workbook export`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from .. import organisations, outline
from ..countries import paper_language
from ..i18n import PRINTED
from ..organisations import Municipality
from ..settings import settings
from ..store import Store
from .errors import BadInput, Sentence
from .manner import cohort_option, operator
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
@click.option(
    "--language",
    "languages",
    multiple=True,
    metavar="CODE",
    help=f"{', '.join(PRINTED)}, or all; repeat for several. Otherwise each municipality's own.",
)
@click.option("--draft", is_flag=True, help="Say in the documents what is missing.")
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
    languages: tuple[str, ...],
    draft: bool,
    out: Path,
    cohort_key: str,
) -> None:
    """Make documents of what the municipalities have written."""
    from ..documents import DOCUMENTS

    if everything == bool(documents):
        raise BadInput(f"Name documents or say --all. There are: {', '.join(DOCUMENTS)}.")
    chosen = tuple(DOCUMENTS) if everything else documents
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
            language,
            draft,
            out,
            data=number == 0,
        )
        for place in places
        for number, language in enumerate(_languages(languages, place))
    )
    if not made:
        click.echo("There is nothing to print yet.")
        return
    click.echo(f"{made} files are in {out}.")


def _languages(asked: Sequence[str], place: Municipality) -> list[str]:
    """Return the languages to print a municipality's documents in: those asked for, each once, or its own."""
    wanted = PRINTED if "all" in asked else asked
    return list(dict.fromkeys(wanted)) or [paper_language(place.country, place.language)]


def _for_one(
    store: Store,
    cohort: str,
    place: Municipality,
    whose: str,
    keys: Sequence[str],
    formats: Sequence[str],
    language: str,
    draft: bool,
    out: Path,
    *,
    data: bool,
) -> int:
    """Write those documents of a municipality or a unit that have something to print; return how many.

    Without `data` the answers themselves are left out: they are the same in every language.
    """
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
        printed=True,
    )
    written = 0
    try:
        for document in map(document_of, keys):
            wanted = [name for name in document.formats if name in formats] if formats else document.formats
            if unknown := set(formats) - set(FORMATS):
                raise UnknownFormat(document, min(unknown))
            if not document.has_something(reading) or (document.data and not data):
                continue
            for made in make_each(document, reading, wanted, draft=draft):
                out.mkdir(parents=True, exist_ok=True)
                (out / made.name).write_bytes(made.content)
                written += 1
    except (UnknownDocument, UnknownFormat) as error:
        raise BadInput(str(error)) from error
    except CannotMake as error:
        raise Sentence(f"{place.name}: {error}") from error
    return written
