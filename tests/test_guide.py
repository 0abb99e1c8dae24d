"""The programme guide: situations on both sides of each rule, and what a suggestion rests on."""

from __future__ import annotations

import uuid

import pytest

from course.faces.reports import REPORTS
from course.guide import PROGRAMMES, RULES, Effect, Guidance, guide
from course.guide.guidance import situation
from course.records import ProgrammeChoice
from course.vocabulary import vocabulary
from tests.worked import unfolded

SCHOOL = {
    "applicant": "school",
    "who_travels": ["pupils", "staff"],
    "horizon": "once",
    "several_units": False,
    "partners_abroad": 1,
    "partner_region": "europe",
    "product": False,
    "needs_money": True,
}
"""A school that wants to go somewhere once."""


def asked(**answers: object) -> Guidance:
    return guide(ProgrammeChoice.model_validate(SCHOOL | answers))


def suggested(**answers: object) -> list[str]:
    return [option.programme for option in asked(**answers).suggestions]


def sentences(programme: str, effect: Effect, **answers: object) -> str:
    return " ".join(rule.sentence for rule in asked(**answers).option(programme).by(effect))


# Each programme of the table is what some situation leads to


@pytest.mark.parametrize(
    ("answers", "first"),
    [
        ({}, "ka122"),
        ({"horizon": "several_years"}, "ka120_individual"),
        (
            {"applicant": "municipality", "horizon": "several_years", "several_units": True},
            "ka120_consortium",
        ),
        ({"product": True, "horizon": "one_project"}, "ka210"),
        ({"product": True, "horizon": "several_years", "partners_abroad": 3}, "ka220"),
        ({"partner_region": "nordic_baltic"}, "nordplus_junior"),
        ({"applicant": "kindergarten", "partner_region": "nordic_baltic"}, "nordplus_junior"),
        (
            {
                "applicant": "municipality",
                "several_units": True,
                "product": True,
                "partners_abroad": 2,
                "partner_region": "nordic_baltic",
            },
            "nordplus_horizontal",
        ),
        ({"needs_money": False}, "etwinning"),
    ],
)
def test_a_situation_leads_to_its_programme(answers, first):
    assert suggested(**answers)[0] == first


def test_every_programme_is_weighed_once_whatever_is_answered():
    guidance = asked()
    weighed = [option.programme for option in (*guidance.suggestions, *guidance.others)]
    assert sorted(weighed) == sorted(PROGRAMMES)


# What shuts somebody out


def test_a_municipality_can_only_be_a_partner_in_nordplus_junior():
    nordic = {"partner_region": "nordic_baltic"}
    assert "nordplus_junior" not in suggested(applicant="municipality", **nordic)
    said = sentences("nordplus_junior", Effect.CLOSES, applicant="municipality", **nordic)
    assert "a school or kindergarten must coordinate" in said
    assert asked(applicant="school", **nordic).option("nordplus_junior").open


@pytest.mark.parametrize(
    ("programme", "closing", "opening"),
    [
        ("ka120_individual", {"several_units": True}, {"several_units": False}),
        ("ka120_consortium", {"several_units": False}, {"several_units": True}),
        ("ka210", {"partners_abroad": 0}, {"partners_abroad": 1}),
        ("ka220", {"partners_abroad": 1}, {"partners_abroad": 2}),
        ("nordplus_junior", {"partner_region": "europe"}, {"partner_region": "nordic_baltic"}),
        (
            "nordplus_junior",
            {"partner_region": "nordic_baltic", "who_travels": ["adult_learners"]},
            {"partner_region": "nordic_baltic", "who_travels": ["pupils", "adult_learners"]},
        ),
        (
            "nordplus_junior",
            {"partner_region": "nordic_baltic", "partners_abroad": 0},
            {"partner_region": "nordic_baltic", "partners_abroad": 1},
        ),
        (
            "nordplus_horizontal",
            {"partner_region": "nordic_baltic", "product": True, "partners_abroad": 1},
            {"partner_region": "nordic_baltic", "product": True, "partners_abroad": 2},
        ),
        (
            "nordplus_horizontal",
            {"partner_region": "nordic_baltic", "product": False, "partners_abroad": 2},
            {"partner_region": "nordic_baltic", "product": True, "partners_abroad": 2},
        ),
        *[
            (programme, {"needs_money": False}, {"needs_money": True})
            for programme in ("ka122", "ka120_individual")
        ],
    ],
)
def test_one_answer_closes_a_programme_and_another_opens_it(programme, closing, opening):
    closed = asked(**closing).option(programme)
    assert not closed.open and not closed.suggested
    assert asked(**opening).option(programme).open


