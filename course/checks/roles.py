"""Roles, routines and inclusion: whether the work survives persons (session 06)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from ..i18n import N_
from ..records import Activity, Goal, Inclusion, Role, Routine
from .finding import Hit, Records, Severity, about, about_all, check, each

__all__ = ["deputy_is_holder", "inclusion_only_claimed", "many_roles_one_name", "routine_without_document"]

MANY = 3
"""Roles in one hand from which the work depends on one person (the course outline, N06)."""

_HERNING = "Herning municipality, slides on its Erasmus accreditation: what if the enthusiast gets a new job?"
_MANY = N_("Holds {number} roles. Share them out, so that the work does not stop when one person leaves.")
_DEPUTY = N_("The deputy is the one who holds the role. Name somebody else.")
_DOCUMENT = N_(
    "It is said to be in place. Write where the routine is written down, or that it is so only partly."
)
_CLAIMED = N_("You aim at inclusion, but no barrier is named with what you do about it. Add at least one.")


@check(Severity.WARNING, source=f"{_HERNING}; the course outline, N06")
def many_roles_one_name(records: Records, today: date) -> Iterator[Hit]:
    """One name holds three roles or more."""
    held: defaultdict[str, list[str]] = defaultdict(list)
    for _, role in each(records, Role):
        if name := _plain(role.held_by):
            held[name].append(role.held_by)
    for names in held.values():
        if len(names) >= MANY:
            yield about_all(Role, "held_by", _MANY, subject=names[0], number=len(names))


@check(Severity.WARNING, source=f"{_HERNING}; the course outline, N06")
def deputy_is_holder(records: Records, today: date) -> Iterator[Hit]:
    """A role's deputy is the one who holds it. That there is none is said by completeness."""
    for stored, role in each(records, Role):
        if role.deputy and _plain(role.deputy) == _plain(role.held_by):
            yield about(stored, "deputy", _DEPUTY)


@check(Severity.WARNING, source="The course outline, N06: a routine in place without a document")
def routine_without_document(records: Records, today: date) -> Iterator[Hit]:
    """A routine is said to be in place, and nothing says where it is written down."""
    for stored, routine in each(records, Routine):
        if routine.status == "in_place" and not routine.document and not routine.link:
            yield about(stored, "document", _DOCUMENT)


@check(
    Severity.WARNING,
    source="A public assessor's rubric for KA122 in school education (second hand): inclusion only claimed",
)
def inclusion_only_claimed(records: Records, today: date) -> Iterator[Hit]:
    """Inclusion is a priority or a number, and no barrier is named with a measure."""
    claimed = any("inclusion_and_diversity" in goal.eu_priorities for _, goal in each(records, Goal)) or any(
        activity.fewer_opportunities for _, activity in each(records, Activity)
    )
    named = any(one.barrier and one.measure for _, one in each(records, Inclusion))
    if claimed and not named:
        yield about_all(Inclusion, "barrier", _CLAIMED)


def _plain(name: str) -> str:
    """Return a name as it can be compared: without what stands in brackets, in small letters."""
    return " ".join(re.sub(r"\([^)]*\)", " ", name).casefold().split())
