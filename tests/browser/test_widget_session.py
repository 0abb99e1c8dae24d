"""The head of a session in a real browser: it leads to what is missing, and tells whether all is saved."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from course.faces import Reading
from course.store import View
from tests.browser.harness import Bench
from widgets import WorkSession

pytestmark = pytest.mark.browser


@pytest.fixture
def session(sula: View, read: Callable[..., Reading], bench: Callable[..., Bench]) -> Bench:
    """The head of the first session above its form and a table."""
    sula.save("member", str(uuid.uuid4()), {"name_or_initials": "HP"}, 0)
    work = WorkSession(read(sula, "00_mandate"))
    return bench(work, work.heading(), work.form("profile"), work.table("member"))


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing(session: Bench, axe: Callable[..., None], width: int) -> None:
    session.page.set_viewport_size({"width": width, "height": 900})
    axe(session.page)
    for summary in session.page.locator(".wb-list > summary:visible").all():
        summary.click()
    axe(session.page)
    assert session.page.evaluate("document.documentElement.scrollWidth") <= width


def test_it_says_where_in_the_year_one_is(session: Bench) -> None:
    steps = session.page.get_by_role("navigation", name="Sessions of the course year")
    expect(steps.locator("[aria-current=step]")).to_contain_text("Mandate and project group")
    expect(steps.get_by_role("link", name="The steering documents")).to_be_visible()


def test_what_is_missing_leads_to_the_question(session: Bench) -> None:
    missing = session.page.locator(".wb-list", has_text="Still missing")
    missing.locator("summary").press("Enter")
    missing.get_by_role("link", name="Project owner").press("Enter")
    expect(session.answer("owner")).to_be_focused()
    missing.get_by_role("link", name="HP").press("Enter")
    expect(session.answer("role")).to_be_focused()


def test_it_counts_as_answers_come_in(session: Bench) -> None:
    sentence = session.page.locator(".wb-done > p")
    before = sentence.text_content()
    session.answer("owner").fill("Head of education")
    session.saved()
    expect(sentence).not_to_have_text(str(before))
    expect(sentence).to_have_text(session.widgets[0].content["complete_sentence"])


def test_it_tells_for_the_whole_page_whether_all_is_saved(session: Bench) -> None:
    told = session.page.locator(".wb-widget-session").get_by_role("status")
    session.answer("owner").fill("Head of education")
    session.saved()
    expect(told).to_contain_text("Saved at")
    session.answer("schools").fill("seven")
    session.page.keyboard.press("Tab")
    expect(told).to_have_text("There is a problem")
    session.answer("schools").fill("7")
    session.page.keyboard.press("Tab")
    expect(told).to_contain_text("Saved at")


def test_no_address_that_runs_something_becomes_a_link(session: Bench) -> None:
    session.page.evaluate(
        "() => { const content = structuredClone(window.models[0].content);"
        " content.steps[0].href = 'javascript:document.title=1';"
        " window.show([content, window.models[1].content, window.models[2].content]); }"
    )
    expect(session.page.locator(".wb-steps a[href^=javascript]")).to_have_count(0)
