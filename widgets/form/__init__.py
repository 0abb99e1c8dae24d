"""A form: one record."""

from .widget import Form

__all__ = ["Form"]
