"""What a session's page contains before any script has run, and when a notebook fails."""

from __future__ import annotations

import json
import re
import shutil

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell

from course.settings import settings
from tests.serving import serving

SESSIONS = [
    "",
    "session/00_mandate",
    "session/03_documents",
    "session/04_anchoring",
    "session/07_followup@plus-6",
]


@pytest.fixture(scope="module")
def pages(served):
    with served.client(name="Reads") as client:
        yield {path: client.open(f"{path}?language=nn").html for path in SESSIONS}


@pytest.mark.parametrize("path", SESSIONS)
def test_the_page_has_one_heading_and_its_landmarks(pages, path):
    page = BeautifulSoup(pages[path], "html5lib")
    for hidden in page("noscript"):
        hidden.decompose()
    assert page.html["lang"] == "nn"
    assert [len(page(name)) for name in ("h1", "main", "header", "footer")] == [1, 1, 1, 1]
    assert page.h1.find_parent("main")
    assert page.title.string.startswith(page.h1.get_text(strip=True))
    assert page.find("a", class_="wb-skip")["href"] == f"#{page.main['id']}"
    assert page.find(id="workbook-connection")["role"] == "alert"


@pytest.mark.parametrize("path", SESSIONS)
def test_prose_is_there_before_any_script_and_nothing_hides_it(pages, path):
    page = BeautifulSoup(pages[path], "html5lib")
    prose = page.find_all(class_="wb-prose")
    assert len(prose) > 1
    assert not page.main.find_all(style=True) + page.main.find_all(hidden=True)
    assert not page.find_all(class_="anchor-link")


@pytest.mark.parametrize("path", SESSIONS)
def test_what_the_session_is_about_can_be_read_while_the_kernel_starts(pages, path):
    before_kernel, _, after = pages[path].partition('<script id="jupyter-config-data"')
    assert before_kernel.count("<h1") == 1
    assert after.count("<h1") == 0
    assert before_kernel.count("wb-prose") == 1


@pytest.mark.parametrize("path", SESSIONS)
def test_nothing_comes_from_elsewhere(pages, path):
    page = BeautifulSoup(pages[path], "html5lib")
    addresses = [tag.get("src") or tag.get("href") for tag in page(["script", "link", "img", "iframe"])]
    assert all(address.startswith(("/", "data:")) for address in addresses if address)
    assert "cdn" not in pages[path].lower().replace("cdnurl", "")


def test_without_javascript_the_answers_can_be_read(pages):
    page = BeautifulSoup(pages["session/00_mandate"], "html5lib", multi_valued_attributes=None)
    static = " ".join(str(part) for part in page("noscript"))
    assert "wb-static" in static or "wb-answers" in static


def test_scripts_in_the_page_are_data_only(served):
    with served.client(name="Scripts") as client:
        answer = client.open("?language=en").answer
    page = BeautifulSoup(answer.text, "html5lib")
    running = [tag for tag in page("script") if not tag.get("src") and "json" not in (tag.get("type") or "")]
    assert running == []
    for tag in page("script", type=re.compile("json$")):
        json.loads(tag.string)


@pytest.fixture(scope="module")
def failing(tmp_path_factory):
    """A server whose home notebook prints, warns and then fails."""
    folder = tmp_path_factory.mktemp("failing")
    notebooks = folder / "notebooks"
    shutil.copytree(settings().notebooks_dir, notebooks)
    home = nbformat.read(notebooks / "home.ipynb", 4)
    home.cells[2:] = [
        new_code_cell("print('<b>said</b>')\nimport sys; print('to-standard-error', file=sys.stderr)"),
        new_code_cell("from IPython.display import HTML\nHTML('<p>kept<script>alert(1)</script></p>')"),
        new_code_cell("secret = 'in-the-traceback'\nraise RuntimeError(secret)"),
        new_code_cell("print('never reached')"),
    ]
    nbformat.write(home, notebooks / "home.ipynb")
    with serving(folder, WORKBOOK_NOTEBOOKS_DIR=str(notebooks)) as server:
        yield server


def test_a_notebook_that_fails_says_so_in_words_and_shows_no_traceback(failing):
    with failing.client() as client:
        page = client.open("?language=nb")
    soup = BeautifulSoup(page.html, "html5lib")
    assert len(soup.find_all(class_="wb-failed", role="alert")) == 1
    for private in ("in-the-traceback", "RuntimeError", "Traceback", "to-standard-error", "never reached"):
        assert private not in page.html
    assert "&lt;b&gt;said&lt;/b&gt;" in page.html
    assert "<p>kept" in page.html and "alert(1)</script>" not in page.html
    assert "in-the-traceback" in failing.log, "the operator has to find the reason"
