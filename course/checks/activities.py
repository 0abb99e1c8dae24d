"""Activities: durations, numbers and journeys a programme would refuse (session 05).

The limits stand in `data/vocabularies/activity_type.csv` and `data/rates`, each with its source and year.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ..i18n import N_
from ..rates import NoRates, Rates, rates
from ..records import Activity, BudgetBasis
from ..store import Stored
from ..vocabulary import Term, vocabulary
from .blanks import Label
from .finding import Hit, Records, Severity, about, check, each
from .phrases import matcher

__all__ = [
    "call_rates",
    "call_without_rates",
    "days_outside_limits",
    "group_not_accompanied",
    "more_participants_than_allowed",
    "more_with_fewer_opportunities_than_participants",
    "planned",
    "sharing_not_concrete",
    "too_few_participants",
    "too_many_travel_days",
]

GIVEN_UP = {"refused", "withdrawn"}
"""States of an activity that will not take place as planned: nobody need mend those."""

_GUIDE = (
    "Erasmus+ Programme Guide 2026 and Nordplus Handbook 2026 (second hand), as in "
    "data/vocabularies/activity_type.csv"
)
_DAYS = N_(
    "{type}: from {minimum} to {maximum} days of activity, without travel days. Here there are {days}."
)
_DAYS_NORDPLUS = N_("{type}: from {minimum} to {maximum} days, with travel days. Here there are {days}.")
_FEW = N_(
    "{type}: at least {minimum} participants. Here there are {number}; choose another type or take more."
)
_MANY = N_(
    "{type}: at most {maximum} participants each time, and for each school. Divide it up, if that is what "
    "{number} means."
)
_ALONE = N_("{type}: teachers or other adults must be with the group all the way. Write how many.")
_TRAVEL = N_(
    "Support is given for at most {most} travel days, and for {green} if you travel green. "
    "Here there are {days}."
)
_FEWER = N_(
    "There are more participants with fewer opportunities ({fewer}) than participants ({number}). "
    "Mend the numbers."
)
_SHARING = N_("Write with whom, where and when it is shared: at which meeting, on which day, on which page.")


def planned(records: Records) -> Iterator[tuple[Stored, Activity, Term]]:
    """Yield the activities that are still to take place, each with the term of its type."""
    types = vocabulary("activity_type")
    for stored, activity in each(records, Activity):
        if activity.type and activity.type in types and activity.status not in GIVEN_UP:
            yield stored, activity, types.term(activity.type)


def call_year(records: Records) -> int | None:
    """Return the year of the call the budget is reckoned with; None where nobody has written it."""
    return next((basis.call_year for _, basis in each(records, BudgetBasis)), None)


def call_rates(records: Records) -> Rates | None:
    """Return the limits of that call; None where there are none, which `call_without_rates` then says."""
    try:
        return rates(call_year(records))
    except NoRates:
        return None


def _limit(term: Term, column: str) -> int | None:
    return int(term.extra[column]) if term.extra[column] else None


def _label(term: Term) -> Label:
    return Label("activity_type", term.code)


@check(Severity.ERROR, source=_GUIDE)
def days_outside_limits(records: Records, today: date) -> Iterator[Hit]:
    """An activity is shorter or longer than its type allows."""
    for stored, activity, term in planned(records):
        least, most = _limit(term, "min_days"), _limit(term, "max_days")
        if activity.days is None or least is None or most is None:
            continue
        nordplus = term.extra["programme"] == "nordplus"  # which counts travel days
        days = activity.days + (activity.travel_days or 0 if nordplus else 0)
        if not least <= days <= most:
            sentence = _DAYS_NORDPLUS if nordplus else _DAYS
            yield about(stored, "days", sentence, type=_label(term), minimum=least, maximum=most, days=days)


@check(Severity.ERROR, source=_GUIDE)
def too_few_participants(records: Records, today: date) -> Iterator[Hit]:
    """A group, or a visit that needs several, has fewer participants than its type needs."""
    for stored, activity, term in planned(records):
        least, number = _limit(term, "min_participants"), activity.participants
        if least is not None and number is not None and number < least:
            yield about(stored, "participants", _FEW, type=_label(term), minimum=least, number=number)


@check(Severity.WARNING, source=_GUIDE)
def more_participants_than_allowed(records: Records, today: date) -> Iterator[Hit]:
    """More participants than one visit, or one school, may have; it may be several visits or schools."""
    for stored, activity, term in planned(records):
        most, number = _limit(term, "max_participants"), activity.participants
        if most is not None and number is not None and number > most:
            yield about(stored, "participants", _MANY, type=_label(term), maximum=most, number=number)


@check(Severity.ERROR, source=_GUIDE)
def group_not_accompanied(records: Records, today: date) -> Iterator[Hit]:
    """A group of pupils has nobody with it."""
    for stored, activity, term in planned(records):
        if term.extra["accompanied"] == "yes" and activity.participants and not activity.accompanying:
            yield about(stored, "accompanying", _ALONE, type=_label(term))


@check(
    Severity.WARNING,
    source="The rule of this workbook that a limit holds for the call it was published for and for no other",
)
def call_without_rates(records: Records, today: date) -> Iterator[Hit]:
    """There are activities, and the call they would be held against is not named or not known."""
    counted = any(
        term.extra["programme"] == "erasmus" and (activity.participants or activity.travel_days)
        for _, activity, term in planned(records)
    )
    try:
        rates(call_year(records))
    except NoRates as error:
        basis = next(each(records, BudgetBasis), None)
        if counted and basis:
            yield about(basis[0], "call_year", error.message.sentence, **error.message.blanks)


@check(
    Severity.ERROR,
    source="Erasmus+ Programme Guide 2026, funding rules (second hand, from a public calculator)",
)
def too_many_travel_days(records: Records, today: date) -> Iterator[Hit]:
    """More travel days than there is support for, which depends on whether travel is green."""
    known = call_rates(records)
    if known is None:
        return
    most, green = (int(known.other(f"travel_days_{way}").amount) for way in ("normal", "green"))
    for stored, activity, term in planned(records):
        days = activity.travel_days or 0
        if term.extra["programme"] == "erasmus" and days > (green if activity.green else most):
            yield about(stored, "travel_days", _TRAVEL, most=most, green=green, days=days)


@check(
    Severity.ERROR,
    source="A public assessor's rubric for KA122 in school education (second hand): numbers that disagree",
)
def more_with_fewer_opportunities_than_participants(records: Records, today: date) -> Iterator[Hit]:
    """A part is larger than the whole."""
    for stored, activity in each(records, Activity):
        fewer, number = activity.fewer_opportunities, activity.participants
        if fewer is not None and number is not None and fewer > number:
            yield about(stored, "fewer_opportunities", _FEWER, fewer=fewer, number=number)


@check(
    Severity.WARNING,
    source="glorylab.cz/en/blog/winning-erasmus-application: weak dissemination (“will be shared with "
    "staff”)",
)
def sharing_not_concrete(records: Records, today: date) -> Iterator[Hit]:
    """What is written on sharing names no meeting, place or time."""
    occasion = matcher("sharing_words")
    for stored, activity in each(records, Activity):
        sharing = activity.sharing
        if sharing and not occasion.search(sharing) and not any(sign.isdigit() for sign in sharing):
            yield about(stored, "sharing", _SHARING)
