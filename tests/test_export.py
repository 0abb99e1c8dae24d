"""The exported page: one H1, landmarks, no script, no request; harmless whatever the notebook holds."""

import subprocess
import sys

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbconvert.exporters import get_exporter
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from course.export import WorkbookExporter, harmless

WIDGET = {"application/vnd.jupyter.widget-view+json": {"model_id": "1"}, "text/plain": "Form()"}


def notebook(*outputs, prose="# Goals\n\nSome prose.", **metadata):
    made = new_notebook(
        cells=[new_markdown_cell(prose), new_code_cell("the_source()", outputs=list(outputs))]
    )
    made.metadata.update(metadata)
    return made


def shown(*outputs, **about):
    page, _ = WorkbookExporter().from_notebook_node(notebook(*outputs, **about))
    return BeautifulSoup(page, "html5lib")


def display(**data):
    return new_output("display_data", {name.replace("_", "/"): value for name, value in data.items()})


def test_it_is_registered_as_workbook():
    assert get_exporter("workbook") is WorkbookExporter


@pytest.mark.parametrize("language", ["en", "nb", "nn"])
def test_the_page_says_its_language_and_speaks_it(language):
    page = shown(language=language)
    assert page.html["lang"] == language
    assert (page.select_one("a.skip").text == "Skip to the content") == (language == "en")


def test_a_language_we_have_not_becomes_english():
    assert shown(language="tlh").html["lang"] == "en"


def test_it_has_a_title_a_skip_link_and_landmarks():
    page = shown(title="Goals", workbook={"municipality_name": "Sula"})
    assert page.title.text == "Goals – Sula"
    assert page.select_one("body > a.skip")["href"] == "#" + page.main["id"]
    assert [len(page.select(f"body > {name}")) for name in ("header", "main", "footer")] == [1, 1, 1]
    assert [heading.text for heading in page.select("h1")] == ["Goals"]


def test_the_first_heading_is_the_title_where_none_is_given():
    assert shown(prose="# What we want").title.text == "What we want"


def test_the_static_face_is_shown_and_the_live_one_is_not():
    page = shown(new_output("display_data", WIDGET | {"text/html": "<p>The answers</p>"}))
    assert "The answers" in page.main.text
    assert "Form()" not in page.text


def test_a_widget_without_static_face_is_said_to_be_live_only():
    assert "can only be seen in the workbook itself" in shown(new_output("display_data", WIDGET)).main.text


def test_sources_tracebacks_and_warnings_are_not_shown():
    page = shown(
        new_output("error", ename="KeyError", evalue="'x'", traceback=["Traceback: secret"]),
        new_output("stream", name="stderr", text="a warning"),
    )
    assert "could not be made" in page.main.text
    assert not any(word in page.text for word in ("the_source", "secret", "KeyError", "a warning"))


def test_plain_text_is_shown_as_text():
    page = shown(new_output("stream", name="stdout", text="<b>1 < 2</b>"), display(text_plain="'<i>'"))
    assert [pre.text for pre in page.select("pre")] == ["<b>1 < 2</b>", "'<i>'"]


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<p onclick=alert(1)>x</p>",
        '<a href="javascript:alert(1)">x</a>',
        '<a href="JaVaScRiPt:alert(1)">x</a>',
        "<iframe src=https://example.org></iframe>",
        "<img src=https://example.org/x.png>",
        '<img src="data:image/svg+xml,<svg onload=alert(1)>">',
        "<link rel=stylesheet href=https://example.org/x.css>",
        "<style>@import url(https://example.org/x.css)</style>",
        '<p style="background:url(https://example.org)">x</p>',
        "<svg><script>alert(1)</script></svg>",
        "<form action=https://example.org><input autofocus onfocus=alert(1)></form>",
        "<base href=https://example.org>",
        "<meta http-equiv=refresh content=0;url=https://example.org>",
        '<p tabindex="5">x</p>',
    ],
)
@pytest.mark.parametrize("place", ["output", "markdown output", "prose"])
def test_nothing_that_acts_or_fetches_gets_into_the_page(html, place):
    page = {
        "output": lambda: shown(display(text_html=html)),
        "markdown output": lambda: shown(display(text_markdown=html)),
        "prose": lambda: shown(prose=f"# Goals\n\n{html}"),
    }[place]()
    assert (
        page.select("script, iframe, link, form, input, base, svg, object, [onclick], [onerror], [onfocus]")
        == []
    )
    assert page.select("main style, main [style], [tabindex='5'], meta[http-equiv]") == []
    assert page.select("img[src]") == []
    assert not any("javascript" in link.get("href", "").lower() for link in page.select("a"))


def test_what_a_reader_needs_stays():
    html = (
        '<section aria-label="Sula" class="x" id="s"><h2>Mål</h2><dl><dt>A</dt><dd>B</dd></dl>'
        '<table><tbody><tr><th scope="row">1</th><td>2</td></tr></tbody></table>'
        '<div role="region" tabindex="0"><a href="home.html">x</a></div></section>'
    )
    assert harmless(html) == html


def test_the_page_makes_no_request_of_its_own():
    page = shown(display(text_html="<p>x</p>"))
    assert page.select("[src], link, script, object, embed") == []
    assert "url(" not in page.style.text and "@import" not in page.style.text


def test_when_it_was_run_is_said_on_the_clock_of_the_country():
    page = shown(language="nb", papermill={"end_time": "2026-11-22T22:30:00+00:00"})
    assert "22. november 2026 kl. 23:30" in page.footer.text


def test_nbconvert_makes_the_page_from_the_command_line(tmp_path):
    nbformat.write(notebook(display(text_html="<p>The answers</p>"), language="nn"), tmp_path / "goals.ipynb")
    command = [sys.executable, "-m", "nbconvert", "--to", "workbook", "goals.ipynb"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    page = BeautifulSoup((tmp_path / "goals.html").read_text("utf-8"), "html5lib")
    assert page.html["lang"] == "nn"
    assert "The answers" in page.main.text
