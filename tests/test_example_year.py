"""The worked example: complete, without findings, and never written over anybody's answers."""

import re
from datetime import date

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner

from course import cli, demonstration
from course.analysis.coverage import coverage
from course.checks import Severity, anchoring, completeness, findings
from course.example_year import AlreadyAnswered, fill, half_year, year
from course.faces import Reading
from course.faces.session import session_content
from course.faces.static import render
from course.grants import Grant, Role
from course.i18n import LANGUAGES, translator
from course.organisations import cohort, cohorts
from course.outline import SessionKey, sessions
from course.records import KINDS, Partner, Profile, Project
from course.settings import settings
from course.store import NotFound, Store
from course.store.access import Access
from course.vocabulary import vocabulary

EXAMPLE = "eksempelkommunen"
TODAY = date(2026, 12, 1)
READER = Grant(person="reader", name="Reader", role=Role.READER, cohort="example", organisation=EXAMPLE)
KEYS = [key for session in sessions() for key in session.keys]


def filled(path, entries):
    """Return the example's view and a store that has it."""
    store = Store(f"sqlite:///{path}")
    store.prepare()
    group = cohort("example")
    demonstration.load(store, group)
    fill(store, group.key, group.municipalities[0], entries)
    return store, store.view(READER, group.key, EXAMPLE)


@pytest.fixture(scope="module")
def example(tmp_path_factory):
    return filled(tmp_path_factory.mktemp("example") / "workbook.sqlite", year())


@pytest.fixture(scope="module")
def half(tmp_path_factory):
    return filled(tmp_path_factory.mktemp("half") / "workbook.sqlite", half_year())


def records(one, kind):
    return [stored.record for stored in one[1].everything()[kind]]


@pytest.mark.parametrize("key", KEYS, ids=str)
def test_every_session_that_asks_for_something_is_complete(example, key):
    found = completeness(example[1].at(key.occasion).everything(), key.notebook)
    assert found.missing == ()
    assert found.state == ("complete" if key.notebook != "home" else "empty")


@pytest.mark.parametrize("occasion", ["", "plus-6", "plus-12"])
def test_no_check_finds_anything(example, occasion):
    found = findings(example[1].at(occasion).everything(), today=TODAY)
    assert [(one.code, one.kind, one.field, one.subject) for one in found] == []


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "gathering"])
def test_every_kind_of_record_is_there(example, kind):
    assert any(stored.revision for stored in example[1].everything()[kind])


def test_the_gatherings_of_the_cohort_are_there(example):
    plans = example[0].gatherings_view(READER, "example").all("gathering")
    assert [plan.record.gathering for plan in plans] == list(vocabulary("gathering").codes)


def test_what_the_figures_and_reports_show_is_varied(example):
    everything = example[1].everything()
    projects = records(example, "project")
    assert len(projects) >= 8
    assert len({project.status for project in projects}) >= 6
    assert len({project.unit_type for project in projects}) >= 6
    assert len({partner.country for partner in records(example, "partner")}) >= 4
    assert len({activity.year for activity in records(example, "activity")}) >= 2
    assert len({anchor.status for anchor in records(example, "anchor")}) >= 5
    assert len({anchor.document for anchor in records(example, "anchor")}) >= 4
    assert len({answer.role for answer in records(example, "assessment")}) >= 3
    assert anchoring(everything).degree == 1
    counted = coverage(
        [project for project in projects if isinstance(project, Project)],
        next(one for one in records(example, "profile") if isinstance(one, Profile)),
        TODAY.year,
    )
    assert counted.share == 0.5
    assert counted.outdated == ()
    assert all(isinstance(partner, Partner) and partner.goals for partner in records(example, "partner"))


def test_the_last_measurement_agrees_with_the_coverage_it_measures(example):
    later = example[1].at("plus-12").everything()
    indicator = next(one for one in later["indicator"] if one.record.called.startswith("Enheter med"))
    measured = [one.record.value for one in later["follow_up"] if one.record.indicator == indicator.id]
    assert measured == ["10 av 20"]


