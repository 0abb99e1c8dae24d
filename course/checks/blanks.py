"""Blanks of a sentence that read differently in each language: terms of a vocabulary, and dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from ..i18n import Translator
from ..vocabulary import vocabulary

__all__ = ["Day", "Label"]


@dataclass(frozen=True)
class Label:
    """A term of a vocabulary, by its code."""

    vocabulary: str
    code: str

    def text(self, translate: Translator) -> str:
        """Return the term in the reader's language."""
        return vocabulary(self.vocabulary).label(self.code, translate.language)


@dataclass(frozen=True)
class Day:
    """A date, written out."""

    on: date

    def text(self, translate: Translator) -> str:
        """Return the date as it is written in the reader's language."""
        return format_date(self.on, "long", locale=translate.language)
