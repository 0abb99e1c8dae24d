"""Estimate an activity, and add up the estimates of a plan."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

import pandas as pd

from ...i18n import N_
from ...rates import MissingRate, Rates
from ...records import Activity, BudgetBasis, Message
from ...vocabulary import Term, vocabulary
from . import erasmus, nordplus
from .item import Item, Number, Sheet, whole
from .limits import KA122_PARTICIPANTS, broken

__all__ = ["Budget", "Estimate", "budget", "estimate"]

NO_TYPE = N_("The type of activity is missing.")
NO_PARTICIPANTS = N_("The number of participants is missing.")
NO_DAYS = N_("The number of days is missing.")
ONLINE = N_("Nobody travels, so no grant is reckoned with.")
COURSES = N_("Courses come to EUR {courses}. Of a grant of EUR {total} they may be at most EUR {most}.")
_NOT_GOING = frozenset({"refused", "withdrawn"})


@dataclass(frozen=True)
class Estimate:
    """What one activity costs, in euros.

    `refused` says which rules it breaks: then there is no amount. `missing` names what has to be
    answered before the amount is whole; until then `amount` is what is known of it.
    """

    activity: Activity
    items: tuple[Item, ...] = ()
    refused: tuple[Message, ...] = ()
    missing: tuple[Message, ...] = ()
    notes: tuple[Message, ...] = ()

    @property
    def amount(self) -> Decimal | None:
        """The sum of the items; None where the activity breaks a rule."""
        return None if self.refused else sum((item.amount for item in self.items), Decimal(0))

    @property
    def whole(self) -> bool:
        """Whether nothing is missing and no rule is broken."""
        return not self.refused and not self.missing


@dataclass(frozen=True)
class Budget:
    """The estimates of all activities, with what concerns them together.

    `by_year` has a row for each year: `year`, `euros`, `kroner` and `own_share` (whole kroner; missing
    where no exchange rate or own share was entered).
    """

    estimates: tuple[Estimate, ...]
    by_year: pd.DataFrame
    warnings: tuple[Message, ...]

    @property
    def total(self) -> Decimal:
        """Euros, as far as known."""
        return sum((one.amount or Decimal(0) for one in self.estimates), Decimal(0))

    @property
    def whole(self) -> bool:
        """Whether every estimate is."""
        return all(one.whole for one in self.estimates)


def estimate(activity: Activity, basis: BudgetBasis, rates: Rates) -> Estimate:
    """Return what `activity` costs by the rates of one call year and the day rates entered in `basis`."""
    if activity.type is None:
        return Estimate(activity, missing=(Message(NO_TYPE),))
    term = vocabulary("activity_type").term(activity.type)
    if term.extra["programme"] == "etwinning":
        return Estimate(activity, notes=(Message(ONLINE),))
    sheet = Sheet()
    try:
        if refused := tuple(broken(activity, term, rates)):
            return Estimate(activity, refused=refused)
        if missing := tuple(_unanswered(activity, term)):
            return Estimate(activity, missing=missing)
        if term.extra["programme"] == "nordplus":
            nordplus.reckon(sheet, activity, term, rates)
        else:
            erasmus.reckon(sheet, activity, term, basis, rates)
    except MissingRate as error:
        sheet.lack(error.message)
    return Estimate(activity, tuple(sheet.items), missing=tuple(sheet.missing), notes=tuple(sheet.notes))


def _unanswered(activity: Activity, term: Term) -> Iterable[Message]:
    if activity.participants is None:
        yield Message(NO_PARTICIPANTS)
    if activity.days is None and term.extra["who"] not in ("team", "incoming"):
        yield Message(NO_DAYS)


def budget(activities: Iterable[Activity], basis: BudgetBasis, rates: Rates) -> Budget:
    """Return the estimates of all activities that are still to take place, and their sums for each year."""
    estimates = tuple(
        estimate(activity, basis, rates) for activity in activities if activity.status not in _NOT_GOING
    )
    return Budget(estimates, _by_year(estimates, basis), tuple(_warnings(estimates, rates)))


def _by_year(estimates: Sequence[Estimate], basis: BudgetBasis) -> pd.DataFrame:
    """Sum the known amounts of each year; kroner at the rate the group entered."""
    rate = None if basis.exchange_rate is None else Decimal(str(basis.exchange_rate))
    euros: dict[int, Decimal] = {}
    for one in estimates:
        if one.activity.year is not None and one.amount is not None:
            euros[one.activity.year] = euros.get(one.activity.year, Decimal(0)) + one.amount
    rows = [
        (year, amount, None if rate is None else whole(amount * rate), basis.own_share)
        for year, amount in sorted(euros.items())
    ]
    return pd.DataFrame(rows, columns=["year", "euros", "kroner", "own_share"], dtype="object")


def _warnings(estimates: Sequence[Estimate], rates: Rates) -> Iterable[Message]:
    """Yield what the rules say of several activities together.

    A short-term project is taken to hold the activities of one year (ours: the record knows no project).
    """
    in_project: dict[int | None, int] = {}
    for one in estimates:
        if one.activity.programme == "ka122" and not one.refused:
            year = one.activity.year
            in_project[year] = in_project.get(year, 0) + (one.activity.participants or 0)
    most = rates.limit("ka122", "participants_most").amount
    for number in in_project.values():
        if number > most:
            yield Message(KA122_PARTICIPANTS, {"most": most, "participants": number})
    by_type: dict[str, Decimal] = {}
    for one in estimates:
        if one.activity.type and one.amount:
            by_type[one.activity.type] = by_type.get(one.activity.type, Decimal(0)) + one.amount
    types = vocabulary("activity_type")
    in_erasmus = [sum_ for code, sum_ in by_type.items() if types.term(code).extra["programme"] == "erasmus"]
    total = sum(in_erasmus, Decimal(0))
    courses = by_type.get("course_training", Decimal(0))
    if total <= rates.other("course_share_small_grant").amount:
        ceiling = Decimal(rates.other("course_ceiling_small_grant").amount)
    else:
        ceiling = total * rates.other("course_share").amount / 100
    if courses > ceiling:
        yield Message(
            COURSES,
            {"courses": Number(courses), "total": Number(total), "most": Number(whole(ceiling))},
        )
