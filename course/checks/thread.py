"""The thread from need to goal to activity: what hangs loose (sessions 04 and 05).

What has no link at all of its own is asked for by completeness, since the link is a required answer;
here stands what nothing else links to.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ..i18n import N_
from ..records import Activity, Goal, Indicator, Need
from .finding import Hit, Records, Severity, about_all, check, each

__all__ = ["goal_without_activity", "goal_without_indicator", "need_without_goal"]

_THREAD = "glorylab.cz/en/blog/winning-erasmus-application; alfaedu.it (3 April 2026): no logical link"
_NEED = N_("No goal answers this need. Choose it in the goal that does, or leave it out.")
_GOAL = N_("No activity serves this goal. Choose it in the activity that does, or plan one.")
_MEASURE = N_("Nothing measures this goal. Add an indicator with baseline, target and source.")


@check(Severity.WARNING, source=_THREAD)
def need_without_goal(records: Records, today: date) -> Iterator[Hit]:
    """A need that no goal answers, while there are goals."""
    goals = [goal for _, goal in each(records, Goal)]
    answered = {need for goal in goals for need in goal.needs}
    for stored, need in each(records, Need):
        if goals and stored.id not in answered:
            yield about_all(Goal, "needs", _NEED, subject=need.called)


@check(Severity.WARNING, source=_THREAD)
def goal_without_activity(records: Records, today: date) -> Iterator[Hit]:
    """A goal that no activity serves, while there are activities."""
    activities = [activity for _, activity in each(records, Activity)]
    served = {goal for activity in activities for goal in activity.goals}
    for stored, goal in each(records, Goal):
        if activities and stored.id not in served:
            yield about_all(Activity, "goals", _GOAL, subject=goal.called)


@check(
    Severity.WARNING,
    source="A public assessor's rubric for KA122 in school education (second hand): no indicator, baseline "
    "or threshold",
)
def goal_without_indicator(records: Records, today: date) -> Iterator[Hit]:
    """A goal that no indicator measures, while there are indicators."""
    indicators = [indicator for _, indicator in each(records, Indicator)]
    measured = {indicator.goal for indicator in indicators}
    for stored, goal in each(records, Goal):
        if indicators and stored.id not in measured:
            yield about_all(Indicator, "goal", _MEASURE, subject=goal.called)
