"""A fault for every check, as a group might make it in a year that is otherwise in order.

The same faults are planted in records (tests/test_faults.py) and by hand in a browser
(tests/browser/test_every_check.py); both hold that there is one for each check.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from course.checks.group import FUNDED, LEADERS
from course.records import is_empty
from course.store import Stored
from course.vocabulary import vocabulary

__all__ = ["FAULTS", "Edit", "another_role"]

Records = Mapping[str, Sequence[Stored]]

LONG_AGO = date(2020, 1, 15)
CORE = {term.code for term in vocabulary("steering_document_type") if term.extra["core"] == "yes"}


class Edit(NamedTuple):
    """One thing the group changes: answers of a record, or a new record where `record` is empty."""

    kind: str
    record: str
    answers: Mapping[str, Any]


Fault = Callable[[Records], Iterator[Edit]]

FAULTS: dict[str, Fault] = {}
"""Code of a check → what it is planted with."""


def _fault(rule: Fault) -> Fault:
    FAULTS[rule.__name__] = rule
    return rule


def _first(records: Records, kind: str, **answers: Any) -> Edit:
    return Edit(kind, records[kind][0].id, answers)


def _all(records: Records, kind: str, **answers: Any) -> Iterator[Edit]:
    """Yield the edits after which all records of a kind answer the same."""
    for one in records[kind]:
        if any(getattr(one.record, name) != value for name, value in answers.items()):
            yield Edit(kind, one.id, answers)


def _untied(records: Records, kind: str, field: str, of: str) -> Iterator[Edit]:
    """Yield the edits after which nothing links to one record of the kind `of`: the one least linked to."""
    links = {one.id: _listed(one.values[field]) for one in records[kind]}
    loose, other = sorted(
        (one.id for one in records[of]), key=lambda target: sum(target in to for to in links.values())
    )[:2]
    for record, to in links.items():
        if loose in to:
            rest = [target for target in to if target != loose] or [other]
            single = isinstance(records[kind][0].values[field], str)
            yield Edit(kind, record, {field: rest[0] if single else rest})


def _listed(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value]


def _activity(code: str, **answers: Any) -> None:
    """Plant a fault in the first activity, which until then may be of another type."""
    FAULTS[code] = lambda records: iter([_first(records, "activity", **answers)])


@_fault
def group_category_short(records: Records) -> Iterator[Edit]:
    for one in records["member"]:
        if one.values["category"] == "administrative_leadership":
            yield Edit("member", one.id, {"category": "specialist_department"})


@_fault
def group_larger_than_funded(records: Records) -> Iterator[Edit]:
    for number in range(FUNDED + 1 - len(records["member"])):
        said = {"name_or_initials": f"XY{number}", "role": "Lærar", "unit": "Skulen", "category": LEADERS}
        yield Edit("member", "", said)


@_fault
def owner_only_among_leaders(records: Records) -> Iterator[Edit]:
    leader = next(one for one in records["member"] if one.values["category"] == LEADERS)
    yield _first(records, "profile", owner=leader.values["name_or_initials"])


@_fault
def evidence_without_year(records: Records) -> Iterator[Edit]:
    yield _first(records, "need", evidence_year=None)


@_fault
def need_without_development_work(records: Records) -> Iterator[Edit]:
    yield from _untied(records, "development_work", "needs", "need")


@_fault
def needs_from_one_source(records: Records) -> Iterator[Edit]:
    yield from _all(records, "need", evidence_type=records["need"][0].values["evidence_type"])


@_fault
def no_core_document(records: Records) -> Iterator[Edit]:
    for one in records["steering_document"]:
        if one.values["type"] in CORE:
            yield Edit("steering_document", one.id, {"type": "unit_plan"})


@_fault
def window_in_past(records: Records) -> Iterator[Edit]:
    yield _first(records, "steering_document", next_window=LONG_AGO)


@_fault
def anchor_window_in_past(records: Records) -> Iterator[Edit]:
    # What the case has decided no longer waits for a window.
    decided = {one.values["anchor"] for one in records["proposal"]}
    waiting = next(one for one in records["anchor"] if one.id not in decided)
    yield Edit("anchor", waiting.id, {"status": "proposed", "window": LONG_AGO})


@_fault
def status_report_not_required(records: Records) -> Iterator[Edit]:
    yield _first(records, "steering_document", called="Tilstandsrapport for oppvekst")


@_fault
def goal_without_anchor(records: Records) -> Iterator[Edit]:
    goal = records["goal"][0].id
    for one in records["anchor"]:
        if one.values["goal"] == goal:
            yield Edit("anchor", one.id, {"status": "rejected"})


@_fault
def goal_without_development_work(records: Records) -> Iterator[Edit]:
    yield _first(records, "goal", development_work=[])


@_fault
def goal_is_activity(records: Records) -> Iterator[Edit]:
    yield _first(records, "goal", called="Arrangere studietur til Finland")


@_fault
def one_priority_for_all(records: Records) -> Iterator[Edit]:
    yield from _all(records, "goal", eu_priorities=["inclusion_and_diversity"])


@_fault
def more_priorities_than_suggested(records: Records) -> Iterator[Edit]:
    yield from _all(records, "goal", priority=1)


@_fault
def need_without_goal(records: Records) -> Iterator[Edit]:
    yield from _untied(records, "goal", "needs", "need")


@_fault
def goal_without_activity(records: Records) -> Iterator[Edit]:
    yield from _untied(records, "activity", "goals", "goal")


@_fault
def goal_without_indicator(records: Records) -> Iterator[Edit]:
    yield from _untied(records, "indicator", "goal", "goal")


@_fault
def nordplus_junior_by_municipality(records: Records) -> Iterator[Edit]:
    yield _first(records, "programme_choice", programme="nordplus_junior", applicant="municipality")


@_fault
def too_many_in_short_term_project(records: Records) -> Iterator[Edit]:
    yield _first(records, "activity", type="course_training", programme="ka122", participants=500)


@_fault
def out_of_proportion(records: Records) -> Iterator[Edit]:
    yield _first(records, "activity", type="course_training", participants=5000)


@_fault
def own_share_differs(records: Records) -> Iterator[Edit]:
    yield _first(records, "budget_basis", own_share=1)


@_fault
def more_anchored_than_put_in(records: Records) -> Iterator[Edit]:
    yield _first(records, "anchor", status="proposed", amount=9_000_000, amount_year=2028)


@_fault
def more_partners_than_listed(records: Records) -> Iterator[Edit]:
    yield _first(records, "programme_choice", partners_abroad=99)


@_fault
def plan_too_short(records: Records) -> Iterator[Edit]:
    for one in records["activity"]:
        if one.values["programme"] not in ("ka122", "nordplus_junior") and one.values["year"] != 2028:
            yield Edit("activity", one.id, {"year": 2028})


@_fault
def call_without_rates(records: Records) -> Iterator[Edit]:
    yield _first(records, "budget_basis", call_year=2035)


@_fault
def formality_missing(records: Records) -> Iterator[Edit]:
    yield _first(records, "readiness", oid="")


@_fault
def contact_without_deputy(records: Records) -> Iterator[Edit]:
    yield _first(records, "readiness", contact_deputy="")


@_fault
def oid_misspelt(records: Records) -> Iterator[Edit]:
    yield _first(records, "readiness", oid="E1000")


_activity("days_outside_limits", type="course_training", days=11)
_activity("too_few_participants", type="group_mobility", participants=1)
_activity("more_participants_than_allowed", type="preparatory_visit", participants=4)
_activity("group_not_accompanied", type="group_mobility", participants=12, accompanying=0)
_activity("too_many_travel_days", type="course_training", travel_days=9)
_activity("more_with_fewer_opportunities_than_participants", participants=3, fewer_opportunities=4)
_activity("sharing_not_concrete", sharing="Vi deler erfaringane med dei andre")


@_fault
def selected_without_reason(records: Records) -> Iterator[Edit]:
    yield _first(records, "journey", decision="selected", reason="")


@_fault
def selected_without_learning(records: Records) -> Iterator[Edit]:
    yield _first(records, "journey", decision="selected", agreed_learning="")


@_fault
def learning_not_shared(records: Records) -> Iterator[Edit]:
    yield _first(
        records, "journey", decision="selected", returns_on=LONG_AGO, share_by=LONG_AGO, shared_on=None
    )


@_fault
def more_selected_than_places(records: Records) -> Iterator[Edit]:
    yield _first(records, "journey", decision="selected", persons=500)


@_fault
def many_roles_one_name(records: Records) -> Iterator[Edit]:
    for one in records["role"][:3]:
        yield Edit("role", one.id, {"held_by": "Ildsjela"})


@_fault
def deputy_is_holder(records: Records) -> Iterator[Edit]:
    yield _first(records, "role", deputy=records["role"][0].values["held_by"])


@_fault
def routine_without_document(records: Records) -> Iterator[Edit]:
    yield _first(records, "routine", status="in_place", document="", link="")


@_fault
def inclusion_only_claimed(records: Records) -> Iterator[Edit]:
    for one in records["inclusion"]:
        if not is_empty(one.values["measure"]):
            yield Edit("inclusion", one.id, {"measure": ""})


@_fault
def not_clarified(records: Records) -> Iterator[Edit]:
    yield _first(records, "rationale", why="Kvifor vi vil dette, er ikkje avklart enno.")


@_fault
def abbreviation_not_explained(records: Records) -> Iterator[Edit]:
    yield _first(records, "practice", selection="Søknadene går til PPT, som peikar ut dei som reiser.")


@_fault
def assessed_by_one_role(records: Records) -> Iterator[Edit]:
    """Answer one statement for one role: a fault as long as nobody else has answered."""
    said = records["assessment"][0].values
    yield Edit("assessment", "", {name: value for name, value in said.items() if not is_empty(value)})


def another_role(records: Records) -> Iterator[Edit]:
    """Answer the same statement for one more role, which mends `assessed_by_one_role`."""
    first, *others = (one.values for one in records["assessment"])
    said = next(one for one in others if one["moment"] == first["moment"] and one["role"] != first["role"])
    yield Edit("assessment", "", {name: value for name, value in said.items() if not is_empty(value)})
