"""Open a session's records for one reader, wherever they are going to be shown."""

from __future__ import annotations

from ..grants import Grant
from ..i18n import translator
from ..outline import SessionKey
from ..outline import session as session_of
from ..store import Store
from .reading import Reading

__all__ = ["reading_of"]


def reading_of(
    store: Store, grant: Grant, *, cohort: str, organisation: str, session: str, language: str
) -> Reading:
    """Return what the holder of `grant` sees of an organisation in one session.

    Raises
    ------
    NotGranted
        When the grant does not cover the organisation.
    UnknownSession, UnknownOrganisation, LanguageError
        With one sentence that names what exists.
    """
    key = SessionKey.parse(session)
    session_of(session)
    translate = translator(language)
    view = store.view(grant, cohort, organisation).at(key.occasion)
    name, _ = store.name_of(organisation)
    gatherings = store.gatherings_view(grant, cohort).all("gathering")
    return Reading(view, translate, key, name, view.everything(), gatherings)
