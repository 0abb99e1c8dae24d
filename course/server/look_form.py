"""The form for what a municipality is called on its papers, its logo and its colour.

Plain HTML, as the form for units is: it needs no kernel, and works before the forms of the page are open.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from ..documents.colours import OWN
from ..grants import Action
from ..i18n import N_, Translator
from ..looks import LARGEST_FILE
from ..records import Message
from ..store import Look, Looks, Store
from .visits import Visit

__all__ = ["look_form", "may_change_look", "visit_look"]

_TEXTS = {
    "title": N_("Name, logo and colours on papers"),
    "note": N_("This is how the documents look that are made here, also those of the municipality’s units."),
    "name": N_("What the municipality is called on its papers"),
    "name_note": N_("Leave it empty for “{name} municipality”, in the language of the document."),
    "logo": N_("Logo (PNG or SVG)"),
    "logo_note": N_(
        "At most {most} kB. It stands at the head of the first page. Of an SVG only shapes are kept, so "
        "letters have to be converted to paths."
    ),
    "now": N_("The logo now"),
    "remove": N_("Take the logo away"),
    "alternative": N_("What the logo shows, for those who do not see it"),
    "alternative_note": N_("Leave it empty for “Logo of {name}”, in the language of the document."),
    "colour": N_("Main colour, for headings and lines"),
    "colour_note": N_(
        "As # and six digits, for example {example}. Leave it empty for the workbook’s own colour."
    ),
    "keep": N_("Keep name, logo and colour"),
    "problem": N_("There is a problem"),
    "again": N_("If you chose a file, choose it again: nothing was kept."),
}

_FIELDS = {"name": "name", "file": "logo", "logo": "logo", "alternative": "alternative", "colour": "colour"}


def may_change_look(visit: Visit) -> bool:
    """Whether the visitor may change the look of the municipality whose page it is."""
    grant = visit.visitor.grant
    return visit.unit is None and grant.may(Action.ARRANGE) and grant.covers(grant.cohort, visit.place.key)


def visit_look(store: Store, visit: Visit) -> Look:
    """Return the look of the papers of whoever the page belongs to."""
    grant = visit.visitor.grant
    return Looks(store.engine).of(grant, grant.cohort, visit.organisation)


def look_form(
    visit: Visit,
    look: Look,
    translate: Translator,
    *,
    base_url: str,
    written: dict[str, str] | None = None,
    errors: dict[str, Message] | None = None,
) -> dict[str, Any]:
    """Return the form, with the look as it is or as somebody wanted it."""
    blanks = {"name": visit.place.name, "most": LARGEST_FILE // 1000, "example": OWN.accent}
    shown = {"name": look.name, "alternative": look.alternative, "colour": look.colour}
    query = urlencode({**visit.query, "revision": look.revision})
    return {
        "texts": {name: translate(sentence).format(**blanks) for name, sentence in _TEXTS.items()},
        "municipality": visit.place.key,
        "revision": look.revision,
        "written": written or shown,
        "logo": f"{base_url}look/logo.png?{query}" if look.logo else "",
        "alternative": look.alternative,
        "errors": [
            {"field": _FIELDS.get(name, ""), "sentence": message.text(translate)}
            for name, message in (errors or {}).items()
        ],
    }
