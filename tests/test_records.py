"""Records: declared once, validated with sentences."""

from __future__ import annotations

import json
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import core_schema

from course.i18n import translator
from course.records import KINDS, Goal, Profile, Refused, is_empty, questions, validate
from course.records.refusal import SENTENCES
from course.vocabulary import vocabularies, vocabulary

ERROR_TYPES = get_args(core_schema.ErrorType)


def errors(kind, **values):
    with pytest.raises(Refused) as refusal:
        validate(kind, values)
    return {name: message.text(translator("en")) for name, message in refusal.value.errors.items()}


def test_every_error_pydantic_can_make_has_a_sentence():
    assert set(ERROR_TYPES) - {"custom_error"} <= set(SENTENCES)


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_every_field_is_asked_for_with_a_label(kind):
    assert questions(kind)
    assert all(question.label for question in questions(kind))


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_what_a_field_points_at_exists(kind):
    for question in questions(kind):
        if question.vocabulary:
            assert question.vocabulary in vocabularies()
            assert vocabulary(question.vocabulary).codes
        if question.refers_to:
            assert question.refers_to in KINDS


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_a_record_may_be_empty_and_survives_json(kind):
    record = validate(kind, {})
    assert all(is_empty(getattr(record, question.name)) for question in questions(kind))
    assert validate(kind, json.loads(json.dumps(record.values()))) == record


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_every_answer_may_be_taken_back(kind):
    many = {question.name for question in questions(kind) if question.type in ("choices", "references")}
    emptied = {question.name: [] if question.name in many else None for question in questions(kind)}
    assert validate(kind, emptied) == validate(kind, {})


def test_an_answer_of_zero_or_no_is_an_answer():
    assert not is_empty(0)
    assert not is_empty(False)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"owner": "x" * 10_000}, "This is too long. Use at most 200 characters."),
        ({"owner": "a\x00b"}, "This contains a character that cannot be kept."),
        ({"owner": "\ud800"}, "This"),
        ({"owner": 7}, "Write this as text."),
        ({"schools": "seven"}, "Write this as a whole number, in digits only."),
        ({"schools": -1}, "This number is too small. The smallest that makes sense here is 0."),
        ({"schools": 10**12}, "This number is too large."),
        ({"schools": "9" * 5000}, "Write this as a whole number, in digits only."),
        ({"schools": 2.5}, "Write this as a whole number, in digits only."),
        ({"scope": "school"}, "Choose among the answers in the list."),
        ({"scope": ["school", "moon"]}, "Choose one of the answers in the list."),
        ({"scope": ["school", "school"]}, "Choose one of the answers in the list."),
        ({"language_form": "klingon"}, "Choose one of the answers in the list."),
        ({"special_arrangements": "perhaps"}, "Answer yes or no."),
        ({"nickname": "Sula"}, "This form has no such question."),
    ],
)
def test_what_cannot_be_taken_is_refused_with_a_sentence_by_the_field(values, sentence):
    (name,) = values
    found = errors(Profile, **values)
    assert list(found) == [name]
    assert found[name].startswith(sentence)


@pytest.mark.parametrize("day", ["0002-12-01", "9999-01-01"])
def test_a_mistyped_year_is_refused(day):
    found = errors(KINDS["meeting"], held_on=day)
    assert found == {"held_on": "Write a date with a year between 1900 and 2100."}


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "🎈", "\u202eSula", "{owner}", "%s"])
def test_odd_but_harmless_text_is_kept_as_it_is(name):
    assert validate(Profile, {"owner": name}).owner == name


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "//x", "ftp://x.no/", "https://"]
)
def test_only_web_addresses_become_links(address):
    assert "link" in errors(KINDS["steering_document"], link=address)


@given(
    st.dictionaries(
        st.sampled_from([*Goal.model_fields, "other"]),
        st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.lists(st.text()),
    )
)
def test_whatever_comes_is_taken_whole_or_refused_with_sentences(values):
    try:
        record = validate(Goal, values)
    except Refused as refusal:
        assert refusal.errors
        for language in ("en", "nb", "nn"):
            for message in refusal.errors.values():
                assert message.text(translator(language))
    else:
        json.dumps(record.values()).encode()
        assert validate(Goal, record.values()) == record
