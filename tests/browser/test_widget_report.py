"""Figures and reports in a real browser: words, tables and drawings, new after every save."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output
from playwright.sync_api import Locator, expect

from course.export import WorkbookExporter, harmless
from course.faces import Reading, render
from course.store import View
from course.vocabulary import vocabulary
from tests.browser.harness import Bench
from widgets import WorkSession

pytestmark = pytest.mark.browser

STATEMENTS = vocabulary("assessment_statement").codes


def answer(view: View, statement: str, moment: str, role: str, level: int) -> None:
    row = {"statement": statement, "moment": moment, "role": role}
    view.save("assessment", view.row_id("assessment", row), {**row, "level": f"level_{level}"}, 0)


@pytest.fixture
def report(sula: View, read: Callable[..., Reading], bench: Callable[..., Bench]) -> Bench:
    """The figure of a self-assessment that two roles have answered at the start and one at the end."""
    for number, statement in enumerate(STATEMENTS):
        answer(sula, statement, "start", "staff", number % 3)
        answer(sula, statement, "start", "unit_leader", number % 4)
    for statement in STATEMENTS[:6]:
        answer(sula, statement, "end", "staff", 3)
    work = WorkSession(read(sula, "01_baseline"))
    return bench(work, work.figure("assessment"), work.report("assessment"))


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_and_no_page_is_wider_than_the_screen(
    report: Bench, axe: Callable[..., None], width: int
) -> None:
    report.page.set_viewport_size({"width": width, "height": 900})
    expect(report.page.get_by_role("img", name="Every answer of the self-assessment")).to_be_visible()
    assert report.page.evaluate("document.documentElement.scrollWidth") <= width
    axe(report.page)


@pytest.mark.parametrize("width", [1280, 390])
def test_the_static_face_is_as_sound_as_the_live_one(
    report: Bench, axe: Callable[..., None], width: int
) -> None:
    report.page.set_viewport_size({"width": width, "height": 900})
    html = str(render(report.widgets[0].content))
    report.page.evaluate("(html) => { document.querySelector('.wb-widget').innerHTML = html }", html)
    assert report.page.evaluate("document.documentElement.scrollWidth") <= width
    axe(report.page)


def test_the_live_face_says_what_the_static_one_says(report: Bench) -> None:
    words = "(element) => element.textContent.replace(/\\s+/g, '')"
    live = report.page.locator(".wb-widget-report").first.evaluate(words)
    html = str(render(report.widgets[0].content))
    report.page.evaluate("(html) => { document.querySelector('.wb-widget').innerHTML = html }", html)
    assert report.page.locator(".wb-static-report").evaluate(words) == live


def test_the_drawing_is_the_same_live_and_in_an_export_but_for_its_names(report: Bench) -> None:
    shapes = "(image) => [...image.querySelectorAll('path, text')].map((shape) => shape.outerHTML).join('')"
    live = report.page.locator(".wb-drawing").evaluate(shapes)
    names = report.page.locator(".wb-drawing [id]").evaluate_all("(all) => all.map(({ id }) => id)")
    html = harmless(str(render(report.widgets[0].content)))
    report.page.evaluate("(html) => document.body.insertAdjacentHTML('beforeend', html)", html)
    exported = report.page.locator(".wb-static-report .wb-drawing")
    assert live
    assert exported.evaluate(shapes) == live
    assert not set(names) & set(exported.locator("[id]").evaluate_all("(all) => all.map(({ id }) => id)"))


def test_a_drawing_can_be_read_on_a_phone_and_scrolled_with_the_keyboard(report: Bench) -> None:
    report.page.set_viewport_size({"width": 390, "height": 900})
    sheet = report.page.get_by_role("group", name="Drawing: Every answer of the self-assessment")
    sheet.focus()
    expect(sheet).to_be_focused()
    assert sheet.locator("text").last.evaluate("(text) => text.getBoundingClientRect().height") > 12
    report.page.keyboard.press("End")
    report.page.keyboard.press("ArrowRight")
    report.page.wait_for_function("document.activeElement.scrollLeft > 0")


def test_no_word_of_a_drawing_is_wider_than_its_sheet(report: Bench) -> None:
    outside = """(image) => [...image.querySelectorAll('text')].filter((text) => {
        const [word, sheet] = [text.getBoundingClientRect(), image.getBoundingClientRect()];
        return word.left < sheet.left - 1 || word.right > sheet.right + 1 || word.bottom > sheet.bottom + 1;
    }).map((text) => text.textContent)"""
    assert report.page.locator(".wb-drawing").evaluate(outside) == []


def test_a_table_folded_under_its_drawing_is_opened_by_keyboard_and_stays_open_after_a_save(
    report: Bench, axe: Callable[..., None], sula: View
) -> None:
    summary = report.page.locator("summary", has_text="As a table: Every answer of the self-assessment")
    region = report.page.get_by_role("group", name="Every answer, in figures")
    expect(region).to_have_count(0)
    summary.focus()
    report.page.keyboard.press("Enter")
    expect(region).to_be_visible()
    axe(report.page)
    before = region.text_content()
    answer(sula, STATEMENTS[8], "end", "staff", 3)
    report.tell()
    report.page.wait_for_function(
        "(before) => document.querySelector('details[open] .wb-scroll')?.textContent !== before", arg=before
    )
    expect(region).to_be_visible()


def test_on_paper_nothing_is_folded_live_or_exported(report: Bench) -> None:
    table = report.page.locator(".wb-widget-report details table")
    expect(table).not_to_be_visible()
    assert table.evaluate("(table) => table.checkVisibility({contentVisibilityAuto: true})") is False
    report.page.emulate_media(media="print")
    expect(table).to_be_visible()
    assert table.bounding_box()["height"] > 100
    executed = new_output("display_data", {"text/html": str(render(report.widgets[0].content))})
    notebook = new_notebook(cells=[new_code_cell("figure()", outputs=[executed])])
    exported, _ = WorkbookExporter().from_notebook_node(notebook)
    report.page.set_content(exported)
    expect(table_of(report)).to_be_visible()
    report.page.emulate_media(media="screen")
    expect(table_of(report)).not_to_be_visible()


def table_of(report: Bench) -> Locator:
    """Return the table of the exported page."""
    return report.page.locator(".wb-static-report details table")


def test_tables_are_tables_with_heads_and_scroll_by_keyboard(report: Bench) -> None:
    report.page.set_viewport_size({"width": 390, "height": 900})
    report.page.locator("summary", has_text="As a table").click()
    expect(report.page.get_by_role("columnheader", name="Mean").first).to_be_attached()
    label = vocabulary("assessment_statement").label(STATEMENTS[0], "en")
    expect(report.page.get_by_role("rowheader", name=label).first).to_be_attached()
    region = report.page.get_by_role("group", name="Every answer, in figures")
    region.focus()
    expect(region).to_be_focused()


def test_a_save_elsewhere_is_drawn_and_leaves_the_rest_alone(report: Bench, sula: View) -> None:
    image = report.page.get_by_role("img", name="Every answer of the self-assessment")
    circles = image.locator("path[fill='#0a4f8f']")
    expect(circles).to_have_count(1 + 6)
    region = report.page.get_by_role("group", name="Statements that are not")
    region.focus()
    answer(sula, STATEMENTS[8], "end", "staff", 3)
    report.tell()
    expect(circles).to_have_count(1 + 7)
    expect(region).to_have_count(1)


def test_what_is_swedish_is_read_out_as_swedish(
    sula: View, read: Callable[..., Reading], bench: Callable[..., Bench]
) -> None:
    work = WorkSession(read(sula, "01_baseline"))
    portfolio = bench(work, work.report("portfolio"))
    portfolio.page.locator("summary", has_text="Norrköping").click()
    swedish = portfolio.page.locator("td[lang=sv]")
    expect(swedish.filter(has_text="Städer i de nordiska länderna")).to_be_visible()
    html = str(render(portfolio.widgets[0].content))
    said = swedish.all_text_contents()
    portfolio.page.evaluate("(html) => { document.querySelector('.wb-widget').innerHTML = html }", html)
    assert swedish.all_text_contents() == said
