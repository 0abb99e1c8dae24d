"""DOCX, ODT, PDF and XLSX say what the HTML says: nothing is lost, and nothing hostile comes alive."""

from __future__ import annotations

import io
import uuid
import zipfile

import openpyxl
import pytest
from bs4 import BeautifulSoup

from course.documents import DOCUMENTS, CannotMake, make, pandoc
from course.documents.docx import docx
from course.documents.odt import odt
from course.documents.pdf import pdf
from course.documents.xlsx import xlsx
from course.faces.opening import reading_of
from course.i18n import PRINTED
from course.store import Store
from tests.conftest import participant
from tests.papers import (
    HOSTILE,
    docx_text,
    html_text,
    normalised,
    opened_by_libreoffice,
    pdf_facts,
    pdf_text,
)
from tests.worked import answer_everything

KEYS = [key for key, document in DOCUMENTS.items() if not document.data and document.reader == "group"]
EVERYTHING = [(key, language) for key in KEYS for language in PRINTED]


@pytest.fixture(scope="module")
def readings(prepared_database, tmp_path_factory):
    """Readings of a municipality with every answer given, by language; its needs are written by an enemy."""
    path = tmp_path_factory.mktemp("papers") / "workbook.sqlite"
    for suffix in ("", "-wal"):
        source = prepared_database.with_name(prepared_database.name + suffix)
        if source.exists():
            path.with_name(path.name + suffix).write_bytes(source.read_bytes())
    store = Store(f"sqlite:///{path}")
    view = store.view(participant("sula"), "pilot", "sula")
    answer_everything(view, "Fjord")
    for place, text in enumerate(HOSTILE[:6]):
        values = {"called": HOSTILE[place + 6][:140], "description": text, "evidence": text}
        view.save("need", str(uuid.uuid4()), values, 0)
    for text in HOSTILE:
        goal = view.save("goal", str(uuid.uuid4()), {"called": text[:140], "explanation": text}, 0).id
        if len(view.all("goal")) >= 9:
            break
        values = {"goal": goal, "document": view.all("steering_document")[-1].id, "proposed_text": text}
        view.save("anchor", str(uuid.uuid4()), {**values, "status": "proposed"}, 0)
    return {
        language: reading_of(
            store,
            participant("sula"),
            cohort="pilot",
            organisation="sula",
            session="home",
            language=language,
            printed=True,
        )
        for language in PRINTED
    }


@pytest.fixture(scope="module")
def made(readings):
    """Every document in every language and format, made once."""
    return {
        (key, language, form): make(DOCUMENTS[key], readings[language], form).content
        for key, language in EVERYTHING
        for form in DOCUMENTS[key].formats
    }


@pytest.mark.parametrize(("key", "language"), EVERYTHING)
def test_docx_says_what_html_says(made, key, language):
    assert docx_text(made[key, language, "docx"]) == html_text(made[key, language, "html"])


@pytest.mark.parametrize(("key", "language"), EVERYTHING)
def test_pdf_says_what_html_says(made, key, language):
    page = made[key, language, "html"]
    assert pdf_text(made[key, language, "pdf"], page) == html_text(page, marks=True)


def test_a_sentence_that_is_left_out_is_noticed(made):
    page = made["strategy", "nn", "html"].decode()
    soup = BeautifulSoup(page, "html.parser")
    soup.find("main").find_all("p")[5].decompose()
    assert html_text(str(soup)) != docx_text(made["strategy", "nn", "docx"])
    assert html_text(str(soup), marks=True) != pdf_text(made["strategy", "nn", "pdf"])


@pytest.mark.parametrize(("key", "language"), EVERYTHING)
def test_a_pdf_is_tagged_and_named(made, key, language):
    facts = pdf_facts(made[key, language, "pdf"])
    assert facts["Tagged"] == "yes"
    title = BeautifulSoup(made[key, language, "html"], "html.parser").h1.get_text()
    assert facts["Title"] == title
    assert f"/Lang({language})".encode() in made[key, language, "pdf"].replace(b"/Lang (", b"/Lang(")
    assert b"pdfuaid:part" in made[key, language, "pdf"]


def test_libreoffice_opens_every_docx_and_odt(made, tmp_path):
    files = []
    for key in KEYS:
        for form in ("docx", "odt"):
            file = tmp_path / f"{key}-{form}.{form}"
            file.write_bytes(made[key, "nn", form])
            files.append(file)
    read = opened_by_libreoffice(files, tmp_path / "out")
    for key in KEYS:
        for form in ("docx", "odt"):
            paragraphs = BeautifulSoup(made[key, "nn", "html"], "html.parser").main.find_all(
                ["p", "h2", "td"]
            )
            missing = [
                one for one in paragraphs if normalised(one.get_text()) not in read[f"{key}-{form}.{form}"]
            ]
            assert missing == []


