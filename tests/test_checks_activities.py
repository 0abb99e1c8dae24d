"""Activities and the application they are planned for."""

import pytest

from course.i18n import translator
from tests.planted import found, stored, text


def activity(type="job_shadowing", **values):  # noqa: A002 - the field's own name
    return stored("activity", called="Besøk", type=type, **values)


def call(year=2026):
    return stored("budget_basis", call_year=year)


@pytest.mark.parametrize(
    ("type", "days", "fires"),
    [
        ("job_shadowing", 1, True),
        ("job_shadowing", 2, False),
        ("job_shadowing", 60, False),
        ("job_shadowing", 61, True),
        ("course_training", 10, False),
        ("course_training", 11, True),
        ("group_mobility", 31, True),
        ("short_pupil", 9, True),
        ("short_pupil", 10, False),
        ("short_pupil", 30, True),
        ("long_pupil", 29, True),
        ("long_pupil", 30, False),
        ("hosting_teacher", 9, True),
        ("preparatory_visit", 1, False),
        ("virtual_cooperation", 300, False),
        ("nordplus_study_visit", 6, True),
        ("job_shadowing", None, False),
        (None, 400, False),
    ],
)
def test_an_activity_is_neither_too_short_nor_too_long(type, days, fires):  # noqa: A002
    assert bool(found("days_outside_limits", activity(type, days=days))) is fires


def test_nordplus_counts_travel_days_and_erasmus_does_not():
    assert found("days_outside_limits", activity("nordplus_study_visit", days=4, travel_days=2))
    assert not found("days_outside_limits", activity("nordplus_study_visit", days=3, travel_days=2))
    assert not found("days_outside_limits", activity("course_training", days=10, travel_days=2))


def test_the_limits_are_said_with_the_types_own_name():
    (finding,) = found("days_outside_limits", activity("short_pupil", days=9))
    sentence = text(finding, translator("nn"))
    assert "elevmobilitet" in sentence and "10" in sentence and "29" in sentence
    assert (finding.session, finding.field) == ("05_activities", "days")


@pytest.mark.parametrize(
    ("type", "number", "fires"),
    [
        ("group_mobility", 1, True),
        ("group_mobility", 2, False),
        ("nordplus_study_visit", 1, True),
        ("short_pupil", 1, False),
        ("group_mobility", None, False),
        (None, 1, False),
    ],
)
def test_a_group_is_not_one_person(type, number, fires):  # noqa: A002
    assert bool(found("too_few_participants", activity(type, participants=number))) is fires


@pytest.mark.parametrize(
    ("type", "number", "fires"),
    [
        ("preparatory_visit", 3, False),
        ("preparatory_visit", 4, True),
        ("nordplus_class_exchange", 30, False),
        ("nordplus_class_exchange", 31, True),
        ("job_shadowing", 40, False),
    ],
)
def test_a_visit_has_no_more_than_its_most(type, number, fires):  # noqa: A002
    assert bool(found("more_participants_than_allowed", activity(type, participants=number))) is fires


@pytest.mark.parametrize(
    ("type", "accompanying", "fires"),
    [
        ("group_mobility", None, True),
        ("group_mobility", 0, True),
        ("group_mobility", 2, False),
        ("nordplus_class_exchange", None, True),
        ("job_shadowing", None, False),
        ("long_pupil", None, False),
    ],
)
def test_a_group_of_pupils_has_adults_with_it(type, accompanying, fires):  # noqa: A002
    planted = activity(type, participants=12, accompanying=accompanying)
    assert bool(found("group_not_accompanied", planted)) is fires


@pytest.mark.parametrize(
    ("type", "days", "green", "fires"),
    [
        ("job_shadowing", 2, False, False),
        ("job_shadowing", 3, False, True),
        ("job_shadowing", 3, None, True),
        ("job_shadowing", 3, True, False),
        ("job_shadowing", 6, True, False),
        ("job_shadowing", 7, True, True),
        ("job_shadowing", None, False, False),
        ("nordplus_study_visit", 3, False, False),
    ],
)
def test_more_travel_days_need_green_travel(type, days, green, fires):  # noqa: A002
    planted = activity(type, travel_days=days, green=green)
    assert bool(found("too_many_travel_days", call(), planted)) is fires


@pytest.mark.parametrize(
    ("fewer", "number", "fires"), [(3, 2, True), (2, 2, False), (0, 2, False), (3, None, False)]
)
def test_a_part_is_no_larger_than_the_whole(fewer, number, fires):
    planted = activity(fewer_opportunities=fewer, participants=number)
    assert bool(found("more_with_fewer_opportunities_than_participants", planted)) is fires


def test_what_has_been_given_up_need_not_be_mended():
    for status in ("refused", "withdrawn"):
        assert found("days_outside_limits", activity("short_pupil", days=9, status=status)) == []


def choice(programme, applicant="municipality"):
    return stored("programme_choice", programme=programme, applicant=applicant)


