"""The mobility register: chosen with a reason, gone with an agreement, shared when home (session 05)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from ..i18n import N_
from ..records import Activity, Journey
from .activities import GIVEN_UP
from .finding import Hit, Records, Severity, about, check, each

__all__ = [
    "learning_not_shared",
    "more_selected_than_places",
    "places",
    "selected_without_learning",
    "selected_without_reason",
]

_ALE = (
    "Ale municipality, “Internationell skola” (page checked 17 July 2020): those who have taken part train "
    "their colleagues"
)
_REASON = N_("The place was given without a reason. Write which criteria were met.")
_LEARNING = N_("Nothing is agreed on what is to be learnt. Agree on it before departure.")
_OVERDUE = N_(
    "It was to be passed on by now and has not been. Agree on a new day, or write when it was done."
)
_NO_DAY = N_("They are home again, and no day is set for passing on what was learnt. Set one.")
_PLACES = N_(
    "There are {places} places, and {selected} persons are selected. Mend the number, or make some of them "
    "reserves."
)


def places(activity: Activity) -> int | None:
    """Return how many can go, those who accompany a group included; None where nobody has written it."""
    if activity.participants is None:
        return None
    return activity.participants + (activity.accompanying or 0)


@check(Severity.WARNING, source="The course outline, N06: criteria, who decides, fairness")
def selected_without_reason(records: Records, today: date) -> Iterator[Hit]:
    """Somebody was selected, and nothing says why."""
    for stored, journey in each(records, Journey):
        if journey.selected and not journey.reason:
            yield about(stored, "reason", _REASON)


@check(
    Severity.WARNING,
    source="The course outline, N05: every activity says what is to be learnt",
)
def selected_without_learning(records: Records, today: date) -> Iterator[Hit]:
    """Somebody was selected, and nothing is agreed on what they are to learn."""
    for stored, journey in each(records, Journey):
        if journey.selected and not journey.agreed_learning:
            yield about(stored, "agreed_learning", _LEARNING)


@check(Severity.WARNING, source=_ALE)
def learning_not_shared(records: Records, today: date) -> Iterator[Hit]:
    """Somebody is home again and has not passed on what was learnt: the day is over, or none is set."""
    for stored, journey in each(records, Journey):
        if not journey.owes_sharing(today):
            continue
        if journey.share_by is None:
            yield about(stored, "share_by", _NO_DAY)
        elif journey.share_by < today:
            yield about(stored, "shared_on", _OVERDUE)


@check(Severity.ERROR, source="The rule of this workbook that nobody is promised a place there is not")
def more_selected_than_places(records: Records, today: date) -> Iterator[Hit]:
    """More persons are selected for an activity than it has places."""
    selected: Counter[str | None] = Counter()
    for _, journey in each(records, Journey):
        selected[journey.activity] += journey.number if journey.selected else 0
    for stored, activity in each(records, Activity):
        there, chosen = places(activity), selected[stored.id]
        if there is not None and chosen > there and activity.status not in GIVEN_UP:
            yield about(stored, "participants", _PLACES, places=there, selected=chosen)
