"""Every session for every municipality, run as a facilitator would: each sees its own answers only."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from course.organisations import cohort
from course.outline import sessions
from course.store import Store
from tests.conftest import participant
from tests.worked import answer_everything

# The first test waits for a batch of every session for every municipality.
pytestmark = [pytest.mark.slow, pytest.mark.timeout(1200)]

PILOT = cohort("pilot")
SESSIONS = [session.key for session in sessions()]


@pytest.fixture(scope="module")
def written(
    prepared_database: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, dict[str, dict[str, list[str]]], dict[str, int]]:
    """The folder that `workbook run` filled, what each municipality had written, and their change numbers."""
    folder = tmp_path_factory.mktemp("every-session")
    database = folder / "workbook.sqlite"
    database.write_bytes(prepared_database.read_bytes())
    store = Store(f"sqlite:///{database}")
    store.prepare()
    sentences, views = {}, {}
    for key in PILOT.keys:
        views[key] = store.view(participant(key), "pilot", key)
        sentences[key] = answer_everything(views[key], f"unique-{key}")
    changes = {key: view.change for key, view in views.items()}
    result = subprocess.run(
        [sys.executable, "-c", "from course.cli import main; main()", "run", "--out", folder / "out"],
        env={**os.environ, "WORKBOOK_DATABASE_URL": store.url},
        capture_output=True,
        text=True,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    assert {key: view.change for key, view in views.items()} == changes, "a batch has changed answers"
    return folder / "out" / "pilot", sentences, changes


@pytest.mark.parametrize("session", SESSIONS)
@pytest.mark.parametrize("municipality", PILOT.keys)
def test_the_page_shows_its_own_answers_and_nobody_elses(written, municipality, session):
    folder, sentences, _ = written
    html = (folder / municipality / f"{session}.html").read_text("utf-8")
    page = BeautifulSoup(html, "html5lib")
    shown = re.sub(r"\s+", " ", page.get_text(" "))
    for sentence in sentences[municipality].get(session, []):
        assert sentence in shown
    for other in PILOT.keys:
        assert (f"unique-{other}" in html) is (other == municipality and session in sentences[municipality])
    assert page.html["lang"] == PILOT.municipality(municipality).language
    assert page.find("script") is None
    assert not re.search(r"""(?:src|srcset|data|poster|action)\s*=\s*["']?(?:https?:)?//""", html)
    assert not page.select("link[href], img, iframe, object, embed, video, audio, source, form")
    assert "url(" not in html.replace("url(#", "")
    assert len(page.find_all("h1")) == 1
    assert PILOT.municipality(municipality).name in shown


@pytest.mark.parametrize("municipality", PILOT.keys)
def test_the_links_of_a_page_lead_to_pages_that_are_there(written, municipality):
    folder, _, _ = written
    for session in SESSIONS:
        page = BeautifulSoup((folder / municipality / f"{session}.html").read_text("utf-8"), "html5lib")
        links = [a["href"] for a in page.select("a[href]") if not a["href"].startswith(("#", "https://"))]
        assert len(set(links)) >= len(SESSIONS) - 1
        for link in links:
            assert (folder / municipality / link).exists(), link


def test_the_page_of_one_session_is_made_from_the_notebook_beside_it(written):
    folder, _, _ = written
    for municipality in PILOT.keys:
        for session in SESSIONS:
            notebook = (folder / municipality / f"{session}.ipynb").read_text("utf-8")
            assert "WORKBOOK_" not in notebook
            assert "/workbook.sqlite" not in notebook


def test_the_degree_of_anchoring_is_told_at_home(written):
    folder, _, _ = written
    page = BeautifulSoup((folder / "elverum" / "home.html").read_text("utf-8"), "html5lib")
    assert "1 av 1 mål er forankret." in page.get_text(" ")
