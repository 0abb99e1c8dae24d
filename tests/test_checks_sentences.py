"""Every check that reads texts, on both sides and in every language: `sentences.toml` has the sentences."""

from __future__ import annotations

import inspect
import tomllib
from pathlib import Path

import pytest

from course.checks import CHECKS, shared_texts
from course.vocabulary import LABEL_LANGUAGES
from tests.planted import found, records, stored

TABLE = tomllib.loads(Path(__file__).with_name("sentences.toml").read_text("utf-8"))
SIDES = ("fires", "silent")
FEWEST = 3

SHARED = {
    "nb": "Elevene våre trenger å møte andre språk i vanlige skoletimer.",
    "nn": "Elevane våre treng å møte andre språk i vanlege skuletimar.",
    "sv": "Våra elever behöver möta andra språk under vanliga lektioner i skolan.",
    "da": "Vores elever har brug for at møde andre sprog i almindelige timer.",
    "en": "Our pupils need to meet other languages in their ordinary lessons.",
}
ALIKE_BY_CHANCE = {
    "nb": "Alle elever lærer et språk til.",
    "nn": "Alle elevar lærer eit språk til.",
    "sv": "Alla elever lär sig ett språk till.",
    "da": "Alle elever lærer et sprog mere.",
    "en": "All pupils learn one more language.",
}


def cases(side):
    return [
        pytest.param(code, sentence, id=f"{code}, {language}: {sentence}")
        for code, told in TABLE.items()
        for language, sentences in told[side].items()
        for sentence in sentences
    ]


def finds(code, sentence):
    kind, field = TABLE[code]["kind"], TABLE[code]["field"]
    said = {} if field == "called" else {"called": "Besøk"}
    return [(one.record, one.field) for one in found(code, stored(kind, "a", **{**said, field: sentence}))]


@pytest.mark.parametrize(("code", "sentence"), cases("fires"))
def test_what_a_check_reads_for_is_found(code, sentence):
    assert finds(code, sentence) == [("a", TABLE[code]["field"])]


@pytest.mark.parametrize(("code", "sentence"), cases("silent"))
def test_what_only_looks_like_it_is_left_alone(code, sentence):
    assert finds(code, sentence) == []


@pytest.mark.parametrize("language", LABEL_LANGUAGES)
@pytest.mark.parametrize("code", TABLE)
def test_there_are_sentences_on_both_sides_in_every_language(code, language):
    for side in SIDES:
        sentences = TABLE[code][side][language]
        assert len(set(sentences)) == len(sentences) >= FEWEST


def test_every_check_that_looks_for_phrases_is_in_the_table():
    reading = {code for code, check in CHECKS.items() if "matcher(" in inspect.getsource(check.rule)}
    assert reading | {"goal_is_activity"} == set(TABLE)  # that one reads through `reads_as_activity`


@pytest.mark.parametrize("language", LABEL_LANGUAGES)
def test_a_sentence_copied_is_found_in_every_language_and_a_short_one_is_not(language):
    def written(sentence):
        return {name: records(stored("need", called="A", description=sentence)) for name in ("ale", "sula")}

    assert [one.text for one in shared_texts(written(SHARED[language]))] == [SHARED[language]]
    assert shared_texts(written(ALIKE_BY_CHANCE[language])) == []
