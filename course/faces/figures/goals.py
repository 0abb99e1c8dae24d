"""The goals as a tree: the needs they answer, and what they are measured by, held by and reached with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ...checks import GoalAnchoring, anchoring
from ...figures import Branch, Leaf, Root, tree
from ...i18n import N_
from ...records import Activity, Anchor, Goal, Indicator
from ..blocks import Block, column, table
from ..matrix import degree_sentence
from ..reading import Reading
from ..standing import standing_shown
from .shown import Shown

__all__ = ["goals_shown"]

_NOTHING = N_("When you have written down a goal, you see here what it grows from and what it leads to.")
_NEEDS = N_("Needs")
_GOALS = N_("Goals")
_REACHED = N_("Measured, held and reached by")
_ANCHORED = N_("Anchored")
_NOT_ANCHORED = N_("Not anchored")
_WORK = N_("Development work")
_WITH_STATUS = N_("{document} ({status})")
_TABLE = N_("The goals, and what belongs to each")
_GOAL = N_("Goal")
_STATE = N_("Anchored?")
_DOCUMENTS = N_("Steering documents")
_INDICATORS = N_("Indicators")
_ACTIVITIES = N_("Activities")
_NO_STATUS = N_("Status not stated")


def goals_shown(reading: Reading) -> Shown:
    """Return the figure: needs on the left, goals, and on the right what belongs to each."""
    goals = anchoring(reading.records).goals
    if not goals:
        return Shown(reading.translate(_NOTHING))
    answered = dict.fromkeys(need for goal in goals for need in _of(goal).needs if need in reading.by_id)
    drawing = tree(
        (reading.translate(_NEEDS), reading.translate(_GOALS), reading.translate(_REACHED)),
        tuple(Root(need, reading.name_of(need)) for need in answered),
        tuple(_branch(reading, goal) for goal in goals),
    )
    return Shown(degree_sentence(reading), drawing, [_table(reading, goals)])


def _branch(reading: Reading, goal: GoalAnchoring) -> Branch:
    sorts = (
        (_INDICATORS, _indicators(reading, goal)),
        (_DOCUMENTS, _anchors(reading, goal)),
        (_WORK, _work(reading, goal)),
        (_ACTIVITIES, _activities(reading, goal)),
    )
    leaves = [Leaf(reading.translate(sort), tuple(names)) for sort, names in sorts if names]
    return Branch(
        reading.name(goal.goal), _state(reading, goal), goal.anchored, tuple(_of(goal).needs), tuple(leaves)
    )


def _table(reading: Reading, goals: Sequence[GoalAnchoring]) -> Block:
    translate = reading.translate
    rows = [
        [
            reading.name(goal.goal),
            _state(reading, goal),
            _listed(reading.name_of(need) for need in _of(goal).needs),
            _listed(_anchors(reading, goal)),
            _listed(_work(reading, goal)),
            _listed(_indicators(reading, goal)),
            _listed(_activities(reading, goal)),
        ]
        for goal in goals
    ]
    labels = (_GOAL, _STATE, _NEEDS, _DOCUMENTS, _WORK, _INDICATORS, _ACTIVITIES)
    return table(translate(_TABLE), [column(translate(label)) for label in labels], rows)


def _of(goal: GoalAnchoring) -> Goal:
    assert isinstance(goal.goal.record, Goal)
    return goal.goal.record


def _state(reading: Reading, goal: GoalAnchoring) -> str:
    return reading.translate(_ANCHORED if goal.anchored else _NOT_ANCHORED)


def _indicators(reading: Reading, goal: GoalAnchoring) -> list[str]:
    return [
        reading.name(stored)
        for stored in reading.records["indicator"]
        if isinstance(stored.record, Indicator) and stored.record.goal == goal.goal.id
    ]


def _anchors(reading: Reading, goal: GoalAnchoring) -> list[str]:
    """Return document and status of each anchor whose document is there."""
    return [
        reading.translate(_WITH_STATUS).format(
            document=reading.name_of(anchor.document),
            status=standing_shown(reading, stored) or reading.translate(_NO_STATUS),
        )
        for stored in reading.records["anchor"]
        if isinstance(anchor := stored.record, Anchor)
        and anchor.goal == goal.goal.id
        and anchor.document in reading.by_id
    ]


def _work(reading: Reading, goal: GoalAnchoring) -> list[str]:
    return [reading.name_of(one) for one in _of(goal).development_work if one in reading.by_id]


def _activities(reading: Reading, goal: GoalAnchoring) -> list[str]:
    return [
        reading.name(stored)
        for stored in reading.records["activity"]
        if isinstance(stored.record, Activity) and goal.goal.id in stored.record.goals
    ]


def _listed(names: Iterable[str]) -> str:
    return "; ".join(name for name in names if name)
