"""What reads texts: phrases that put off, abbreviations, sharing that is not concrete."""

import pytest

from course.checks.phrases import BadPhrases, Matcher, _read, phrases
from course.i18n import translator
from course.settings import settings
from course.vocabulary import LABEL_LANGUAGES
from tests.planted import found, stored, text


def test_what_is_not_clarified_is_quoted():
    (finding,) = found("not_clarified", stored("activity", called="Besøk", learning="Plan kommer senere."))
    assert finding.message.blanks["words"] == "kommer senere"


@pytest.mark.parametrize(
    ("kind", "field"),
    [
        ("need", "description"),
        ("steering_document", "quotation"),
        ("anchor", "existing_text"),
        ("focus_group", "main_points"),
        ("challenge", "biggest"),
        ("project", "description"),
    ],
)
def test_todays_situation_and_others_words_may_be_unclear(kind, field):
    assert found("not_clarified", stored(kind, **{field: "Rollene er ikke avklart mellom skolene."})) == []


@pytest.mark.parametrize(
    ("kind", "field"), [("role", "held_by"), ("need", "evidence"), ("decision_case", "economy")]
)
def test_every_answer_about_ones_own_plans_is_read(kind, field):
    (finding,) = found("not_clarified", stored(kind, **{field: "Ikke avklart"}))
    assert (finding.kind, finding.field) == (kind, field)


@pytest.mark.parametrize(
    ("said", "short"),
    [
        ("PPT og SFO deltar.", ["PPT", "SFO"]),
        ("PPT-lederen deltar, og PPT deler.", ["PPT"]),
        ("PPT (pedagogisk-psykologisk tjeneste) deltar. PPT deler.", []),
        ("Pedagogisk-psykologisk tjeneste (PPT) deltar.", []),
        ("Skulefritidsordninga møter SFO.", []),
        ("Skulefritidsordning, SFO.", []),
        ("På APT i mars.", ["APT"]),
        ("På arbetsplatsträff, APT, i mars.", []),
        ("PPR er med.", ["PPR"]),
        ("Pædagogisk-psykologisk rådgivning, kaldet PPR, er med.", []),
        ("Staff with CPD needs", ["CPD"]),
        ("A CLIL course (content and language integrated learning)", []),
        ("ppt-fil og appten", []),
        ("PPTX", []),
        ("EU og Erasmus+", []),
    ],
)
def test_an_abbreviation_is_written_out_once(said, short):
    planted = stored("goal", called="Språk", explanation=said)
    assert [
        finding.message.blanks["short"] for finding in found("abbreviation_not_explained", planted)
    ] == short


def test_written_out_in_one_place_is_enough_for_all():
    need = stored("need", called="Behov", description="Pedagogisk-psykologisk tjeneste (PPT) ser det.")
    goal = stored("goal", called="Mål", explanation="PPT er med.")
    assert found("abbreviation_not_explained", need, goal) == []
    assert len(found("abbreviation_not_explained", goal, stored("goal", called="PPT"))) == 1


def test_the_group_may_talk_as_it_likes_among_itself():
    assert found("abbreviation_not_explained", stored("role", held_by="PPT-leder")) == []


def test_sharing_that_is_not_there_is_asked_for_by_completeness():
    assert found("sharing_not_concrete", stored("activity", called="Besøk", sharing="")) == []


@pytest.mark.parametrize(
    "name", [path.stem for path in sorted((settings().data_dir / "checks").glob("*.csv"))]
)
def test_every_table_can_be_read_and_names_its_sources(name):
    table = phrases(name)
    assert all(phrase.source for phrase in table)
    assert len({(phrase.language, phrase.phrase) for phrase in table}) == len(table)
    if name != "status_report":  # a Norwegian word for a Norwegian law
        assert {phrase.language for phrase in table} == set(LABEL_LANGUAGES)


def test_a_table_that_breaks_a_rule_is_refused_by_line(tmp_path):
    path = tmp_path / "odd.csv"
    path.write_text("language,phrase,source\nnb,takk,GK\nxx,takk,GK\n", "utf-8")
    with pytest.raises(BadPhrases, match=r"odd\.csv, line 3"):
        _read(path)
    path.with_name("more.csv").write_text("language,phrase,source\nnb,takk,GK,more\n", "utf-8")
    with pytest.raises(BadPhrases, match=r"more\.csv, line 2"):
        _read(path.with_name("more.csv"))


def test_no_phrases_find_nothing():
    assert Matcher([], case=True).search("anything") is None


def test_the_words_are_quoted_in_the_readers_language():
    (finding,) = found("not_clarified", stored("role", held_by="Ikke avklart"))
    assert "Ikke avklart" in text(finding, translator("en"))
