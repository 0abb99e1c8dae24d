"""The papers a municipality takes to its council: from records to HTML, and from that to everything else.

A document is declared once, in `declared`, and is one Jinja2 template that makes one semantic HTML
document. DOCX, ODT, PDF and XLSX are made from that HTML and from nothing else, so that no two of them
can say different things.
"""

from .declared import DOCUMENTS, Document, UnknownDocument, document_of, for_reader
from .made import CannotMake, Made, UnknownFormat, formats_of, make, make_each

__all__ = [
    "DOCUMENTS",
    "CannotMake",
    "Document",
    "Made",
    "UnknownDocument",
    "UnknownFormat",
    "document_of",
    "for_reader",
    "formats_of",
    "make",
    "make_each",
]
