"""The anchoring matrix: goals × steering documents."""

from .widget import Matrix

__all__ = ["Matrix"]
