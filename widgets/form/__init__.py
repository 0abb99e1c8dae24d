"""Forms: the questions of one record."""

from .attendance import AttendanceForm
from .widget import Form

__all__ = ["AttendanceForm", "Form"]
