"""What is known of the rules of a call, and what the records say to each; in words, never as a verdict."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ...analysis.plan import plan_frame
from ...faces.numbers import of_kind
from ...i18n import N_
from ...rates import Rate, Rates
from ...records import Activity, Goal, Project
from ..paper import Paper
from .shared import span

__all__ = ["held_against"]

_GOALS = N_("Goals: at least {least} and at most {most}. Written down are {number}.")
_TOPICS = N_("Topics: at least {least} and at most {most}. They are chosen in the form itself.")
_PLAN_YEARS = N_(
    "Years of the plan: at least {least} and at most {most}. From first goal to last they are {number}."
)
_ESTIMATED = N_("Years with an estimate of learners and staff: at least {least}. Here they are {number}.")
_PARTICIPANTS = N_(
    "Participants: at most {most}, accompanying persons not counted. The activities have {number}."
)
_MONTHS = N_(
    "Length: from {least} to {most} months. The activities of this programme are planned for {years}."
)
_MONTHS_ALONE = N_(
    "Length: from {least} to {most} months. No activity has been given this programme and a year yet."
)
_GRANTS = N_("Grants: at most {most} in five years. The register names {number} of these years.")
_APPLICATIONS = N_("Applications in a call: at most {most}.")
_YEARS_OF_GRANTS = 5
_SHORT_TERM = "ka122"


def held_against(paper: Paper, known: Rates, programme: str) -> list[tuple[str, str]]:
    """Return a sentence for each rule of the programme that was found, with the kind of record it counts.

    What was not found is not mentioned; a rule of money or of members is not held against a plan.
    """
    limits = known.limits(programme)
    said = []
    for rule in _RULES if programme == _SHORT_TERM else _RULES[:3]:
        words, kind, blanks = rule(paper, limits)
        if words:
            said.append((paper.reading.translate(words).format(**blanks), kind))
    return said


_Limits = Mapping[str, Rate]
_Said = tuple[str, str, dict[str, object]]
"""Words, the kind of record, and what the words are filled in with; no words where the rule was not found."""

_UNKNOWN: _Said = ("", "", {})


def _between(limits: _Limits, name: str) -> dict[str, object]:
    """Return the least and the most of something; empty where one of them was not found."""
    ends = {end: limits.get(f"{name}_{end}") for end in ("least", "most")}
    return {end: rate.amount for end, rate in ends.items() if rate} if all(ends.values()) else {}


def _goals(paper: Paper, limits: _Limits) -> _Said:
    ends = _between(limits, "goals")
    return (_GOALS, "goal", {**ends, "number": len(paper.all("goal"))}) if ends else _UNKNOWN


def _plan_years(paper: Paper, limits: _Limits) -> _Said:
    ends = _between(limits, "plan_years")
    years = [year for goal in of_kind(paper.reading, Goal) for year in (goal.from_year, goal.to_year) if year]
    number = max(years) - min(years) + 1 if years else 0
    return (_PLAN_YEARS, "goal", {**ends, "number": number}) if ends else _UNKNOWN


def _estimated(paper: Paper, limits: _Limits) -> _Said:
    least = limits.get("estimated_years_least")
    number = len(plan_frame(of_kind(paper.reading, Activity), "erasmus"))
    return (_ESTIMATED, "activity", {"least": least.amount, "number": number}) if least else _UNKNOWN


def _of_programme(paper: Paper) -> list[Activity]:
    return [one for one in of_kind(paper.reading, Activity) if one.programme == _SHORT_TERM]


def _participants(paper: Paper, limits: _Limits) -> _Said:
    most = limits.get("participants_most")
    number = sum(activity.participants or 0 for activity in _of_programme(paper))
    return (_PARTICIPANTS, "activity", {"most": most.amount, "number": number}) if most else _UNKNOWN


def _topics(paper: Paper, limits: _Limits) -> _Said:
    ends = _between(limits, "topics")
    return (_TOPICS, "", ends) if ends else _UNKNOWN


def _months(paper: Paper, limits: _Limits) -> _Said:
    ends = _between(limits, "months")
    years = [activity.year for activity in _of_programme(paper) if activity.year]
    if not ends:
        return _UNKNOWN
    if not years:
        return _MONTHS_ALONE, "activity", ends
    return _MONTHS, "activity", {**ends, "years": span(min(years), max(years))}


def _grants(paper: Paper, limits: _Limits) -> _Said:
    most, today = limits.get("grants_most"), paper.reading.today.year
    named = [
        project
        for project in of_kind(paper.reading, Project)
        if _SHORT_TERM in project.programme.casefold() and (project.from_year or 0) > today - _YEARS_OF_GRANTS
    ]
    return (_GRANTS, "project", {"most": most.amount, "number": len(named)}) if most else _UNKNOWN


def _applications(paper: Paper, limits: _Limits) -> _Said:
    most = limits.get("applications_most")
    return (_APPLICATIONS, "", {"most": most.amount}) if most else _UNKNOWN


_RULES: tuple[Callable[[Paper, _Limits], _Said], ...] = (
    _goals,
    _plan_years,
    _estimated,
    _topics,
    _participants,
    _months,
    _grants,
    _applications,
)
