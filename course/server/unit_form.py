"""The form by which a unit is entered or given another name.

It is plain HTML: it needs no kernel, and works before the forms of the page are open.
"""

from __future__ import annotations

from typing import Any

from ..grants import Action
from ..i18n import N_, Translator
from ..levels import types_of_units
from ..records import Message
from ..vocabulary import vocabulary
from .visits import Visit

__all__ = ["unit_form"]

_TEXTS = {
    "add_title": N_("Enter a unit"),
    "add_note": N_("Its name can be changed later, its type cannot."),
    "rename_title": N_("Change the name of the unit"),
    "name": N_("Name of the unit"),
    "type": N_("Type of unit"),
    "choose": N_("Choose …"),
    "add": N_("Enter the unit"),
    "rename": N_("Change the name"),
    "problem": N_("There is a problem"),
}


def unit_form(
    visit: Visit,
    translate: Translator,
    *,
    written: dict[str, str] | None = None,
    errors: dict[str, Message] | None = None,
) -> dict[str, Any] | None:
    """Return the form to enter a unit, or on a unit's page to rename it; None for those who may not."""
    grant = visit.visitor.grant
    if not (grant.may(Action.ARRANGE) and grant.covers(grant.cohort, visit.organisation)):
        return None
    said = written or {"name": visit.unit.name if visit.unit else "", "unit_type": ""}
    return {
        "texts": {name: translate(sentence) for name, sentence in _TEXTS.items()},
        "municipality": visit.place.key,
        "unit": visit.unit.key if visit.unit else "",
        "written": said,
        "types": [
            {"code": code, "label": vocabulary("unit_type").label(code, visit.language)}
            for code in types_of_units()
        ],
        "errors": {name: message.text(translate) for name, message in (errors or {}).items()},
    }
