"""Every session for every municipality: each page shows what its own people wrote, and nobody else's."""

import re
import sqlite3
import uuid
from contextlib import closing
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup

from course import batch, outline
from course.cli.files import held_again
from course.organisations import cohort
from course.outline import sessions
from course.records import KINDS, questions
from course.settings import settings
from course.store import Store
from course.vocabulary import vocabulary
from tests.conftest import participant

# The first test waits for a batch of every session for every municipality.
pytestmark = [pytest.mark.slow, pytest.mark.timeout(1200)]

SESSIONS = [str(key) for session in sessions() for key in session.keys]
MUNICIPALITIES = [municipality.key for municipality in cohort("pilot").municipalities]
SHOWN_KINDS = [kind for kind, model in KINDS.items() if outline.session(model.home).reader == "group"]
VALUES = {"number": 7, "year": 2027, "date": "2027-03-04", "yesno": True, "url": "https://example.org/plan"}


def sentence(municipality, kind, field):
    """A sentence nobody else writes, and one that would run if it were not escaped."""
    return f"Only {municipality} writes {kind}.{field} <script>stolen()</script>"


def answers(municipality, kind, written):
    """An answer to every question of a kind."""
    found = {}
    for question in questions(KINDS[kind]):
        if question.type in ("line", "text"):
            found[question.name] = sentence(municipality, kind, question.name)
        elif question.vocabulary:
            code = vocabulary(question.vocabulary).codes[0]
            found[question.name] = [code] if question.type == "choices" else code
        elif question.refers_to:
            record = written[question.refers_to]
            found[question.name] = [record] if question.type == "references" else record
        else:
            found[question.name] = VALUES[question.type]
    return found


@pytest.fixture(scope="module")
def filled(prepared_database, tmp_path_factory):
    """A database in which every municipality has answered every question."""
    path = tmp_path_factory.mktemp("filled") / "workbook.sqlite"
    path.write_bytes(prepared_database.read_bytes())
    store = Store(f"sqlite:///{path}")
    for municipality in MUNICIPALITIES:
        view, written = store.view(participant(municipality), "pilot", municipality), {}
        for kind in SHOWN_KINDS:
            stored = view.one(kind) if KINDS[kind].single else None
            written[kind] = stored.id if stored else str(uuid.uuid4())
            view.save(
                kind, written[kind], answers(municipality, kind, written), stored.revision if stored else 0
            )
    return path


def everything_in(database):
    with closing(sqlite3.connect(database)) as connection:
        return list(connection.iterdump())


@pytest.fixture(scope="module")
def results(filled, tmp_path_factory):
    """All pages, by municipality and session."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WORKBOOK_DATABASE_URL", f"sqlite:///{filled}")
        settings.cache_clear()
        before = everything_in(filled)
        pilot = cohort("pilot")
        planned = batch.plan(pilot, tmp_path_factory.mktemp("out"), again=held_again(pilot))
        done = list(batch.run(planned, 2))
        unchanged = everything_in(filled) == before
    settings.cache_clear()
    assert [result.error for result in done if result.error] == []
    assert unchanged, "a batch reads; it never changes answers"
    return {(result.task.municipality, result.task.session): result.task for result in done}


@pytest.fixture(scope="module")
def pages(results):
    return {key: BeautifulSoup(task.page.read_text("utf-8"), "html5lib") for key, task in results.items()}


def test_there_is_a_page_and_a_notebook_of_every_session_for_every_municipality(results):
    assert set(results) == {
        (municipality, session) for municipality in MUNICIPALITIES for session in SESSIONS
    }
    for task in results.values():
        folder = task.out / "pilot" / task.municipality
        assert task.page.parent == task.notebook.parent == folder
        assert task.page.is_file()
        assert task.notebook.is_file()


@pytest.mark.parametrize("municipality", MUNICIPALITIES)
def test_each_own_sentence_is_on_the_page_of_its_session(pages, municipality):
    missing = [
        (kind, question.name)
        for kind in SHOWN_KINDS
        for question in questions(KINDS[kind])
        if question.type in ("line", "text")
        and sentence(municipality, kind, question.name)
        not in pages[municipality, KINDS[kind].home].main.get_text()
    ]
    assert missing == []


@pytest.mark.parametrize("municipality", MUNICIPALITIES)
def test_nobody_else_s_sentence_is_on_any_page(pages, results, municipality):
    others = "|".join(other for other in MUNICIPALITIES if other != municipality)
    for session in SESSIONS:
        assert re.search(f"Only ({others}) writes", str(pages[municipality, session])) is None
        text = results[municipality, session].notebook.read_text("utf-8")
        assert re.search(f"Only ({others}) writes", text) is None


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
    assert "0 av 2 mål er forankra." in pages["sula", "home"].get_text(" ")
