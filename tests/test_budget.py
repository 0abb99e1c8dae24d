"""The budget estimate: the figures worked out elsewhere, the rules that refuse, and what is not guessed.

The figures are those of a public calculator's tests (Programme Guide 2026 with UHR's day rates for
Sweden, and the Nordplus Handbook 2026).
"""

from __future__ import annotations

import json
import uuid
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.analysis.budget import Estimate, budget, estimate
from course.analysis.plan import LEAST_YEARS, plan_frame
from course.faces.reports import REPORTS
from course.i18n import translator
from course.rates import rates
from course.records import KINDS, Activity, BudgetBasis
from tests.worked import unfolded

RATES = rates(2026)
SWEDISH = BudgetBasis(call_year=2026, swedish_example=True)
NOTHING_ENTERED = BudgetBasis(call_year=2026)

JOB_SHADOWING = {
    "type": "job_shadowing",
    "participants": 4,
    "days": 5,
    "travel_days": 2,
    "distance": "km_500_1999",
    "host_country": "FI",
    "year": 2027,
}
"""Four teachers for a week in a country of group 1."""
GROUP = JOB_SHADOWING | {
    "type": "group_mobility",
    "participants": 12,
    "accompanying": 2,
    "days": 6,
    "green": True,
    "host_country": "ES",
}
COURSE = JOB_SHADOWING | {"type": "course_training", "participants": 2, "host_country": "HR"}
LONG = JOB_SHADOWING | {
    "type": "long_pupil",
    "participants": 1,
    "days": 60,
    "distance": "km_2000_2999",
    "host_country": "ES",
    "language_support": True,
}
CLASS = {
    "type": "nordplus_class_exchange",
    "participants": 20,
    "accompanying": 4,
    "days": 5,
    "travel_days": 2,
    "host_country": "DK",
    "year": 2027,
}


def reckoned(values: dict[str, object], basis: BudgetBasis = SWEDISH, **changed: object) -> Estimate:
    return estimate(Activity.model_validate(values | changed), basis, RATES)


def said(messages: object) -> str:
    return " ".join(message.text(translator("en")) for message in messages)


# The worked figures


@pytest.mark.parametrize(
    ("values", "amount"),
    [(JOB_SHADOWING, 7452), (GROUP, 16574), (COURSE, 3480), (LONG, 4727), (CLASS, 9920)],
    ids=["job shadowing", "group mobility", "course", "long-term mobility", "Nordplus class exchange"],
)
def test_the_worked_figures_come_out(values, amount):
    result = reckoned(values)
    assert result.amount == Decimal(amount)
    assert result.whole, said(result.missing)


def test_two_participants_with_fewer_opportunities_add_250():
    assert reckoned(JOB_SHADOWING, fewer_opportunities=2).amount == 7452 + 250


def test_every_amount_can_be_reckoned_over():
    result = reckoned(GROUP)
    assert [[int(factor) for factor in item.factors] for item in result.items] == [
        [14, 417],
        [12, 8, 74],
        [2, 8, 152],
        [12, 100],
    ]


@pytest.mark.parametrize(
    ("days", "factors"),
    [(12, [[1, 14, 85]]), (13, [[1, 14, 85], [1, 1, 60]]), (18, [[1, 14, 85], [1, 6, 60]])],
)
def test_from_day_15_the_day_rate_is_70_per_cent_rounded_to_a_whole_euro(days, factors):
    result = reckoned(LONG, type="short_pupil", days=days, host_country="FI", language_support=False)
    support = [item for item in result.items if "Individual support" in item.label.sentence]
    assert [[int(factor) for factor in item.factors] for item in support] == factors


@pytest.mark.parametrize(
    ("changed", "amount"),
    [
        ({"participants": 30, "accompanying": 6}, 36 * 330 + 6 * 500),
        (
            {
                "type": "nordplus_teacher_exchange",
                "participants": 2,
                "accompanying": 0,
                "days": 14,
                "travel_days": 0,
                "host_country": "IS",
            },
            3320,
        ),
        (
            {
                "type": "nordplus_teacher_exchange",
                "participants": 1,
                "accompanying": 0,
                "days": 60,
                "travel_days": 0,
                "host_country": "GL",
            },
            1300 + 2700,
        ),
        (
            {
                "type": "nordplus_study_visit",
                "participants": 4,
                "accompanying": 0,
                "days": 2,
                "travel_days": 2,
            },
            4 * 330 + 4 * 100 * 4,
        ),
    ],
)
def test_nordplus_reckons_by_the_day_the_week_and_the_month(changed, amount):
    assert reckoned(CLASS, **changed).amount == amount