def test_nothing_that_costs_an_application_is_suggested_to_those_who_need_no_grant():
    assert suggested(needs_money=False, partners_abroad=0) == ["etwinning"]


def test_who_has_no_partner_yet_is_told_where_partners_are_found():
    said = sentences("etwinning", Effect.FOR, partners_abroad=0, partner_region="none_yet")
    assert said == "Partners are found there."


# What the suggestion rests on


def test_nothing_answered_suggests_nothing_and_asks_for_everything():
    guidance = guide(ProgrammeChoice())
    assert guidance.suggestions == ()
    assert guidance.missing == situation()


def test_a_missing_answer_is_named_and_decides_nothing():
    guidance = asked(several_units=None)
    assert [question.name for question in guidance.missing] == ["several_units"]
    assert guidance.option("ka120_consortium").open
    assert guidance.option("ka120_individual").open


def test_every_suggestion_says_why_and_every_other_says_why_not():
    for answers in ({}, {"product": True}, {"applicant": "municipality", "several_units": True}):
        guidance = asked(**answers)
        assert guidance.suggestions
        assert all(option.by(Effect.FOR) for option in guidance.suggestions)
        for option in guidance.others:
            reasons = option.by(Effect.CLOSES) + option.by(Effect.AGAINST)
            assert reasons, f"{option.programme}: {answers}"


# The rules themselves


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.programme}-{rule.effect}")
def test_a_rule_is_about_a_programme_there_is_and_has_a_sentence_and_a_source(rule):
    assert rule.programme in PROGRAMMES
    assert rule.programme in vocabulary("programme").codes
    assert rule.sentence.endswith(".")
    assert rule.source


def test_every_rule_can_be_silent_unless_it_is_a_note():
    empty = ProgrammeChoice()
    assert [rule.sentence for rule in RULES if rule.holds(empty) and rule.effect is not Effect.NOTE] == []


# What is shown


def test_the_guide_says_what_fits_why_and_where_the_rule_is_from(sula, read):
    sula.save("programme_choice", str(uuid.uuid4()), SCHOOL, 0)
    blocks = REPORTS["guide"].blocks(read(sula))
    assert blocks[0]["text"] == "1. Erasmus+ short-term project (KA122)"
    assert "A short-term project lasts 6 to 18 months: it is the way in." in blocks[1]["items"]
    rows = unfolded(blocks)[-2]["rows"]
    assert all(len(row) == 4 and all(row) for row in rows)


@pytest.mark.parametrize(
    ("programme", "tone", "sentence"),
    [
        ("ka122", "good", "which fits"),
        ("ka120_individual", "warning", "The rules speak for another"),
        ("ka220", "warning", "not possible"),
        ("other", None, None),
    ],
)
def test_the_guide_holds_the_groups_own_choice_against_the_rules(sula, read, programme, tone, sentence):
    sula.save("programme_choice", str(uuid.uuid4()), SCHOOL | {"programme": programme}, 0)
    said = [
        block for block in REPORTS["guide"].blocks(read(sula)) if "You have chosen" in block.get("text", "")
    ]
    assert [block["tone"] for block in said] == ([tone] if tone else [])
    assert all(sentence in block["text"] for block in said)


def test_two_choices_are_guided_one_by_one(sula, read):
    for answers in (SCHOOL, SCHOOL | {"needs_money": False}):
        sula.save("programme_choice", str(uuid.uuid4()), answers, 0)
    headings = [block["text"] for block in REPORTS["guide"].blocks(read(sula)) if block["type"] == "heading"]
    assert headings == ["Choice of programme number 1", "Choice of programme number 2"]


def test_a_situation_half_described_says_what_is_still_asked(sula, read):
    sula.save("programme_choice", str(uuid.uuid4()), {"applicant": "municipality"}, 0)
    blocks = REPORTS["guide"].blocks(read(sula))
    assert blocks[0]["text"].startswith("For now only")
    assert "For how long?" in blocks[1]["items"]
