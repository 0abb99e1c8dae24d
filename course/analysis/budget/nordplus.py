"""Nordplus Junior's flat rates for mobility (Nordplus Handbook 2026, second hand).

Travel for each who goes, by how far north-west the journey ends; subsistence for staff only, by the
day, the week or the month, travel days included.
"""

from __future__ import annotations

from math import ceil

from ...i18n import N_
from ...rates import Rates
from ...records import Activity, Message
from ...vocabulary import Term
from .item import Number, Sheet
from .limits import MONTH, WEEK

__all__ = ["reckon"]

_TRAVEL = N_("Travel there and back: persons × rate")
_SUBSISTENCE = {
    "subsistence_day": N_("Subsistence for staff: persons × days × rate"),
    "subsistence_week": N_("Subsistence for staff: persons × weeks × rate"),
    "subsistence_month": N_("Subsistence for staff: persons × months × rate"),
}
_NO_COUNTRY = N_("The host country is missing, so travel cannot be reckoned.")
_NO_TEACHERS = N_("It is not said how many accompany: a class has teachers with it all the way.")
_PUPILS = N_("Pupils get support for travel only.")
_DOMESTIC = N_("Who travels more than {km} km one way at home gets EUR {amount} more; it is not in this sum.")
_MANAGEMENT = N_(
    "A project of more than EUR {most} gets EUR {coordinator} for the coordinator and EUR {partner} for each "
    "partner; it is not in this sum."
)
_OWN_SHARE = N_("Nordplus expects you to pay a part yourselves.")


def reckon(sheet: Sheet, activity: Activity, term: Term, rates: Rates) -> None:
    """Write down the lines of an activity whose participants and days are known and which breaks no rule."""
    pupils = term.extra["who"] == "pupils"
    going, with_them = activity.participants or 0, activity.accompanying or 0
    country = activity.host_country
    if country is None:
        sheet.lack(Message(_NO_COUNTRY))
    elif travel := sheet.found(lambda: rates.nordplus_travel(country)):
        sheet.add(_TRAVEL, going + with_them, travel.amount, source=travel.source)
    code, periods = _period((activity.days or 0) + (activity.travel_days or 0), rates)
    rate = rates.nordplus(code)
    staff = with_them if pupils else going + with_them
    sheet.add(_SUBSISTENCE[code], staff, periods, rate.amount, source=rate.source)
    if pupils:
        sheet.note(_PUPILS)
        if not with_them:
            sheet.lack(Message(_NO_TEACHERS))
    domestic, distance = rates.nordplus("domestic_travel"), rates.nordplus("domestic_travel_from")
    sheet.note(_DOMESTIC, km=distance.amount, amount=domestic.amount)
    if sum(item.amount for item in sheet.items) > rates.nordplus("management_from").amount:
        sheet.note(
            _MANAGEMENT,
            most=Number(rates.nordplus("management_from").amount),
            coordinator=Number(rates.nordplus("management_coordinator").amount),
            partner=Number(rates.nordplus("management_partner").amount),
        )
    sheet.note(_OWN_SHARE)


def _period(days: int, rates: Rates) -> tuple[str, int]:
    """Return by what a stay is reckoned, and how many of them.

    Six and seven days are a week. A longer stay is a number of whole months of 30 days or of weeks;
    where both fit, months, the cheaper and so the more careful estimate (our choice).
    """
    if days > WEEK and days % MONTH == 0:
        return "subsistence_month", days // MONTH
    if days >= rates.nordplus("week_from_days").amount:
        return "subsistence_week", ceil(days / WEEK)
    return "subsistence_day", days
