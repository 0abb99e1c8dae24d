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
def test_the_page_tells_of_its_widgets_before_it_shows_them(pages, path):
    """Each place finds its model told of already, with its code named and not carried."""
    page = BeautifulSoup(pages[path], "html5lib")
    told: dict[str, dict] = {}
    for tag in page.find_all(lambda tag: "data-model" in tag.attrs or "widget-state" in tag.get("type", "")):
        if tag.name == "script":
            told |= json.loads(tag.string)["state"]
        else:
            assert tag["data-model"] in told
    ours = [model["state"] for model in told.values() if model["model_module"] == "anywidget"]
    assert ours
    for state in ours:
        assert state["_esm"] == f"workbook:{state['opened']['widget']}"
        assert state["_css"] == ""


@pytest.mark.parametrize("path", SESSIONS)
def test_nothing_comes_from_elsewhere(pages, path):
    page = BeautifulSoup(pages[path], "html5lib")
    addresses = [tag.get("src") or tag.get("href") for tag in page(["script", "link", "img", "iframe"])]
    assert all(address.startswith(("/", "data:")) for address in addresses if address)
    assert "cdn" not in pages[path].lower().replace("cdnurl", "")


def test_without_javascript_the_answers_can_be_read(pages):
    page = BeautifulSoup(pages["session/00_mandate"], "html5lib")
    places = page.main.find_all(class_="wb-widget")
    assert len(places) > 2
    for place in places:
        assert place.find(class_="wb-static").get_text(strip=True)


@pytest.mark.parametrize("path", SESSIONS)
def test_nothing_can_be_typed_into_before_the_forms_are_live(pages, path):
    """What was typed into a static face would be gone when the form takes its place."""
    page = BeautifulSoup(pages[path], "html5lib")
    for place in page.main.find_all(class_="wb-widget"):
        assert not place.find_all(["input", "textarea", "select", "button"])
        assert not place.find_all(contenteditable=True)


@pytest.mark.parametrize("path", SESSIONS)
def test_no_script_and_no_style_stands_in_the_page_itself(pages, path):
    page = BeautifulSoup(pages[path], "html5lib")
    assert not [tag for tag in page("script") if not tag.get("src") and "json" not in (tag.get("type") or "")]
    assert not page("style") + page.find_all(style=True)
    for tag in page.find_all(True):
        assert not [name for name in tag.attrs if name.startswith("on")]
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
