"""What stands around every page: product name, person, languages, and what the page's script may say."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlencode

from markupsafe import escape

from ..grants import ROLE_NAMES
from ..i18n import LANGUAGES, N_, Translator, translator
from ..levels import Level
from ..outline import HOME, sessions_for_facilitators
from ..outline import session as session_of
from ..vocabulary import vocabulary
from .assets import address_of
from .identity import Visitor
from .import_form import bring_in
from .unit_form import unit_form
from .visits import Visit

__all__ = ["COHORT", "PRODUCT", "address", "broken_off", "frame", "languages", "same_page", "visit_frame"]

PRODUCT = N_("Workbook for internationalisation")
COHORT = N_("Follow the municipalities")

_TEXTS = {
    "skip": N_("Skip to the content"),
    "language": N_("Language"),
    "municipality": N_("Municipality"),
    "show": N_("Show"),
    "levels": N_("The municipality and its units"),
    "levels_choose": N_("Choose whose pages you see"),
    "colleagues": N_("Colleagues on this page"),
    "sign_out": N_("Sign out"),
    "here_as": N_("You are here as"),
    "change": N_("Change"),
    "start": N_("To the start page"),
    "opening": N_("Opening the forms …"),
    "without_script": N_(
        "The forms need JavaScript. Without it you can read what has been written, but not write."
    ),
    "failed": N_(
        "This part of the page could not be shown. The reason is in the server's log. Load the page again; "
        "if that does not help, tell your facilitator."
    ),
    "print": N_("Download this session as a blank form to print"),
    "privacy": N_("Privacy"),
    "about": N_("What you write is saved as you go along."),
}

_SCRIPT_TEXTS = {
    "lost": N_(
        "This page has lost its connection to the server: it was not used for a while, or the server was "
        "started anew. What you wrote is kept in this browser. Load the page again to go on."
    ),
    "crashed": N_(
        "The program behind this page has stopped. What you wrote is kept in this browser. "
        "Load the page again to go on."
    ),
    "signed_out": N_(
        "You are no longer signed in. What you wrote is kept in this browser. Load the page again to sign in."
    ),
    "offline": N_(
        "There is no contact with the server. What you write is kept in this browser and is sent when the "
        "contact is back."
    ),
    "not_opened": N_("The forms could not be opened. What you wrote earlier is kept. Load the page again."),
    "reload": N_("Load the page again"),
    "opened": N_("The forms are open."),
    "also_here": N_("Also here: {names}"),
}


def address(base_url: str, session: str, **query: str) -> str:
    """Return the address of a session's page."""
    path = base_url if session == HOME else f"{base_url}session/{session}"
    return f"{path}?{urlencode(query)}" if query else path


def frame(
    language: str, *, base_url: str, visitor: Visitor | None = None, xsrf: str = "", title: str = ""
) -> dict[str, Any]:
    """Return what the page templates need, translated, as plain data."""
    _ = translator(language)
    return {
        "language": language,
        "title": title,
        "product": _(PRODUCT),
        "base_url": base_url,
        "home": base_url,
        "style": address_of("page.css", base_url),
        "scripts": {name: address_of(f"{name}.js", base_url) for name in ("client", "live", "page", "run")},
        "widget_style": address_of("workbook.css", base_url),
        "client": None,
        "preloads": [],
        "xsrf": xsrf,
        "texts": {name: _(sentence) for name, sentence in _TEXTS.items()},
        "script_texts": {name: _(sentence) for name, sentence in _SCRIPT_TEXTS.items()},
        "person": _person(visitor, _) if visitor else None,
        "changes": None,
        "place": None,
        "of_unit": False,
        "levels": [],
        "unit_form": None,
        "look_form": None,
        "bring_in": None,
        "sign_off": None,
        "print": None,
        "places": [],
        "whole": [],
        "languages": [],
    }


def visit_frame(visit: Visit, *, base_url: str, xsrf: str, title: str) -> dict[str, Any]:
    """Return the frame of a session's page."""
    around = frame(visit.language, base_url=base_url, visitor=visit.visitor, xsrf=xsrf, title=title)
    several = {"municipality": visit.place.key} if len(visit.places) > 1 else {}
    here = visit.query
    translate = translator(visit.language)
    around["session"] = visit.session
    around["changes"] = f"{base_url}changes?{urlencode({**here, 'session': visit.session})}"
    around["action"] = address(base_url, visit.session if not visit.unit else HOME)
    around["home"] = address(base_url, HOME, **here)
    around["place"] = visit.called
    around["of_unit"] = visit.unit is not None
    around["levels"] = _levels(visit, base_url, several)
    if visit.session == HOME:
        around["unit_form"] = unit_form(visit, translate)
    around["bring_in"] = bring_in(visit, base_url, translate)
    if visit.session != HOME and session_of(visit.session).reader == "group":
        around["print"] = f"{base_url}print/{visit.session}?{urlencode(here | {'language': visit.language})}"
    if several:
        around["places"] = [
            {"key": place.key, "name": place.name, "current": place == visit.place} for place in visit.places
        ]
    if visit.visitor.grant.holds(visit.visitor.grant.cohort):
        around["whole"] = [
            {"href": address(base_url, session.key), "title": translate(session.title)}
            for session in sessions_for_facilitators()
        ] + [{"href": f"{base_url}cohort", "title": translate(COHORT)}]
    around["languages"] = languages(
        visit.language, lambda code: address(base_url, visit.session, **here, language=code)
    )
    return around


def languages(current: str, href: Callable[[str], str]) -> list[dict[str, Any]]:
    """Return the choice of languages; `href` says where the same page is in another one."""
    return [
        {"code": code, "name": name, "href": href(code), "current": code == current}
        for code, name in LANGUAGES.items()
    ]


def same_page(query: str, language: str) -> str:
    """Return where the page that was asked for with `query` is in another language.

    The path is left out: as a stranger wrote it, it could lead to another server.
    """
    kept = [(name, value) for name, value in parse_qsl(query) if name != "language"]
    return f"?{urlencode([*kept, ('language', language)])}"


def _levels(visit: Visit, base_url: str, several: dict[str, str]) -> list[dict[str, Any]]:
    """Return the links between the municipality's page and those of its units, in the same session."""
    if not (visit.units and visit.opens_municipality) or session_of(visit.session).reader != "group":
        return []
    held = session_of(visit.session).levels
    return [
        {
            "name": unit.name if unit else visit.place.name,
            "type": vocabulary("unit_type").label(unit.unit_type, visit.language)
            if unit
            else vocabulary("level").label(Level.MUNICIPALITY, visit.language),
            "href": address(
                base_url,
                visit.session if (unit.level if unit else Level.MUNICIPALITY) in held else HOME,
                **several,
                **({"unit": unit.key} if unit else {}),
            ),
            "current": unit == visit.unit,
        }
        for unit in (None, *visit.units)
    ]


def broken_off(language: str) -> str:
    """Return the end of a session's page that cannot be finished."""
    sentence = escape(translator(language)(_SCRIPT_TEXTS["not_opened"]))
    return f'<p class="wb-failed" role="alert">{sentence}</p></main></body></html>'


def _person(visitor: Visitor, _: Translator) -> dict[str, Any]:
    return {
        "name": visitor.grant.name,
        "role": _(ROLE_NAMES[visitor.grant.role]),
        "roles": [
            {
                "number": held.number,
                "label": f"{_(ROLE_NAMES[held.grant.role])}, {held.place(_.language)}",
                "current": held.grant == visitor.grant,
            }
            for held in visitor.roles
        ],
    }
