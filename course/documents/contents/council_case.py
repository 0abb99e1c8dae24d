"""The case for the council. Its parts are those of Levanger's case of 15 January 2020, in our words."""

from __future__ import annotations

from typing import Any

from ...checks import is_prefilled
from ...checks.documents import UNDECIDED
from ...faces.numbers import of_kind
from ...i18n import N_
from ...records import Anchor, Attachment, CaseStep, DecisionCase, Proposal, Reporting, SteeringDocument
from ...store import Stored
from ..declared import DOCUMENTS
from ..paper import Paper
from .shared import activity_years, decided, degree, money_lines, period, resource_rows, small, span

__all__ = ["content"]

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
_ACTIVITIES_IN = N_("Activities are planned for {years}.")
_CASE = N_("case {number}")
_NOT_TAKEN_UP = N_("No point takes up what is proposed for “{document}”: “{text}”")
_ATTACHED = ("strategy", "anchoring_matrix", "action_plan")
"""The workbook's own documents that go with the case while the group has named none."""
_APPROVED = N_("Approved by {who}.")
_APPROVED_ON = N_("Approved by {who} on {day}.")


def content(paper: Paper) -> dict[str, Any]:
    """Return what the case says."""
    case = paper.one("decision_case")
    written = [
        (paper.says(one, "text"), one, "text") for one in paper.all("proposal") if paper.has(one, "text")
    ]
    attached = _attachments(paper)
    return {
        "facts": [decided(paper), paper.today],
        "case": case,
        "steps": _steps(paper),
        "points": written or _prefilled(paper),
        "prefilled": not written,
        "left_out": _left_out(paper) if written else [],
        "legal_lines": _legal(paper, case),
        "needs": [paper.name(need) for need in paper.all("need")],
        "goals": [paper.name(goal) for goal in paper.all("goal")],
        "summary": _summary(paper),
        "money_lines": money_lines(paper),
        "resources": resource_rows(paper),
        "attachments": attached or _own_papers(paper),
        "attached": bool(attached),
        "decisions": _decisions(paper),
        "approved": _approved(paper, case),
    }


def _steps(paper: Paper) -> list[list[str]]:
    return [
        [paper.says(step, name) for name in ("committee", "on", "case_number", "status")]
        for step in paper.all("case_step")
        if paper.has(step, "committee")
    ]


def _prefilled(paper: Paper) -> list[tuple[str, Stored | None, str]]:
    """Return the points that follow from the anchors, for a case in which none has been written yet.

    The strategy itself comes first, and its follow-up last; with each point, the record and field it is from.
    Once the group has written points, the case has those and no others: what was decided has to be certain.
    """
    translate, years = paper.reading.translate, period(paper)
    taken_in = [
        (_taken_in(paper, stored), stored, "proposed_text")
        for stored in paper.all("anchor")
        if is_prefilled(stored, paper.reading.by_id)
    ]
    if not taken_in:
        return []
    first = translate(_ADOPT_FOR if years else _ADOPT).format(years=years)
    reporting = paper.one("reporting")
    last = [(translate(_REPORTED).format(places=places), reporting, "places") for places in _reported(paper)]
    return [(first, None, ""), *taken_in, *last]


def _taken_in(paper: Paper, stored: Stored) -> str:
    anchor = stored.record
    assert isinstance(anchor, Anchor)
    money = anchor.amount and anchor.amount_year
    return paper.reading.translate(_TAKE_IN_WITH_MONEY if money else _TAKE_IN).format(
        document=paper.says(stored, "document"),
        text=paper.says(stored, "proposed_text"),
        amount=paper.number(anchor.amount),
        currency=paper.currency,
        year=anchor.amount_year,
    )


def _left_out(paper: Paper) -> list[str]:
    """Return the anchors that wait for a decision and that no written point takes up."""
    taken = {proposal.anchor for proposal in of_kind(paper.reading, Proposal) if proposal.text}
    waiting = [
        one
        for one in paper.all("anchor")
        if one.values["status"] in UNDECIDED
        and is_prefilled(one, paper.reading.by_id)
        and one.id not in taken
    ]
    return [
        paper.reading.translate(_NOT_TAKEN_UP).format(
            document=paper.says(one, "document"), text=paper.says(one, "proposed_text")
        )
        for one in waiting
    ]


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


def _summary(paper: Paper) -> str:
    said = [degree(paper)] if paper.all("goal") else []
    if years := activity_years(paper):
        said.append(paper.reading.translate(_ACTIVITIES_IN).format(years=span(*years)))
    return " ".join(said)


def _attachments(paper: Paper) -> list[str]:
    return [
        f"{one.called}, {one.link}" if one.link else one.called
        for one in of_kind(paper.reading, Attachment)
        if one.called
    ]


def _own_papers(paper: Paper) -> list[str]:
    """Return the titles of the documents that a case about the strategy is read with."""
    papers = [DOCUMENTS[key] for key in _ATTACHED]
    return [paper.reading.translate(one.title) for one in papers if one.has_something(paper.reading)]


def _decisions(paper: Paper) -> list[tuple[Stored, str]]:
    """Return what each body said in words, under its name, day, number and how it decided."""
    found = []
    for stored in paper.all("case_step"):
        step = stored.record
        assert isinstance(step, CaseStep)
        if step.decision:
            number = (
                paper.reading.translate(_CASE).format(number=step.case_number) if step.case_number else ""
            )
            status = small(paper.says(stored, "status"))
            parts = (paper.name(stored), paper.day(step.on), number, status)
            found.append((stored, ", ".join(part for part in parts if part)))
    return found


def _approved(paper: Paper, stored: Stored) -> str:
    case = stored.record
    assert isinstance(case, DecisionCase)
    if not case.approved_by:
        return ""
    words = paper.reading.translate(_APPROVED_ON if case.approved_on else _APPROVED)
    return words.format(who=case.approved_by, day=paper.day(case.approved_on))
