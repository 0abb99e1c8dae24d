"""What reads texts: phrases that put off, abbreviations, sharing that is not concrete."""

import pytest

from course.checks.phrases import BadPhrases, Matcher, _read, phrases
from course.i18n import translator
from course.settings import settings
from course.vocabulary import LABEL_LANGUAGES
from tests.planted import found, stored, text

UNCLEAR = {
    "nb": [
        "Hvem som reiser, er ikke avklart ennå.",
        "Vi kommer tilbake til dette.",
        "Kriteriene avklares senere.",
        "Plan kommer senere.",
        "Dette kommer vi tilbake til.",
        "Vi kommer tilbake til hvordan det skal gjøres.",
    ],
    "nn": [
        "Kven som reiser, er ikkje avklart enno.",
        "Vi kjem tilbake til dette.",
        "Kriteria blir avklart seinare.",
        "Plan kjem seinare.",
    ],
    "sv": [
        "Vilka som reser är inte klart ännu.",
        "Vi återkommer till detta.",
        "Ej bestämt.",
        "Planen kommer senare.",
        "Vi återkommer.",
    ],
    "da": [
        "Hvem der rejser, er endnu ikke afklaret.",
        "Vi vender tilbage til dette.",
        "Det besluttes senere.",
        "Planen følger senere.",
    ],
    "en": [
        "TBD",
        "Who travels is not yet decided.",
        "To be confirmed",
        "We will come back to this.",
        "Who goes? ???",
        "Dates to follow.",
    ],
}

CLEAR = {
    "nb": [
        "Når lærerne kommer tilbake til skolen, deler de det de har lært.",
        "Elevene kommer tilbake til det norske klasserommet med nye ord.",
        "Ansvaret er avklart mellom skolene.",
        "De kommer senere i året på gjenvisitt.",
        "Læreplanverket er avklarende for oss.",
    ],
    "nn": [
        "Når lærarane kjem tilbake til skulen, deler dei det dei har lært.",
        "Dei kjem seinare i året på gjenvitjing.",
        "Ansvaret er avklart.",
    ],
    "sv": [
        "När lärarna återkommer från resan delar de med sig.",
        "De kommer senare under våren på återbesök.",
        "Ansvaret är klarlagt.",
    ],
    "da": [
        "Når lærerne vender tilbage til skolen, deler de deres viden.",
        "De kommer senere på året på genvisit.",
        "Ansvaret er afklaret.",
    ],
    "en": [
        "When the teachers come back to school they share what they learnt.",
        "A plan for pupils to follow the project.",
        "Decided by the head of education in March.",
        "The outback",
    ],
}


def cases(table):
    return [pytest.param(one, id=f"{language}: {one}") for language in table for one in table[language]]


@pytest.mark.parametrize("said", cases(UNCLEAR))
def test_what_is_not_clarified_yet_is_better_left_empty(said):
    (finding,) = found("not_clarified", stored("activity", "a", called="Besøk", learning=said))
    assert (finding.record, finding.field) == ("a", "learning")
    assert finding.message.blanks["words"] in said


@pytest.mark.parametrize("said", cases(CLEAR))
def test_what_only_sounds_unclear_is_left_alone(said):
    assert found("not_clarified", stored("activity", called="Besøk", learning=said)) == []


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


VAGUE = {
    "nb": ["Deles med kollegaene.", "Erfaringene spres i organisasjonen.", "Vi formidler til ansatte."],
    "nn": ["Blir delt med kollegaene.", "Erfaringane blir spreidde i organisasjonen."],
    "sv": ["Delas med kollegor.", "Erfarenheterna sprids i organisationen."],
    "da": ["Deles med kollegerne.", "Erfaringerne formidles til medarbejderne."],
    "en": ["Will be shared with staff.", "The results are disseminated widely."],
}

CONCRETE = {
    "nb": [
        "På personalmøtet i hver barnehage.",
        "Fellesmøte for rektorer i september",
        "De holder kurs for kollegaene på planleggingsdagen.",
        "På kommunens nettside innen 14 dager.",
    ],
    "nn": ["På planleggingsdagen i august.", "På nettverksmøtet for styrarar kvart halvår."],
    "sv": ["På studiedagen i augusti.", "På rektorsmötet", "På kommunens webbplats"],
    "da": ["På personalemødet i juni.", "På pædagogisk lørdagsmøde", "I nyhedsbrevet til forældre"],
    "en": ["At the staff meeting in each school.", "On the planning day in August", "In the newsletter"],
}


@pytest.mark.parametrize("said", cases(VAGUE))
def test_sharing_says_with_whom_where_and_when(said):
    assert len(found("sharing_not_concrete", stored("activity", called="Besøk", sharing=said))) == 1


@pytest.mark.parametrize("said", cases({**CONCRETE, "none": [""]}))
def test_sharing_that_names_an_occasion_is_concrete(said):
    assert found("sharing_not_concrete", stored("activity", called="Besøk", sharing=said)) == []


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
