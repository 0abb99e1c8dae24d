"""Needs: how one knows, and what they are coupled to (session 02)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ..i18n import N_
from ..records import DevelopmentWork, Need
from .blanks import Label
from .finding import Hit, Records, Severity, about, about_all, check, each

__all__ = ["evidence_without_year", "need_without_development_work", "needs_from_one_source"]

_OUTLINE = "The course outline, N02"
_NO_YEAR = N_("Write the year of the evidence, so that a reader can find it and see how new it is.")
_NO_WORK = N_(
    "No development work under way answers this need. Choose it in the development work it belongs to, or "
    "write down the work that does."
)
_ONE_SOURCE = N_(
    "You know all your needs from one kind of source: {source}. Look for one more, for example a talk with "
    "those it concerns."
)


@check(Severity.INFO, source=f"{_OUTLINE}: evidence is a type with a reference and a year")
def evidence_without_year(records: Records, today: date) -> Iterator[Hit]:
    """Evidence is named, but not from which year it is."""
    for stored, need in each(records, Need):
        if need.evidence and need.evidence_year is None:
            yield about(stored, "evidence_year", _NO_YEAR)


@check(Severity.WARNING, source=f"{_OUTLINE}; HK-dir, 13 January 2023: couple it to development work")
def need_without_development_work(records: Records, today: date) -> Iterator[Hit]:
    """A need that no development work answers, while there is development work."""
    work = [work for _, work in each(records, DevelopmentWork)]
    answered = {need for one in work for need in one.needs}
    for stored, _ in each(records, Need):
        if work and stored.id not in answered:
            yield about(stored, "called", _NO_WORK)


@check(Severity.WARNING, source=f"{_OUTLINE}: all needs from one source")
def needs_from_one_source(records: Records, today: date) -> Iterator[Hit]:
    """Two needs or more, and all of them known from the same type of evidence."""
    types = [need.evidence_type for _, need in each(records, Need)]
    if len(types) > 1 and len(set(types)) == 1 and types[0]:
        yield about_all(Need, "evidence_type", _ONE_SOURCE, source=Label("evidence_type", types[0]))
