"""A session of the course in a notebook: who works with whose answers, and the widgets for it."""

from .open import open_session
from .work import WorkSession

__all__ = ["WorkSession", "open_session"]
