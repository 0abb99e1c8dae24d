"""Where a session's page lies, seen from another: on the server, or as a file beside it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from ..i18n import N_
from ..levels import Level, municipality_of
from ..outline import HOME
from ..outline import session as session_of
from ..settings import settings
from ..store import Unit
from ..vocabulary import vocabulary
from .reading import Reading

__all__ = ["LEVEL_SWITCH", "level_switch", "link_at", "link_to"]

LEVEL_SWITCH = N_("The municipality and its units")


def link_to(reading: Reading, session: str, face: str = "", *, language: str = "") -> str:
    """Return the address of a session: a page of the server, a file beside this one, or a notebook.

    `session` may also be the name of a file that the server alone has, such as ``calendar.ics``. `face`
    says which of the three it is to be; without, the settings do. `language` is one that the reader would
    not get without asking.
    """
    return link_at(reading, session, reading.unit, face, language=language)


def link_at(reading: Reading, session: str, unit: Unit | None, face: str = "", *, language: str = "") -> str:
    """Return the address of a session of a unit, or of the municipality where `unit` is None."""
    shown_in = face or settings().face
    if shown_in != "page":
        name = f"{session}.{'ipynb' if shown_in == 'lab' else 'html'}"
        if unit == reading.unit:
            return name
        # The pages of a unit lie in a folder of their own beside those of its municipality.
        return f"{'../' if reading.unit else ''}{f'{unit.key}/' if unit else ''}{name}"
    path = "" if session == HOME else session if "." in session else f"session/{session}"
    query = {}
    own = reading.view.grant.organisation
    # Only whoever may open the pages of several needs to say whose.
    if own is None:
        query["municipality"] = municipality_of(reading.view.organisation) or reading.view.organisation
    if unit and own != unit.key:
        query["unit"] = unit.key
    if language:
        query["language"] = language
    return f"{settings().base_url}{path}{f'?{urlencode(query)}' if query else ''}"


def level_switch(reading: Reading) -> dict[str, Any] | None:
    """Return the links between the municipality's page and those of its units, in the same session.

    None where the reader may open one of them only, or there are none.
    """
    view = reading.view
    municipality = municipality_of(view.organisation) or view.organisation
    if not reading.units or not view.grant.covers(view.cohort, municipality):
        return None
    places = [(None, reading.municipality), *((unit, unit.name) for unit in reading.units)]
    return {
        "label": reading.translate(LEVEL_SWITCH),
        "places": [
            {
                "name": name,
                "type": _type(unit, reading.language),
                "href": link_at(reading, _held(reading, unit), unit),
                "current": unit == reading.unit,
            }
            for unit, name in places
        ],
    }


def _type(unit: Unit | None, language: str) -> str:
    if unit is None:
        return vocabulary("level").label(Level.MUNICIPALITY, language)
    return vocabulary("unit_type").label(unit.unit_type, language)


def _held(reading: Reading, unit: Unit | None) -> str:
    """Return the reading's session, or the home page where the session is not held at that level."""
    level = unit.level if unit else Level.MUNICIPALITY
    return str(reading.session) if level in session_of(str(reading.session)).levels else HOME
