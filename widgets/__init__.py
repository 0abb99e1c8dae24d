"""The forms of the workbook: what a notebook shows, live in a browser and still on paper.

A notebook needs one name: `open_session`. What it returns makes the widgets.
"""

from .session import WorkSession, open_session

__all__ = ["WorkSession", "open_session"]
