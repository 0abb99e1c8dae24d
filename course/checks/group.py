"""What HK-dir asks of a project group (session 00)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date

from ..i18n import N_
from ..levels import MUNICIPALITY_ONLY
from ..records import Member, Profile
from ..records.group import lacking
from .blanks import Label
from .finding import Hit, Records, Severity, about, about_all, check, each

__all__ = ["group_category_short", "group_larger_than_funded", "owner_only_among_leaders"]

FUNDED = 5
"""Most persons of a municipality whose stay is paid for at a gathering (HK-dir, second run, 2023)."""

LEADERS = "kindergarten_school_leadership"

_THIRD_RUN = "HK-dir, call for the third run of the course (2024)"
_SHORT = N_("“{category}” needs at least {minimum} in the group; there are {number}. Find somebody more.")
_LARGE = N_(
    "There are {number} in the group, and HK-dir paid for at most {most} persons at each gathering. Decide "
    "who travels, or who pays for the rest."
)
_OWNER = N_(
    "The owner is in the group only as a leader of a kindergarten or school. Let somebody in the "
    "administrative leadership own the work, so that it counts for all units."
)


@check(Severity.WARNING, source=_THIRD_RUN, levels=MUNICIPALITY_ONLY)
def group_category_short(records: Records, today: date) -> Iterator[Hit]:
    """A category of the project group has fewer members than it must have."""
    there = Counter(member.category for _, member in each(records, Member))
    if not there:
        return  # completeness asks for a first member
    short_of = lacking(there.elements())
    if sum(short_of.values()) <= there[None]:
        return  # members without a category may be those; completeness asks for it
    for code, short in short_of.items():
        yield about_all(
            Member,
            "category",
            _SHORT,
            category=Label("project_category", code),
            minimum=there[code] + short,
            number=there[code],
        )


@check(
    Severity.WARNING, source="HK-dir, call for the second run of the course (2023)", levels=MUNICIPALITY_ONLY
)
def group_larger_than_funded(records: Records, today: date) -> Iterator[Hit]:
    """More members than the number of persons whose stay is paid for."""
    number = sum(1 for _ in each(records, Member))
    if number > FUNDED:
        yield about_all(Member, "name_or_initials", _LARGE, number=number, most=FUNDED)


@check(Severity.WARNING, source=_THIRD_RUN, levels=MUNICIPALITY_ONLY)
def owner_only_among_leaders(records: Records, today: date) -> Iterator[Hit]:
    """The project owner is known from the group, and there only as a leader of a kindergarten or school.

    The owner is written as free text; it is the same person where it holds the whole name or initials
    of a member.
    """
    for stored, profile in each(records, Profile):
        categories = {
            member.category
            for _, member in each(records, Member)
            if _is_named(member.name_or_initials, profile.owner)
        }
        if categories == {LEADERS}:
            yield about(stored, "owner", _OWNER)


def _is_named(name: str, text: str) -> bool:
    return bool(name) and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE) is not None