@pytest.mark.parametrize(
    ("programme", "applicant", "fires"),
    [
        ("nordplus_junior", "municipality", True),
        ("nordplus_junior", "school", False),
        ("nordplus_junior", "kindergarten", False),
        ("nordplus_junior", None, False),
        ("nordplus_horizontal", "municipality", False),
        ("ka120_consortium", "municipality", False),
    ],
)
def test_a_municipality_does_not_coordinate_nordplus_junior(programme, applicant, fires):
    assert bool(found("nordplus_junior_by_municipality", choice(programme, applicant))) is fires


@pytest.mark.parametrize(
    ("planted", "fires"),
    [
        ([choice("ka122"), activity(participants=31, year=2027)], True),
        ([choice("ka122"), activity(participants=30, year=2027)], False),
        ([choice("ka122"), activity(participants=31)], True),
        ([activity(participants=31, year=2027, programme="ka122")], True),
        (
            [choice("ka122"), activity(participants=20, year=2027), activity(participants=11, year=2027)],
            True,
        ),
        (
            [choice("ka122"), activity(participants=20, year=2027), activity(participants=11, year=2028)],
            False,
        ),
        ([choice("ka120_individual"), activity(participants=31, year=2027)], False),
        ([choice("ka122"), activity(participants=31, year=2027, programme="ka210")], False),
        ([choice("ka122"), choice("nordplus_junior"), activity(participants=31, year=2027)], False),
        ([choice("ka122"), activity("group_mobility", participants=28, accompanying=4)], False),
        ([choice("ka122"), activity("preparatory_visit", participants=31)], False),
        ([choice("ka122"), activity(participants=31, status="withdrawn")], False),
        ([], False),
    ],
)
def test_a_short_term_project_takes_thirty(planted, fires):
    assert bool(found("too_many_in_short_term_project", call(), *planted)) is fires


@pytest.mark.parametrize(
    ("planted", "fires"),
    [
        ([activity(participants=21, year=2027)], True),
        ([activity(participants=20, year=2027)], False),
        ([activity(participants=21)], False),
        ([activity(participants=15, year=2027), activity(participants=15, year=2027)], True),
        ([activity(participants=15, year=2027), activity(participants=15, year=2028)], False),
        ([activity("group_mobility", participants=100, year=2027)], False),
        ([activity("group_mobility", participants=201, year=2027)], True),
        ([activity("virtual_cooperation", participants=1000, year=2027)], False),
        ([activity("invited_expert", participants=30, year=2027)], False),
    ],
)
def test_the_number_who_travel_fits_the_size(planted, fires):
    profile = stored("profile", staff=100, children=1000)
    assert bool(found("out_of_proportion", profile, *planted)) is fires
    assert found("out_of_proportion", stored("profile"), *planted) == []


def test_out_of_proportion_names_the_year_and_both_numbers():
    planted = stored("profile", staff=100), activity(participants=50, year=2028)
    (finding,) = found("out_of_proportion", *planted)
    assert finding.subject == "2028"
    assert "50" in text(finding, translator("en")) and "100" in text(finding, translator("en"))


@pytest.mark.parametrize(
    ("here", "there", "fires"),
    [
        (50_000, [(50_000, 2027)], False),
        (50_000, [(60_000, 2027)], True),
        (50_000, [(20_000, 2027), (30_000, 2027)], False),
        (50_000, [(50_000, 2027), (70_000, 2028)], False),
        (50_000, [], False),
        (None, [(60_000, 2027)], False),
        (0, [(60_000, 2027)], True),
    ],
)
def test_the_own_share_is_the_same_in_both_places(here, there, fires):
    some = [stored("resource", type="own_share", amount=amount, year=year) for amount, year in there]
    other = stored("resource", type="position", amount=400_000, year=2027)
    assert bool(found("own_share_differs", stored("budget_basis", own_share=here), other, *some)) is fires


@pytest.mark.parametrize(
    ("anchors", "resources", "fires"),
    [
        ([(290_000, 2026, "adopted")], [("position", 170_000, 2026), ("own_share", 120_000, 2026)], []),
        ([(290_001, 2026, "adopted")], [("position", 170_000, 2026), ("own_share", 120_000, 2026)], ["2026"]),
        ([(200_000, 2028, "proposed")] * 2, [("position", 300_000, 2026)], ["2028"]),
        ([(200_000, 2028, "proposed")], [("position", 300_000, 2026), ("position", 100_000, 2027)], ["2028"]),
        ([(200_000, 2026, "proposed")], [("position", 100_000, 2027)], []),  # nothing is said of 2026
        ([(200_000, 2026, "rejected")], [("position", 100_000, 2026)], []),
        ([(None, 2026, "adopted"), (9, None, "adopted")], [("position", 1, 2026)], []),
        ([(200_000, 2026, "adopted")], [], []),
    ],
)
def test_the_plans_hold_no_more_money_than_is_put_in(anchors, resources, fires):
    held = [
        stored("anchor", amount=money, amount_year=year, status=status) for money, year, status in anchors
    ]
    put_in = [stored("resource", type=kind, amount=money, year=year) for kind, money, year in resources]
    there = found("more_anchored_than_put_in", *held, *put_in)
    assert [(one.subject, one.kind, one.field) for one in there] == [(y, "resource", "amount") for y in fires]


