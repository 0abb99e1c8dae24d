"""A report: something computed from the records."""

from .widget import Report

__all__ = ["Report"]
