"""What a record has been, in a real browser: opened, read, and an earlier answer used again."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from course.faces import Reading
from course.store import Store, View
from tests.browser.harness import Bench
from tests.conftest import FACILITATOR, participant
from widgets import WorkSession

pytestmark = pytest.mark.browser

HOSTILE = '<img src=x onerror="document.title=1">'


@pytest.fixture
def goal(sula: View, store: Store) -> str:
    """A goal that two people have written on."""
    record = str(uuid.uuid4())
    sula.save("goal", record, {"called": "The first text"}, 0)
    ola = store.view(participant("sula", "Ola"), "pilot", "sula")
    ola.save("goal", record, {"called": HOSTILE}, 1)
    return record


@pytest.mark.parametrize("width", [1280, 390])
def test_an_earlier_answer_is_found_and_used_again(
    goal: str, sula: View, read: Callable[..., Reading], bench: Callable[..., Bench],
    axe: Callable[[Page], None], width: int,
) -> None:  # fmt: skip
    work = WorkSession(read(sula))
    shown = bench(work, work.table("goal"))
    page = shown.page
    page.set_viewport_size({"width": width, "height": 900})
    page.locator(f'[data-record="{goal}"] [data-act=edit]').click()
    history = page.locator(f'[data-record="{goal}"] .wb-history')
    history.get_by_text("History", exact=True).press("Enter")
    expect(history.get_by_role("listitem")).to_have_count(2)
    expect(history.get_by_role("listitem").first).to_contain_text("Changed · Ola")
    expect(history.get_by_role("listitem").first).to_contain_text(HOSTILE)
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    history.get_by_role("button", name="Use this answer again").click()
    shown.saved()
    assert sula.get(goal).record.called == "The first text"
    expect(shown.answer("called")).to_have_value("The first text")
    expect(history.get_by_role("listitem")).to_have_count(3)
    expect(history.locator("summary")).to_be_focused()


def test_an_earlier_answer_does_not_overwrite_what_somebody_has_written_meanwhile(
    goal: str, sula: View, store: Store, read: Callable[..., Reading], bench: Callable[..., Bench]
) -> None:
    work = WorkSession(read(sula))
    shown = bench(work, work.table("goal"))
    shown.page.locator(f'[data-record="{goal}"] [data-act=edit]').click()
    history = shown.page.locator(f'[data-record="{goal}"] .wb-history')
    history.locator("summary").click()
    back = history.get_by_role("button", name="Use this answer again")
    expect(back).to_have_count(1)
    store.view(participant("sula", "Siri"), "pilot", "sula").save("goal", goal, {"called": "By Siri"}, 2)
    back.click()
    expect(shown.field("called").get_by_role("group").first).to_contain_text("By Siri")
    assert sula.get(goal).record.called == "By Siri"


def test_a_deleted_record_is_found_and_taken_back(
    goal: str, sula: View, read: Callable[..., Reading], bench: Callable[..., Bench],
    axe: Callable[[Page], None],
) -> None:  # fmt: skip
    sula.delete(goal, 2)
    work = WorkSession(read(sula))
    shown = bench(work, work.table("goal"))
    page = shown.page
    deleted = page.locator(".wb-deleted")
    deleted.get_by_text("Deleted: 1").click()
    expect(deleted.get_by_role("listitem")).to_contain_text("Kari deleted this on")
    axe(page)
    deleted.get_by_role("button", name="Take back").click()
    expect(page.locator(f'[data-record="{goal}"] [data-act=edit]')).to_be_visible()
    expect(deleted).to_be_hidden()
    assert not sula.get(goal).deleted


def test_a_facilitator_reads_the_history_and_has_no_button(
    goal: str, store: Store, read: Callable[..., Reading], bench: Callable[..., Bench],
    axe: Callable[[Page], None],
) -> None:  # fmt: skip
    work = WorkSession(read(store.view(FACILITATOR, "pilot", "sula")))
    shown = bench(work, work.table("goal"))
    history = shown.page.locator(f'[data-record="{goal}"] .wb-history')
    history.locator("summary").click()
    expect(history.get_by_role("listitem")).to_have_count(2)
    expect(history.get_by_role("button")).to_have_count(0)
    axe(shown.page)
