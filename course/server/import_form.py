"""What the page for spreadsheets says, and the links that lead there."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from ..i18n import N_, Translator
from ..outline import HOME
from ..spreadsheets import MOST_BYTES, MOST_ROWS, STATES, Preview, Register, State, registers_for
from .visits import Visit

__all__ = ["TITLE", "bring_in", "done", "import_form", "previewed"]

TITLE = N_("Bring in from a spreadsheet")

_TEXTS = {
    "intro": N_(
        "Do you keep your projects, units or partners in a table already? Choose the file, and see what will "
        "happen with each row. Nothing is written before you confirm it, and what is here already stays as "
        "it is."
    ),
    "problem": N_("There is a problem"),
    "register": N_("What the file holds"),
    "file": N_("The file"),
    "show": N_("Show what will happen"),
    "templates": N_("Files to fill in"),
    "templates_note": N_(
        "A template has a column for each question, and the answers to choose among. The other file has what "
        "is here already, in the same columns."
    ),
    "preview": N_("What will happen"),
    "row": N_("Row"),
    "name": N_("Name"),
    "becomes": N_("What becomes of it"),
    "unnamed": N_("Without a name"),
    "nothing": N_("There is nothing new in this file, so there is nothing to confirm."),
    "another": N_("Choose another file"),
    "back": N_("To the start page"),
    "moved": N_(
        "What is written here has changed since you looked, so nothing was written. "
        "This is what will happen now."
    ),
    "look_at": N_("See them on their page"),
}
_NOTE = N_(
    "CSV or Excel (XLSX), at most {megabytes} MB and {rows} rows. The first row says what the columns are."
)
_TEMPLATE = N_("{register}: template (XLSX)")
_THERE = N_("{register}: what is here already (XLSX)")
_LEFT_OUT = N_("Columns that are not known and are left out: {columns}.")
_LINKS = {
    HOME: ("", N_("Bring in projects, units or partners from a spreadsheet")),
    "01_baseline": ("projects", N_("Bring in projects from a spreadsheet")),
    "05_activities": ("partners", N_("Bring in partners from a spreadsheet")),
}


def bring_in(visit: Visit, base_url: str, translate: Translator) -> dict[str, str] | None:
    """Return the link at the foot of a session's page; None where there is none or for those who may not."""
    if visit.session not in _LINKS:
        return None
    key, title = _LINKS[visit.session]
    may = [register.key for register in registers_for(visit.visitor.grant, visit.organisation)]
    if not (key in may or (may and not key)):
        return None
    query = visit.query | ({"register": key} if key else {})
    return {"href": f"{base_url}import?{urlencode(query)}", "title": translate(title)}


def import_form(
    visit: Visit, base_url: str, translate: Translator, *, chosen: str = "", error: str = ""
) -> dict[str, Any]:
    """Return what the form shows: the registers there are, their templates, and what was wrong."""
    registers = registers_for(visit.visitor.grant, visit.organisation)
    return {
        "texts": {name: translate(sentence) for name, sentence in _TEXTS.items()},
        "note": translate(_NOTE).format(megabytes=MOST_BYTES // 1_000_000, rows=MOST_ROWS),
        "municipality": visit.place.key,
        "unit": visit.query.get("unit", ""),
        "registers": [
            {"key": one.key, "title": translate(one.title), "current": one.key == chosen} for one in registers
        ],
        "files": [
            {
                "href": f"{base_url}import/{one.key}.xlsx?"
                + urlencode(
                    visit.query | {"language": visit.language} | ({"filled": "yes"} if filled else {})
                ),
                "title": translate(sentence).format(register=translate(one.title)),
            }
            for one in registers
            for filled, sentence in ((False, _TEMPLATE), (True, _THERE))
        ],
        "error": error,
    }


def previewed(shown: Preview, translate: Translator) -> dict[str, Any]:
    """Return a preview as it is shown: how many rows become what, and each of them."""
    number = len(shown.new)
    confirm = translate.ngettext("Add {number} row", "Add {number} rows", number)
    return {
        "title": translate(shown.register.title),
        "counts": [
            {"state": translate(STATES[state]), "number": shown.count[state]}
            for state in State
            if shown.count[state]
        ],
        "rows": [
            {
                "number": row.number,
                "name": row.name[:200],
                "state": row.state.value,
                "becomes": translate(STATES[row.state]),
                "why": [message.text(translate) for message in row.why],
            }
            for row in shown.rows
        ],
        "left_out": translate(_LEFT_OUT).format(columns=", ".join(one[:60] for one in shown.left_out))
        if shown.left_out
        else "",
        "confirm": confirm.format(number=number) if number else "",
    }


def done(register: Register, number: int, translate: Translator) -> str:
    """Return the sentence that says what was written."""
    sentence = translate.ngettext(
        "{number} row was added to “{register}”.", "{number} rows were added to “{register}”.", number
    )
    return sentence.format(number=number, register=translate(register.title))
