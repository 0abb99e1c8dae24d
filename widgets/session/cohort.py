"""`open_cohort`: the municipalities of a cohort side by side, for those who hold its gatherings."""

from __future__ import annotations

import os

from course.faces import CohortReading, Reading, cohort_content
from course.faces.opening import reading_of
from course.grants import Grant, NotGranted
from course.i18n import translator
from course.outline import HOME, SessionKey
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
    if not grant.holds(cohort):
        raise NotGranted(
            f"{grant.name} ({grant.role}) may not see the municipalities of “{cohort}” together."
        )
    store = Store(settings().database)
    store.check()
    view = store.gatherings_view(grant, cohort)
    records = view.everything()
    own = Reading(
        view, translator(language), SessionKey.parse(session), cohort, records, records["gathering"]
    )
    municipalities = {
        key: reading_of(store, grant, cohort=cohort, organisation=key, session=HOME, language=language)
        for key in store.organisations(cohort)
    }
    if settings().face == "page":
        let_the_browser_make_no_widgets()
    return CohortSession(CohortReading(own, municipalities))