# What is refused


@pytest.mark.parametrize(
    ("values", "changed", "sentence"),
    [
        (COURSE, {"days": 11}, "Course or training: 2 to 10 days, travel days not counted. You wrote 11."),
        (LONG, {"type": "short_pupil", "days": 9}, "10 to 29 days"),
        (JOB_SHADOWING, {"travel_days": 3}, "At most 2 travel days get support without green travel."),
        (JOB_SHADOWING, {"travel_days": 7, "green": True}, "At most 6 travel days"),
        (GROUP, {"participants": 1}, "at least 2 participants. You wrote 1."),
        (JOB_SHADOWING, {"participants": 31, "programme": "ka122"}, "has at most 30 participants"),
        (JOB_SHADOWING, {"participants": 0}, "Somebody has to go"),
        (JOB_SHADOWING, {"fewer_opportunities": 5}, "cannot be more than all"),
        (JOB_SHADOWING, {"days": 1}, "2 to 60 days"),
        (CLASS, {"host_country": "ES"}, "not to Spain"),
        (CLASS, {"participants": 31}, "at most 30 participants"),
        (CLASS, {"participants": 10, "accompanying": 3}, "at most 2 teachers"),
        (CLASS, {"days": 2, "travel_days": 2}, "5 to 21 days, travel days included. You wrote 4."),
        (CLASS, {"days": 9, "travel_days": 1}, "whole weeks or months"),
    ],
)
def test_what_the_rules_do_not_allow_is_refused_with_a_sentence(values, changed, sentence):
    result = reckoned(values, **changed)
    assert sentence in said(result.refused)
    assert result.amount is None
    assert not result.whole


@pytest.mark.parametrize(
    ("values", "changed"),
    [
        (COURSE, {"days": 10}),
        (LONG, {"type": "short_pupil", "days": 10}),
        (JOB_SHADOWING, {"travel_days": 6, "green": True}),
        (GROUP, {"participants": 2}),
        (JOB_SHADOWING, {"participants": 30, "programme": "ka122"}),
        (JOB_SHADOWING, {"participants": 31, "programme": "ka120_consortium"}),
        (JOB_SHADOWING, {"fewer_opportunities": 4}),
        (CLASS, {"participants": 11, "accompanying": 4}),
    ],
)
def test_what_is_just_within_the_rules_is_not_refused(values, changed):
    assert reckoned(values, **changed).refused == ()


def test_a_short_term_project_is_held_to_30_over_all_its_activities():
    half = Activity.model_validate(JOB_SHADOWING | {"participants": 16, "programme": "ka122"})
    other_year = half.model_copy(update={"year": 2028})
    assert "You wrote 32" in said(budget([half, half], SWEDISH, RATES).warnings)
    assert budget([half, other_year], SWEDISH, RATES).warnings == ()


def test_courses_may_be_20_000_of_a_small_grant_and_half_of_a_larger_one():
    courses = Activity.model_validate(COURSE | {"participants": 12})
    assert "at most EUR 20,000" in said(budget([courses], SWEDISH, RATES).warnings)
    many = [Activity.model_validate(JOB_SHADOWING | {"participants": 12})]
    assert budget([courses, *many], SWEDISH, RATES).warnings == ()


# What is not guessed


def test_without_a_day_rate_the_amount_is_not_whole_and_says_which_rate_is_missing():
    result = reckoned(JOB_SHADOWING, NOTHING_ENTERED)
    assert result.amount == 4 * 309 + 4 * 350
    assert not result.whole
    assert "The day rate for staff in country group 1 is missing." in said(result.missing)


def test_a_rate_that_was_entered_goes_before_the_example():
    entered = SWEDISH.model_copy(update={"staff_group_1": 190.5})
    result = reckoned(JOB_SHADOWING, entered)
    assert result.amount == 4 * 309 + 4 * 7 * Decimal("190.5") + 4 * 350
    assert "Sweden" not in said(result.notes)
    assert "Sweden" in said(reckoned(JOB_SHADOWING).notes)


