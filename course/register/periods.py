"""Read the period of a project as a register writes it (rules P1 to P7)."""

from __future__ import annotations

import re

from pydantic import BaseModel, ConfigDict

__all__ = ["Period", "read_period"]

_SPAN = re.compile(r"(\d{4})\s*[-–—]\s*(\d{4})\s*(\(förlängt\))?")
_OPEN = re.compile(r"från\s+(\d{4})")
_YEAR = re.compile(r"\d{4}")


class Period(BaseModel):
    """What could be read of a period, beside the text itself.

    `status` is a code of the vocabulary `project_status`; `remarks` are codes of `reading_remark`.
    """

    model_config = ConfigDict(frozen=True)

    text: str
    from_year: int | None = None
    to_year: int | None = None
    status: str | None = None
    remarks: tuple[str, ...] = ()


def read_period(written: str | None) -> Period:
    """Return the period that stands after the register's word “Pågår” (under way).

    Nothing is guessed: what has none of the known forms stays as text and is marked.

    Parameters
    ----------
    written
        The text after “Pågår”; none where the register does not have the word.
    """
    text = "" if written is None else re.sub(r"[\s.]+$", "", " ".join(written.split()))
    if not text:
        # P7: without the word, neither when nor whether it is under way is known.
        return Period(text="", remarks=("period_missing", "status_missing"))
    if span := _SPAN.fullmatch(text):
        return _span(text, int(span[1]), int(span[2]), extended=bool(span[3]))
    if (begun := _OPEN.fullmatch(text)) and _likely(int(begun[1])):
        return Period(text=text, from_year=int(begun[1]), status="ongoing")  # P3
    if _YEAR.fullmatch(text) and _likely(int(text)):
        return Period(text=text, from_year=int(text), status="ongoing", remarks=("end_unknown",))  # P4
    if text == "vilande":
        return Period(text=text, status="dormant", remarks=("years_missing",))  # P5
    return _unread(text)


def _span(text: str, first: int, last: int, *, extended: bool) -> Period:
    if not (_likely(first) and _likely(last) and first <= last):
        return _unread(text)
    if extended:
        return Period(
            text=text, from_year=first, to_year=last, status="extended", remarks=("extension_unclear",)
        )  # P2
    return Period(text=text, from_year=first, to_year=last, status="ongoing")  # P1


def _unread(text: str) -> Period:
    return Period(text=text, remarks=("period_unread",))  # P6


def _likely(year: int) -> bool:
    """Four digits are not always a year; a record takes these."""
    return 1900 <= year <= 2100
