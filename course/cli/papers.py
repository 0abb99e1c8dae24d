"""The command that makes documents: `workbook export`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .. import batch
from ..countries import paper_language
from ..i18n import PRINTED
from ..organisations import Municipality
from ..settings import settings
from ..store import Store
from .errors import BadInput, Sentence
from .manner import cohort_here, cohort_option, jobs_option, operator
from .units import find_unit

if TYPE_CHECKING:
    from ..documents import Document

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
    "--history", is_flag=True, help="All answers with every state they have had, and what was deleted."
)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="The folder the documents go to.",
)
@jobs_option
@cohort_option
def export(
    documents: tuple[str, ...],
    everything: bool,
    municipalities: tuple[str, ...],
    unit_name: str,
    formats: tuple[str, ...],
    languages: tuple[str, ...],
    draft: bool,
    history: bool,
    out: Path,
    jobs: int,
    cohort_key: str,
) -> None:
    """Make documents of what the municipalities have written."""
    from ..documents import DOCUMENTS

    if everything == bool(documents):
        raise BadInput(f"Name documents or say --all. There are: {', '.join(DOCUMENTS)}.")
    chosen = tuple(DOCUMENTS) if everything else documents
    if history and "answers" not in chosen:
        raise BadInput("Only the document “answers” has a history.")
    cohort = cohort_here(cohort_key)
    places = [cohort.municipality(name) for name in municipalities] or list(cohort.municipalities)
    store = Store(settings().database)
    store.check()
    organisation = ""
    if unit_name:
        if len(municipalities) != 1:
            raise BadInput("A unit belongs to a municipality: name that one with --municipality.")
        organisation = find_unit(store, cohort, places[0], unit_name).key
    wanted = _wanted(chosen, formats)
    whole = [document.key for document, _ in wanted if document.whole]
    if whole and municipalities and not everything:
        raise BadInput(f"“{whole[0]}” is about the whole cohort: leave --municipality out.")
    whose = [(organisation or place.key, place.name, _languages(languages, place)) for place in places]
    if not municipalities:
        whose.append(("", cohort.label("en"), _languages(languages)))
    tasks = [
        batch.Papers(
            grant=operator(cohort_key),
            cohort=cohort_key,
            organisation=key,
            name=name,
            document=document.key,
            formats=named,
            language=language,
            out=out.resolve(),
            draft=draft and not document.whole,
            history=history,
        )
        for key, name, theirs in whose
        for number, language in enumerate(theirs)
        for document, named in wanted
        # The answers themselves are the same in every language.
        if document.whole == (not key) and not (document.data and number)
    ]
    # A single one is made sooner than a process is started.
    running = batch.run(tasks, jobs) if len(tasks) > 1 else map(batch.attempt, tasks)
    results = batch.follow(running, len(tasks))
    made = sum(len(result.files) for result in results)
    failed = [f"{result.task.title}: {result.error}" for result in results if result.error]
    if made or not failed:
        click.echo(f"{made} files are in {out}." if made else "There is nothing to print yet.")
    if failed:
        raise Sentence(" ".join(sorted(failed)))


def _languages(asked: Sequence[str], place: Municipality | None = None) -> list[str]:
    """Return the languages to print documents in: those asked for, each once; else a municipality's own.

    What is about a whole cohort has no language of its own: it is in English.
    """
    if unknown := set(asked) - {*PRINTED, "all"}:
        raise BadInput(
            f"Papers are not printed in “{min(unknown)}”. They are in: {', '.join(PRINTED)}, or all."
        )
    wanted = PRINTED if "all" in asked else asked
    return list(dict.fromkeys(wanted)) or [paper_language(place.country, place.language) if place else "en"]


def _wanted(keys: Sequence[str], formats: Sequence[str]) -> list[tuple[Document, tuple[str, ...]]]:
    """Return the documents of some keys, each with the formats of those asked for that it comes in."""
    from ..documents import UnknownDocument, UnknownFormat, document_of
    from ..documents.made import FORMATS

    try:
        documents = [document_of(key) for key in dict.fromkeys(keys)]
        if unknown := set(formats) - set(FORMATS):
            raise UnknownFormat(documents[0], min(unknown))
    except (UnknownDocument, UnknownFormat) as error:
        raise BadInput(str(error)) from error
    return [
        (document, tuple(name for name in document.formats if not formats or name in formats))
        for document in documents
    ]
