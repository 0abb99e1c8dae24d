"""Totals that stand in two sessions: money and partners that do not agree (sessions 04, 05 and 06)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from ..i18n import N_
from ..records import Anchor, BudgetBasis, Partner, ProgrammeChoice, Resource
from .finding import Hit, Records, Severity, about, about_all, check, each

__all__ = ["more_anchored_than_put_in", "more_partners_than_listed", "own_share_differs"]

DROPPED = {"postponed", "rejected"}
"""States of an anchor whose money is in no plan."""

_RUBRIC = "A public assessor's rubric for KA122 in school education (second hand): numbers that disagree"
_OWN_SHARE = N_(
    "The own share differs: here it is {here} a year, among what the municipality puts in it is {there}. "
    "Make the two agree."
)
_ANCHORED = N_(
    "Your anchors have {there} in this year, and what the municipality puts in comes to {here}. Make "
    "the two agree."
)
_PARTNERS = N_(
    "Here you count on {here} partners abroad, and {there} are listed. List the others, or mend the number."
)


@check(Severity.WARNING, source=_RUBRIC)
def own_share_differs(records: Records, today: date) -> Iterator[Hit]:
    """The own share in the budget is not the one among what the municipality puts in."""
    per_year: defaultdict[int | None, int] = defaultdict(int)
    for _, resource in each(records, Resource):
        if resource.type == "own_share" and resource.amount is not None:
            per_year[resource.year] += resource.amount
    for stored, basis in each(records, BudgetBasis):
        here = basis.own_share
        if here is not None and per_year and here not in {*per_year.values(), sum(per_year.values())}:
            yield about(stored, "own_share", _OWN_SHARE, here=here, there=sum(per_year.values()))


@check(Severity.WARNING, source=_RUBRIC)
def more_anchored_than_put_in(records: Records, today: date) -> Iterator[Hit]:
    """The anchors of a year hold more money than the municipality puts in that year."""
    anchored: defaultdict[int, int] = defaultdict(int)
    for _, anchor in each(records, Anchor):
        if anchor.amount and anchor.amount_year and anchor.status not in DROPPED:
            anchored[anchor.amount_year] += anchor.amount
    for year, there in sorted(anchored.items()):
        here = _put_in(records, year)
        if here is not None and there > here:
            yield about_all(Resource, "amount", _ANCHORED, subject=str(year), here=here, there=there)


def _put_in(records: Records, year: int) -> int | None:
    """Return what is put in in a year: of each type what was last set until then; None before the first."""
    set_in: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for _, resource in each(records, Resource):
        if resource.type and resource.amount is not None and resource.year and resource.year <= year:
            set_in[resource.type][resource.year] += resource.amount
    return sum(years[max(years)] for years in set_in.values()) if set_in else None


@check(Severity.WARNING, source=_RUBRIC)
def more_partners_than_listed(records: Records, today: date) -> Iterator[Hit]:
    """A choice of programme counts on more partners than there are in the list; former ones do not count."""
    partners = [partner for _, partner in each(records, Partner)]
    there = sum(1 for partner in partners if partner.status != "former")
    for stored, choice in each(records, ProgrammeChoice):
        here = choice.partners_abroad
        if partners and here is not None and here > there:
            yield about(stored, "partners_abroad", _PARTNERS, here=here, there=there)
