"""What a facilitator sees of a whole cohort, and that nobody else does."""

from __future__ import annotations

import io
import uuid
from dataclasses import replace
from datetime import date, timedelta

import openpyxl
import pytest
from bs4 import BeautifulSoup

from course import batch
from course.analysis import overview
from course.analysis.overview import decision_windows, need_themes, progress, standing
from course.checks import completeness
from course.documents import DOCUMENTS, make, make_each
from course.faces import COHORT_REPORTS, CohortReading, Reading, cohort_content, render
from course.faces.opening import cohort_reading_of
from course.grants import ENVIRONMENT_VARIABLE, Grant, NotGranted, Role
from course.i18n import LANGUAGES, translator
from course.organisations import cohort
from course.outline import SessionKey, sessions
from course.settings import settings
from course.vocabulary import vocabulary
from tests.conftest import FACILITATOR, participant
from tests.papers import docx_text, html_text, pdf_facts
from widgets import open_cohort

pytestmark = pytest.mark.each_database

TODAY = date(2026, 11, 22)


def new():
    return str(uuid.uuid4())


@pytest.fixture
def write(store):
    """Write a record of a municipality; returns its id."""

    def make(municipality, kind, **values):
        view = store.view(participant(municipality), "pilot", municipality)
        return view.save(kind, new(), values, 0).id

    return make


@pytest.fixture
def records(store):
    """The records of every municipality, as the frames take them."""
    return lambda: {
        key: store.view(FACILITATOR, "pilot", key).everything() for key in store.organisations("pilot")
    }


@pytest.fixture
def whole(store, read):
    """The cohort as its facilitator reads it."""

    def make(language="en"):
        view = store.gatherings_view(FACILITATOR, "pilot")
        held = view.everything()
        own = Reading(
            view, translator(language), SessionKey("09_facilitator"), "pilot", held, held["gathering"]
        )
        places = {
            key: replace(
                read(store.view(FACILITATOR, "pilot", key), "home", language), municipality=key.title()
            )
            for key in store.organisations("pilot")
        }
        return CohortReading(own, places)

    return make


def test_progress_has_a_row_for_every_municipality_and_session(records):
    frame = progress(records())
    assert len(frame) == 5 * (len(sessions()) - 1)
    assert (frame["done"] <= frame["total"]).all()
    assert frame["municipality"].drop_duplicates().tolist() == sorted(frame["municipality"].unique())


def told(cohort):
    return standing(cohort, progress(cohort), TODAY).set_index("municipality")


def test_standing_has_the_answers_that_progress_counts(write, records):
    write("asker", "goal", called="Goal")
    counted = progress(records()).groupby("municipality")[["done", "total"]].sum()
    assert told(records())[["done", "total"]].loc[counted.index].equals(counted)
    assert counted.loc["asker", "done"] > counted.loc["sula", "done"]


def test_the_answers_of_a_page_are_counted_once(whole, monkeypatch):
    counted = []

    def count(records, session):
        counted.append(session)
        return completeness(records, session)

    monkeypatch.setattr(overview, "completeness", count)
    everybody = whole()
    for name in COHORT_REPORTS:
        cohort_content(everybody, name)
    assert len(counted) == len(sessions()) * len(everybody.municipalities)


def test_standing_counts_goals_anchored_ones_and_findings(write, records):
    work = write("asker", "development_work", called="Language plan")
    goal = write("asker", "goal", called="Everyone takes part", development_work=[work])
    before = told(records()).loc["asker"]
    document = write("asker", "steering_document", called="Plan")
    write("asker", "anchor", goal=goal, document=document, status="proposed")
    write("asker", "goal", called="Second")
    after = told(records()).loc["asker"]
    assert (before["goals"], before["anchored"]) == (1, 0)
    assert (after["goals"], after["anchored"]) == (2, 1)
    assert after[["error", "warning", "info"]].sum() > 0


