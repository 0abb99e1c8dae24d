"""What several documents say in the same words: the period, the decision, the goals, the money."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from ...analysis.budget import Budget, budget
from ...checks import adopted
from ...faces.matrix import degree_sentence
from ...faces.numbers import of_kind
from ...faces.standing import standing_shown
from ...i18n import N_
from ...rates import NoRates, rates
from ...records import Activity, Anchor, BudgetBasis, Goal, Resource
from ...store import Stored
from ..paper import Cell, Paper
from ..phrases import sentence

__all__ = [
    "activity_years",
    "anchor_rows",
    "by_goal",
    "decided",
    "degree",
    "estimate",
    "facts",
    "money_lines",
    "period",
    "quoted",
    "resource_rows",
    "small",
    "span",
]

_YEAR = N_("For {year}")
_YEARS = N_("For the years {years}")
_ADOPTED = N_("Adopted by {body} on {day}")
_ADOPTED_CASE = N_("Adopted by {body} on {day}, case {number}")
_CHANGED = N_("Adopted with changes by {body} on {day}")
_CHANGED_CASE = N_("Adopted with changes by {body} on {day}, case {number}")
_QUOTED = N_("“{name}”")
_NOT_DECIDED = N_("Proposal, not decided on yet")
_ESTIMATE = N_(
    "The activities are estimated at EUR {euros} in all, by the rates of the call of {year}. It is an "
    "estimate: the money depends on grants that have to be applied for."
)
_PART_KNOWN = N_("Some of it cannot be reckoned yet; the sum is what is known so far.")
_KRONER = N_("At {rate} {currency} for 1 EUR that is {currency} {kroner}.")
_KRONER_ON = N_("At {rate} {currency} for 1 EUR, the exchange rate of {day}, that is {currency} {kroner}.")
_OWN_SHARE = N_("The municipality’s own share is {currency} {amount} a year.")
_UNIT_OWN_SHARE = N_("The unit’s own share is {currency} {amount} a year.")


def small(label: str) -> str:
    """Return a term as it stands inside a sentence: without its capital, unless it is an abbreviation."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def span(first: int, last: int) -> str:
    """Return years as a period."""
    return str(first) if first == last else f"{first}–{last}"


def period(paper: Paper) -> str:
    """Return the years from the first a goal begins in to the last one ends in; empty without."""
    years = [
        year
        for goal in of_kind(paper.reading, Goal)
        for year in (goal.from_year, goal.to_year)
        if year is not None
    ]
    return span(min(years), max(years)) if years else ""


def decided(paper: Paper) -> str:
    """Return who adopted the case, when and under which number; or that nobody has."""
    step = adopted(paper.reading.records)
    if step is None:
        return paper.reading.translate(_NOT_DECIDED)
    with_changes = step.status == "adopted_with_changes"
    numbered, plain = (_CHANGED_CASE, _CHANGED) if with_changes else (_ADOPTED_CASE, _ADOPTED)
    words = numbered if step.case_number else plain
    return paper.reading.translate(words).format(
        body=small(step.committee), day=paper.day(step.on), number=step.case_number
    )


def facts(paper: Paper) -> list[str]:
    """Return what stands under a title: the period, the state, the day."""
    years = period(paper)
    words = paper.reading.translate(_YEARS if "–" in years else _YEAR)
    stated = words.format(years=years, year=years) if years else ""
    return [said for said in (stated, decided(paper), paper.today) if said]


def degree(paper: Paper) -> str:
    """Return how many of the goals are anchored, as a sentence."""
    return degree_sentence(paper.reading)


def quoted(paper: Paper, ids: Iterable[str]) -> list[str]:
    """Return what records are called, in quotation marks: many a need and goal is a sentence itself."""
    words = paper.reading.translate(_QUOTED)
    return [words.format(name=paper.name(one)) for one in paper.named(ids)]


def by_goal(paper: Paper) -> list[Stored]:
    """Return the anchors, those of one goal together, in the order of the goals."""
    order = {goal.id: place for place, goal in enumerate(paper.all("goal"))}
    return sorted(paper.all("anchor"), key=lambda one: order.get(one.values["goal"] or "", len(order)))


def anchor_rows(paper: Paper, columns: Sequence[str], anchors: Iterable[Stored]) -> list[list[str | Cell]]:
    """Return anchors as rows of these answers; one without a goal or a document is left out."""
    known = paper.reading.by_id
    return [
        [
            standing_shown(paper.reading, anchor) if name == "status" else paper.says(anchor, name)
            for name in columns
        ]
        for anchor in anchors
        if isinstance(anchor.record, Anchor)
        and anchor.record.goal in known
        and anchor.record.document in known
    ]


def resource_rows(paper: Paper) -> list[list[str | Cell]]:
    """Return what the municipality puts in: what, how much a year, from when, for what."""
    return [
        [
            paper.says(one, "type"),
            paper.cell(one.record.amount),
            paper.says(one, "year"),
            paper.says(one, "note"),
        ]
        for one in paper.all("resource")
        if isinstance(one.record, Resource) and paper.has(one, "type")
    ]


def activity_years(paper: Paper) -> tuple[int, int] | None:
    """Return the first and the last year of an activity."""
    years = [activity.year for activity in of_kind(paper.reading, Activity) if activity.year]
    return (min(years), max(years)) if years else None


def basis_of(paper: Paper) -> BudgetBasis:
    """Return what the estimates are reckoned with."""
    return next(iter(of_kind(paper.reading, BudgetBasis)), BudgetBasis())


def estimate(paper: Paper) -> Budget | None:
    """Return the estimates of all activities; None while the call year or its rates are not known."""
    basis, activities = basis_of(paper), of_kind(paper.reading, Activity)
    if basis.call_year is None or not activities:
        return None
    try:
        return budget(activities, basis, rates(basis.call_year))
    except NoRates:
        return None


def money_lines(paper: Paper) -> list[str]:
    """Return in sentences what it costs, as far as it is known."""
    basis, result, translate = basis_of(paper), estimate(paper), paper.reading.translate
    said = []
    if result and result.total:
        euros = paper.number(result.total)
        line = translate(_ESTIMATE).format(euros=euros, year=basis.call_year)
        if not result.whole:
            line = f"{line} {translate(_PART_KNOWN)}"
        said.append(line)
        if basis.exchange_rate is not None:
            rate = Decimal(str(basis.exchange_rate))
            words = translate(_KRONER_ON if basis.exchange_on else _KRONER)
            kroner = paper.number((result.total * rate).quantize(Decimal(1)))
            said.append(
                words.format(
                    rate=paper.number(rate),
                    day=paper.day(basis.exchange_on),
                    kroner=kroner,
                    currency=paper.currency,
                )
            )
    if basis.own_share:
        words = translate(paper.worded(_OWN_SHARE, _UNIT_OWN_SHARE))
        said.append(words.format(amount=paper.number(basis.own_share), currency=paper.currency))
    return [sentence(line) for line in said]
