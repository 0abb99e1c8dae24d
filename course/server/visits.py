"""A visit: who opens which session of which municipality, in which language. Rights are settled here."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass

from ..grants import Action
from ..i18n import LANGUAGES, N_, PRINTED
from ..levels import Level, municipality_of
from ..outline import session as session_of
from ..outline import sessions
from ..store import Store, Unit
from ..store.whole import key_of_whole
from .identity import Visitor
from .turned import Turned

__all__ = ["Place", "Visit", "current_visit", "municipalities", "settle"]


@dataclass(frozen=True)
class Place:
    """A municipality the visitor may open."""

    key: str
    name: str
    language: str


@dataclass
class Visit:
    """What one page shows, and to whom; `kernel` is entered when it has one.

    `unit` is the unit under `place` whose page it is, if it is one's; `units` are those under `place`
    that the visitor may open.
    """

    visitor: Visitor
    session: str
    place: Place
    places: tuple[Place, ...]
    language: str
    unit: Unit | None = None
    units: tuple[Unit, ...] = ()
    kernel: str = ""
    revision: int = 0
    """The change up to which answers are shown; 0 for the answers as they are now."""
    by_voila: bool = False
    """Whether Voilà's front end, which knows every widget, makes them live, and not the workbook's own."""

    @property
    def organisation(self) -> str:
        """The key of whoever the page belongs to."""
        return self.unit.key if self.unit else self.place.key

    @property
    def level(self) -> Level:
        """The level of whoever the page belongs to."""
        return self.unit.level if self.unit else Level.MUNICIPALITY

    @property
    def opens_municipality(self) -> bool:
        """Whether the visitor may open the municipality's own pages, and not only a unit's."""
        return self.visitor.grant.covers(self.visitor.grant.cohort, self.place.key)

    @property
    def query(self) -> dict[str, str]:
        """What an address has to name for this visitor to come here: only what is not theirs alone."""
        query = {"municipality": self.place.key} if len(self.places) > 1 else {}
        if self.unit and self.opens_municipality:
            query["unit"] = self.unit.key
        return query

    @property
    def called(self) -> str:
        """Return what whoever the page belongs to is called; a unit always with its municipality."""
        if self.unit is None:
            return self.place.name
        return f"{self.unit.name}, {self.place.name}"


current_visit: ContextVar[Visit | None] = ContextVar("current_visit", default=None)
"""The visit whose page is being made. It follows the request's own task, so it is never another's."""


def municipalities(store: Store, visitor: Visitor) -> tuple[Place, ...]:
    """Return the municipalities the visitor belongs to or may open, by name; a unit's stands for it."""
    grant = visitor.grant
    own = grant.organisation and (municipality_of(grant.organisation) or grant.organisation)
    keys = [own] if own else store.organisations(grant.cohort)
    return tuple(Place(key, *store.name_of(key)) for key in keys)


def settle(
    store: Store,
    visitor: Visitor,
    session: str,
    *,
    municipality: str | None,
    language: str | None,
    unit: str | None = None,
    chosen_before: str | None,
    printed: bool = False,
    revision: str | None = None,
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
    municipality, unit, language
        What the address asks for, as it came; None where it says nothing.
    chosen_before
        The language the visitor chose earlier.
    printed
        Whether a paper is asked for: it may be asked for in further languages.
    revision
        The number of the change up to which answers are asked for, as it came.

    Raises
    ------
    Turned
        When the visitor may not see the municipality, or the address names something that is not there.
    """
    if session_of(session).reader == "facilitator" and not visitor.grant.holds(visitor.grant.cohort):
        raise Turned(403, N_("This page is for those who hold the gatherings."))
    places = municipalities(store, visitor)
    if not places and session_of(session).reader == "facilitator":
        # Nobody has been accepted yet, and the gatherings are the cohort's own.
        whole = visitor.grant.cohort
        place = Place(key_of_whole(whole), store.cohort_called(whole, language or "en"), "en")
    else:
        place = _place(places, visitor, municipality)
    units = tuple(store.units(visitor.grant, visitor.grant.cohort, place.key))
    chosen = _unit(units, visitor, place, unit)
    level = chosen.level if chosen else Level.MUNICIPALITY
    if level not in session_of(session).levels:
        keys = ", ".join(entry.key for entry in sessions(level))
        raise Turned(404, N_("There is no session “{key}”. There are: {keys}."), key=session, keys=keys)
    existing = PRINTED if printed else LANGUAGES
    if language is not None and language not in existing:
        raise Turned(
            404,
            N_("The workbook has no language “{language}”. It has: {languages}."),
            language=language,
            languages=", ".join(existing),
        )
    known = [
        tongue for tongue in (language, chosen_before, visitor.language, place.language) if tongue in existing
    ]
    visit = Visit(visitor, session, place, places, known[0] if known else "en", chosen, units)
    if revision is not None:
        visit.revision = _revision(store, visit, revision)
    return visit


def _revision(store: Store, visit: Visit, asked: str) -> int:
    """Return the number of a change that has been made."""
    grant = visit.visitor.grant
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 16 else 0
    if not 0 < number <= store.view(grant, grant.cohort, visit.organisation).change:
        raise Turned(404, N_("There is no snapshot of that number."))
    return number


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


def _unit(units: tuple[Unit, ...], visitor: Visitor, place: Place, asked: str | None) -> Unit | None:
    """Return the unit whose page is asked for; None for the municipality's own."""
    own = visitor.grant.organisation
    if own is not None and municipality_of(own):
        for unit in units:
            if unit.key == own and asked in (None, own):
                return unit
        # The same answer whether the other unit exists or not.
        raise Turned(403, N_("You take part for one unit and have no access to others."))
    if not asked:
        return None
    for unit in units:
        if unit.key == asked:
            return unit
    if own is not None and municipality_of(asked) != own:
        raise Turned(
            403,
            N_("You take part for {municipality} and have no access to other municipalities."),
            municipality=place.name,
        )
    raise Turned(404, N_("{municipality} has no unit “{key}”."), municipality=place.name, key=asked)
