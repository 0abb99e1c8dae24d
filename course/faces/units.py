"""A municipality's units with how far each has come, and what a unit reads of its municipality."""

from __future__ import annotations

from typing import Any

from ..checks import completeness
from ..i18n import N_
from ..outline import HOME, sessions
from ..records import KINDS, questions
from ..store import Unit
from ..vocabulary import vocabulary
from .form import common_content, grouped, record_content
from .links import link_at
from .reading import Reading

__all__ = ["carried_content", "units_content"]

_TITLE = N_("Kindergartens, schools and adult education")
_NONE = N_(
    "No unit has been entered yet. A kindergarten, a school or a centre of adult education that is entered "
    "here keeps a strategy of its own under the municipality's."
)
_INTRO = N_("Each keeps a strategy of its own under the municipality's. Open its pages here.")
_CARRIED = N_("{kind}: carried over from {municipality}")
_NOTE = N_("You can refer to these in your own answers. They are changed on the municipality's own pages.")
_NOTHING = N_("The municipality has written nothing down here yet.")


def units_content(reading: Reading, *, level: int = 3) -> dict[str, Any]:
    """Return the content of the list of units: name, type, how far it has come, and the way there."""
    return {
        **common_content(reading, "units", level),
        "title": reading.translate(_TITLE),
        "intro": reading.translate(_INTRO if reading.units else _NONE),
        "units": [_unit(reading, unit) for unit in reading.units],
    }


def _unit(reading: Reading, unit: Unit) -> dict[str, Any]:
    records = reading.view.of_unit(unit).everything()
    states = [completeness(records, session.key, unit.level) for session in sessions(unit.level)]
    done, total = sum(state.done for state in states), sum(state.total for state in states)
    sentence = reading.translate.ngettext(
        "{done} of {total} required answer is there.",
        "{done} of {total} required answers are there.",
        total,
    )
    return {
        "name": unit.name,
        "type": vocabulary("unit_type").label(unit.unit_type, reading.language),
        "href": link_at(reading, HOME, unit),
        "done": done,
        "total": total,
        "sentence": sentence.format(done=done, total=total),
    }


def carried_content(reading: Reading, kind: str, *, level: int = 3) -> dict[str, Any]:
    """Return the content of the list of the municipality's records of `kind` that a unit reads."""
    model = KINDS[kind]
    title = reading.translate(_CARRIED).format(
        kind=reading.translate(model.plural), municipality=reading.municipality
    )
    records = [record_content(reading, stored) for stored in reading.records[kind] if stored.carried]
    return {
        **common_content(reading, "carried", level),
        "kind": kind,
        "title": title,
        "note": reading.translate(_NOTE if records else _NOTHING),
        "groups": grouped(reading, questions(model)),
        "records": records,
    }
