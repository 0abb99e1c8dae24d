"""Goals: whether they are goals, and whether they are anchored (session 04)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from ..i18n import N_
from ..records import Goal
from .anchoring import NO_ANCHOR, NO_DEVELOPMENT_WORK, anchoring
from .blanks import Label
from .finding import Hit, Records, Severity, about, about_all, check, each
from .phrases import matcher

__all__ = [
    "goal_is_activity",
    "goal_without_anchor",
    "goal_without_development_work",
    "more_priorities_than_suggested",
    "one_priority_for_all",
    "reads_as_activity",
]

_SULA = "HK-dir, 13 January 2023: two pieces of advice from Sula"
_IS_ACTIVITY = N_(
    "This begins with what you are going to do (“{words}”). Write what is better for children, pupils or "
    "staff afterwards; what you do belongs among the activities."
)
_ONE_PRIORITY = N_(
    "All your goals carry the same European priority and no other: {priority}. Choose others where they "
    "fit, so that it does not look like an afterthought."
)
_ORGANISATION = N_(
    "You have {number} priorities for the organisation; the template for a strategy has {most}. You may "
    "have more goals than that: give a number to those that come first."
)
_PEOPLE = N_(
    "You have {number} priorities for staff, children and pupils; the template for a strategy has {most}. "
    "You may have more goals than that: give a number to those that come first."
)
PEOPLE = {"staff", "learners"}
"""The levels of goals that are people's; the others are the organisation's."""

SUGGESTED = 2
"""Priorities of each kind in the template for a school's international strategy."""

_NO_LETTERS = re.compile(r"[\W\d_]+")


@check(Severity.ERROR, source=_SULA)
def goal_without_anchor(records: Records, today: date) -> Iterator[Hit]:
    """A goal that no steering document holds, or is proposed to hold."""
    for goal in anchoring(records).goals:
        if not goal.has_anchor:
            yield about(goal.goal, "called", NO_ANCHOR)


@check(Severity.ERROR, source=_SULA)
def goal_without_development_work(records: Records, today: date) -> Iterator[Hit]:
    """A goal that is not linked to development work under way.

    Completeness asks for the same answer. It is said here all the same: it is one half of the rule
    the course stands on, and the matrix says both halves in the same words.
    """
    for goal in anchoring(records).goals:
        if not goal.has_development_work:
            yield about(goal.goal, "development_work", NO_DEVELOPMENT_WORK)


@check(
    Severity.WARNING,
    source="erasmusforge.eu/?p=333, and a public assessor's rubric for KA122 in school education: an "
    "objective is not an activity",
)
def goal_is_activity(records: Records, today: date) -> Iterator[Hit]:
    """A goal's title begins with arranging, carrying out, sending, travelling, attending or holding."""
    for stored, goal in each(records, Goal):
        if words := reads_as_activity(goal.called):
            yield about(stored, "called", _IS_ACTIVITY, words=words)


@check(
    Severity.INFO,
    source="erasmusforge.eu/?p=333: priorities mentioned once as an afterthought",
)
def one_priority_for_all(records: Records, today: date) -> Iterator[Hit]:
    """Several goals, and one single European priority for all of them."""
    chosen = [frozenset(goal.eu_priorities) for _, goal in each(records, Goal)]
    if len(chosen) > 1 and len(set(chosen)) == 1 and len(chosen[0]) == 1:
        (priority,) = chosen[0]
        yield about_all(Goal, "eu_priorities", _ONE_PRIORITY, priority=Label("eu_priority", priority))


@check(
    Severity.INFO,
    source="Template for a school's international strategy (Erasmus+ project publication, Norwegian "
    "version): two priorities of the organisation, two of staff and pupils",
)
def more_priorities_than_suggested(records: Records, today: date) -> Iterator[Hit]:
    """More goals come first, for the organisation or for people, than a strategy's template has.

    Those with a number come first; as long as none has one, all of them do.
    """
    goals = [goal for _, goal in each(records, Goal) if goal.level]
    first = [goal for goal in goals if goal.priority] or goals
    people = sum(1 for goal in first if goal.level in PEOPLE)
    for number, sentence in ((len(first) - people, _ORGANISATION), (people, _PEOPLE)):
        if number > SUGGESTED:
            yield about_all(Goal, "priority", sentence, number=number, most=SUGGESTED)


def reads_as_activity(title: str) -> str:
    """Return the words that make a goal's title an activity; empty when it reads as a goal.

    Some verbs always name an activity (“arrange”, “send”). Others do only together with a word for
    one: “Delta på kurs” is an activity, “Delta i lokaldemokratiet” is a goal. “Sende tydelige signaler”
    begins like an activity and is none.
    """
    start = _beginning(title)
    if matcher("activity_exceptions").match(start):
        return ""
    if always := matcher("activity_verbs", with_activity=False).match(start):
        return always.group()
    sometimes = matcher("activity_verbs", with_activity=True).match(start)
    if sometimes and (word := matcher("activity_words").search(start, sometimes.end())):
        return start[: word.end()] if word.end() <= 60 else sometimes.group()
    return ""


def _beginning(title: str) -> str:
    """Return the title without what comes before its first verb: numbers, dashes, “Goal 1:”, “We will”."""
    while found := _NO_LETTERS.match(title) or matcher("lead_ins").match(title):
        title = title[found.end() :]
    return title
