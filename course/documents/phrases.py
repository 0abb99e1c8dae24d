"""Words as they stand on paper: cleaned, counted, dated, and put in a row."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal
from markupsafe import Markup

__all__ = ["apart", "clean", "day", "in_a_row", "number", "paragraphs", "sentence"]

_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that turn the direction of what follows: on paper they would rearrange other people's words."""

_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")
_BROKEN = re.compile(r"(?<=[\w,–-])[^\S\n]*\n[^\S\n]*(?=[^\W\d_A-ZÆØÅÄÖ])")


def clean(text: str) -> str:
    """Return a text without what no paper can carry: control characters, and code points nobody has given."""
    if text.isprintable():  # nearly every text, and asked in one go
        return text
    return "".join(
        one
        for one in text.replace("\r\n", "\n").replace("\r", "\n")
        if one == "\n" or (one not in _TURNING and unicodedata.category(one) not in ("Cc", "Cn", "Co", "Cs"))
    )


def paragraphs(text: str) -> list[Markup]:
    """Return a text as paragraphs of HTML, escaped; a blank line begins a new one.

    A line that breaks off in the middle of a sentence, as lines of a letter or a pasted page do, goes on.
    """
    parts = (_BROKEN.sub(" ", part.strip()) for part in _BLANK_LINE.split(clean(text)))
    return [Markup("<br>\n").join(part.split("\n")) for part in parts if part]


def sentence(text: str) -> str:
    """Return a text with a full stop where it ends in a word without one; several lines are no sentence."""
    said = text.strip()
    ends_in_a_word = bool(said) and (said[-1].isalnum() or said[-1] in ")%")
    return f"{said}." if ends_in_a_word and "\n" not in said else said


def in_a_row(items: Sequence[str], language: str) -> str:
    """Return several as prose: “a, b and c”."""
    return str(format_list([item for item in items if item], style="standard", locale=language))


def apart(items: Sequence[str], language: str) -> str:
    """Return several as prose, as “a; b and c; d” where one of them has an “and” or a comma of its own."""
    there = [item for item in items if item]
    own = (str(format_list(["", ""], style="standard", locale=language)), ", ")
    if len(there) > 1 and any(mark in item for item in there for mark in own):
        return "; ".join(there)
    return in_a_row(there, language)


def day(on: date | None, language: str) -> str:
    """Return a day in words, for example 3 May 2027; empty when there is none."""
    return str(format_date(on, "long", locale=language)) if on else ""


def number(value: float | Decimal, language: str) -> str:
    """Return a number in the reader's way of writing: 16 574 or 16,574."""
    return str(format_decimal(value, locale=language))
