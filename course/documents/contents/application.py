"""The draft of an application: what the form asks, answered from the records, with its length.

The questions and their limits are data of the call (`course.rates`); they are told in our own words. No limit
has been verified, and the paper says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from markupsafe import Markup

from ...analysis.plan import plan_frame
from ...faces.numbers import of_kind
from ...faces.standing import standing_shown
from ...i18n import N_
from ...rates import FormQuestion, MissingRate, NoRates, Rates, call_years, rates
from ...records import Activity, Goal, ProgrammeChoice
from ...store import Stored
from ..paper import Cell, Paper
from ..phrases import paragraphs, sentence
from .about import experience_lines, scope_of, size_line
from .evidence import evidence_rows
from .goals import indicator_line
from .shared import facts, small, span

__all__ = ["content"]

_APPLIES = ("ka120_consortium", "ka120_individual", "ka122")

_QUESTIONS = {
    "everyday_work": N_("What does the organisation do in everyday work, outside Erasmus+?"),
    "role_in_education": N_("Which part does it have in the education system?"),
    "learners": N_("Who are its learners, and how old are they?"),
    "experience": N_("How many years of experience does it have?"),
    "structure": N_("How is it organised, and who are the key persons?"),
    "needs": N_("Which needs and challenges are the most important, and how can it become better?"),
    "consortium": N_("What is the purpose of the consortium, and what kinds of members does it have?"),
    "involvement": N_("Who took part in setting the goals, and what was discussed?"),
    "roles": N_("Who has which part and responsibility?"),
    "resources": N_("Which resources are there: staff, money, rooms?"),
    "turnover": N_("What happens when staff or the organisation change?"),
    "sustainability": N_("What makes the work last?"),
    "wider_organisation": N_("How is the rest of the organisation involved?"),
    "sharing": N_("How are results shared, inside and outside?"),
}
"""What the form asks, in our words."""

_COUNT = N_("{count} of {most} characters. The limit has not been verified.")
_COUNT_VERIFIED = N_("{count} of {most} characters.")
_TOO_LONG = N_("{count} of {most} characters: {over} too many. The limit has not been verified.")
_COUNT_ALONE = N_("{count} characters. No limit was found.")
_COVERS = N_("The work covers {scope}.")
_LED = N_("{role}: {who}.")
_PROGRAMME = N_("{programme}, call of {year}")
_PLAN = N_("The plan covers the years {years}.")
_NOT_FOUND = N_(
    "The questions of this form were not found. What a draft would rest on is ordered here as the form of "
    "the accreditation orders it; look into the official form before you write."
)
_PASS = N_(
    "To pass, an application needs {points} points of 100, and {part} per cent of the points of each part."
)


class _Answer(NamedTuple):
    question: str
    paragraphs: list[Markup]
    length: str


def content(paper: Paper) -> dict[str, Any]:
    """Return what the draft says."""
    choice = _choice(paper)
    programme = choice.programme if choice and choice.programme else "ka120_consortium"
    known = _rates(choice)
    asked = known.form_questions(programme) or known.form_questions("ka120_individual")
    own = bool(known.form_questions(programme))
    sections: dict[str, list[_Answer]] = {"background": [], "objectives": [], "management": []}
    for question in asked:
        said = _ANSWERS[question.code](paper)
        sections[question.section].append(_answer(paper, question if own else None, question.code, said))
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
        "standards": [
            [paper.says(one, name) for name in ("standard", "status", "how", "responsible")]
            for one in paper.all("routine")
        ],
        "evidence": evidence_rows(paper, known.award_criteria(programme)),
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


def _answer(paper: Paper, asked: FormQuestion | None, code: str, said: Iterable[str]) -> _Answer:
    translate, text = paper.reading.translate, "\n\n".join(one for one in said if one)
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
    return _Answer(translate(_QUESTIONS[code]), paragraphs(text), told if count else "")


def _texts(paper: Paper, kind: str, *names: str) -> list[str]:
    stored = paper.one(kind)
    return [
        sentence(paper.reading.shown(paper.question(stored, name), stored.values[name])) for name in names
    ]


def _sizes(paper: Paper) -> list[str]:
    return [size_line(paper)]


def _scope(paper: Paper) -> list[str]:
    scope = scope_of(paper)
    return [paper.reading.translate(_COVERS).format(scope=scope)] if scope else []


def _learners(paper: Paper) -> list[str]:
    codes = dict.fromkeys(code for need in paper.all("need") for code in need.values["target_groups"])
    groups = paper.row(small(paper.label("target_group", code)) for code in codes)
    return [sentence(groups[:1].upper() + groups[1:])] if groups else []


def _experience(paper: Paper) -> list[str]:
    return experience_lines(paper)


def _structure(paper: Paper) -> list[str]:
    owner = paper.says(paper.one("profile"), "owner")
    label = paper.reading.translate(paper.question(paper.one("profile"), "owner").label)
    return [paper.reading.translate(_LED).format(role=label, who=owner)] if owner else []


def _needs(paper: Paper) -> list[str]:
    said = [sentence(paper.says(paper.one("challenge"), "biggest"))]
    for need in paper.all("need"):
        parts = [sentence(paper.says(need, name)) for name in ("description", "evidence", "still_missing")]
        said.append(f"{paper.name(need)}: {' '.join(part for part in parts if part)}")
    return said


def _roles(paper: Paper) -> list[str]:
    return [
        sentence(
            " ".join(
                part
                for part in (
                    paper.reading.translate(_LED).format(
                        role=paper.says(role, "role"), who=paper.says(role, "held_by")
                    ),
                    paper.says(role, "tasks"),
                )
                if part
            )
        )
        for role in paper.all("role")
        if paper.has(role, "role", "held_by")
    ]


def _resources(paper: Paper) -> list[str]:
    lines = [
        ", ".join(part for part in (paper.says(one, "amount"), paper.says(one, "note")) if part)
        for one in paper.all("resource")
    ]
    named = zip(paper.all("resource"), lines, strict=True)
    return [sentence(f"{paper.says(one, 'type')}: {line}") for one, line in named if line]


def _lasting(paper: Paper) -> list[str]:
    rows = []
    for one in paper.all("anchor"):
        if paper.has(one, "goal", "document") and (status := standing_shown(paper.reading, one)):
            rows.append(f"{paper.says(one, 'goal')}: {paper.says(one, 'document')}, {small(status)}")
    return [sentence(row) for row in rows]


def _work(paper: Paper) -> list[str]:
    return [
        sentence(f"{paper.name(one)}: {paper.says(one, 'lasting_change')}")
        for one in paper.all("activity")
        if paper.has(one, "lasting_change")
    ]


def _sharing(paper: Paper) -> list[str]:
    return [
        sentence(", ".join(paper.says(one, name) for name in ("what", "to_whom", "channel", "on")))
        for one in paper.all("dissemination")
        if paper.has(one, "what", "to_whom")
    ]


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


def _passing(paper: Paper, known: Rates, programme: str) -> str:
    try:
        points, part = known.limit(programme, "points_pass"), known.limit(programme, "part_pass")
    except MissingRate:
        return ""
    return paper.reading.translate(_PASS).format(points=points.amount, part=part.amount)


_ANSWERS: dict[str, Callable[[Paper], list[str]]] = {
    "everyday_work": _sizes,
    "role_in_education": _scope,
    "learners": _learners,
    "experience": _experience,
    "structure": _structure,
    "needs": _needs,
    "consortium": lambda paper: _texts(paper, "consortium", "purpose", "member_types", "members"),
    "involvement": lambda paper: _texts(paper, "involvement", "who"),
    "roles": _roles,
    "resources": _resources,
    "turnover": lambda paper: _texts(paper, "practice", "turnover"),
    "sustainability": _lasting,
    "wider_organisation": _work,
    "sharing": _sharing,
}
