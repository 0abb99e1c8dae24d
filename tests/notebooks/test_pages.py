"""Every session for an empty, a half-filled and a full municipality, run as `workbook run` does it.

Sula (nynorsk) and Asker (bokmål) are full: the worked example year. Elverum is half-way, Stranda has
written nothing. Lillestrøm has answered every question there is, each with a sentence of its own that
would run if it were not escaped.
"""

import re
import sqlite3
from contextlib import closing
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup, Tag

from course import batch
from course.cli.files import held_again
from course.example_year import fill, half_year, year
from course.organisations import cohort
from course.outline import sessions
from course.settings import settings
from course.store import Store
from tests.conftest import participant
from tests.worked import answer_everything

# The first test waits for a batch of every session for every municipality.
pytestmark = [pytest.mark.slow, pytest.mark.timeout(1200)]

SESSIONS = [session.key for session in sessions()]
LATER = [str(key) for session in sessions() for key in session.keys if key.occasion]
MUNICIPALITIES = [municipality.key for municipality in cohort("pilot").municipalities]
FULL = {"sula": "nn", "asker": "nb"}
HALF, EMPTY, EVERYTHING = "elverum", "stranda", "lillestrom"
HOSTILE = "Only lillestrom <script>stolen()</script>"
HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"]


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """A database with the five of them, and the sentences that only one has written."""
    path = tmp_path_factory.mktemp("filled") / "workbook.sqlite"
    store, pilot = Store(f"sqlite:///{path}"), cohort("pilot")
    store.prepare()
    store.add_cohort(pilot)  # without what public sources say: the empty one is empty
    for municipality in FULL:
        fill(store, pilot.key, pilot.municipality(municipality), year())
    fill(store, pilot.key, pilot.municipality(HALF), half_year())
    view = store.view(participant(EVERYTHING), pilot.key, EVERYTHING)
    return path, answer_everything(view, HOSTILE)


def everything_in(database):
    with closing(sqlite3.connect(database)) as connection:
        return list(connection.iterdump())


@pytest.fixture(scope="module")
def results(filled, tmp_path_factory):
    """All pages, by municipality and session."""
    with pytest.MonkeyPatch.context() as patch:
        database, _ = filled
        patch.setenv("WORKBOOK_DATABASE_URL", f"sqlite:///{database}")
        settings.cache_clear()
        before = everything_in(database)
        pilot = cohort("pilot")
        tasks = batch.plan(pilot, tmp_path_factory.mktemp("out"), again=held_again(pilot))
        done = list(batch.run_notebooks(tasks, 2))
        unchanged = everything_in(database) == before
    settings.cache_clear()
    assert [result.error for result in done if result.error] == []
    assert unchanged, "a batch reads; it never changes answers"
    return {(result.task.municipality, result.task.session): result.task for result in done}


@pytest.fixture(scope="module")
def pages(results):
    return {key: BeautifulSoup(task.page.read_text("utf-8"), "html5lib") for key, task in results.items()}


def test_there_is_a_page_and_a_notebook_of_every_session_for_every_municipality(results):
    assert set(results) == {
        (municipality, session)
        for municipality in MUNICIPALITIES
        for session in [*SESSIONS, *(LATER if municipality in (*FULL, EVERYTHING) else [])]
    }
    for task in results.values():
        folder = task.out / "pilot" / task.municipality
        assert task.page.parent == task.notebook.parent == folder
        assert task.page.is_file()
        assert task.notebook.is_file()


@pytest.mark.parametrize("session", SESSIONS)
def test_each_own_sentence_is_on_the_page_of_its_session(pages, filled, session):
    _, sentences = filled
    shown = pages[EVERYTHING, session].main.get_text()
    assert [sentence for sentence in sentences.get(session, []) if sentence not in shown] == []


@pytest.mark.parametrize("municipality", [one for one in MUNICIPALITIES if one != EVERYTHING])
def test_nobody_else_s_sentence_is_on_any_page(pages, results, municipality):
    for key in results:
        if key[0] == municipality:
            assert "Only lillestrom" not in str(pages[key])
            assert "Only lillestrom" not in results[key].notebook.read_text("utf-8")


