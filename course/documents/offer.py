"""Which documents a reader is offered: what each is, whether there is something to print, and its links."""

from __future__ import annotations

from typing import Any

from ..countries import paper_language
from ..faces import Reading
from ..faces.form import common_content
from ..faces.links import link_to
from ..i18n import N_, PRINTED
from ..settings import settings
from .declared import Document, for_reader
from .made import formats_of

__all__ = ["offer_content"]

_TITLE = N_("Documents")
_NOTHING = N_("There is nothing to print yet.")
_DRAFT = N_("Read the draft, with what is missing (opens in a new tab)")
_ON_THE_SERVER = N_(
    "The documents can be downloaded where the workbook is open, or made by `workbook export`."
)
_AS = N_("{document} as {format}")
_OTHER_LANGUAGE = N_("Papers in another language")


def offer_content(reading: Reading, *, level: int = 3, language: str = "", face: str = "") -> dict[str, Any]:
    """Return the documents with their links; outside the server there are none, and a sentence says so.

    They are offered in `language`; where that is empty, in the one the council reads. `face` says where they
    are shown; without, the settings do.
    """
    here = (face or settings().face) == "page"
    first = language or paper_language(reading.country, reading.language)
    return {
        **common_content(reading, "documents", level),
        "title": reading.translate(_TITLE),
        "elsewhere": "" if here else reading.translate(_ON_THE_SERVER),
        "documents": [
            _document(reading, document, first) if here else _named(reading, document)
            for document in for_reader(reading)
        ],
        "languages": _languages(reading, first) if here else None,
    }


def _named(reading: Reading, document: Document) -> dict[str, Any]:
    return {
        "title": document.called(reading),
        "about": reading.translate(document.about),
        "formats": [],
        "draft": None,
        "nothing": "" if document.has_something(reading) else reading.translate(_NOTHING),
    }


def _document(reading: Reading, document: Document, language: str) -> dict[str, Any]:
    named = _named(reading, document)
    asked = "" if language == reading.language else language
    formats = [
        {
            "label": reading.translate(form.label),
            "name": reading.translate(_AS).format(
                document=named["title"], format=reading.translate(form.label)
            ),
            "href": link_to(reading, f"document/{document.key}.{ending}", "page", language=asked),
        }
        for ending, form in formats_of(document).items()
    ]
    draft = {
        "href": link_to(reading, f"draft/{document.key}.html", "page", language=asked),
        "label": reading.translate(_DRAFT),
    }
    return {
        **named,
        "formats": [] if named["nothing"] else formats,
        "draft": None if document.data or document.whole else draft,
    }


def _languages(reading: Reading, shown: str) -> dict[str, Any]:
    """Return the links to the same papers in each of the other languages they are printed in."""
    return {
        "label": reading.translate(_OTHER_LANGUAGE),
        "links": [
            {"code": code, "name": name, "href": link_to(reading, f"papers/{code}.html", "page")}
            for code, name in PRINTED.items()
            if code != shown
        ],
    }
