"""What the rules do not allow: an activity that breaks one gets no estimate but a sentence.

Sources: Erasmus+ Programme Guide 2026, school education, funding rules (second hand); Nordplus
Handbook 2026, mobility projects of Nordplus Junior (second hand). The limits themselves stand in the
vocabulary `activity_type` and among the rates.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

from ...i18n import N_
from ...rates import Rates
from ...records import Activity, Message
from ...vocabulary import Term
from .item import Named

__all__ = ["KA122_PARTICIPANTS", "MONTH", "WEEK", "broken"]

DAYS = N_("{type}: {least} to {most} days, travel days not counted. You wrote {days}.")
DAYS_WITH_TRAVEL = N_("{type}: {least} to {most} days, travel days included. You wrote {days}.")
TOO_FEW = N_("{type}: at least {least} participants. You wrote {participants}.")
TOO_MANY = N_("{type}: at most {most} participants. You wrote {participants}.")
NOBODY = N_("Somebody has to go: write at least 1 participant.")
TRAVEL_DAYS = N_("At most {most} travel days get support without green travel. You wrote {days}.")
GREEN_TRAVEL_DAYS = N_("At most {most} travel days get support, also with green travel. You wrote {days}.")
MORE_THAN_ALL = N_(
    "Participants with fewer opportunities are among the participants: they cannot be more than all."
)
KA122_PARTICIPANTS = N_(
    "A short-term project (KA122) has at most {most} participants. You wrote {participants}."
)
NOT_NORDIC = N_("Nordplus goes to the Nordic and Baltic countries only, not to {country}.")
TEACHERS = N_("With {pupils} pupils at most {most} teachers get support, two for each ten.")
WHOLE_WEEKS = N_(
    "Nordplus reckons a stay of more than a week in whole weeks or months: write a number of days that 7 or "
    "30 goes into. You wrote {days}."
)
WEEK, MONTH = 7, 30
"""Days."""


def broken(activity: Activity, term: Term, rates: Rates) -> Iterator[Message]:
    """Yield a sentence for each rule that an activity of this type breaks.

    What is not answered breaks nothing.
    """
    yield from _days(activity, term)
    yield from _participants(activity, term, rates)
    if term.extra["programme"] == "nordplus":
        yield from _nordplus(activity, term, rates)
    else:
        yield from _travel_days(activity, rates)


def _days(activity: Activity, term: Term) -> Iterator[Message]:
    least, most = term.extra["min_days"], term.extra["max_days"]
    if activity.days is None or not (least and most):
        return
    with_travel = term.extra["programme"] == "nordplus"
    days = activity.days + (activity.travel_days or 0 if with_travel else 0)
    if not int(least) <= days <= int(most):
        yield Message(
            DAYS_WITH_TRAVEL if with_travel else DAYS,
            {"type": Named("activity_type", term.code), "least": least, "most": most, "days": days},
        )


def _participants(activity: Activity, term: Term, rates: Rates) -> Iterator[Message]:
    number = activity.participants
    if number is None:
        return
    least, most = term.extra["min_participants"], term.extra["max_participants"]
    said = {"type": Named("activity_type", term.code), "participants": number}
    if number == 0:
        yield Message(NOBODY)
    elif least and number < int(least):
        yield Message(TOO_FEW, {**said, "least": least})
    if most and number > int(most):
        yield Message(TOO_MANY, {**said, "most": most})
    in_project = rates.limit("ka122", "participants_most").amount
    if activity.programme == "ka122" and number > in_project:
        yield Message(KA122_PARTICIPANTS, {"most": in_project, "participants": number})
    if (activity.fewer_opportunities or 0) > number:
        yield Message(MORE_THAN_ALL)


def _travel_days(activity: Activity, rates: Rates) -> Iterator[Message]:
    most = rates.other("travel_days_green" if activity.green else "travel_days_normal").amount
    if (activity.travel_days or 0) > most:
        sentence = GREEN_TRAVEL_DAYS if activity.green else TRAVEL_DAYS
        yield Message(sentence, {"most": most, "days": activity.travel_days})


def _nordplus(activity: Activity, term: Term, rates: Rates) -> Iterator[Message]:
    if activity.host_country and activity.host_country not in rates.programme_countries("nordplus"):
        yield Message(NOT_NORDIC, {"country": Named("country", activity.host_country)})
    if term.extra["accompanied"] == "yes" and activity.participants and activity.accompanying:
        for_ten = rates.limit("nordplus_junior", "teachers_per_ten_pupils_most").amount
        most = for_ten * ceil(activity.participants / 10)
        if activity.accompanying > most:
            yield Message(TEACHERS, {"pupils": activity.participants, "most": most})
    days = (activity.days or 0) + (activity.travel_days or 0)
    if days > WEEK and days % WEEK and days % MONTH:
        yield Message(WHOLE_WEEKS, {"days": days})
