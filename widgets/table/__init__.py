"""A table: many records of one kind."""

from .widget import Table

__all__ = ["Table"]
