"""Open a session's records for one reader, wherever they are going to be shown."""

from __future__ import annotations

from ..grants import Grant, NotGranted
from ..i18n import translator
from ..levels import municipality_of
from ..outline import HOME, SessionKey, UnknownSession
from ..outline import session as session_of
from ..store import SignOffs, Store, at_change
from .cohort import CohortReading
from .reading import Reading

__all__ = ["cohort_reading_of", "reading_of"]


def reading_of(
    store: Store,
    grant: Grant,
    *,
    cohort: str,
    organisation: str,
    session: str,
    language: str,
    printed: bool = False,
    revision: int = 0,
) -> Reading:
    """Return what the holder of `grant` sees of an organisation, a municipality or a unit, in one session.

    What is to be `printed` may be read in the further languages of papers. With `revision`, what it was
    right after the change of that number; nobody writes in that.

    Raises
    ------
    NotGranted
        When the grant does not cover the organisation.
    UnknownSession, UnknownOrganisation, NotFound, LanguageError
        With one sentence that names what exists.
    """
    key = SessionKey.parse(session)
    held = session_of(session)
    translate = translator(language, printed=printed)
    view = store.view(grant, cohort, organisation).at(key.occasion)
    if view.level not in held.levels:
        raise UnknownSession(session, view.level)
    if revision:
        view = at_change(view, revision)
    municipality = municipality_of(organisation) or organisation
    standing = view.standing
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
        standing,
        SignOffs(store, grant, cohort).made_at_change(organisation, revision) if revision else None,
    )


def cohort_reading_of(
    store: Store, grant: Grant, *, cohort: str, session: str, language: str, printed: bool = False
) -> CohortReading:
    """Return what the holder of `grant` sees of a cohort as a whole, and of each municipality in it.

    `printed` is as for `reading_of`.

    Raises
    ------
    NotGranted
        When the grant holds no gatherings of the cohort.
    UnknownOrganisation, LanguageError
        With one sentence that names what exists.
    """
    if not grant.holds(cohort):
        raise NotGranted(
            f"{grant.name} ({grant.role}) may not see the municipalities of “{cohort}” together."
        )
    view = store.gatherings_view(grant, cohort)
    records = view.everything()
    called = store.cohort_called(cohort, language)
    own = Reading(
        view,
        translator(language, printed=printed),
        SessionKey.parse(session),
        called,
        records,
        records["gathering"],
    )
    municipalities = {
        key: reading_of(
            store, grant, cohort=cohort, organisation=key, session=HOME, language=language, printed=printed
        )
        for key in store.organisations(cohort)
    }
    return CohortReading(own, municipalities)
