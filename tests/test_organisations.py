"""The register of municipalities, and the demonstration cohort with its facts."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from course.i18n import LANGUAGES
from course.municipalities import MunicipalityRegister, RegisteredMunicipality
from course.organisations import (
    Cohort,
    Municipality,
    UnknownCohort,
    UnknownMunicipality,
    cohort,
    cohorts,
    demonstration_records,
    municipality_register,
)
from course.records import KINDS, validate

TODAY = date(2026, 11, 22)


@pytest.fixture
def pilot():
    return cohort("pilot")


def test_the_register_has_every_municipality_of_three_countries():
    register = municipality_register()
    assert len(register) == 357 + 290 + 98
    assert register.municipality("SE", "0581").name == "Norrköping"
    assert register.municipality("DK", "0101").name == "København"


def test_a_code_counts_only_in_its_own_country():
    with pytest.raises(UnknownMunicipality, match="of: DK, NO, SE"):
        municipality_register().municipality("NO", "0581")


def test_a_register_with_a_code_twice_is_refused():
    asker = RegisteredMunicipality(country="NO", code="3203", name="Asker", region="Akershus")
    with pytest.raises(ValueError, match="twice"):
        MunicipalityRegister((asker, asker))


def test_the_pilot_is_marked_as_a_demonstration_of_five(pilot):
    assert cohorts() == ["example", "nordic", "pilot"]
    assert pilot.demonstration
    assert pilot.keys == ("sula", "stranda", "lillestrom", "asker", "elverum")
    assert {"nb", "nn", "sv", "da", "en"} == set(pilot.name)
    assert pilot.label("nn") == "Pilotkommunane (demonstrasjon)"


def test_a_municipality_answers_to_its_key_and_its_name(pilot):
    assert pilot.municipality("lillestrom") is pilot.municipality("Lillestrøm")


@pytest.mark.parametrize("text", ["oslo", "", "../sula", "3205"])
def test_an_unknown_municipality_is_answered_with_those_there_are(pilot, text):
    with pytest.raises(UnknownMunicipality, match="It has: sula, stranda, lillestrom, asker, elverum"):
        pilot.municipality(text)


@pytest.mark.parametrize("key", ["second", "", "../cohorts/pilot"])
def test_an_unknown_cohort_is_answered_with_those_there_are(key):
    with pytest.raises(UnknownCohort, match="There are: example, nordic, pilot"):
        cohort(key)


@pytest.mark.parametrize(
    ("key", "day", "code"),
    [
        ("lillestrom", date(2023, 12, 31), "3030"),
        ("lillestrom", date(2024, 1, 1), "3205"),
        ("lillestrom", date(2019, 12, 31), None),
        ("asker", date(2023, 12, 31), "3025"),
        ("asker", date(2024, 1, 1), "3203"),
        ("elverum", date(2019, 12, 31), "0427"),
        ("elverum", date(2020, 1, 1), "3420"),
        ("sula", date(1990, 1, 1), "1531"),
        ("stranda", TODAY, "1525"),
    ],
)
def test_the_official_code_depends_on_the_day(pilot, key, day, code):
    assert pilot.municipality(key).code_on(day) == code


def test_the_cohort_agrees_with_the_register(pilot):
    for entry in pilot.municipalities:
        registered = municipality_register().municipality(entry.country, entry.code_on(TODAY))
        assert (registered.name, registered.language_form) == (entry.name, entry.language_form.code)


def test_a_municipality_is_first_met_in_its_own_form_of_norwegian(pilot):
    assert {entry.key: entry.language for entry in pilot.municipalities} == {
        "sula": "nn",
        "stranda": "nn",
        "lillestrom": "nb",
        "asker": "nb",
        "elverum": "nb",
    }
    for entry in pilot.municipalities:
        chosen_by_us = entry.language_form.code == "neutral"
        assert (entry.language_source == "our_choice") == chosen_by_us


def test_what_public_sources_say_can_be_stored_as_records(pilot):
    records = demonstration_records(pilot)
    assert {key for key, _, _ in records} == set(pilot.keys)
    for _, kind, values in records:
        validate(KINDS[kind], values)
    assert (
        "sula",
        "goal",
        {"called": "Alle skular og barnehagar skal ha eit internasjonalt prosjekt"},
    ) in records
    assert [
        values["inhabitants"] for key, kind, values in records if (key, kind) == ("asker", "profile")
    ] == [94915]


def test_nothing_is_said_for_a_municipality_beyond_its_sources(pilot):
    allowed = {
        "profile": {"language_form", "inhabitants"},
        "steering_document": {"called", "type", "valid_from", "valid_to"},
        "goal": {"called"},
    }
    for _, kind, values in demonstration_records(pilot):
        assert set(values) <= allowed[kind]


def test_sulas_goal_keeps_the_sentence_it_was_said_in(pilot):
    (goal,) = pilot.municipality("sula").goals
    assert goal.wording == "ours"
    assert goal.quotation == "Målet vårt er at alle skoler og barnehager skal ha et internasjonalt prosjekt."
    assert "13 January 2023" in pilot.sources[goal.source]


def _municipality(**changed):
    values = {
        "key": "sula",
        "country": "NO",
        "name": "Sula",
        "language": "nn",
        "language_source": "s",
        "codes": [{"code": "1531", "source": "s"}],
    }
    return values | changed


@pytest.mark.parametrize(("made_up", "codes"), [(False, []), (True, [{"code": "1531", "source": "s"}])])
def test_a_real_municipality_has_a_code_and_a_made_up_one_has_none(made_up, codes):
    with pytest.raises(ValidationError, match="unless it is made up"):
        Municipality.model_validate(
            {
                "key": "somewhere",
                "country": "NO",
                "name": "Somewhere",
                "language": "nb",
                "language_source": "s",
                "made_up": made_up,
                "codes": codes,
            }
        )


def test_a_fact_without_a_known_source_is_refused():
    with pytest.raises(ValidationError, match="no such source"):
        Cohort.model_validate(
            {
                "key": "x",
                "name": {"en": "X"},
                "source": "s",
                "sources": {"t": "T"},
                "municipality": [_municipality()],
            }
        )


def test_a_key_used_twice_is_refused():
    with pytest.raises(ValidationError, match="used twice"):
        Cohort.model_validate(
            {
                "key": "x",
                "name": {"en": "X"},
                "source": "s",
                "sources": {"s": "S"},
                "municipality": [_municipality(), _municipality(name="Ny")],
            }
        )


def test_two_codes_at_once_are_refused():
    codes = [{"code": "3030", "source": "s"}, {"code": "3205", "valid_from": date(2024, 1, 1), "source": "s"}]
    with pytest.raises(ValidationError, match="valid at once"):
        Municipality.model_validate(_municipality(codes=codes))


def test_a_language_the_workbook_is_not_written_in_is_refused():
    with pytest.raises(ValidationError, match=", ".join(LANGUAGES)):
        Municipality.model_validate(_municipality(language="fi"))
