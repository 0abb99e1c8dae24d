"""Which documents a reader is offered: what each is, whether there is something to print, and its links."""

from __future__ import annotations

from typing import Any

from ..faces import Reading
from ..faces.form import common_content
from ..faces.links import link_to
from ..i18n import N_
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


def offer_content(reading: Reading, *, level: int = 3) -> dict[str, Any]:
    """Return the documents with their links; outside the server there are none, and a sentence says so."""
    here = settings().face == "page"
    return {
        **common_content(reading, "documents", level),
        "title": reading.translate(_TITLE),
        "elsewhere": "" if here else reading.translate(_ON_THE_SERVER),
        "documents": [_document(reading, document, here) for document in for_reader(reading)],
    }


def _document(reading: Reading, document: Document, here: bool) -> dict[str, Any]:
    title, there = reading.translate(document.title), document.has_something(reading)
    formats = [
        {
            "label": reading.translate(form.label),
            "name": reading.translate(_AS).format(document=title, format=reading.translate(form.label)),
            "href": link_to(reading, f"document/{document.key}.{ending}"),
        }
        for ending, form in formats_of(document).items()
    ]
    return {
        "title": title,
        "about": reading.translate(document.about),
        "formats": formats if here and there else [],
        "draft": {
            "href": link_to(reading, f"draft/{document.key}.html"),
            "label": reading.translate(_DRAFT),
        }
        if here and not document.data and not document.whole
        else None,
        "nothing": "" if there else reading.translate(_NOTHING),
    }
