"""Steering documents: whether the important ones are there, and whether there is still time (session 03)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from ..i18n import N_
from ..levels import MUNICIPALITY_ONLY
from ..records import Anchor, SteeringDocument
from ..vocabulary import vocabulary
from .blanks import Day
from .decision import standings
from .finding import Hit, Records, Severity, about, about_all, check, each
from .phrases import matcher

__all__ = ["anchor_window_in_past", "no_core_document", "status_report_not_required", "window_in_past"]

UNDECIDED = {"not_considered", "proposed", "in_administration", "to_council"}
"""States of an anchor that still waits for its decision."""

_FORMERLY = re.compile(r"\b(?:tidl\.?|tidligere|tidlegare|før|tidigare|formerly)\s*$", re.IGNORECASE)

_OUTLINE = "The course outline, N03"
_NO_CORE = N_(
    "None of the documents that set goals for the whole sector is here yet: the municipality’s long-term "
    "plan, the plan or policy for children and young people, the budget with its financial plan. Add the "
    "one in which a goal can be anchored."
)
_PAST = N_("The next decision window, {day}, has passed. Find out when the one after it is.")
_ANCHOR_PAST = N_(
    "The decision window, {day}, has passed. Write what was decided, or choose the next window."
)
_STATUS_REPORT = N_(
    "A status report (tilstandsrapport) has not been required since 1 August 2024. What the Education Act, "
    "section 17-12, asks for is that the council is informed at least once a year; use that as your anchor."
)


@check(
    Severity.WARNING,
    source=f"{_OUTLINE}: no document of the three central types",
    levels=MUNICIPALITY_ONLY,
)
def no_core_document(records: Records, today: date) -> Iterator[Hit]:
    """No steering document is of a type in which goals for the whole sector are set."""
    types = {document.type for _, document in each(records, SteeringDocument)}
    # One without a type may be it; completeness asks for the type, and for a first document.
    if types and None not in types and not any(_is_core(code) for code in types):
        yield about_all(SteeringDocument, "type", _NO_CORE)


def _is_core(code: str | None) -> bool:
    """Whether it is one of the types the course outline (N03) wants at least one of, in whichever country."""
    return code is not None and vocabulary("steering_document_type").term(code).extra["core"] == "yes"


@check(Severity.WARNING, source=f"{_OUTLINE}: the next window is in the past")
def window_in_past(records: Records, today: date) -> Iterator[Hit]:
    """The next decision window of a steering document has passed."""
    for stored, document in each(records, SteeringDocument):
        if document.next_window and document.next_window < today:
            yield about(stored, "next_window", _PAST, day=Day(document.next_window))


@check(Severity.WARNING, source=f"{_OUTLINE} and N04: each anchor aims at a window to come")
def anchor_window_in_past(records: Records, today: date) -> Iterator[Hit]:
    """The window of an anchor has passed, and no decision has been written down."""
    standing = standings(records)
    for stored, anchor in each(records, Anchor):
        if anchor.window and anchor.window < today and standing[stored.id].code in UNDECIDED:
            yield about(stored, "window", _ANCHOR_PAST, day=Day(anchor.window))


@check(
    Severity.INFO,
    source="Udir, udir.no/kvalitet-og-kompetanse/tilstandsrapport: opplæringsloven (2023) § 17-12, in force "
    "since 1 August 2024",
    levels=MUNICIPALITY_ONLY,
    countries=frozenset({"NO"}),
)
def status_report_not_required(records: Records, today: date) -> Iterator[Hit]:
    """A steering document is called a status report, as if the law still asked for one."""
    status_report = matcher("status_report")
    for stored, document in each(records, SteeringDocument):
        found = status_report.search(document.called)
        # The name the report had before is often kept in brackets: that is no claim.
        if found and not _FORMERLY.search(document.called[: found.start()]):
            yield about(stored, "called", _STATUS_REPORT)