@pytest.mark.parametrize(
    ("values", "changed", "sentence"),
    [
        (JOB_SHADOWING, {"distance": None}, "The distance is missing"),
        (JOB_SHADOWING, {"host_country": None}, "The host country is missing"),
        (JOB_SHADOWING, {"host_country": "US"}, "no country group"),
        (JOB_SHADOWING, {"participants": None}, "The number of participants is missing."),
        (JOB_SHADOWING, {"days": None}, "The number of days is missing."),
        (JOB_SHADOWING, {"type": None}, "The type of activity is missing."),
        (GROUP, {"accompanying": None}, "how many accompany"),
        (CLASS, {"host_country": None}, "The host country is missing"),
    ],
)
def test_what_is_not_answered_is_named(values, changed, sentence):
    result = reckoned(values, **changed)
    assert sentence in said(result.missing)
    assert not result.whole and not result.refused


def test_an_invited_expert_is_reckoned_with_as_far_as_a_rule_was_found():
    result = reckoned(JOB_SHADOWING, type="invited_expert", participants=2)
    assert result.amount == 200
    assert "no rule was found" in said(result.notes)


def test_nobody_who_cooperates_online_costs_anything():
    result = reckoned(JOB_SHADOWING, type="virtual_cooperation")
    assert (result.amount, result.items) == (0, ())


def test_every_rate_that_nobody_entered_names_its_source():
    for values in (JOB_SHADOWING, GROUP, COURSE, LONG, CLASS):
        assert all(item.source for item in reckoned(values).items)


@given(
    participants=st.integers(1, 40),
    accompanying=st.integers(0, 5),
    days=st.integers(2, 60),
    fewer=st.integers(0, 3),
)
def test_one_more_participant_never_costs_less(participants, accompanying, days, fewer):
    values = JOB_SHADOWING | {
        "participants": participants,
        "accompanying": accompanying,
        "days": days,
        "fewer_opportunities": min(fewer, participants),
    }
    assert reckoned(values | {"participants": participants + 1}).amount > reckoned(values).amount


# All together


def test_the_years_are_summed_in_euros_and_in_kroner_at_the_rate_that_was_entered():
    basis = SWEDISH.model_copy(update={"exchange_rate": 11.5, "own_share": 40_000})
    later = Activity.model_validate(COURSE | {"year": 2028})
    activities = [Activity.model_validate(JOB_SHADOWING), Activity.model_validate(GROUP), later]
    result = budget(activities, basis, RATES)
    assert result.total == 7452 + 16574 + 3480
    assert result.by_year.to_dict("records") == [
        {"year": 2027, "euros": 24026, "kroner": Decimal(276299), "own_share": 40_000},
        {"year": 2028, "euros": 3480, "kroner": Decimal(40020), "own_share": 40_000},
    ]
    assert budget(activities, SWEDISH, RATES).by_year["kroner"].isna().all()


def test_what_was_refused_or_withdrawn_is_no_part_of_the_budget():
    activity = Activity.model_validate(JOB_SHADOWING | {"status": "withdrawn"})
    assert budget([activity], SWEDISH, RATES).estimates == ()


# Learners and staff for each year


def test_the_plan_has_a_row_for_every_year_from_the_first_to_the_last():
    later = Activity.model_validate(JOB_SHADOWING | {"year": 2029, "fewer_opportunities": 1})
    frame = plan_frame([Activity.model_validate(GROUP), later, Activity.model_validate(CLASS)])
    assert list(frame.index) == [2027, 2028, 2029]
    assert frame["learners"].tolist() == [32, 0, 0]
    assert frame["staff"].tolist() == [0, 0, 4]
    assert frame["accompanying"].tolist() == [6, 0, 0]
    assert frame["fewer_opportunities"].tolist() == [0, 0, 1]
    assert len(frame) >= LEAST_YEARS


def test_the_plan_of_one_programme_leaves_the_others_out():
    frame = plan_frame([Activity.model_validate(GROUP), Activity.model_validate(CLASS)], "erasmus")
    assert frame["learners"].tolist() == [12]


@pytest.mark.parametrize(
    "changed",
    [{"year": None}, {"type": None}, {"status": "refused"}, {"type": "virtual_cooperation"}],
)
def test_who_does_not_go_or_nobody_knows_when_is_in_no_year(changed):
    assert plan_frame([Activity.model_validate(JOB_SHADOWING | changed)]).empty


