"""Goals: that they are goals, that they are anchored, and that the thread holds."""

import pytest

from course.checks import findings
from course.checks.goals import reads_as_activity
from course.i18n import translator
from tests.planted import TODAY, found, records, stored, text


def test_a_goal_without_a_title_is_no_activity():
    assert reads_as_activity("") == ""


def test_the_words_that_make_it_one_are_quoted():
    (finding,) = found("goal_is_activity", stored("goal", called="Delta på språkkurs i Spania"))
    assert "“Delta på språkkurs”" in text(finding, translator("en"))


@pytest.mark.parametrize(
    ("priorities", "fires"),
    [
        ([["inclusion_and_diversity"], ["inclusion_and_diversity"]], True),
        ([["inclusion_and_diversity"], ["digital_transformation"]], False),
        ([["inclusion_and_diversity", "digital_transformation"]] * 2, False),
        ([["inclusion_and_diversity"]], False),
        ([["inclusion_and_diversity"], []], False),
        ([[], []], False),  # completeness asks each of them
        ([], False),
    ],
)
def test_one_priority_for_all_goals_looks_like_an_afterthought(priorities, fires):
    goals = [stored("goal", called="Mål", eu_priorities=some) for some in priorities]
    assert bool(found("one_priority_for_all", *goals)) is fires


@pytest.mark.parametrize(
    ("goals", "numbers"),
    [
        ([("sector", None)] * 2 + [("staff", None), ("learners", None)], []),
        ([("sector", None), ("society", None), ("unit", None)], [3]),
        ([("staff", None), ("learners", None), ("learners", None)], [3]),
        ([("sector", 1)] * 3 + [("staff", 1)] * 4, [3, 4]),
        (
            [("learners", 1), ("learners", 2), ("staff", None), ("staff", None)],
            [],
        ),  # numbered ones come first
        ([("learners", 0), ("learners", None), ("staff", None)], [3]),
        ([(None, 1)] * 5, []),  # completeness asks for the level
        ([("sector", 1)] * 2 + [("staff", None)] * 8, []),
        ([], []),
    ],
)
def test_a_strategy_has_two_priorities_of_each_kind(goals, numbers):
    planted = [stored("goal", called="Mål", level=level, priority=number) for level, number in goals]
    there = found("more_priorities_than_suggested", *planted)
    assert [one.message.blanks["number"] for one in there] == numbers
    assert all((one.severity, one.field) == ("info", "priority") for one in there)


def test_a_goal_that_is_not_anchored_must_be_mended():
    goal = stored("goal", "goal-a", called="Språk", development_work=["work-a"])
    work = stored("development_work", "work-a", called="Språkløyper")
    plan = stored("steering_document", "plan-a", called="Oppvekstplan")
    (finding,) = found("goal_without_anchor", goal, work, plan)
    assert (finding.severity, finding.record, finding.field) == ("error", "goal-a", "called")
    anchor = stored("anchor", goal="goal-a", document="plan-a", status="proposed")
    assert found("goal_without_anchor", goal, work, plan, anchor) == []


def test_a_goal_without_development_work_must_be_mended():
    goal = stored("goal", "goal-a", called="Språk")
    work = stored("development_work", "work-a", called="Språkløyper")
    (finding,) = found("goal_without_development_work", goal, work)
    assert (finding.severity, finding.field) == ("error", "development_work")
    linked = stored("goal", called="Språk", development_work=["work-a"])
    assert found("goal_without_development_work", linked, work) == []


@pytest.mark.parametrize(
    ("code", "session", "loose", "others", "tied"),
    [
        (
            "need_without_goal",
            "04_anchoring",
            stored("need", "a", called="Språk"),
            stored("goal", called="Annet", needs=["b"]),
            stored("goal", called="Mål", needs=["a"]),
        ),
        (
            "goal_without_activity",
            "05_activities",
            stored("goal", "a", called="Språk"),
            stored("activity", called="Annet", goals=["b"]),
            stored("activity", called="Besøk", goals=["a"]),
        ),
        (
            "goal_without_indicator",
            "04_anchoring",
            stored("goal", "a", called="Språk"),
            stored("indicator", called="Annet", goal="b"),
            stored("indicator", called="Andel", goal="a"),
        ),
    ],
)
def test_nothing_hangs_loose_from_need_to_goal_to_activity(code, session, loose, others, tied):
    assert found(code, loose) == []  # before the first of the next kind, completeness asks for it
    (finding,) = found(code, loose, others)
    assert (finding.subject, finding.session, finding.kind) == ("Språk", session, others.kind)
    assert found(code, loose, others, tied) == []


def test_findings_of_a_session_are_those_that_are_mended_there():
    planted = records(stored("need", called="Språk"), stored("goal", called="Sende lærere"))
    everything = findings(planted, today=TODAY)
    here = findings(planted, "04_anchoring", TODAY)
    assert here and {finding.session for finding in here} == {"04_anchoring"}
    assert [finding for finding in everything if finding.session == "04_anchoring"] == here
