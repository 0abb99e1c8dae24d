"""Erasmus+ mobility by the funding rules of school education (Programme Guide 2026, second hand).

Travel is a flat rate for each who goes, accompanying persons too. Individual support is a day rate
times the days, travel days included: in full to day 14, from day 15 at 70 per cent rounded to a whole
euro; accompanying persons get the rate of staff. The day rates are what each national agency sets:
those a group enters go first, the Swedish ones are used only where the group has chosen to.
"""

from __future__ import annotations

from decimal import Decimal

from ...i18n import N_
from ...rates import MissingRate, Rates, Who
from ...records import Activity, BudgetBasis, Message
from ...vocabulary import Term
from .item import Named, Sheet, whole

__all__ = ["EXAMPLE_AGENCY", "reckon"]

EXAMPLE_AGENCY = "UHR"
"""The agency whose day rates may be used as an example: Sweden's."""

_TRAVEL = N_("Travel: persons × rate")
_SUPPORT = N_("Individual support: persons × days × day rate")
_REDUCED = N_("Individual support after day {day}: persons × days × {percent} % of the day rate")
_WITH_THEM = N_("Individual support, accompanying: persons × days × day rate")
_WITH_THEM_REDUCED = N_(
    "Individual support, accompanying, after day {day}: persons × days × {percent} % of the day rate"
)
_ORGANISATION = N_("Support to the organisation: participants × rate")
_COURSE_FEE = N_("Course fee: participants × days × rate")
_INCLUSION = N_("Inclusion support to the organisation: participants with fewer opportunities × rate")
_LANGUAGE = N_("Language support: participants × rate")
_REINFORCED = N_("Reinforced language support: participants × rate")
_VISIT = N_("Preparatory visit: persons × rate")

_NO_DISTANCE = N_("The distance is missing, so travel cannot be reckoned.")
_NO_COUNTRY = N_("The host country is missing, so the day rate is not known.")
_NO_STAFF_RATE = N_(
    "The day rate for staff in country group {group} is missing. Each national agency sets its own: ask "
    "yours and enter it under what the budget is reckoned with."
)
_NO_PUPIL_RATE = N_(
    "The day rate for pupils in country group {group} is missing. Each national agency sets its own: ask "
    "yours and enter it under what the budget is reckoned with."
)
_NO_TEACHERS = N_("It is not said how many accompany: a group of pupils has teachers with it all the way.")

_EXAMPLE = N_("The day rates are Sweden’s of {year}, as an example. They are not the ones you will be paid.")
_GROUP = N_("The country group of {country} is general knowledge, not verified.")
_NO_LANGUAGE = N_("{type}: no language support is given.")
_ACTUAL_COSTS = N_(
    "Extra costs of participants with fewer opportunities can be applied for; they are not in this sum."
)
_INCOMING = N_(
    "Only the support to the organisation is reckoned with: no rule was found for the guest’s own costs."
)


def reckon(sheet: Sheet, activity: Activity, term: Term, basis: BudgetBasis, rates: Rates) -> None:
    """Write down the lines of an activity whose participants are known and which breaks no rule."""
    going = activity.participants or 0
    if term.extra["who"] == "team":
        if visit := sheet.found(lambda: rates.other("preparatory_visit")):
            sheet.add(_VISIT, going, visit.amount, source=visit.source)
        return
    if term.extra["who"] == "incoming":
        sheet.note(_INCOMING)
    else:
        _travel(sheet, activity, rates)
        _support(sheet, activity, term, basis, rates)
    organisation = sheet.found(lambda: rates.organisational_support(term.code))
    if organisation:
        sheet.add(_ORGANISATION, going, organisation.amount, source=organisation.source)
    if term.extra["course_fee"] == "yes":
        fee = rates.other("course_fee")
        sheet.add(_COURSE_FEE, going, activity.days or 0, fee.amount, source=fee.source)
    if activity.fewer_opportunities:
        inclusion = rates.other("inclusion_organisation")
        sheet.add(_INCLUSION, activity.fewer_opportunities, inclusion.amount, source=inclusion.source)
        sheet.note(_ACTUAL_COSTS)
    _language(sheet, activity, term, rates)