def test_windows_to_come_are_in_order_of_date_and_each_once(write, records):
    late = write("sula", "steering_document", called="Late", next_window="2027-03-01")
    write("asker", "steering_document", called="Soon", next_window="2026-12-01")
    write("asker", "steering_document", called="Over", next_window="2026-01-01")
    goal = write("sula", "goal", called="Goal")
    write("sula", "anchor", goal=goal, document=late, window="2027-03-01")
    write("sula", "anchor", goal=goal, document=late, window="2027-05-01")
    assert decision_windows(records(), TODAY).values.tolist() == [
        [date(2026, 12, 1), "asker", "Soon"],
        [date(2027, 3, 1), "sula", "Late"],
        [date(2027, 5, 1), "sula", "Late"],
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_windows_of_the_year_ahead_are_a_wheel_and_all_of_them_a_table(write, whole, language):
    soon, far = (whole().own.today + timedelta(days=days) for days in (90, 600))
    write("asker", "steering_document", called="Soon", next_window=soon.isoformat())
    write("sula", "steering_document", called="Far", next_window=far.isoformat())
    content = cohort_content(whole(language), "windows")
    assert [block["type"] for block in content["blocks"]] == ["text", "drawing", "folded"]
    said, drawn, folded = content["blocks"]
    assert "Asker" in said["text"] and "Soon" in said["text"]
    assert "Soon" in drawn["svg"] and "Asker" in drawn["svg"] and "Far" not in drawn["svg"]
    assert [row[1:] for row in folded["blocks"][0]["rows"]] == [["Asker", "Soon"], ["Sula", "Far"]]
    image = BeautifulSoup(render(content), "html5lib").svg
    assert image.title.text == drawn["label"].partition(": ")[2]


def test_windows_that_are_all_later_than_the_year_ahead_are_a_table_only(write, whole):
    far = whole().own.today + timedelta(days=600)
    write("sula", "steering_document", called="", next_window=far.isoformat())
    blocks = cohort_content(whole(), "windows")["blocks"]
    assert [block["type"] for block in blocks] == ["text", "table"]
    assert blocks[1]["rows"][0][2] == "Without a name"


def test_common_needs_are_those_of_more_than_one(write, records):
    assert need_themes(records()).empty
    first, second, *_ = vocabulary("need_theme").codes
    for municipality, theme in [("sula", first), ("sula", first), ("asker", first), ("asker", second)]:
        write(municipality, "need", called="A need", theme=theme)
    (row,) = need_themes(records()).to_dict("records")
    assert (row["theme"], row["needs"], row["municipalities"]) == (first, 3, ["asker", "sula"])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", COHORT_REPORTS)
def test_every_report_reads_well_when_nothing_has_been_written(whole, name, language):
    page = BeautifulSoup(render(cohort_content(whole(language), name)), "html5lib")
    assert page.h3.get_text(strip=True)
    assert page.find(["p", "table", "ul"])
    assert not [head for head in page("th") if not head.get_text(strip=True)]


def test_a_text_of_two_municipalities_is_shown_with_their_names(write, whole):
    sentence = "Our pupils meet other languages too seldom and too late in school."
    for municipality in ("sula", "asker"):
        write(municipality, "need", called="Languages", description=sentence)
    shown = str(render(cohort_content(whole(), "shared")))
    assert "Asker, Sula" in shown and sentence in shown


def test_the_facilitator_opens_the_cohort_and_writes_its_gatherings(
    address, store, monkeypatch, fresh_settings
):
    monkeypatch.setenv("WORKBOOK_DATABASE_URL", address)
    monkeypatch.setenv(ENVIRONMENT_VARIABLE, FACILITATOR.model_dump_json())
    settings.cache_clear()
    work = open_cohort(cohort="pilot", session="09_facilitator", language="en")
    table = work.table("gathering")
    assert not table.content["readonly"]
    told = []
    table.send = lambda content, buffers=None: told.append(content)
    message = {"type": "save", "token": 1, "kind": "gathering", "record": new(), "revision": 0}
    table._handle_custom_msg({**message, "values": {"gathering": "gathering_1", "place": "Bergen"}}, [])
    assert told[0]["type"] == "saved"
    assert [
        stored.record.place for stored in store.gatherings_view(FACILITATOR, "pilot").all("gathering")
    ] == ["Bergen"]


@pytest.mark.parametrize("role", [Role.PARTICIPANT, Role.READER])
def test_those_of_a_municipality_do_not_open_the_cohort(address, monkeypatch, fresh_settings, role):
    grant = Grant(person="p", name="P", role=role, cohort="pilot", organisation="sula")
    monkeypatch.setenv("WORKBOOK_DATABASE_URL", address)
    monkeypatch.setenv(ENVIRONMENT_VARIABLE, grant.model_dump_json())
    settings.cache_clear()
    with pytest.raises(NotGranted):
        open_cohort(cohort="pilot", session="09_facilitator", language="en")


def test_a_batch_runs_it_once_and_in_no_municipality_s_folder(tmp_path):
    tasks = batch.plan(
        cohort("pilot"), tmp_path, sessions=["09_facilitator", "home"], municipalities=["sula"]
    )
    assert [(task.municipality, task.session) for task in tasks] == [
        ("cohort-pilot", "09_facilitator"),
        ("sula", "home"),
    ]
    assert tasks[0].grant.holds("pilot")
    assert tasks[1].grant.role is Role.READER


@pytest.fixture
def told_of_all(store, write):
    """The course overview as a page, in a language."""

    def make_page(language="en"):
        reading = cohort_reading_of(store, FACILITATOR, cohort="pilot", session="home", language=language)
        return BeautifulSoup(make(DOCUMENTS["course_overview"], reading, "html").content, "html.parser")

    return make_page


def rows(page, caption):
    table = next(one for one in page.find_all("table") if one.caption.get_text() == caption)
    return [[cell.get_text() for cell in row.find_all(["th", "td"])] for row in table.tbody.find_all("tr")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_course_overview_says_what_the_page_says(store, write, told_of_all, language):
    for municipality in ("asker", "sula"):
        write(
            municipality, "need", called="Courage", theme="inclusion", description="Few dare to speak at all."
        )
        write(municipality, "steering_document", called="A plan", next_window="2099-03-01")
    page = told_of_all(language)
    seen = cohort_reading_of(store, FACILITATOR, cohort="pilot", session="09_facilitator", language=language)
    shown = " ".join(page.get_text().split())
    for name in COHORT_REPORTS:
        assert cohort_content(seen, name)["title"] in shown
    for name in ("standing", "themes"):
        for block in cohort_content(seen, name)["blocks"]:
            assert rows(page, block["caption"]) == block["rows"]
    windows = cohort_content(seen, "windows")["blocks"][-1]
    listed = (windows.get("blocks") or [windows])[0]
    assert rows(page, listed["caption"]) == listed["rows"]


def test_the_course_overview_ranks_nobody(write, told_of_all):
    write("sula", "goal", called="Everybody reads")
    names = [row[0] for row in rows(told_of_all(), "Figures for each municipality")]
    assert names == sorted(names) and len(names) == 5
    assert [row[0] for row in rows(told_of_all(), "The sessions of each municipality")] == names


def test_the_course_overview_comes_in_every_format_for_a_table(store):
    assert DOCUMENTS["course_overview"].formats == ("html", "docx", "odt", "pdf", "xlsx")
    reading = cohort_reading_of(store, FACILITATOR, cohort="pilot", session="home", language="nn")
    made = {
        one.name.rpartition(".")[2]: one
        for one in make_each(DOCUMENTS["course_overview"], reading, DOCUMENTS["course_overview"].formats)
    }
    assert docx_text(made["docx"].content) == html_text(made["html"].content)
    assert pdf_facts(made["pdf"].content)["Tagged"] == "yes"
    book = openpyxl.load_workbook(io.BytesIO(made["xlsx"].content))
    assert [cell.value for cell in book.worksheets[2]["A"]][2:] == [
        "Asker",
        "Elverum",
        "Lillestrøm",
        "Stranda",
        "Sula",
    ]


@pytest.mark.parametrize("role", [Role.PARTICIPANT, Role.READER])
def test_whoever_holds_no_gatherings_gets_no_course_overview(store, role):
    with pytest.raises(NotGranted):
        cohort_reading_of(
            store,
            Grant(person="k", name="Kari", role=role, cohort="pilot", organisation="sula"),
            cohort="pilot",
            session="home",
            language="en",
        )
