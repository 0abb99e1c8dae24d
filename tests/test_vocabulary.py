"""The vocabularies: complete for our readers, stable, and honest about where they come from."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.countries import COUNTRIES, register
from course.records import KINDS, questions
from course.vocabulary import (
    LABEL_LANGUAGES,
    BadVocabulary,
    Term,
    UnknownTerm,
    UnknownVocabulary,
    _read,
    vocabularies,
    vocabulary,
)

HEADER = "code,en,nb,nn,sv,da,official,valid_from,valid_to,source,checked"
names = pytest.mark.parametrize("name", vocabularies())


@names
def test_every_term_has_a_label_in_all_five_languages(name):
    for term in vocabulary(name):
        for language in LABEL_LANGUAGES:
            assert term.labels[language].strip(), f"{name}: {term.code} in {language}"


@names
def test_what_is_told_in_one_language_is_told_in_all_five(name):
    for term in vocabulary(name):
        told = {column.removesuffix("_en") for column in term.extra if column.endswith("_en")}
        for column in told:
            for language in LABEL_LANGUAGES:
                assert term.extra[f"{column}_{language}"].strip(), f"{name}: {term.code}, {column}_{language}"


@names
def test_no_two_terms_of_a_vocabulary_read_the_same(name):
    for language in LABEL_LANGUAGES:
        for country in COUNTRIES:
            labels = [label for _, label in vocabulary(name).options(language, country=country)]
            assert len(set(labels)) == len(labels)


@names
def test_every_term_names_its_source(name):
    assert all(term.source for term in vocabulary(name))


def test_a_term_without_swedish_label_falls_back_on_english():
    term = Term(code="a", labels={"en": "A", "nb": "Å", "nn": "Å", "sv": ""}, official=False, source="s")
    assert term.label("sv") == "A"
    assert vocabulary("anchor_status").label("adopted", "sv") == "Beslutad"


def test_a_label_in_a_language_without_column_is_an_error():
    with pytest.raises(ValueError, match="only: en, nb, nn, sv, da"):
        vocabulary("scope").label("school", "fi")


def test_every_vocabulary_a_record_asks_for_is_there():
    asked = {question.vocabulary for kind in KINDS.values() for question in questions(kind)} - {""}
    assert asked <= set(vocabularies())


def test_an_unknown_vocabulary_is_answered_with_those_there_are():
    with pytest.raises(UnknownVocabulary, match="anchor_status"):
        vocabulary("../cohorts/pilot")


def test_an_unknown_code_is_answered_with_a_sentence():
    with pytest.raises(UnknownTerm, match="The vocabulary “scope” has no code “moon”"):
        vocabulary("scope").label("moon", "en")


@given(st.text())
def test_no_text_reaches_a_file_outside_the_vocabularies(name):
    try:
        assert vocabulary(name).name in vocabularies()
    except UnknownVocabulary as error:
        assert name not in vocabularies()
        assert str(error)


@pytest.mark.parametrize(("country", "number"), [("NO", 15), ("SE", 12), ("DK", 12)])
def test_the_register_of_steering_documents_is_the_country_s_own_with_who_adopts_them(country, number):
    types = list(register(country))
    bodies = {code for code, _ in vocabulary("adopting_body").options("en", country=country)}
    assert len(types) == number
    assert any(term.extra["core"] == "yes" for term in types)
    for term in types:
        assert set(term.extra["adopted_by"].split(";")) <= bodies, term.code
        for column in ("cycle", "anchors"):
            assert term.text(column, "nb"), term.code
        assert term.extra["evidence"] in ("source", "general_knowledge")


def test_no_country_is_offered_another_s_documents_bodies_or_law():
    for name in vocabularies():
        offered = {
            country: {code for code, _ in vocabulary(name).options("en", country=country)}
            for country in COUNTRIES
        }
        for term in vocabulary(name):
            there = {country for country in COUNTRIES if term.code in offered[country]}
            assert there == ({term.extra["country"]} if term.extra.get("country") else set(COUNTRIES))
    for country in ("SE", "DK"):
        for name in ("steering_document_type", "adopting_body", "reporting_place", "wheel_event", "policy"):
            said = " ".join(
                f"{term.labels['nb']} {term.source if name == 'steering_document_type' else ''}"
                for term in vocabulary(name)
                if term.offered_in(country) and term.code != "international_strategy"
            )
            assert not re.search(
                r"kommuneplan|samfunnsdel|opplæringsl|barnehagel|kommunel|formannskap|Norges", said
            )


def test_the_case_has_the_same_parts_in_every_country_under_its_own_names():
    parts = {country: {} for country in COUNTRIES}
    for term in vocabulary("case_part"):
        country, _, part = term.code.partition("_")
        assert term.extra["country"] == country.upper()
        parts[country.upper()][part] = term
    assert set(parts["NO"]) == set(parts["SE"]) == set(parts["DK"])
    assert parts["NO"]["case"].label("nn") == "Saksframlegg"
    assert parts["SE"]["case"].label("sv") == "Tjänsteskrivelse"
    assert parts["DK"]["case"].label("da") == "Sagsfremstilling"


def test_what_rests_on_general_knowledge_was_not_checked_against_a_source():
    for term in vocabulary("steering_document_type"):
        assert (term.checked is None) == (term.extra["evidence"] == "general_knowledge"), term.code


def test_a_plan_says_in_nynorsk_what_can_be_anchored_in_it_and_in_english_where_nothing_else_is_there():
    term = vocabulary("steering_document_type").term("annual_budget")
    assert term.text("anchors", "nn") == "Stillingsdel, eigendel, reiser."
    bare = Term(
        code="a",
        labels={"en": "A", "nb": "A", "nn": "A"},
        official=False,
        source="s",
        extra={"cycle_en": "Yearly", "cycle_sv": ""},
    )
    assert bare.text("cycle", "sv") == "Yearly"


def test_an_anchor_counts_from_proposed_on_but_not_when_put_off_or_refused():
    statuses = vocabulary("anchor_status")
    counted = [term.code for term in statuses if term.extra["anchored"] == "yes"]
    assert counted == [
        "proposed",
        "in_administration",
        "to_council",
        "adopted",
        "incorporated",
        "followed_up",
    ]
    assert {term.code for term in statuses} - set(counted) == {"not_considered", "postponed", "rejected"}


@pytest.mark.parametrize("name", ["anchor_status", "routine_status", "traffic_light"])
def test_every_status_has_a_symbol_of_its_own_so_that_colour_is_never_alone(name):
    symbols = [term.extra["symbol"] for term in vocabulary(name)]
    assert all(symbols)
    assert len(set(symbols)) == len(symbols)


def test_the_anchor_statuses_have_an_order():
    order = [term.extra["order"] for term in vocabulary("anchor_status")]
    assert order == [str(n) for n in range(len(order))]


def test_a_group_needs_one_one_and_two_of_the_three_categories():
    assert [term.extra["minimum"] for term in vocabulary("project_category")] == ["1", "1", "2"]


def test_the_european_priorities_end_with_the_programme():
    priorities = vocabulary("eu_priority")
    assert len(priorities.options("nb", date(2026, 11, 22))) == 4
    assert priorities.options("nb", date(2028, 1, 1)) == []
    assert len(priorities.options("nb")) == len(priorities.codes) == 4


def test_the_self_assessment_has_twelve_statements_in_three_blocks():
    statements = list(vocabulary("assessment_statement"))
    assert [term.extra["number"] for term in statements] == [
        f"{block}{n}" for block in "ABC" for n in range(1, 5)
    ]
    blocks = [term.extra["block"] for term in statements]
    assert blocks == ["organisation"] * 4 + ["strategy"] * 4 + ["practice"] * 4


@pytest.mark.parametrize("language", LABEL_LANGUAGES)
def test_every_statement_says_what_each_of_its_four_levels_looks_like_and_what_to_do_next(language):
    levels = vocabulary("assessment_level").codes
    assert levels == ("level_0", "level_1", "level_2", "level_3")
    for term in vocabulary("assessment_statement"):
        described = [term.extra[f"{level}_{language}"] for level in levels]
        assert len({*described, term.extra[f"next_{language}"], ""}) == 6, f"{term.code} in {language}"
        assert all(text.endswith(".") for text in described), f"{term.code} in {language}"


def test_the_levels_and_degrees_have_values_to_reckon_with():
    assert [term.extra["value"] for term in vocabulary("assessment_level")] == ["0", "1", "2", "3"]
    assert [term.extra["value"] for term in vocabulary("degree")] == ["1", "2", "3"]


def test_the_quality_standards_are_eighteen_in_four_parts():
    parts = [term.extra["part"] for term in vocabulary("quality_standard")]
    assert parts == ["I"] * 4 + ["II"] * 5 + ["III"] * 6 + ["IV"] * 3


def test_the_seventeen_goals_come_with_the_targets_used_under_the_goal_they_belong_to():
    goals = [term for term in vocabulary("sdg") if not term.extra["goal"]]
    assert [term.extra["number"] for term in goals] == [str(n) for n in range(1, 18)]
    for term in vocabulary("sdg"):
        goal, _, target = term.extra["number"].partition(".")
        assert term.code == "_".join(filter(None, ["sdg", goal, target]))
        assert bool(target) == (term.extra["goal"] == f"sdg_{goal}")
    assert "sdg_4_7" in vocabulary("sdg")


def test_every_type_of_activity_says_whose_it_is_and_its_limits_fit_together():
    families = {term.extra["family"] for term in vocabulary("programme")}
    for term in vocabulary("activity_type"):
        assert term.extra["programme"] in families, term.code
        assert term.extra["who"] in {"staff", "pupils", "incoming", "team"}, term.code
        for of in ("days", "participants"):
            least, most = term.extra[f"min_{of}"], term.extra[f"max_{of}"]
            assert not least or not most or 0 < int(least) <= int(most), term.code
    short, long = (vocabulary("activity_type").term(code) for code in ("short_pupil", "long_pupil"))
    assert int(short.extra["max_days"]) + 1 == int(long.extra["min_days"])


def test_every_distance_from_ten_kilometres_on_has_exactly_one_band():
    bands = [(term.extra["min_km"], term.extra["max_km"]) for term in vocabulary("distance_band")]
    assert bands[0][0] == "10"
    assert bands[-1][1] == ""
    for (_, last), (first, _) in pairwise(bands):
        assert int(last) + 1 == int(first)


def test_the_barriers_are_the_eight_official_ones():
    barriers = list(vocabulary("fewer_opportunities"))
    assert len(barriers) == 8
    assert all(term.official and term.checked for term in barriers)


@given(st.dates(), st.none() | st.dates(), st.none() | st.dates())
def test_a_term_is_valid_on_both_its_first_and_last_day(day, first, last):
    term = Term(
        code="a",
        labels={"en": "A", "nb": "A", "nn": "A"},
        official=False,
        source="s",
        valid_from=first,
        valid_to=last,
    )
    assert term.valid_on(day) == ((first is None or first <= day) and (last is None or day <= last))
    if first and (last is None or first <= last):
        assert term.valid_on(first)


def test_countries_have_names_in_every_language_and_no_union_is_one():
    countries = vocabulary("country")
    assert countries.label("AE", "nn") == "Dei sameinte arabiske emirata"
    assert countries.label("NL", "sv") == "Nederländerna"
    assert not {"EU", "UN", "ZZ"} & set(countries.codes)
    assert all(term.labels[language] for term in countries for language in LABEL_LANGUAGES)


@pytest.mark.parametrize(
    ("language", "in_order"),
    [("nb", ["FI", "ES", "AT", "AX"]), ("sv", ["SE", "AX", "AT"]), ("en", ["AX", "AT", "SE"])],
)
def test_countries_come_in_the_alphabet_of_the_reader(language, in_order):
    codes = [code for code, _ in vocabulary("country").options(language)]
    assert [code for code in codes if code in in_order] == in_order


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ("a,A,,A,,,no,,,s,", "no label in nb"),
        ("a,A,A,A,,,perhaps,,,s,", "official"),
        ("a,A,A,A,,,no,,,,", "source"),
        ("a,A,A,A,,,no,yesterday,,s,", "valid_from"),
        ("Å,A,A,A,,,no,,,s,", "code"),
        ("a,A,A,A,,,no,,,s,,more", "more values than columns"),
        ("a,A,A,A,,,no,,,s,\na,B,B,B,,,no,,,s,", "a code twice"),
    ],
)
def test_a_broken_file_is_refused_with_its_name(tmp_path, row, complaint):
    path = tmp_path / "things.csv"
    path.write_text(f"{HEADER}\n{row}\n", encoding="utf-8")
    with pytest.raises(BadVocabulary, match=complaint) as refusal:
        _read(path)
    assert "things" in str(refusal.value)
