"""A session of the course in a notebook: who works with whose answers, and the widgets for it."""

from .cohort import CohortSession, open_cohort
from .open import open_session
from .work import WorkSession

__all__ = ["CohortSession", "WorkSession", "open_cohort", "open_session"]
