"""Which documents a reader is offered: what each is, whether there is something to print, and its links."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..countries import paper_language
from ..faces import Reading
from ..faces.form import common_content
from ..faces.links import link_to, whose
from ..i18n import N_, PRINTED
from ..settings import settings
from .declared import Document, for_reader
from .made import FORMATS, formats_of

__all__ = ["offer_content"]

_TITLE = N_("Documents")
_NOTHING = N_("There is nothing to print yet.")
_DRAFT = N_("Read the draft, with what is missing (opens in a new tab)")
_ON_THE_SERVER = N_(
    "The documents can be downloaded where the workbook is open, or made by `workbook export`."
)
_AS = N_("{document} as {format}")
_OTHER_LANGUAGE = N_("In another language")
_DOCUMENT, _LANGUAGE, _FORMAT = N_("Document"), N_("Language"), N_("Format")
_DOWNLOAD = N_("Download")


def offer_content(reading: Reading, *, level: int = 3) -> dict[str, Any]:
    """Return the documents with their links; outside the server there are none, and a sentence says so."""
    here = settings().face == "page"
    offered = for_reader(reading)
    papers = [one for one in offered if not one.data and one.has_something(reading)]
    return {
        **common_content(reading, "documents", level),
        "title": reading.translate(_TITLE),
        "elsewhere": "" if here else reading.translate(_ON_THE_SERVER),
        "documents": [_document(reading, document, here) for document in offered],
        "choice": _choice(reading, papers) if here and papers else None,
    }


def _document(reading: Reading, document: Document, here: bool) -> dict[str, Any]:
    title, there = document.called(reading), document.has_something(reading)
    first = _first_language(reading)
    asked = "" if first == reading.language else first
    formats = [
        {
            "label": reading.translate(form.label),
            "name": reading.translate(_AS).format(document=title, format=reading.translate(form.label)),
            "href": link_to(reading, f"document/{document.key}.{ending}", language=asked),
        }
        for ending, form in formats_of(document).items()
    ]
    return {
        "title": title,
        "about": reading.translate(document.about),
        "formats": formats if here and there else [],
        "draft": {
            "href": link_to(reading, f"draft/{document.key}.html", language=asked),
            "label": reading.translate(_DRAFT),
        }
        if here and not document.data
        else None,
        "nothing": "" if there else reading.translate(_NOTHING),
    }


def _first_language(reading: Reading) -> str:
    """Return the language papers come in when nobody asks for another: their council's own."""
    return paper_language(reading.country, reading.language)


def _choice(reading: Reading, papers: Sequence[Document]) -> dict[str, Any]:
    """Return the form by which a paper is asked for in another language, in a format that each comes in."""
    translate, first = reading.translate, _first_language(reading)
    common = [name for name in FORMATS if all(name in paper.formats for paper in papers)]
    return {
        "label": translate(_OTHER_LANGUAGE),
        "action": f"{settings().base_url}document",
        "hidden": whose(reading, reading.unit),
        "fields": [
            {
                "name": name,
                "label": translate(label),
                "options": [{"value": value, "label": said} for value, said in options],
            }
            for name, label, options in (
                ("document", _DOCUMENT, [(one.key, one.called(reading)) for one in papers]),
                ("language", _LANGUAGE, [entry for entry in PRINTED.items() if entry[0] != first]),
                ("format", _FORMAT, [(name, translate(FORMATS[name].label)) for name in common]),
            )
        ],
        "download": translate(_DOWNLOAD),
    }
