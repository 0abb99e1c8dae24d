"""Open a session's records for one reader, wherever they are going to be shown."""

from __future__ import annotations

from ..grants import Grant
from ..i18n import translator
from ..levels import municipality_of
from ..outline import SessionKey, UnknownSession
from ..outline import session as session_of
from ..store import SignOffs, Store, at_change
from .reading import Reading

__all__ = ["reading_of"]


def reading_of(
    store: Store,
    grant: Grant,
    *,
    cohort: str,
    organisation: str,
    session: str,
    language: str,
    revision: int = 0,
) -> Reading:
    """Return what the holder of `grant` sees of an organisation, a municipality or a unit, in one session.

    With `revision`, what it was right after the change of that number; nobody writes in that.

    Raises
    ------
    NotGranted
        When the grant does not cover the organisation.
    UnknownSession, UnknownOrganisation, NotFound, LanguageError
        With one sentence that names what exists.
    """
    key = SessionKey.parse(session)
    held = session_of(session)
    translate = translator(language)
    view = store.view(grant, cohort, organisation).at(key.occasion)
    if view.level not in held.levels:
        raise UnknownSession(session, view.level)
    if revision:
        view = at_change(view, revision)
    municipality = municipality_of(organisation) or organisation
    units = store.units(grant, cohort, municipality)
    return Reading(
        view,
        translate,
        key,
        store.name_of(municipality)[0],
        view.everything(),
        store.gatherings_view(grant, cohort).all("gathering"),
        next((unit for unit in units if unit.key == organisation), None),
        units,
        SignOffs(store, grant, cohort).made_at_change(organisation, revision) if revision else None,
    )
