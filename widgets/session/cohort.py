"""`open_cohort`: the municipalities of a cohort side by side, for those who hold its gatherings."""

from __future__ import annotations

import os

from course.faces import CohortReading, cohort_content
from course.faces.opening import cohort_reading_of
from course.grants import Grant
from course.settings import settings
from course.store import Store

from ..still import Still
from .open import let_the_browser_make_no_widgets
from .work import WorkSession

__all__ = ["CohortSession", "open_cohort"]


class CohortSession(WorkSession):
    """What `open_cohort` returns: the tables of the cohort's own records, and what is seen of all."""

    def __init__(self, cohort: CohortReading) -> None:
        super().__init__(cohort.own)
        self._cohort = cohort

    def overview_of(self, name: str) -> Still:
        """Return one of `course.faces.COHORT_REPORTS`."""
        return Still(cohort_content(self._cohort, name))


def open_cohort(*, cohort: str, session: str, language: str) -> CohortSession:
    """Open a session that shows a whole cohort.

    Raises
    ------
    NotGranted
        When the grant the kernel was launched with holds no gatherings of the cohort.
    """
    grant = Grant.from_environment(os.environ)
    store = Store(settings().database)
    store.check()
    reading = cohort_reading_of(store, grant, cohort=cohort, session=session, language=language)
    if settings().face == "page":
        let_the_browser_make_no_widgets()
    return CohortSession(reading)
