"""The vocabularies: complete for our readers, stable, and honest about where they come from."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
def test_every_term_has_a_label_in_the_languages_of_the_workbook(name):
    for term in vocabulary(name):
        for language in ("en", "nb", "nn"):
            assert term.labels[language].strip(), f"{name}: {term.code} in {language}"


@names
def test_no_two_terms_of_a_vocabulary_read_the_same(name):
    for language in ("en", "nb", "nn"):
        labels = [label for _, label in vocabulary(name).options(language)]
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


def test_the_steering_documents_are_the_fifteen_with_who_adopts_them():
    types = vocabulary("steering_document_type")
    bodies = set(vocabulary("adopting_body").codes)
    assert len(types) == 15
    for term in types:
        assert set(term.extra["adopted_by"].split(";")) <= bodies, term.code
        for column in ("cycle", "anchors"):
            assert all(term.extra[f"{column}_{language}"] for language in ("en", "nb", "nn")), term.code
        assert term.extra["evidence"] in ("source", "general_knowledge")


def test_what_rests_on_general_knowledge_was_not_checked_against_a_source():
    for term in vocabulary("steering_document_type"):
        assert (term.checked is None) == (term.extra["evidence"] == "general_knowledge"), term.code


def test_a_plan_says_in_nynorsk_what_can_be_anchored_in_it():
    term = vocabulary("steering_document_type").term("annual_budget")
    assert term.text("anchors", "nn") == "Stillingsdel, eigendel, reiser."
    assert term.text("anchors", "sv") == term.text("anchors", "en")


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


def test_every_anchor_status_has_a_symbol_of_its_own():
    symbols = [term.extra["symbol"] for term in vocabulary("anchor_status")]
    assert all(symbols)
    assert len(set(symbols)) == len(symbols)
    assert [term.extra["order"] for term in vocabulary("anchor_status")] == [
        str(n) for n in range(len(symbols))
    ]


def test_a_group_needs_one_one_and_two_of_the_three_categories():
    assert [term.extra["minimum"] for term in vocabulary("project_category")] == ["1", "1", "2"]


def test_the_european_priorities_end_with_the_programme():
    priorities = vocabulary("eu_priority")
    assert len(priorities.options("nb", date(2026, 11, 22))) == 4
    assert priorities.options("nb", date(2028, 1, 1)) == []
    assert len(priorities.options("nb")) == len(priorities.codes) == 4


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
