"""The table in a real browser: add, change, delete with a way back, put in order; by keyboard too."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from course.faces import Reading
from course.grants import Grant, Role
from course.store import Store, View
from tests.browser.harness import Bench
from tests.browser.keyboard import Keyboard
from widgets import WorkSession

pytestmark = pytest.mark.browser

HOSTILE = '<img src=x onerror="document.title=1">\u202e"\'{title}'


@pytest.fixture
def meetings(sula: View) -> list[str]:
    """Three meetings of the group in Sula."""
    ids = [str(uuid.uuid4()) for _ in range(3)]
    for record, purpose in zip(ids, ("First", "Second", "Third"), strict=True):
        sula.save("meeting", record, {"purpose": purpose, "held_on": "2026-11-12"}, 0)
    return ids


@pytest.fixture
def table(
    sula: View, meetings: list[str], read: Callable[..., Reading], bench: Callable[..., Bench]
) -> Bench:
    """The table of the meetings on a page."""
    work = WorkSession(read(sula, "00_mandate"))
    return bench(work, work.table("meeting"))


def names(table: Bench) -> list[str]:
    return table.page.locator("tbody th > span:nth-child(2)").all_text_contents()


def stored(view: View) -> list[str]:
    return [record.record.name() for record in view.all("meeting")]


def button(table: Bench, name: str) -> Locator:
    return table.page.get_by_role("button", name=name, exact=True)


def test_it_is_a_table_to_everyone_however_narrow(table: Bench, axe: Callable[..., None]) -> None:
    for width in (1280, 390):
        table.page.set_viewport_size({"width": width, "height": 900})
        expect(table.page.get_by_role("table", name="Meetings between the gatherings")).to_be_visible()
        expect(table.page.get_by_role("row")).to_have_count(4)
        expect(table.page.get_by_role("rowheader", name="Second")).to_be_visible()
        assert table.page.evaluate("document.documentElement.scrollWidth") <= width
        axe(table.page)


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_while_a_record_with_an_error_is_open(
    table: Bench, axe: Callable[..., None], width: int
) -> None:
    table.page.set_viewport_size({"width": width, "height": 900})
    button(table, "Edit Second").click()
    table.answer("purpose").fill("a" * 300)
    button(table, "Done").click()
    expect(table.page.locator(".wb-summary")).to_be_focused()
    expect(table.answer("purpose")).to_have_attribute("aria-invalid", "true")
    axe(table.page)
    assert table.page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_record_is_added_changed_and_closed_by_keyboard(table: Bench, sula: View) -> None:
    keyboard = Keyboard(table.page)
    keyboard.press(table.page.locator("[data-act=add]"))
    expect(table.answer("held_on")).to_be_focused()
    keyboard.answer(table.field("purpose"), "Fourth")
    table.saved()
    assert stored(sula) == ["First", "Second", "Third", "Fourth"]
    keyboard.answer(table.field("purpose"), "The fourth")
    keyboard.press(button(table, "Done"))
    expect(button(table, "Edit The fourth")).to_be_focused()
    table.saved()
    assert stored(sula)[-1] == "The fourth"


def test_an_added_record_in_which_nothing_is_written_is_none(table: Bench, sula: View) -> None:
    add = table.page.locator("[data-act=add]")
    add.click()
    button(table, "Done").click()
    expect(add).to_be_focused()
    expect(table.page.get_by_role("row")).to_have_count(4)
    assert table.sent == []
    assert len(stored(sula)) == 3


def test_deleting_is_told_and_undone_by_keyboard(table: Bench, sula: View, axe: Callable[..., None]) -> None:
    keyboard = Keyboard(table.page)
    keyboard.press(button(table, "Delete Second"))
    expect(table.page.get_by_role("status")).to_have_text("“Second” was deleted.")
    expect(button(table, "Undo")).to_be_focused()
    assert names(table) == ["First", "Third"]
    assert stored(sula) == ["First", "Third"]
    axe(table.page)
    table.page.keyboard.press("Enter")
    expect(button(table, "Edit Second")).to_be_focused()
    assert names(table) == ["First", "Second", "Third"]
    assert stored(sula) == ["First", "Second", "Third"]
    expect(table.page.locator(".wb-notice")).to_be_hidden()


def test_closing_the_notice_leads_to_the_next_record(table: Bench, sula: View) -> None:
    button(table, "Delete Second").click()
    button(table, "Close this message").click()
    expect(button(table, "Edit Third")).to_be_focused()
    assert stored(sula) == ["First", "Third"]


def test_a_deletion_that_never_arrived_is_made_up_for(table: Bench, sula: View) -> None:
    table.page.clock.install()
    table.connection("silent")
    button(table, "Delete Second").click()
    assert names(table) == ["First", "Third"]
    table.connection("")
    table.page.clock.run_for(6_000)
    table.page.wait_for_timeout(100)
    assert stored(sula) == ["First", "Third"]


def test_records_are_put_in_order_by_keyboard(table: Bench, sula: View) -> None:
    down = button(table, "Move down First")
    Keyboard(table.page).press(down)
    expect(down).to_be_focused()
    expect(table.page.get_by_role("status")).to_have_text("“First” is now number 2 of 3.")
    table.page.keyboard.press("Enter")
    expect(down).to_be_focused()
    expect(down).to_have_attribute("aria-disabled", "true")
    table.page.keyboard.press("Enter")
    table.page.wait_for_timeout(200)
    assert names(table) == ["Second", "Third", "First"]
    assert stored(sula) == ["Second", "Third", "First"]


def test_moves_in_haste_arrive_in_order(table: Bench, sula: View) -> None:
    table.page.evaluate("window.slow = 150")
    up = button(table, "Move up Third")
    up.click()
    up.click()
    assert names(table) == ["Third", "First", "Second"]
    table.page.wait_for_timeout(600)
    assert names(table) == ["Third", "First", "Second"]
    assert stored(sula) == ["Third", "First", "Second"]


def test_a_new_record_that_was_not_acknowledged_is_there_after_a_reload(table: Bench, sula: View) -> None:
    table.connection("broken")
    table.page.locator("[data-act=add]").click()
    table.answer("purpose").fill("Fourth")
    table.reload()
    expect(table.answer("purpose")).to_have_value("Fourth")
    table.saved()
    assert stored(sula)[-1] == "Fourth"
    assert table.kept == []


def test_text_in_a_record_somebody_else_deleted_is_not_lost(
    table: Bench, sula: View, store: Store, meetings: list[str]
) -> None:
    grant = Grant(person="ola@sula", name="Ola", role=Role.PARTICIPANT, cohort="pilot", organisation="sula")
    button(table, "Edit Second").click()
    store.view(grant, "pilot", "sula").delete(meetings[1], sula.get(meetings[1]).revision)
    table.answer("purpose").fill("The second")
    conflict = table.page.locator(".wb-form > .wb-conflict")
    expect(conflict).to_contain_text("Ola changed this at")
    assert stored(sula) == ["First", "Third"]
    conflict.get_by_role("button", name="Keep my text").click()
    table.saved()
    table.page.wait_for_timeout(200)
    assert "The second" in stored(sula)


def test_a_deletion_does_not_take_what_somebody_has_just_written(
    table: Bench, sula: View, store: Store, meetings: list[str]
) -> None:
    grant = Grant(person="ola@sula", name="Ola", role=Role.PARTICIPANT, cohort="pilot", organisation="sula")
    colleague = store.view(grant, "pilot", "sula")
    colleague.save("meeting", meetings[1], {"place": "Langevåg"}, sula.get(meetings[1]).revision)
    button(table, "Delete Second").click()
    expect(table.page.locator(".wb-notice")).to_contain_text("Ola changed this at")
    assert "Second" in names(table)
    assert "Second" in stored(sula)


def test_what_is_hostile_is_shown_as_text(table: Bench, sula: View, meetings: list[str]) -> None:
    sula.save("meeting", meetings[1], {"purpose": HOSTILE}, 1)
    table.tell()
    assert HOSTILE in names(table)
    table.page.locator(f'tr[data-record="{meetings[1]}"] [data-act=delete]').click()
    expect(table.page.locator(".wb-notice")).to_contain_text(HOSTILE)
    expect(table.page.locator("main img")).to_have_count(0)
    assert table.page.title() == "Widgets"


def test_a_name_of_ten_thousand_letters_breaks_no_page(table: Bench, sula: View, meetings: list[str]) -> None:
    sula.save("meeting", meetings[1], {"place": "x" * 200}, 1)
    table.tell()
    for width in (1280, 390):
        table.page.set_viewport_size({"width": width, "height": 900})
        assert table.page.evaluate("document.documentElement.scrollWidth") <= width


def test_who_may_only_read_sees_every_answer(
    store: Store,
    meetings: list[str],
    read: Callable[..., Reading],
    bench: Callable[..., Bench],
    axe: Callable[..., None],
) -> None:
    grant = Grant(person="rita", name="Rita", role=Role.READER, cohort="pilot", organisation="sula")
    work = WorkSession(read(store.view(grant, "pilot", "sula"), "00_mandate"))
    table = bench(work, work.table("meeting"))
    expect(table.page.get_by_role("heading", name="Second")).to_be_visible()
    expect(table.page.locator("main button:visible, main input")).to_have_count(0)
    axe(table.page)


@pytest.mark.parametrize("width", [1280, 1000, 900])
def test_no_button_covers_the_cell_beside_it(
    sula: View, read: Callable[..., Reading], bench: Callable[..., Bench], width: int
) -> None:
    countries = ["GB", "IT", "GR"]
    answers = {"called": "Lek og språk ute", "units": "Sentrum skolefritidsordning"}
    answers |= {
        "unit_type": "after_school",
        "status": "ongoing",
        "to_year": 2027,
        "partner_countries": countries,
    }
    sula.save("project", str(uuid.uuid4()), answers, 0)
    work = WorkSession(read(sula, "01_baseline"))
    page = bench(work, work.table("project")).page
    page.set_viewport_size({"width": width, "height": 900})
    beside = page.locator("td:has(+ .wb-acts)").bounding_box()
    buttons = [found.bounding_box() for found in page.locator(".wb-acts button").all()]
    assert beside and all(box and beside["x"] + beside["width"] <= box["x"] for box in buttons)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
