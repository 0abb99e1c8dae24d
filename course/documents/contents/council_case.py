"""The case for the council. Its parts are those of Levanger's case of 15 January 2020, in our words."""

from __future__ import annotations

from typing import Any

from ...checks import counts_as_anchored
from ...faces.numbers import of_kind
from ...i18n import N_
from ...records import Anchor, Attachment, CaseStep, DecisionCase, Proposal, Reporting, SteeringDocument
from ...store import Stored
from ..paper import Paper
from .shared import activity_years, decided, degree, money_lines, period, resource_rows, small, span

__all__ = ["content"]

_CASE_NUMBER = N_("Case number {number}")
_ADOPT = N_("The strategy for international cooperation is adopted.")
_ADOPT_FOR = N_("The strategy for international cooperation {years} is adopted.")
_TAKE_IN = N_("This text is taken into “{document}”: “{text}”")
_TAKE_IN_WITH_MONEY = N_(
    "This text is taken into “{document}”: “{text}” For this {currency} {amount} a year is set aside from "
    "{year}."
)
_REPORTED = N_("The follow-up of the strategy is reported in: {places}.")
_FOLLOWS = N_("The case follows the treatment of “{document}”.")
_ADOPTED_BY = N_("That document is adopted by: {body}.")
_NEEDS = N_("The strategy answers these needs: {needs}.")
_ACTIVITIES_IN = N_("Activities are planned for {years}.")
_STEP = N_("{body}, {day}")
_STEP_CASE = N_("{body}, {day}, case {number}")
_APPROVED = N_("Approved by {who}.")
_APPROVED_ON = N_("Approved by {who} on {day}.")


def content(paper: Paper) -> dict[str, Any]:
    """Return what the case says."""
    case = paper.one("decision_case")
    written = [(paper.says(one, "text"), one) for one in paper.all("proposal") if paper.has(one, "text")]
    prefilled = _prefilled(paper, first=not written)
    goals = [paper.name(goal) for goal in paper.all("goal")]
    return {
        "facts": _facts(paper),
        "case": case,
        "steps": _steps(paper),
        "proposals": [*written, *((words, None) for words in prefilled)],
        "prefilled": bool(prefilled),
        "legal_lines": _legal(paper, case),
        "background_lines": _background(paper),
        "goals": goals,
        "money_lines": money_lines(paper),
        "resources": resource_rows(paper),
        "attachments": _attachments(paper),
        "decisions": _decisions(paper),
        "approved": _approved(paper, case),
    }


def _facts(paper: Paper) -> list[str]:
    numbers = [step.case_number for step in of_kind(paper.reading, CaseStep) if step.case_number]
    number = paper.reading.translate(_CASE_NUMBER).format(number=numbers[0]) if numbers else ""
    return [said for said in (number, decided(paper), paper.today) if said]


def _steps(paper: Paper) -> list[list[str]]:
    return [
        [paper.says(step, name) for name in ("committee", "on", "case_number", "status")]
        for step in paper.all("case_step")
        if paper.has(step, "committee")
    ]


def _prefilled(paper: Paper, *, first: bool) -> list[str]:
    """Return the points that follow from the anchors, as far as no written proposal takes them up.

    With `first`, nothing has been written: then the strategy itself comes first, and its follow-up last.
    """
    translate = paper.reading.translate
    taken = {proposal.anchor for proposal in of_kind(paper.reading, Proposal)}
    points = []
    if first:
        years = period(paper)
        points.append(translate(_ADOPT_FOR).format(years=years) if years else translate(_ADOPT))
    for stored in paper.all("anchor"):
        anchor, known = stored.record, paper.reading.by_id
        assert isinstance(anchor, Anchor)
        usable = counts_as_anchored(anchor.status) and anchor.document in known and anchor.proposed_text
        if not usable or stored.id in taken:
            continue
        money = anchor.amount and anchor.amount_year
        points.append(
            translate(_TAKE_IN_WITH_MONEY if money else _TAKE_IN).format(
                document=paper.name(known[anchor.document or ""]),
                text=paper.says(stored, "proposed_text"),
                amount=paper.number(anchor.amount),
                currency=paper.currency,
                year=anchor.amount_year,
            )
        )
    if first:
        points += [translate(_REPORTED).format(places=places) for places in _reported(paper)]
    return points if len(points) > 1 or not first else []


def _reported(paper: Paper) -> list[str]:
    reporting = next(iter(of_kind(paper.reading, Reporting)), Reporting())
    places = [small(paper.label("reporting_place", code)) for code in reporting.places]
    return [paper.row(places)] if places else []


def _legal(paper: Paper, stored: Stored) -> list[str]:
    translate, case = paper.reading.translate, stored.record
    assert isinstance(case, DecisionCase)
    document = paper.reading.by_id.get(case.document or "")
    if document is None or not isinstance(document.record, SteeringDocument):
        return []
    said = [translate(_FOLLOWS).format(document=paper.name(document))]
    if document.record.adopted_by:
        said.append(translate(_ADOPTED_BY).format(body=small(paper.says(document, "adopted_by"))))
    return [" ".join(said)]


def _background(paper: Paper) -> list[str]:
    translate = paper.reading.translate
    said = []
    if needs := [paper.name(need) for need in paper.all("need")]:
        said.append(translate(_NEEDS).format(needs=paper.row(needs)))
    if paper.all("goal"):
        said.append(degree(paper))
    if years := activity_years(paper):
        said.append(translate(_ACTIVITIES_IN).format(years=span(*years)))
    return said


def _attachments(paper: Paper) -> list[str]:
    return [
        f"{one.called}, {one.link}" if one.link else one.called
        for one in of_kind(paper.reading, Attachment)
        if one.called
    ]


def _decisions(paper: Paper) -> list[tuple[Stored, str]]:
    found = []
    for stored in paper.all("case_step"):
        step = stored.record
        assert isinstance(step, CaseStep)
        if step.decision and step.on:
            words = paper.reading.translate(_STEP_CASE if step.case_number else _STEP)
            heading = words.format(body=step.committee, day=paper.day(step.on), number=step.case_number)
            found.append((stored, heading))
    return found


def _approved(paper: Paper, stored: Stored) -> str:
    case = stored.record
    assert isinstance(case, DecisionCase)
    if not case.approved_by:
        return ""
    words = paper.reading.translate(_APPROVED_ON if case.approved_on else _APPROVED)
    return words.format(who=case.approved_by, day=paper.day(case.approved_on))
