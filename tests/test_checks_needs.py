"""Needs and steering documents."""

import pytest

from course.i18n import translator
from tests.planted import found, stored, text


@pytest.mark.parametrize(
    ("evidence", "year", "fires"),
    [("Elevundersøkelsen", None, True), ("Elevundersøkelsen", 2026, False), ("", None, False)],
)
def test_evidence_has_a_year(evidence, year, fires):
    need = stored("need", called="Språk", evidence=evidence, evidence_year=year)
    assert bool(found("evidence_without_year", need)) is fires


@pytest.mark.parametrize(
    ("work", "fires"), [([], False), ([["need-a"]], False), ([["need-b"]], True), ([[], ["need-a"]], False)]
)
def test_a_need_is_coupled_to_development_work_once_there_is_some(work, fires):
    need = stored("need", "need-a", called="Språk")
    some = [stored("development_work", called="Arbeid", needs=needs) for needs in work]
    assert bool(found("need_without_development_work", need, *some)) is fires


@pytest.mark.parametrize(
    ("types", "fires"),
    [
        (["pupil_survey", "pupil_survey"], True),
        (["pupil_survey", "focus_group"], False),
        (["pupil_survey"], False),
        (["pupil_survey", None], False),
        ([None, None], False),
        ([], False),
    ],
)
def test_needs_are_not_all_known_from_one_source(types, fires):
    needs = [stored("need", called="Språk", evidence_type=one) for one in types]
    assert bool(found("needs_from_one_source", *needs)) is fires


@pytest.mark.parametrize(
    ("types", "fires"),
    [
        (["master_plan_society"], False),
        (["quality_plan", "children_and_youth_plan"], False),
        (["action_and_financial_plan"], False),
        (["quality_plan", "annual_report"], True),
        (["quality_plan", None], False),
        ([], False),
    ],
)
def test_one_document_is_of_a_central_type(types, fires):
    documents = [stored("steering_document", called="Plan", type=one) for one in types]
    assert bool(found("no_core_document", *documents)) is fires


@pytest.mark.parametrize(
    ("day", "fires"), [("2027-02-28", True), ("2027-03-01", False), ("2027-03-02", False), (None, False)]
)
def test_the_next_window_is_still_to_come(day, fires):
    document = stored("steering_document", called="Plan", next_window=day)
    assert bool(found("window_in_past", document)) is fires


def test_the_date_is_written_as_the_reader_writes_it():
    (finding,) = found("window_in_past", stored("steering_document", next_window="2027-02-28"))
    assert "28. februar 2027" in text(finding, translator("nb"))


@pytest.mark.parametrize(
    ("status", "day", "fires"),
    [
        ("proposed", "2027-02-01", True),
        ("to_council", "2027-02-01", True),
        ("adopted", "2027-02-01", False),
        ("rejected", "2027-02-01", False),
        ("postponed", "2027-02-01", False),
        ("proposed", "2027-04-01", False),
        ("proposed", None, False),
        (None, "2027-02-01", False),
    ],
)
def test_an_anchor_that_waits_aims_at_a_window_to_come(status, day, fires):
    assert bool(found("anchor_window_in_past", stored("anchor", status=status, window=day))) is fires


@pytest.mark.parametrize(
    ("called", "fires"),
    [
        ("Tilstandsrapport for grunnskolen 2026", True),
        ("Tilstandsrapporten", True),
        ("Årleg tilstandsrapport", True),
        ("Årlig orientering til kommunestyret", False),
        ("Årlig orientering (tidligere tilstandsrapport)", False),
        ("Årleg orientering (tidl. tilstandsrapport)", False),
        ("Kvalitetsredovisning", False),
        ("Kvalitetsrapport", False),
        ("Annual report", False),
        ("", False),
    ],
)
def test_a_status_report_is_no_longer_required(called, fires):
    assert bool(found("status_report_not_required", stored("steering_document", called=called))) is fires
