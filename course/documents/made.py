"""Make a document in one of its formats."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ..faces import CohortReading, Reading
from ..i18n import N_
from .declared import Document
from .paper import Paper
from .trouble import CannotMake

__all__ = ["FORMATS", "CannotMake", "Made", "UnknownFormat", "formats_of", "make", "make_each"]


@dataclass(frozen=True)
class Format:
    """A format: what it is called and its media type."""

    label: str
    media_type: str


FORMATS: dict[str, Format] = {
    "html": Format(N_("Web page (HTML)"), "text/html; charset=utf-8"),
    "docx": Format(
        N_("Word (DOCX)"), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    ),
    "odt": Format(N_("LibreOffice (ODT)"), "application/vnd.oasis.opendocument.text"),
    "pdf": Format(N_("PDF"), "application/pdf"),
    "xlsx": Format(N_("Tables (XLSX)"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "json": Format(N_("Data (JSON)"), "application/json"),
}
"""Every format by the ending of its files, in the order in which they are offered."""


class UnknownFormat(LookupError):
    """A format that a document does not come in."""

    def __init__(self, document: Document, name: str) -> None:
        super().__init__(
            f"The document “{document.key}” is not made as “{name}”. "
            f"It is made as: {', '.join(document.formats)}."
        )


@dataclass(frozen=True)
class Made:
    """A document that has been made: a file's name, media type and content."""

    name: str
    media_type: str
    content: bytes


def formats_of(document: Document) -> dict[str, Format]:
    """Return the formats a document comes in."""
    return {name: FORMATS[name] for name in document.formats}


def make(
    document: Document, reading: Reading | CohortReading, name: str, *, draft: bool = False, face: str = ""
) -> Made:
    """Return a document of the reading's organisation, in its language, in the format `name`.

    A document that belongs to the cohort as a whole is made of a `CohortReading`, every other of a `Reading`.

    A `draft` says what is missing and links back to the records; `face` says where those links lead.

    Raises
    ------
    UnknownFormat
        With one sentence that names those there are.
    CannotMake
        When the format could not be made; its `message` is a sentence for the reader.
    """
    return next(make_each(document, reading, (name,), draft=draft, face=face))


def make_each(
    document: Document,
    reading: Reading | CohortReading,
    names: Sequence[str],
    *,
    draft: bool = False,
    face: str = "",
    history: bool = False,
) -> Iterator[Made]:
    """Yield a document in each of the formats `names`, all from one page; otherwise as `make`.

    With `history` the answers themselves come with every state they have had.
    """
    for name in names:
        if name not in document.formats:
            raise UnknownFormat(document, name)
    if isinstance(reading, CohortReading):
        own, paper = reading.own, Paper(document, reading.own, draft, face, reading)
    else:
        own, paper = reading, Paper(document, reading, draft, face)
    stem = f"{document.key.replace('_', '-')}-{own.view.organisation}-{own.language}"
    write = None if document.data else _written(paper)
    for name in names:
        content = write(name) if write else _whole(own, history)
        yield Made(f"{stem}.{name}", FORMATS[name].media_type, content)


def _whole(reading: Reading, history: bool) -> bytes:
    from ..answers_file import answers_file

    units = () if reading.level.is_unit else reading.units
    return answers_file(reading.view, units, history=history)


def _written(paper: Paper) -> Callable[[str], bytes]:
    """Return what makes each format out of the document's HTML; a converter is loaded when it is needed."""
    from .html import html

    page = html(paper)

    def write(name: str) -> bytes:
        if name == "docx":
            from .docx import docx

            return docx(page, paper.running, paper.letterhead)
        if name == "odt":
            from .odt import odt

            return odt(page, paper.running, paper.letterhead)
        if name == "pdf":
            from .pdf import pdf

            return pdf(page, paper.letterhead)
        if name == "xlsx":
            from .xlsx import xlsx

            return xlsx(page, paper.letterhead)
        return page.encode()

    return write
