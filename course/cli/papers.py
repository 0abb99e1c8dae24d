"""The command that makes documents: `workbook export`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .. import organisations, outline
from ..organisations import Municipality
from ..settings import settings
from ..store import Store
from .errors import BadInput, Sentence
from .manner import cohort_option, language_option, operator
from .units import find_unit

if TYPE_CHECKING:
    from ..documents import Document
    from ..faces import CohortReading, Reading

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
    whole = [key for key in chosen if key in DOCUMENTS and DOCUMENTS[key].whole]
    if whole and municipalities and not everything:
        raise BadInput(f"“{whole[0]}” is about the whole cohort: leave --municipality out.")
    others = tuple(key for key in chosen if key not in whole)
    made = sum(
        _for_one(
            store,
            cohort_key,
            place,
            organisation or place.key,
            others,
            formats,
            language or place.language,
            draft,
            out,
        )
        for place in places
    )
    if whole and not municipalities:
        made += _for_all(store, cohort_key, whole, formats, language or "en", out)
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
    out: Path,
) -> int:
    """Write those documents of a municipality or a unit that have something to print; return how many."""
    from ..documents import document_of
    from ..faces.opening import reading_of

    reading = reading_of(
        store,
        operator(cohort),
        cohort=cohort,
        organisation=whose,
        session=outline.HOME,
        language=language,
    )
    with _said(place.name):
        there = [one for one in map(document_of, keys) if one.has_something(reading)]
        return _write(there, reading, formats, draft, out)


def _for_all(
    store: Store, cohort: str, keys: Sequence[str], formats: Sequence[str], language: str, out: Path
) -> int:
    """Write the documents of a cohort as a whole; return how many."""
    from ..documents import document_of
    from ..faces.opening import cohort_reading_of

    with _said(organisations.cohort(cohort).label(language)):
        reading = cohort_reading_of(
            store, operator(cohort), cohort=cohort, session=outline.HOME, language=language
        )
        return _write([document_of(key) for key in keys], reading, formats, False, out)


def _write(
    documents: Sequence[Document],
    reading: Reading | CohortReading,
    formats: Sequence[str],
    draft: bool,
    out: Path,
) -> int:
    """Write documents in those of the formats they come in; return how many files that made."""
    from ..documents import UnknownFormat, make_each
    from ..documents.made import FORMATS

    written = 0
    for document in documents:
        if unknown := set(formats) - set(FORMATS):
            raise UnknownFormat(document, min(unknown))
        wanted = [name for name in document.formats if name in formats] if formats else document.formats
        for made in make_each(document, reading, wanted, draft=draft):
            out.mkdir(parents=True, exist_ok=True)
            (out / made.name).write_bytes(made.content)
            written += 1
    return written


@contextmanager
def _said(whose: str) -> Iterator[None]:
    """Say what cannot be made in one sentence, with whose document it is."""
    from ..documents import CannotMake, UnknownDocument, UnknownFormat

    try:
        yield
    except (UnknownDocument, UnknownFormat) as error:
        raise BadInput(str(error)) from error
    except CannotMake as error:
        raise Sentence(f"{whose}: {error}") from error