def test_half_the_year_stops_at_the_goals_and_leaves_something_to_do(half):
    everything = half[1].everything()
    states = {key.notebook: completeness(everything, key.notebook).state for key in KEYS if not key.occasion}
    assert states["00_mandate"] == states["03_documents"] == "complete"
    assert states["02_needs"] == states["04_anchoring"] == "started"
    assert states["05_activities"] == states["06_roles"] == states["08_decision"] == "empty"
    assert any(one.severity is not Severity.INFO for one in findings(everything, today=TODAY))


@pytest.mark.parametrize("language", LANGUAGES)
def test_its_pages_say_that_it_does_not_exist(example, language):
    _, view = example
    reading = Reading(
        view, translator(language), SessionKey("00_mandate"), "Eksempelkommunen", view.everything()
    )
    sentence = {"en": "made up", "nb": "oppdiktet", "nn": "oppdikta"}[language]
    content = session_content(reading)
    assert sentence in content["intro"]
    assert sentence in BeautifulSoup(render(content), "html5lib").get_text()


def test_the_pages_of_real_municipalities_say_nothing_of_the_kind(sula, read):
    assert session_content(read(sula))["intro"] == ""


def test_it_and_one_for_each_other_country_are_the_only_municipalities_that_do_not_exist():
    made_up = [entry.key for key in cohorts() for entry in cohort(key).municipalities if entry.made_up]
    assert made_up == [EXAMPLE, "exempelby", "eksempelby"]


def test_it_is_written_once_and_never_over_what_is_there(example):
    store, view = example
    before = view.change
    with pytest.raises(AlreadyAnswered, match="Eksempelkommunen"):
        fill(store, "example", cohort("example").municipalities[0], year())
    assert view.change == before


def test_it_is_written_whole_or_not_at_all(tmp_path):
    store = Store(f"sqlite:///{tmp_path / 'workbook.sqlite'}")
    store.prepare()
    group = cohort("example")
    demonstration.load(store, group)
    twice = [*year(), next(entry for entry in year() if entry.kind == "routine")]
    with pytest.raises(NotFound):
        fill(store, group.key, group.municipalities[0], twice)
    assert store.view(READER, group.key, EXAMPLE).change == 0


@pytest.fixture
def workbook(tmp_path, monkeypatch):
    monkeypatch.setenv("WORKBOOK_VAR_DIR", str(tmp_path / "var"))
    settings.cache_clear()
    yield lambda *arguments: CliRunner().invoke(cli.main, arguments)
    settings.cache_clear()


def test_the_command_fills_it_and_says_how_to_see_it(workbook, tmp_path):
    done = workbook("demo", "--year")
    assert done.exit_code == 0
    for said in ("Eksempelkommunen", "made up", "participant", "/invitation/", "workbook serve"):
        assert said in done.output
    assert Store(f"sqlite:///{tmp_path / 'var' / 'workbook.sqlite'}").view(READER, "example", EXAMPLE).change


def test_a_second_time_it_changes_nothing_says_so_and_prints_links_that_work(workbook, tmp_path):
    workbook("demo", "--year")
    store = Store(f"sqlite:///{tmp_path / 'var' / 'workbook.sqlite'}")
    before = store.view(READER, "example", EXAMPLE).change
    again = workbook("demo", "--year")
    assert again.exit_code == 0
    assert "Nothing was written" in again.output
    assert "now has" not in again.output
    tokens = re.findall(r"/invitation/(\S+)", again.output)
    assert len(tokens) == 4
    assert all(Access(store.engine).invitation(token) for token in tokens)
    assert store.view(READER, "example", EXAMPLE).change == before


def test_without_year_it_is_there_and_empty(workbook, tmp_path):
    assert workbook("demo").exit_code == 0
    store = Store(f"sqlite:///{tmp_path / 'var' / 'workbook.sqlite'}")
    assert store.view(READER, "example", EXAMPLE).change == 0


@pytest.mark.parametrize(
    "arguments", [("--cohort", "pilot"), ("--cohort", "pilot", "--municipality", "sula")], ids=" ".join
)
def test_a_real_municipality_is_never_filled(workbook, arguments, tmp_path):
    refused = workbook("demo", "--year", *arguments)
    assert refused.exit_code == 2
    assert "example" in refused.stderr
    assert not (tmp_path / "var").exists()
