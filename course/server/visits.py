"""A visit: who opens which session of which municipality, in which language. Rights are settled here."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass

from tornado.web import HTTPError

from ..grants import Action
from ..i18n import LANGUAGES, N_
from ..outline import session as session_of
from ..store import Store
from .identity import Visitor

__all__ = ["Place", "Turned", "Visit", "current_visit", "municipalities", "settle"]


class Turned(HTTPError):
    """The visitor is turned away, with a sentence of ours that says why.

    Parameters
    ----------
    status
        The HTTP status: 403 where the visitor has no right, 404 where nothing is there.
    sentence
        The untranslated sentence, marked for the catalogue, with `{names}` for what follows.
    values
        What the names stand for.
    """

    def __init__(self, status: int, sentence: str, **values: str) -> None:
        self.sentence = sentence
        self.values = values
        super().__init__(status)

    def __str__(self) -> str:
        return self.sentence.format(**self.values)


@dataclass(frozen=True)
class Place:
    """A municipality the visitor may open."""

    key: str
    name: str
    language: str


@dataclass
class Visit:
    """What one page shows, and to whom; `kernel` is entered when it has one."""

    visitor: Visitor
    session: str
    place: Place
    places: tuple[Place, ...]
    language: str
    kernel: str = ""


current_visit: ContextVar[Visit | None] = ContextVar("current_visit", default=None)
"""The visit whose page is being made. It follows the request's own task, so it is never another's."""


def municipalities(store: Store, visitor: Visitor) -> tuple[Place, ...]:
    """Return the municipalities the visitor may open, by name."""
    grant = visitor.grant
    keys = [grant.organisation] if grant.organisation else store.organisations(grant.cohort)
    return tuple(Place(key, *store.name_of(key)) for key in keys)


def settle(
    store: Store,
    visitor: Visitor,
    session: str,
    *,
    municipality: str | None,
    language: str | None,
    chosen_before: str | None,
) -> Visit:
    """Return the visit a request asks for.

    Parameters
    ----------
    store
        Where the municipalities are.
    visitor
        Who asks.
    session
        Key of a session that exists.
    municipality, language
        What the address asks for, as it came; None where it says nothing.
    chosen_before
        The language the visitor chose earlier.

    Raises
    ------
    Turned
        When the visitor may not see the municipality, or the address names something that is not there.
    """
    if session_of(session).reader == "facilitator" and not visitor.grant.holds(visitor.grant.cohort):
        raise Turned(403, N_("This page is for those who hold the gatherings."))
    places = municipalities(store, visitor)
    place = _place(places, visitor, municipality)
    if language is not None and language not in LANGUAGES:
        raise Turned(
            404,
            N_("The workbook has no language “{language}”. It has: {languages}."),
            language=language,
            languages=", ".join(LANGUAGES),
        )
    known = [
        tongue
        for tongue in (language, chosen_before, visitor.language, place.language)
        if tongue in LANGUAGES
    ]
    return Visit(visitor, session, place, places, known[0] if known else "en")


def _place(places: tuple[Place, ...], visitor: Visitor, asked: str | None) -> Place:
    if not (places and visitor.grant.may(Action.READ)):
        raise Turned(403, N_("You have no access to any municipality."))
    if asked is None:
        return places[0]
    wanted = asked.casefold()
    for place in places:
        if wanted in (place.key, place.name.casefold()):
            return place
    if visitor.grant.organisation is not None:
        # The same answer whether the other municipality exists or not.
        raise Turned(
            403,
            N_("You take part for {municipality} and have no access to other municipalities."),
            municipality=places[0].name,
        )
    raise Turned(
        404,
        N_("There is no municipality “{key}” in this cohort. There are: {keys}."),
        key=asked,
        keys=", ".join(place.key for place in places),
    )
