"""Rates: the figures of a call, whose they are, and a sentence where one was not found."""

from __future__ import annotations

import csv
from datetime import date, time

import pytest

from course.i18n import translator
from course.rates import (
    EVERY_AGENCY,
    BadRates,
    MissingRate,
    NoRates,
    call_years,
    deadlines,
    rates,
)
from course.rates.rows import (
    AwardCriterion,
    CountryGroup,
    Deadline,
    FormQuestion,
    IndividualSupport,
    Limit,
    Nordplus,
    OrganisationalSupport,
    Other,
    ProgrammeCountry,
    Travel,
    _read,
    read,
)
from course.settings import settings
from course.vocabulary import vocabulary

FILES = {
    "award_criteria": AwardCriterion,
    "country_groups": CountryGroup,
    "deadlines": Deadline,
    "form_questions": FormQuestion,
    "individual_support": IndividualSupport,
    "limits": Limit,
    "nordplus": Nordplus,
    "organisational_support": OrganisationalSupport,
    "other": Other,
    "programme_countries": ProgrammeCountry,
    "travel": Travel,
}


@pytest.fixture
def call():
    return rates(2026)


def test_every_file_is_read_by_a_model():
    folder = settings().data_dir / "rates"
    assert {path.stem for path in folder.iterdir()} == set(FILES)


