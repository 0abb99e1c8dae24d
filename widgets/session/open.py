"""`open_session`: the one name a notebook needs first."""

from __future__ import annotations

import logging
import os

from IPython.core.getipython import get_ipython

from course.faces.opening import reading_of
from course.grants import Grant
from course.levels import municipality_of
from course.settings import settings
from course.store import Store, UnknownOrganisation

from .work import WorkSession

__all__ = ["let_the_browser_make_no_widgets", "open_session"]


def open_session(
    *,
    municipality: str,
    cohort: str,
    session: str,
    language: str,
    unit: str = "",
    revision: int = 0,
) -> WorkSession:
    """Open a session of the course at one municipality's answers.

    Who is reading, and what they may do, is not a parameter: it is the grant the kernel was launched
    with. The parameters only name what is to be shown.

    Parameters
    ----------
    municipality, unit, cohort
        Whose answers; with `unit`, those of the unit under the municipality.
    session
        ``04_anchoring``, or ``07_followup@plus-6`` for a later occasion.
    language
        The code of the reader's language.
    revision
        The number of the change up to which answers are shown, that of a snapshot for example; nobody
        writes in that. 0 for the answers as they are now.

    Raises
    ------
    NotGranted
        When the grant does not cover the municipality, or there is none.
    UnknownSession, UnknownOrganisation, NotFound, LanguageError
        With one sentence that names what exists.
    """
    grant = Grant.from_environment(os.environ)
    store = Store(settings().database)
    store.check()
    reading = reading_of(
        store,
        grant,
        cohort=cohort,
        organisation=unit or municipality,
        session=session,
        language=language,
        revision=revision,
    )
    if unit and municipality_of(unit) != municipality:
        raise UnknownOrganisation(f"“{unit}” is no unit of “{municipality}”.")
    if settings().face == "page":
        let_the_browser_make_no_widgets()
    return WorkSession(reading)


def let_the_browser_make_no_widgets() -> None:
    """Close the door by which a page may open widgets in the kernel.

    A page only ever attaches to widgets the notebook made. Left open, a browser could make any widget
    that is registered, as often as it likes.
    """
    shell = get_ipython()
    kernel = getattr(shell, "kernel", None)
    if kernel is None:
        return
    kernel.comm_manager.targets.pop("jupyter.widget", None)
    logging.getLogger("workbook.widgets").debug("The browser can open no widgets.")
