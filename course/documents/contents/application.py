"""The draft of an application: what the form asks, answered from the records, with its length.

The questions and their limits are data of the call (`course.rates`); they are told in our own words. No limit
has been verified, and the paper says so.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from markupsafe import Markup

from ...analysis.plan import plan_frame
from ...faces.numbers import of_kind
from ...i18n import N_
from ...rates import FormQuestion, MissingRate, NoRates, Rates, call_years, rates
from ...records import Activity, Goal, ProgrammeChoice
from ...store import Stored
from ...vocabulary import vocabulary
from ..paper import Cell, Paper
from ..phrases import paragraphs
from .call_rules import held_against
from .evidence import evidence
from .form_answers import ANSWERS, QUESTIONS
from .goals import indicator_line
from .shared import facts, span

__all__ = ["content"]

_APPLIES = ("ka120_consortium", "ka120_individual", "ka122")

_COUNT = N_("{count} of {most} characters. The limit has not been verified.")
_COUNT_VERIFIED = N_("{count} of {most} characters.")
_TOO_LONG = N_("{count} of {most} characters: {over} too many. The limit has not been verified.")
_COUNT_ALONE = N_("{count} characters. No limit was found.")
_PROGRAMME = N_("{programme}, call of {year}")
_PLAN = N_("The plan covers the years {years}.")
_NOT_FOUND = N_(
    "The questions of this form were not found. What a draft would rest on is ordered here as the form of "
    "the accreditation orders it; look into the official form before you write."
)
_NOT_ANSWERED = N_("Not written down")
_PASS = N_(
    "To pass, an application needs {points} points of 100, and {part} per cent of the points of each part."
)


class _Answer(NamedTuple):
    question: str
    paragraphs: list[Markup]
    length: str
    kind: str


def content(paper: Paper) -> dict[str, Any]:
    """Return what the draft says."""
    choice = _choice(paper)
    programme = choice.programme if choice and choice.programme else "ka120_consortium"
    known = _rates(choice)
    asked = known.form_questions(programme) or known.form_questions("ka120_individual")
    own = bool(known.form_questions(programme))
    sections: dict[str, list[_Answer]] = {"background": [], "objectives": [], "management": []}
    for question in asked:
        sections[question.section].append(_answer(paper, question if own else None, question.code))
    label = paper.label("programme", programme)
    return {
        "facts": [
            paper.reading.translate(_PROGRAMME).format(programme=label, year=known.call_year),
            *facts(paper)[-1:],
        ],
        "not_found": "" if own else paper.reading.translate(_NOT_FOUND),
        "sections": sections,
        "plan": _plan(paper),
        "goals": [(goal, *_goal(paper, goal)) for goal in paper.all("goal")],
        "years": _years(paper),
        "rules": held_against(paper, known, programme),
        "standards": _standards(paper),
        "evidence": evidence(paper, known.award_criteria(programme)),
        "passing": _passing(paper, known, programme),
    }


def _choice(paper: Paper) -> ProgrammeChoice | None:
    """Return the choice this draft is for, an accreditation before a short-term project; None without."""
    choices = of_kind(paper.reading, ProgrammeChoice)
    ours = [choice for choice in choices if choice.programme in _APPLIES]
    return min(ours, key=lambda choice: _APPLIES.index(choice.programme or ""), default=None)


def _rates(choice: ProgrammeChoice | None) -> Rates:
    """Return what is known of the call; of the latest one, where the group has named none or another."""
    try:
        return rates(choice.call_year if choice and choice.call_year else call_years()[-1])
    except NoRates:
        return rates(call_years()[-1])


def _answer(paper: Paper, asked: FormQuestion | None, code: str) -> _Answer:
    kind, answered = ANSWERS[code]
    translate, text = paper.reading.translate, "\n\n".join(one for one in answered(paper) if one)
    count = len(text)
    most = asked.characters if asked else None
    if most is None:
        words = _COUNT_ALONE
    elif count > most:
        words = _TOO_LONG
    else:
        words = _COUNT_VERIFIED if asked and asked.verified else _COUNT
    told = translate(words).format(
        count=paper.number(count), most=paper.number(most), over=paper.number(max(0, count - (most or 0)))
    )
    return _Answer(translate(QUESTIONS[code]), paragraphs(text), told if count else "", kind)


def _plan(paper: Paper) -> str:
    years = [year for goal in of_kind(paper.reading, Goal) for year in (goal.from_year, goal.to_year) if year]
    if not years:
        return ""
    return paper.reading.translate(_PLAN).format(years=span(min(years), max(years)))


def _goal(paper: Paper, stored: Stored) -> tuple[str, list[str]]:
    """Return when a goal is to be reached, and how one sees it: two of the four fields of an objective."""
    goal = stored.record
    assert isinstance(goal, Goal)
    timing = span(goal.from_year, goal.to_year) if goal.from_year and goal.to_year else ""
    return timing, [indicator_line(paper, one) for one in paper.all("indicator", goal=stored.id)]


def _years(paper: Paper) -> list[list[str | Cell]]:
    frame = plan_frame(of_kind(paper.reading, Activity), "erasmus")
    return [
        [str(year), paper.cell(int(row["learners"])), paper.cell(int(row["staff"]))]
        for year, row in frame.iterrows()
    ]


def _standards(paper: Paper) -> list[list[str | Cell]]:
    """Return every quality standard, also those of which nothing has been written yet."""
    written = {one.values["standard"]: one for one in paper.all("routine")}
    nothing = [paper.reading.translate(_NOT_ANSWERED), "–", "–"]
    rows: list[list[str | Cell]] = []
    for code, label in vocabulary("quality_standard").options(paper.language):
        one = written.get(code)
        said = [paper.says(one, name) or "–" for name in ("status", "how", "responsible")] if one else nothing
        rows.append([label, *said])
    return rows


def _passing(paper: Paper, known: Rates, programme: str) -> str:
    try:
        points, part = known.limit(programme, "points_pass"), known.limit(programme, "part_pass")
    except MissingRate:
        return ""
    return paper.reading.translate(_PASS).format(points=points.amount, part=part.amount)
