"""The strategy's heart: the goals, what they answer, how they are measured and where they are anchored."""

from __future__ import annotations

from typing import Any

from ...checks import anchoring
from ...i18n import N_
from ...records import Goal, Indicator
from ...store import Stored
from ..paper import Paper
from ..phrases import sentence
from .shared import anchor_rows, by_goal, degree, quoted, small

__all__ = ["anchored", "indicator_line", "priorities"]

_ORGANISATION = N_("For the municipality as an organisation")
_UNIT = N_("For the unit as an organisation")
_PEOPLE = N_("For staff, children and pupils")
_OTHER = N_("Other priorities")
_ANSWERS = N_("It answers: {needs}.")
_BUILDS_ON = N_("It builds on: {work}.")
_PRIORITIES = N_("European priorities: {priorities}.")
_POLICIES = N_("Policy it carries out: {policies}.")
_BETWEEN = N_("It is to be reached by {to_year}.")
_OWNER = N_("{owner} answers for it.")
_MEASURED = N_("Measured by: {indicator}.")
_FROM_TO = N_("From {baseline} to {target} by {deadline}.")
_SOURCE = N_("Source: {source}.")
_FREQUENCY = N_("It is measured: {frequency}.")
_UNANCHORED = N_("“{goal}”: {missing}")
_ORGANISATION_LEVELS = ("society", "sector", "unit")
_PEOPLE_LEVELS = ("staff", "learners")


def priorities(paper: Paper) -> dict[str, Any]:
    """Return the goals by level, with what each answers and builds on, and its indicators."""
    translate = paper.reading.translate
    goals = [stored for stored in paper.all("goal") if isinstance(stored.record, Goal)]
    groups = [
        (translate(heading), [stored for stored in goals if wanted(stored.values["level"])])
        for heading, wanted in (
            (paper.worded(_ORGANISATION, _UNIT), _ORGANISATION_LEVELS.__contains__),
            (_PEOPLE, _PEOPLE_LEVELS.__contains__),
            (_OTHER, lambda level: level not in _ORGANISATION_LEVELS + _PEOPLE_LEVELS),
        )
    ]
    return {
        "goal_groups": [(heading, members) for heading, members in groups if members],
        "goal_lines": {stored.id: _goal_lines(paper, stored) for stored in goals},
        "indicator_lines": {one.id: indicator_line(paper, one) for one in paper.all("indicator")},
        "involvement": paper.one("involvement"),
    }


def _goal_lines(paper: Paper, stored: Stored) -> list[tuple[str, str]]:
    """Return what is said of a goal beside its explanation, each with the question it comes from."""
    translate, goal = paper.reading.translate, stored.record
    assert isinstance(goal, Goal)
    needs = quoted(paper, goal.needs)
    work = quoted(paper, goal.development_work)
    links = []
    if needs:
        links.append(translate(_ANSWERS).format(needs=paper.row(needs)))
    if work:
        links.append(translate(_BUILDS_ON).format(work=paper.row(work)))
    if goal.eu_priorities:
        priorities = [small(paper.label("eu_priority", code)) for code in goal.eu_priorities]
        links.append(translate(_PRIORITIES).format(priorities=paper.apart(priorities)))
    if goal.policies:
        policies = [paper.label("policy", code) for code in goal.policies]
        links.append(translate(_POLICIES).format(policies=paper.apart(policies)))
    time = []
    if goal.to_year:
        time.append(translate(_BETWEEN).format(to_year=goal.to_year))
    if goal.owner:
        time.append(translate(_OWNER).format(owner=goal.owner))
    named = ((links, "needs"), (time, "to_year"))
    return [(" ".join(lines), name) for lines, name in named if lines]


def indicator_line(paper: Paper, stored: Stored) -> str:
    """Return how a goal is measured: from where, to where, by when, with which source."""
    translate, indicator = paper.reading.translate, stored.record
    assert isinstance(indicator, Indicator)
    said = [translate(_MEASURED).format(indicator=paper.name(stored))]
    if indicator.baseline and indicator.target and indicator.deadline:
        said.append(
            translate(_FROM_TO).format(
                baseline=small(indicator.baseline),
                target=small(indicator.target),
                deadline=paper.day(indicator.deadline),
            )
        )
    if indicator.source:
        said.append(translate(_SOURCE).format(source=indicator.source.rstrip(".")))
    if indicator.frequency:
        frequency = small(paper.says(stored, "frequency"))
        said.append(translate(_FREQUENCY).format(frequency=frequency))
    return " ".join(said)


def anchored(paper: Paper) -> dict[str, Any]:
    """Return where the goals are anchored, and which are not."""
    translate = paper.reading.translate
    held = anchoring(paper.reading.records)
    links = [one for one in paper.all("national_link") if paper.has(one, "policy", "how")]
    return {
        "degree": degree(paper),
        "unanchored": [
            translate(_UNANCHORED).format(goal=paper.name(one.goal), missing=message.text(translate))
            for one in held.goals
            for message in one.missing
        ],
        "anchors": anchor_rows(paper, ("goal", "document", "window", "status"), by_goal(paper)),
        "policy_lines": [(one, sentence(paper.says(one, "policy"))) for one in links],
    }
