"""The command `workbook`: what an operator or a facilitator does without a browser."""

from .commands import main

__all__ = ["main"]
