"""The forms of the workbook: what a notebook shows, live in a browser and still on paper.

A notebook needs one name: `open_session`, or `open_cohort` where it shows all municipalities. What it
returns makes the widgets.
"""

from .session import CohortSession, WorkSession, open_cohort, open_session

__all__ = ["CohortSession", "WorkSession", "open_cohort", "open_session"]
