"""The anchoring rule, and what is still missing."""

import uuid

import pytest

from course.checks import anchoring, completeness, counts_as_anchored, findings
from course.vocabulary import vocabulary


def make(view, kind, **values):
    return view.save(kind, str(uuid.uuid4()), values, 0)


@pytest.fixture
def plan(sula):
    return make(sula, "steering_document", called="Plan")


@pytest.fixture
def work(sula):
    return make(sula, "development_work", called="Language")


@pytest.fixture
def goal(sula):
    for stored in sula.all("goal"):
        sula.delete(stored.id, stored.revision)
    return make(sula, "goal", called="Every unit has a project")


def only(view):
    (result,) = anchoring(view.everything()).goals
    return result


def codes(view):
    return [finding.code for finding in findings(view.everything(), "04_anchoring")]


def test_a_goal_with_an_anchor_and_a_link_is_anchored(sula, goal, plan, work):
    make(sula, "anchor", goal=goal.id, document=plan.id, status="proposed")
    sula.save("goal", goal.id, {"development_work": [work.id]}, goal.revision)
    assert only(sula).anchored
    assert only(sula).missing == ()
    assert codes(sula) == []
    assert anchoring(sula.everything()).degree == 1.0


def test_a_goal_with_an_anchor_only_lacks_the_link(sula, goal, plan):
    make(sula, "anchor", goal=goal.id, document=plan.id, status="adopted")
    assert not only(sula).anchored
    assert codes(sula) == ["goal_without_development_work"]


def test_a_goal_with_a_link_only_lacks_the_anchor(sula, goal, work):
    sula.save("goal", goal.id, {"development_work": [work.id]}, goal.revision)
    assert not only(sula).anchored
    assert codes(sula) == ["goal_without_anchor"]


def test_a_goal_with_neither_lacks_both(sula, goal):
    assert codes(sula) == ["goal_without_anchor", "goal_without_development_work"]
    assert len(only(sula).missing) == 2
    assert anchoring(sula.everything()).degree == 0.0


@pytest.mark.parametrize(
    ("status", "counts"),
    [
        (None, False),
        ("not_considered", False),
        ("proposed", True),
        ("in_administration", True),
        ("to_council", True),
        ("adopted", True),
        ("incorporated", True),
        ("followed_up", True),
        ("rejected", False),
        ("postponed", False),
    ],
)
def test_an_anchor_counts_from_proposed_onwards(status, counts):
    assert counts_as_anchored(status) is counts


def test_every_status_says_whether_it_counts():
    for term in vocabulary("anchor_status"):
        assert term.extra["anchored"] in ("yes", "no")
        assert term.extra["symbol"]


def test_what_has_been_deleted_holds_nothing(sula, goal, plan, work):
    make(sula, "anchor", goal=goal.id, document=plan.id, status="proposed")
    sula.save("goal", goal.id, {"development_work": [work.id]}, goal.revision)
    sula.delete(plan.id, plan.revision)
    assert codes(sula) == ["goal_without_anchor"]
    sula.restore(plan.id, plan.revision + 1)
    sula.delete(work.id, work.revision)
    assert codes(sula) == ["goal_without_development_work"]


def test_without_goals_there_is_no_degree(sula):
    for stored in sula.all("goal"):
        sula.delete(stored.id, stored.revision)
    assert anchoring(sula.everything()).degree is None
    assert findings(sula.everything()) == []


def test_a_session_is_complete_when_every_required_answer_is_there(sula):
    for stored in sula.all("steering_document"):
        sula.delete(stored.id, stored.revision)
    state = completeness(sula.everything(), "03_documents")
    assert (state.state, state.done, len(state.missing)) == ("empty", 0, 2)
    make(sula, "wheel_event", event="annual_report", on="2027-05-01")
    document = make(sula, "steering_document", called="Plan")
    assert completeness(sula.everything(), "03_documents").state == "started"
    sula.save(
        "steering_document",
        document.id,
        {
            "type": "children_and_youth_plan",
            "next_revision": 2027,
            "next_window": "2027-01-15",
            "mentions_international": "no",
        },
        document.revision,
    )
    state = completeness(sula.everything(), "03_documents")
    assert (state.state, state.done, state.total) == ("complete", 7, 7)


def test_the_home_page_asks_for_nothing(sula):
    assert completeness(sula.everything(), "home").total == 0