@pytest.mark.parametrize(
    ("said", "partners", "fires"),
    [
        (2, ["existing", "new"], False),
        (3, ["existing", "new"], True),
        (2, ["existing", "former"], True),
        (1, ["existing", None], False),
        (None, ["existing"], False),
        (3, [], False),  # nobody has begun the list
    ],
)
def test_the_partners_counted_on_are_listed(said, partners, fires):
    listed = [stored("partner", called="Skole", status=status) for status in partners]
    chosen = stored("programme_choice", "a", programme="ka122", partners_abroad=said)
    there = found("more_partners_than_listed", chosen, *listed)
    assert [(one.record, one.field) for one in there] == [("a", "partners_abroad")] * fires


@pytest.mark.parametrize(
    ("programme", "years", "fires"),
    [
        ("ka120_consortium", [2027, 2027], True),
        ("ka120_individual", [2027, 2028], False),
        ("ka120_individual", [2027, 2029], False),
        ("ka122", [2027], False),
        ("ka120_consortium", [], False),
    ],
)
def test_the_plan_of_an_accreditation_covers_two_years(programme, years, fires):
    basis = stored("budget_basis", call_year=2026)
    planned = [stored("activity", called="Besøk", type="job_shadowing", year=year) for year in years]
    there = found("plan_too_short", choice(programme), basis, *planned)
    assert [one.message.blanks for one in there] == [{"least": 2, "number": 1}] * fires
    other = stored("activity", called="Kurs", type="job_shadowing", year=2030, programme="ka122")
    assert bool(found("plan_too_short", choice(programme), basis, *planned, other)) is fires


READY = {
    "oid": "E10203040",
    "eu_login": True,
    "legal_representative": "Kommunedirektør",
    "contact": "Rådgiver",
    "contact_deputy": "Kommunalsjef",
}


@pytest.mark.parametrize("field", ["oid", "eu_login", "legal_representative", "contact"])
def test_an_erasmus_application_needs_every_formality(field):
    ready = stored("readiness", **READY)
    lacking = stored("readiness", **{**READY, field: None if field == "eu_login" else ""})
    assert found("formality_missing", choice("ka122"), ready) == []
    (finding,) = found("formality_missing", choice("ka122"), lacking)
    assert (finding.severity, finding.field) == ("error", field)
    assert found("formality_missing", choice("nordplus_horizontal"), lacking) == []
    assert found("formality_missing", lacking) == []


def test_no_eu_login_is_as_bad_as_no_answer():
    lacking = stored("readiness", **{**READY, "eu_login": False})
    assert len(found("formality_missing", choice("ka210"), lacking)) == 1


@pytest.mark.parametrize(
    ("contact", "deputy", "fires"),
    [("Rådgiver", "", True), ("Rådgiver", "Rektor", False), ("", "", False)],
)
def test_the_contact_has_a_deputy(contact, deputy, fires):
    planted = stored("readiness", contact=contact, contact_deputy=deputy)
    assert bool(found("contact_without_deputy", planted)) is fires


@pytest.mark.parametrize(
    ("oid", "fires"),
    [
        ("E10203040", False),
        ("e10203040 ", False),
        ("", False),
        ("10203040", True),
        ("E1020304", True),
        ("E102030405", True),
        ("971 525 681", True),
    ],
)
def test_an_oid_is_an_e_and_eight_digits(oid, fires):
    assert bool(found("oid_misspelt", stored("readiness", oid=oid))) is fires


@pytest.mark.parametrize(
    ("year", "planted", "fires"),
    [
        (2026, [activity(participants=4)], False),
        (2027, [activity(participants=4)], True),
        (None, [activity(participants=4)], True),
        (None, [activity(travel_days=2)], True),
        (None, [activity()], False),
        (None, [], False),
        (2027, [activity("nordplus_study_visit", participants=4)], False),
        (2027, [activity(participants=4, status="withdrawn")], False),
    ],
)
def test_a_call_whose_limits_are_not_known_is_said(year, planted, fires):
    assert bool(found("call_without_rates", call(year), *planted)) is fires


def test_the_year_that_is_not_known_is_named_with_those_that_are():
    unknown, unnamed = (
        text(found("call_without_rates", call(year), activity(participants=4))[0], translator("en"))
        for year in (2031, None)
    )
    assert unknown == "There are no rates for the call of 2031. There are rates for: 2026."
    assert unnamed.startswith("Enter the call year")


@pytest.mark.parametrize("year", [None, 2031])
def test_no_limit_of_another_call_is_used_instead(year):
    planted = choice("ka122"), activity(participants=31, travel_days=9, programme="ka122")
    for code in ("too_many_travel_days", "too_many_in_short_term_project"):
        assert found(code, call(), *planted)
        assert found(code, call(year), *planted) == []