@pytest.mark.parametrize("name", FILES)
def test_every_line_of_a_file_is_taken_and_names_its_source(name):
    with (settings().data_dir / "rates" / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        assert len(read(name, FILES[name])) == len(list(csv.reader(lines))) - 1
    assert all(row.source for row in read(name, FILES[name]))


@pytest.mark.parametrize("name", FILES)
def test_only_what_rests_on_general_knowledge_was_not_checked(name):
    for row in read(name, FILES[name]):
        assert (row.checked is None) == ("general knowledge" in row.source.lower()), row


def test_every_distance_has_a_rate_and_green_travel_never_pays_less(call):
    for band in vocabulary("distance_band").codes:
        assert 0 < call.travel(band, green=False).amount <= call.travel(band, green=True).amount


def test_a_rate_carries_its_year_agency_unit_and_source(call):
    rate = call.individual_support(1, "staff", "UHR")
    assert (rate.amount, rate.call_year, rate.national_agency) == (172, 2026, "UHR")
    assert rate.unit == "EUR a person and day"
    assert "Swedish rates, as an example" in rate.source
    assert rate.checked == date(2026, 11, 22)
    assert call.travel("km_500_1999", green=True).national_agency == EVERY_AGENCY


def individual(call, group, who, days):
    """Days beyond the full ones are paid at a share of the rate, each rounded to a whole euro."""
    rate = call.individual_support(group, who, "UHR").amount
    full = min(days, call.other("full_rate_days").amount)
    reduced = (rate * call.other("reduced_rate").amount + 50) // 100
    return full * rate + (days - full) * reduced


def test_the_rates_give_the_worked_figures_of_the_programme_guides_calculators(call):
    plane = call.travel("km_500_1999", green=False).amount
    train = call.travel("km_500_1999", green=True).amount
    shadowing = 4 * (
        plane + individual(call, 1, "staff", 7) + call.organisational_support("job_shadowing").amount
    )
    group = (
        14 * train
        + 12 * individual(call, 2, "pupils", 8)
        + 2 * individual(call, 2, "staff", 8)
        + 12 * call.organisational_support("group_mobility").amount
    )
    course = 2 * (
        plane
        + individual(call, 3, "staff", 7)
        + call.organisational_support("course_training").amount
        + 5 * call.other("course_fee").amount
    )
    pupil = (
        call.travel("km_2000_2999", green=False).amount
        + individual(call, 2, "pupils", 62)
        + call.organisational_support("long_pupil").amount
        + call.other("language_support").amount
        + call.other("reinforced_language_support").amount
    )
    nordic = 24 * call.nordplus_travel("FI").amount + 4 * call.nordplus("subsistence_week").amount
    assert [shadowing, group, course, pupil, nordic] == [7452, 16574, 3480, 4727, 9920]
    assert 2 * call.other("inclusion_organisation").amount == 250


def test_another_year_is_refused_and_never_guessed():
    assert call_years() == (2026,)
    for year in (2025, 2027):
        with pytest.raises(NoRates, match=f"no rates for the call of {year}. There are rates for: 2026"):
            rates(year)


def test_norwegian_day_rates_are_asked_for_and_not_taken_from_another_agency(call):
    assert call.agencies() == ("UHR",)
    with pytest.raises(MissingRate, match="The day rates of HK-dir were not found") as missing:
        call.individual_support(1, "staff", "HK-dir")
    assert "{" not in missing.value.message.text(translator("nn"))


@pytest.mark.parametrize(
    ("ask", "sentence"),
    [
        (lambda call: call.travel("km_1", green=False), "No travel rate for this distance"),
        (lambda call: call.organisational_support("preparatory_visit"), "No organisational support"),
        (lambda call: call.other("coffee"), "No rate called “coffee”"),
        (lambda call: call.nordplus("coffee"), "No rate called “coffee”"),
        (lambda call: call.nordplus_travel("ES"), "Nordplus has no travel rate for this country"),
        (lambda call: call.limit("etwinning", "points_pass"), "No limit called “points_pass”"),
        (lambda call: call.country_group("GB"), "belongs to no country group"),
    ],
)
def test_a_figure_that_is_not_there_is_answered_with_a_sentence(call, ask, sentence):
    with pytest.raises(MissingRate, match=sentence) as missing:
        ask(call)
    assert str(missing.value).endswith("2026.")


def test_nordplus_pays_more_to_the_islands(call):
    amounts = [call.nordplus_travel(country).amount for country in ("DK", "AX", "IS", "FO", "GL")]
    assert amounts == [330, 330, 660, 660, 1300]
    assert all(call.nordplus_travel(country) for country in call.programme_countries("nordplus"))


def test_every_country_of_erasmus_has_a_group_that_is_marked_as_not_verified(call):
    countries = call.programme_countries("erasmus")
    assert len(countries) == 33
    assert "GB" not in countries
    assert "CH" not in countries
    assert not any(call.country_group(country).verified for country in countries)
    assert call.country_group("NO").country_group == 1


def test_the_least_of_a_limit_is_not_above_its_most(call):
    for programme in vocabulary("programme").codes:
        limits = call.limits(programme)
        for code, least in limits.items():
            most = limits.get(code.removesuffix("_least") + "_most")
            assert not code.endswith("_least") or most is None or least.amount <= most.amount, (
                programme,
                code,
            )
    assert call.limit("ka122", "participants_most").amount == 30
    assert call.limits("etwinning") == {}


def test_deadlines_come_in_order_and_say_when_a_day_is_not_published_yet():
    days = deadlines()
    assert [entry.on for entry in days] == sorted(entry.on for entry in days)
    (accreditation,) = deadlines("ka120_consortium")
    assert (accreditation.on, accreditation.at) == (date(2026, 9, 29), time(12))
    (coming,) = deadlines(since=date(2026, 11, 22))
    assert (coming.programme, coming.call_year, coming.certain) == ("nordplus_junior", 2027, False)
    assert deadlines(since=date(2026, 9, 29))[:2] == (
        *deadlines("ka120_individual"),
        accreditation,
    )


HEADER = "call_year,national_agency,distance_band,normal,green,unit,source,checked"


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("2026,all,km_1,1,1,EUR,s,", "line 2, distance_band: .*has no code “km_1”"),
        ("2026,all,km_8000,-1,1,EUR,s,", "line 2, normal"),
        ("2026,all,km_8000,,1,EUR,s,", "line 2, normal"),
        ("2026,all,km_8000,1,1,EUR,,", "line 2, source"),
        ("2026,all,km_8000,1,1,EUR,s,soon", "line 2, checked"),
        ("2026,all,km_8000,1,1,EUR,s,,more", "line 2, beyond"),
        ("26,all,km_8000,1,1,EUR,s,", "line 2, call_year"),
        (
            "2026,all,km_8000,1,1,EUR,s,\n2026,all,km_8000,2,2,EUR,s,",
            "line 3: the same figure stands there twice",
        ),
    ],
)
def test_a_broken_file_is_refused_with_its_name_and_line(tmp_path, line, complaint):
    path = tmp_path / "travel.csv"
    path.write_text(f"{HEADER}\n{line}\n", encoding="utf-8")
    with pytest.raises(BadRates, match=complaint) as refusal:
        _read(path, Travel)
    assert str(refusal.value).startswith("travel.csv")


def test_the_criteria_of_a_programme_add_up_to_a_hundred(call):
    for programme in ("ka120_individual", "ka120_consortium", "ka122"):
        assert sum(criterion.points for criterion in call.award_criteria(programme)) == 100


def test_no_limit_of_a_form_counts_as_verified_and_those_not_found_are_empty(call):
    questions = call.form_questions("ka120_consortium")
    assert not any(question.verified for question in questions)
    assert [question.code for question in questions if question.characters is None] == ["consortium"]
    assert call.form_questions("ka122") == ()