def _travel(sheet: Sheet, activity: Activity, rates: Rates) -> None:
    distance = activity.distance
    if distance is None:
        sheet.lack(Message(_NO_DISTANCE))
        return
    persons = (activity.participants or 0) + (activity.accompanying or 0)
    if rate := sheet.found(lambda: rates.travel(distance, green=activity.green is True)):
        sheet.add(_TRAVEL, persons, rate.amount, source=rate.source)


def _support(sheet: Sheet, activity: Activity, term: Term, basis: BudgetBasis, rates: Rates) -> None:
    if term.extra["accompanied"] == "yes" and not activity.accompanying:
        sheet.lack(Message(_NO_TEACHERS))
    country = activity.host_country
    if country is None:
        sheet.lack(Message(_NO_COUNTRY))
        return
    try:
        group = rates.country_group(country)
    except MissingRate as error:
        sheet.lack(error.message)
        return
    if not group.verified:
        sheet.note(_GROUP, country=Named("country", country))
    who: Who = "pupils" if term.extra["who"] == "pupils" else "staff"
    days = (activity.days or 0) + (activity.travel_days or 0)
    number = group.country_group
    if rate := _day_rate(sheet, number, who, basis, rates):
        _days(sheet, (_SUPPORT, _REDUCED), activity.participants or 0, days, rate, rates)
    if activity.accompanying and (rate := _day_rate(sheet, number, "staff", basis, rates)):
        _days(sheet, (_WITH_THEM, _WITH_THEM_REDUCED), activity.accompanying, days, rate, rates)


def _day_rate(
    sheet: Sheet, group: int, who: Who, basis: BudgetBasis, rates: Rates
) -> tuple[Decimal, str] | None:
    """Return the day rate and its source: what the group entered, else the example if it was chosen."""
    entered = getattr(basis, f"{'pupil' if who == 'pupils' else 'staff'}_group_{group}")
    if entered is not None:
        return Decimal(str(entered)), ""
    if not basis.swedish_example:
        sheet.lack(Message(_NO_PUPIL_RATE if who == "pupils" else _NO_STAFF_RATE, {"group": group}))
        return None
    rate = sheet.found(lambda: rates.individual_support(group, who, EXAMPLE_AGENCY))
    if rate is None:
        return None
    sheet.note(_EXAMPLE, year=rate.call_year)
    return Decimal(rate.amount), rate.source


def _days(
    sheet: Sheet,
    labels: tuple[str, str],
    persons: int,
    days: int,
    rate: tuple[Decimal, str],
    rates: Rates,
) -> None:
    """Add the days at the full rate, and those after them at the reduced one."""
    amount, source = rate
    full = rates.other("full_rate_days").amount
    percent = rates.other("reduced_rate").amount
    sheet.add(labels[0], persons, min(days, full), amount, source=source)
    reduced = whole(amount * percent / 100)
    later = max(days - full, 0)
    sheet.add(labels[1], persons, later, reduced, source=source, day=full, percent=percent)


def _language(sheet: Sheet, activity: Activity, term: Term, rates: Rates) -> None:
    """Add language support; on long-term mobility the reinforced part is given in any case."""
    going = activity.participants or 0
    if activity.language_support and term.extra["language_support"] == "yes":
        rate = rates.other("language_support")
        sheet.add(_LANGUAGE, going, rate.amount, source=rate.source)
    elif activity.language_support:
        sheet.note(_NO_LANGUAGE, type=Named("activity_type", term.code))
    if term.code == "long_pupil":
        rate = rates.other("reinforced_language_support")
        sheet.add(_REINFORCED, going, rate.amount, source=rate.source)
