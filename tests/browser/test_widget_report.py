"""A report in a real browser: figures in words and tables, bars beside them, new after every save."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

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
    """The spread of a self-assessment that two roles have answered at the start and one at the end."""
    for number, statement in enumerate(STATEMENTS):
        answer(sula, statement, "start", "staff", number % 3)
        answer(sula, statement, "start", "unit_leader", number % 4)
    for statement in STATEMENTS[:6]:
        answer(sula, statement, "end", "staff", 3)
    work = WorkSession(read(sula, "01_baseline"))
    return bench(work, work.report("assessment"))


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_and_no_page_is_wider_than_the_screen(
    report: Bench, axe: Callable[..., None], width: int
) -> None:
    report.page.set_viewport_size({"width": width, "height": 900})
    expect(report.page.get_by_role("heading", name="The self-assessment")).to_be_visible()
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
    live = report.page.locator(".wb-widget-report").evaluate(words)
    html = str(render(report.widgets[0].content))
    report.page.evaluate("(html) => { document.querySelector('.wb-widget').innerHTML = html }", html)
    assert report.page.locator(".wb-static-report").evaluate(words) == live


def test_a_bar_begins_over_its_first_dot_and_ends_over_the_last_step(report: Bench) -> None:
    bar = report.page.locator(".wb-bar").first
    meter = bar.locator("meter").bounding_box()
    steps = [step.bounding_box() for step in bar.locator(".wb-step-number").all()]
    assert meter is not None
    for step, edge in ((steps[0], meter["x"]), (steps[-1], meter["x"] + meter["width"])):
        assert step is not None
        assert step["x"] + step["width"] / 2 == pytest.approx(edge, abs=2)


def test_tables_are_tables_with_heads_and_scroll_by_keyboard(report: Bench) -> None:
    report.page.set_viewport_size({"width": 390, "height": 900})
    expect(report.page.get_by_role("columnheader", name="Mean").first).to_be_attached()
    label = vocabulary("assessment_statement").label(STATEMENTS[0], "en")
    expect(report.page.get_by_role("rowheader", name=label).first).to_be_attached()
    region = report.page.get_by_role("region", name="Organisation, in figures")
    region.focus()
    expect(region).to_be_focused()


def test_a_save_elsewhere_is_shown_and_leaves_the_rest_alone(report: Bench, sula: View) -> None:
    region = report.page.get_by_role("region", name="Organisation, in figures")
    region.focus()
    answer(sula, STATEMENTS[8], "end", "staff", 3)
    report.tell()
    expect(region).to_be_focused()
    label = vocabulary("assessment_statement").label(STATEMENTS[8], "en")
    end = report.page.locator(".wb-bar", has_text="At the end").locator("meter")
    expect(end).to_have_count(7)
    expect(report.page.locator(".wb-bar-group", has_text=label)).to_have_count(1)


def test_what_is_swedish_is_read_out_as_swedish(
    sula: View, read: Callable[..., Reading], bench: Callable[..., Bench]
) -> None:
    work = WorkSession(read(sula, "01_baseline"))
    portfolio = bench(work, work.report("portfolio"))
    swedish = portfolio.page.locator("td[lang=sv]")
    expect(swedish.filter(has_text="Städer i de nordiska länderna")).to_be_visible()
    html = str(render(portfolio.widgets[0].content))
    said = swedish.all_text_contents()
    portfolio.page.evaluate("(html) => { document.querySelector('.wb-widget').innerHTML = html }", html)
    assert swedish.all_text_contents() == said