def test_the_sentences_of_the_example_are_only_where_it_was_written(pages):
    said = "For mange barn og elever får hjelpen sin utenfor fellesskapet."
    there = {municipality for (municipality, _), page in pages.items() if said in page.get_text()}
    assert there == {*FULL, HALF}


@pytest.mark.parametrize("municipality", [*FULL, HALF, EMPTY])
def test_no_page_shows_what_only_a_program_would_say(pages, municipality):
    for (whose, session), page in pages.items():
        if whose == municipality:
            text = page.main.get_text(" ")
            assert re.findall(r".{0,30}\b(?:None|nan|NaN|NaT|null|undefined)\b.{0,30}", text) == [], session


def test_every_table_has_a_row(pages):
    for key, page in pages.items():
        assert [str(table) for table in page.select("table") if not table.select("tbody tr td")] == [], key


@pytest.mark.parametrize("municipality", [*FULL, HALF, EMPTY])
def test_no_heading_stands_over_nothing(pages, municipality):
    for (whose, session), page in pages.items():
        if whose == municipality:
            bare = [heading.get_text() for heading in page.main.find_all(HEADINGS) if not below(heading)]
            assert bare == [], session


def below(heading: Tag) -> str:
    """Return the text between a heading and the next one that is not a part of it."""
    level, said = HEADINGS.index(heading.name), ""
    for element in heading.find_all_next():
        if element.name in HEADINGS and HEADINGS.index(element.name) <= level:
            break
        if element.name not in HEADINGS:
            said += element.get_text(strip=True)
    return said


def test_the_full_ones_are_complete_and_the_empty_one_is_told_what_to_do(pages):
    for municipality, word in (("sula", "Fullført"), ("asker", "Fullført")):
        home = pages[municipality, "home"].main.get_text(" ")
        assert home.count(word) >= len(SESSIONS) - 1
    empty = pages[EMPTY, "home"].main.get_text(" ")
    assert "Ikkje starta" in empty
    assert "Fullført" not in empty


def test_every_page_is_in_its_municipality_s_language(pages):
    languages = {entry.key: entry.language for entry in cohort("pilot").municipalities}
    assert {key: page.html["lang"] for key, page in pages.items()} == {
        key: languages[key[0]] for key in pages
    }


def test_no_page_has_a_script_or_fetches_anything(pages):
    for page in pages.values():
        assert page.select("script, iframe, object, embed, link, form, [src], [srcset], [background]") == []
        assert [name for tag in page.find_all(True) for name in tag.attrs if name.startswith("on")] == []
        assert re.search(r"url\(|@import", page.style.get_text()) is None


def test_every_page_has_one_h1_landmarks_and_headings_in_order(pages):
    for page in pages.values():
        assert len(page.select("h1")) == 1
        assert [len(page.select(f"body > {name}")) for name in ("header", "main", "footer")] == [1, 1, 1]
        levels = [int(heading.name[1]) for heading in page.select("h1, h2, h3, h4, h5, h6")]
        assert all(after <= before + 1 for before, after in pairwise(levels))


def test_no_id_is_there_twice_and_every_reference_within_a_page_leads_somewhere(pages):
    for page in pages.values():
        ids = [tag["id"] for tag in page.select("[id]")]
        assert len(ids) == len(set(ids))
        inside = [link["href"][1:] for link in page.select("a[href^='#']")]
        labels = [name for tag in page.select("[aria-labelledby]") for name in tag["aria-labelledby"].split()]
        assert set(inside + labels) <= set(ids)


def test_links_to_other_sessions_lead_to_pages_that_were_made(pages, results):
    for key, page in pages.items():
        for link in page.select("a[href]:not([href^='#']):not([href^='http'])"):
            assert (results[key].folder / link["href"]).is_file(), link


def test_no_table_has_an_empty_header(pages):
    for page in pages.values():
        assert [cell for cell in page.select("th") if not cell.get_text(strip=True)] == []


def test_the_degree_of_anchoring_is_told_at_home(pages):
    assert "5 av 5 mål er forankra." in pages["sula", "home"].get_text(" ")
    assert "5 av 5 mål er forankret." in pages["asker", "home"].get_text(" ")
