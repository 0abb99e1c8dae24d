"""A checklist: fixed rows, one record for each."""

from .widget import Checklist

__all__ = ["Checklist"]
