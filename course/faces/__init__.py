"""What a reader is shown: the content of each form, table and matrix, and its static HTML.

One function per face makes plain data out of records; the live widget renders that data in the
browser, and a template renders the same data as HTML that needs neither script nor network. Whatever
is shown is shown from here, so that the two cannot drift apart.
"""

from .blank import blank_content
from .checklist import checklist_content
from .cohort import COHORT_REPORTS, CohortReading, cohort_content
from .figure import figure_content
from .form import form_content
from .gathering import attendance_content, attendance_record, gathering_content, gathering_of
from .history import deleted_content, history_content
from .matrix import matrix_content
from .overview import overview_content
from .reading import Reading
from .report import report_content
from .session import session_content
from .static import render
from .table import table_content
from .timeline import timeline_content
from .units import carried_content, units_content
from .year import held_again

__all__ = [
    "COHORT_REPORTS",
    "CohortReading",
    "Reading",
    "attendance_content",
    "attendance_record",
    "blank_content",
    "carried_content",
    "checklist_content",
    "cohort_content",
    "deleted_content",
    "figure_content",
    "form_content",
    "gathering_content",
    "gathering_of",
    "held_again",
    "history_content",
    "matrix_content",
    "overview_content",
    "render",
    "report_content",
    "session_content",
    "table_content",
    "timeline_content",
    "units_content",
]
