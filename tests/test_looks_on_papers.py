"""A municipality's look on its papers: the logo at the head and the colour, in every format alike."""

from __future__ import annotations

import base64
import html
import io
import re
import subprocess
import uuid
import zipfile

import openpyxl
import pytest
from bs4 import BeautifulSoup

from course.documents import DOCUMENTS, make
from course.documents.colours import tint
from course.faces.opening import reading_of
from course.looks import change_look
from course.store import Store
from tests.conftest import participant
from tests.logos import png, svg
from tests.papers import docx_text, html_text, opened_by_libreoffice, pdf_facts, pdf_text

COLOUR = "#7a1f3d"
ALTERNATIVE = 'A shield "with" \\ a #strike & <b>'
FORMS = ("html", "docx", "odt", "pdf", "xlsx")
LOGOS = {"svg": svg(), "png": png()}


@pytest.fixture(scope="module")
def made(prepared_database, tmp_path_factory):
    """The anchoring matrix in each format: without a look, and with a logo of each kind."""
    path = tmp_path_factory.mktemp("looks") / "workbook.sqlite"
    for suffix in ("", "-wal"):
        source = prepared_database.with_name(prepared_database.name + suffix)
        if source.exists():
            path.with_name(path.name + suffix).write_bytes(source.read_bytes())
    store, kari = Store(f"sqlite:///{path}"), participant("sula")
    view = store.view(kari, "pilot", "sula")
    goal = view.save("goal", str(uuid.uuid4()), {"called": "Courage to speak"}, 0).id
    document = view.all("steering_document")[-1].id
    view.save("anchor", str(uuid.uuid4()), {"goal": goal, "document": document, "status": "proposed"}, 0)

    def paper():
        reading = reading_of(store, kari, cohort="pilot", organisation="sula", session="home", language="en")
        return {form: make(DOCUMENTS["anchoring_matrix"], reading, form).content for form in FORMS}

    papers = {"plain": paper()}
    for revision, (kind, logo) in enumerate(LOGOS.items()):
        asked = {"name": "Sula herad", "colour": COLOUR, "alternative": ALTERNATIVE, "file": logo}
        change_look(store, kari, "pilot", "sula", **asked, revision=revision)
        papers[kind] = paper()
    return papers


def within(content, name):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name).decode()


def names(content, folder):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return [name for name in archive.namelist() if name.startswith(folder)]


@pytest.mark.parametrize("kind", LOGOS)
def test_every_format_still_says_the_same(made, kind):
    paper = made[kind]
    assert docx_text(paper["docx"]) == html_text(paper["html"])
    assert pdf_text(paper["pdf"], paper["html"]) == html_text(paper["html"], marks=True)
    assert "Sulaherad" in html_text(paper["html"])
    assert "Sulamunicipality" not in html_text(paper["html"])


def test_the_page_holds_its_logo_and_fetches_nothing(made):
    for kind, media_type in (("svg", "image/svg+xml"), ("png", "image/png")):
        soup = BeautifulSoup(made[kind]["html"], "html.parser")
        (image,) = soup.find_all("img")
        head, _, data = image["src"].partition(",")
        assert head == f"data:{media_type};base64"
        assert base64.b64decode(data)
        assert image["alt"] == ALTERNATIVE
        assert image.find_next("h1")
        assert not soup.select("link, script, [src^=http]")


@pytest.mark.parametrize("kind", LOGOS)
def test_docx_and_odt_have_the_logo_before_the_title_with_words_for_it(made, kind):
    docx = within(made[kind]["docx"], "word/document.xml")
    odt = within(made[kind]["odt"], "content.xml")
    assert len(names(made[kind]["docx"], "word/media/")) == 1
    assert len(names(made[kind]["odt"], "Pictures/")) == 1
    assert docx.index("<w:drawing>") < docx.index('w:val="Title"')
    assert odt.index("<draw:image") < odt.index('text:style-name="Title"')
    said = (re.search('<wp:docPr descr="([^"]*)"', docx), re.search("<svg:title>(.*?)</svg:title>", odt))
    assert [html.unescape(one[1]) for one in said if one] == [ALTERNATIVE, ALTERNATIVE]


def test_a_pdf_has_the_logo_and_is_tagged_still(made, tmp_path):
    for kind in LOGOS:
        assert pdf_facts(made[kind]["pdf"])["Tagged"] == "yes"
        assert b"pdfuaid:part" in made[kind]["pdf"]
    paper = tmp_path / "paper.pdf"

    def pictures(kind):
        paper.write_bytes(made[kind]["pdf"])
        done = subprocess.run(["pdfimages", "-list", paper], capture_output=True, check=True, timeout=60)
        return len(done.stdout.splitlines()) - 2

    assert pictures("png") > pictures("plain") == 0
    assert pictures("svg") == 0  # a drawing stays one
    structure = subprocess.run(
        ["pdfinfo", "-struct", paper], capture_output=True, check=True, timeout=60
    ).stdout.decode()
    assert "Figure" in structure


def test_the_colour_is_that_of_headings_and_lines(made):
    accent, ground = COLOUR[1:], tint(COLOUR)[1:]
    assert f"--accent: {COLOUR}; --tint: #{ground};" in made["svg"]["html"].decode()
    styles = within(made["svg"]["docx"], "word/styles.xml")
    assert re.search(f'w:styleId="Heading1".*?w:val="{accent}"', styles, re.DOTALL)
    assert f'w:fill="{ground}"' in styles
    assert f'fo:color="#{accent}"' in within(made["svg"]["odt"], "styles.xml")
    assert f'fo:background-color="#{ground}"' in within(made["svg"]["odt"], "content.xml")
    sheet = openpyxl.load_workbook(io.BytesIO(made["svg"]["xlsx"])).worksheets[1]
    assert sheet["A2"].fill.fgColor.rgb == f"00{ground.upper()}"
    assert sheet["A2"].border.bottom.color.rgb == f"00{accent.upper()}"


def test_without_a_look_a_paper_is_as_it_was(made):
    page = made["plain"]["html"].decode()
    assert "<img" not in page
    assert page.count("--accent:") == 1
    assert "Sula municipality" in page
    assert names(made["plain"]["docx"], "word/media/") == []
    assert names(made["plain"]["odt"], "Pictures/") == []
    for kind in ("docx", "odt"):
        part = "word/styles.xml" if kind == "docx" else "styles.xml"
        styles = within(made["plain"][kind], part)
        assert "1e4b6e" in styles
        assert "{" not in styles


def test_libreoffice_opens_what_has_a_logo(made, tmp_path):
    files = []
    for form in ("docx", "odt"):
        files.append(tmp_path / f"paper-{form}.{form}")
        files[-1].write_bytes(made["svg"][form])
    read = opened_by_libreoffice(files, tmp_path / "out")
    assert all("Sulaherad" in text for text in read.values())


def test_a_logo_is_called_by_its_municipality_where_nobody_said_what_it_shows(store, sula):
    change_look(store, participant("sula"), "pilot", "sula", file=svg())
    sula.save("goal", str(uuid.uuid4()), {"called": "Courage"}, 0)
    for language, said in (("en", "Logo of Sula"), ("nn", "Logoen til Sula")):
        reading = reading_of(
            store, participant("sula"), cohort="pilot", organisation="sula", session="home", language=language
        )
        page = make(DOCUMENTS["strategy"], reading, "html").content
        assert BeautifulSoup(page, "html.parser").img["alt"] == said