def test_an_activity_without_numbers_is_a_year_of_noughts():
    frame = plan_frame([Activity.model_validate(JOB_SHADOWING | {"participants": None})])
    assert frame.to_dict("records")[0]["staff"] == 0


# What is shown


def blocks(sula, read, name):
    return REPORTS[name].blocks(read(sula))


def write(sula, kind, **values):
    if KINDS[kind].single:
        single = sula.one(kind)
        return sula.save(kind, single.id, values, single.revision)
    return sula.save(kind, str(uuid.uuid4()), values, 0)


def test_an_estimate_shows_how_it_is_reckoned_and_where_the_rates_are_from(sula, read):
    write(sula, "activity", called="To Finland", **JOB_SHADOWING)
    write(sula, "budget_basis", call_year=2026, swedish_example=True, exchange_rate=11.5, own_share=40000)
    tables = [block for block in unfolded(blocks(sula, read, "budget")) if block["type"] == "table"]
    assert ["To Finland", "2027", "7,452", "All of it is reckoned"] in tables[0]["rows"]
    assert [row[1:] for row in tables[1]["rows"]] == [
        ["4 × 309", "1,236"],
        ["4 × 7 × 172", "4,816"],
        ["4 × 350", "1,400"],
        ["", "7,452"],
    ]
    assert tables[2]["rows"] == [["2027", "7,452", "85,698", "40,000"]]
    shown = json.dumps(blocks(sula, read, "budget"), ensure_ascii=False)
    assert "Programme Guide 2026" in shown
    assert "the rates of the call of 2026" in shown
    assert "not the ones you will be paid" in shown


def test_how_an_estimate_is_reckoned_is_folded_and_what_has_to_be_mended_is_not(sula, read):
    write(sula, "activity", called="Whole", **JOB_SHADOWING)
    write(sula, "activity", called="Too long", **(COURSE | {"days": 11}))
    write(sula, "budget_basis", call_year=2026, swedish_example=True)
    shown = blocks(sula, read, "budget")
    (folded,) = [block for block in shown if block["type"] == "folded"]
    assert folded["summary"] == "How each activity is reckoned, line by line"
    assert "4 × 309" in json.dumps(folded, ensure_ascii=False)
    assert next(block["text"] for block in shown if block["type"] == "heading") == "Too long"
    outside = json.dumps([block for block in shown if block["type"] != "folded"], ensure_ascii=False)
    assert "2 to 10 days" in outside


def test_without_a_call_year_the_budget_asks_for_one_and_says_which_there_are(sula, read):
    write(sula, "activity", called="To Finland", **JOB_SHADOWING)
    (block,) = blocks(sula, read, "budget")
    assert block["text"].endswith("There are rates for: 2026.")


def test_a_call_year_nothing_is_known_of_is_not_reckoned_with_last_years_rates(sula, read):
    write(sula, "activity", called="To Finland", **JOB_SHADOWING)
    write(sula, "budget_basis", call_year=2027)
    (block,) = blocks(sula, read, "budget")
    assert "There are no rates for the call of 2027." in block["text"]


def test_the_budget_names_what_is_missing_and_what_is_not_allowed(sula, read):
    write(sula, "activity", called="To Finland", **JOB_SHADOWING)
    write(sula, "activity", called="Too long", **(COURSE | {"days": 11}))
    write(sula, "budget_basis", call_year=2026)
    shown = json.dumps(blocks(sula, read, "budget"), ensure_ascii=False)
    assert "The day rate for staff in country group 1 is missing." in shown
    assert "2 to 10 days" in shown
    assert "Enter an exchange rate" in shown
    assert "Only a part is known" in shown


def test_the_plan_shows_each_year_and_warns_of_fewer_than_two(sula, read):
    write(sula, "activity", called="To Finland", **JOB_SHADOWING)
    write(sula, "profile", staff=40)
    shown = json.dumps(blocks(sula, read, "plan"), ensure_ascii=False)
    assert '["2027", "0", "4"]' in shown
    assert "for at least 2 years" in shown
    assert "Most staff go in 2027: 10%" in shown
    write(sula, "activity", called="Again", **(JOB_SHADOWING | {"year": 2028}))
    assert "for at least 2 years" not in json.dumps(blocks(sula, read, "plan"))


def test_an_activity_that_is_in_no_year_is_named_beside_the_plan(sula, read):
    write(sula, "activity", called="Some day")
    assert "Some day" in json.dumps(blocks(sula, read, "plan"))