def test_the_running_head_and_the_page_are_in_every_docx_and_odt(made):
    for form, name in (("docx", "word/header1.xml"), ("odt", "styles.xml")):
        with zipfile.ZipFile(io.BytesIO(made["strategy", "nn", form])) as archive:
            assert "Sula kommune · Strategi for internasjonalt samarbeid" in archive.read(name).decode()


def test_tables_of_a_docx_repeat_their_heads(made):
    with zipfile.ZipFile(io.BytesIO(made["strategy", "nn", "docx"])) as archive:
        document = archive.read("word/document.xml").decode()
    assert document.count("<w:tblHeader") == document.count("<w:tbl>") > 0


def a_page(*parts):
    body = "".join(parts)
    head = '<meta charset="utf-8"><title>T</title><meta name="running" content="r">'
    head += '<meta name="accent" content="1e4b6e"><meta name="tint" content="e8eef3">'
    return (
        f'<!doctype html><html lang="nb"><head>{head}</head><body><main><h1>T</h1>{body}</main></body></html>'
    )


PLACES = (
    "<p></p><h2></h2><ul><li></li></ul><ol><li></li></ol><table><caption></caption>"
    '<colgroup><col style="width: 50%"><col style="width: 50%"></colgroup>'
    '<thead><tr><th scope="col"></th><th scope="col">b</th></tr></thead>'
    '<tbody><tr><th scope="row"></th><td></td></tr></tbody></table><p>end</p>'
)


def everywhere(texts):
    """Return a page that has each text in every place a document has texts in."""
    parts = []
    for text in texts:
        part = BeautifulSoup(PLACES, "html.parser")
        for place in part.find_all(["p", "h2", "li", "caption", "th", "td"]):
            if not place.string:
                place.string = text
        parts.append(str(part))
    return a_page(*parts)


def test_hostile_text_comes_out_as_it_went_in():
    page = everywhere(HOSTILE)
    assert docx_text(docx(page, "r")) == html_text(page)
    assert pdf_text(pdf(page), page) == html_text(page, marks=True)


def test_no_cell_of_a_workbook_is_reckoned_with():
    sheets = openpyxl.load_workbook(io.BytesIO(xlsx(everywhere(HOSTILE)))).worksheets[1:]
    assert len(sheets) == len(HOSTILE)
    for sheet, text in zip(sheets, HOSTILE, strict=True):
        assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value} == {"s"}
        assert sheet["A3"].value == " ".join(text.split())
        assert sheet["A3"].quotePrefix


def test_figures_of_a_workbook_are_figures(made):
    book = openpyxl.load_workbook(io.BytesIO(made["action_plan", "en", "xlsx"]))
    assert any(
        cell.data_type == "n" for sheet in book for row in sheet.iter_rows() for cell in row if cell.value
    )
    assert len(set(book.sheetnames)) == len(book.sheetnames)


def test_long_answers_and_long_tables_are_printed_whole():
    words = "<p>" + "ord " * 5_000 + "slutt</p>"
    rows = "".join(f'<tr><th scope="row">rad {n}</th><td>{n}</td></tr>' for n in range(200))
    head = '<thead><tr><th scope="col">a</th><th scope="col">b</th></tr></thead>'
    page = a_page(words, f"<table><caption>c</caption>{head}<tbody>{rows}</tbody></table>")
    assert docx_text(docx(page, "r")) == html_text(page)
    assert pdf_text(pdf(page), page) == html_text(page, marks=True)


def test_a_character_the_fonts_lack_is_a_square_in_the_pdf_and_stays_elsewhere():
    page = a_page("<p>Bra 😀 中文</p>")
    assert "□" in pdf_text(pdf(page))
    assert docx_text(docx(page, "r")) == html_text(page)


def test_no_picture_or_file_is_fetched(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("secret", "utf-8")
    page = a_page(f'<p><img src="{secret}" alt="x">end</p>')
    for written in (docx, odt):
        assert b"secret" not in written(page, "r")


def test_a_converter_that_takes_too_long_is_ended_with_a_sentence(monkeypatch):
    monkeypatch.setattr(pandoc, "_LONGEST", 0.001)
    with pytest.raises(CannotMake, match="took too long"):
        docx(a_page("<p>x</p>"), "r")
