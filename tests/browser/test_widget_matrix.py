"""The matrix in a real browser: a cell opens its anchor, and what is written there changes the degree."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from course.faces import Reading
from course.store import View
from tests.browser.harness import Bench
from tests.browser.keyboard import Keyboard
from widgets import WorkSession

pytestmark = pytest.mark.browser

GOAL = "Every pupil works with someone abroad"
PLAN = "Plan for <b>children</b>"


@pytest.fixture
def goal(sula: View) -> str:
    """A goal linked to development work, and a document to anchor it in."""
    goal, work = str(uuid.uuid4()), str(uuid.uuid4())
    sula.save("development_work", work, {"called": "Languages"}, 0)
    sula.save("goal", goal, {"called": GOAL, "development_work": [work]}, 0)
    sula.save("steering_document", str(uuid.uuid4()), {"called": PLAN}, 0)
    return goal


@pytest.fixture
def matrix(sula: View, goal: str, read: Callable[..., Reading], bench: Callable[..., Bench]) -> Bench:
    """The matrix on a page."""
    work = WorkSession(read(sula))
    return bench(work, work.matrix())


def cell(matrix: Bench) -> Locator:
    return matrix.page.get_by_role("row", name=GOAL).get_by_role("button", name=PLAN)


def anchors(view: View) -> list[str | None]:
    return [stored.record.status for stored in view.all("anchor")]


def test_it_is_a_table_with_symbol_and_word_in_every_cell(matrix: Bench, axe: Callable[..., None]) -> None:
    for width in (1280, 390):
        matrix.page.set_viewport_size({"width": width, "height": 900})
        expect(matrix.page.get_by_role("rowheader", name=GOAL)).to_be_visible()
        expect(cell(matrix)).to_contain_text("Not considered")
        assert matrix.page.evaluate("document.documentElement.scrollWidth") <= width
        axe(matrix.page)


def test_the_degree_changes_as_an_anchor_is_written_by_keyboard(matrix: Bench, sula: View) -> None:
    before = matrix.widgets[0].content["degree"]
    expect(matrix.page.locator(".wb-degree > p")).to_have_text(before["sentence"])
    keyboard = Keyboard(matrix.page)
    keyboard.press(cell(matrix))
    dialog = matrix.page.get_by_role("dialog", name=f"{GOAL} in {PLAN}")
    expect(matrix.answer("status")).to_be_focused()
    assert matrix.sent == [], "looking is not writing"
    keyboard.answer(matrix.field("status"), "Proposed")
    keyboard.answer(matrix.field("proposed_text"), "Every pupil …")
    matrix.saved()
    assert anchors(sula) == ["proposed"]
    after = matrix.widgets[0].content["degree"]
    assert after["anchored"] == before["anchored"] + 1
    matrix.page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(cell(matrix)).to_be_focused()
    expect(cell(matrix)).to_contain_text("Proposed")
    expect(matrix.page.locator(".wb-degree > p")).to_have_text(after["sentence"])


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_in_the_dialog(matrix: Bench, axe: Callable[..., None], width: int) -> None:
    matrix.page.set_viewport_size({"width": width, "height": 900})
    cell(matrix).click()
    axe(matrix.page)
    matrix.answer("amount").fill("plenty")
    matrix.page.get_by_role("button", name="Done").click()
    expect(matrix.page.locator("dialog .wb-summary")).to_be_focused()
    axe(matrix.page)
    assert matrix.page.evaluate("document.documentElement.scrollWidth") <= width


def test_opening_and_closing_makes_no_anchor(matrix: Bench, sula: View) -> None:
    cell(matrix).click()
    matrix.page.get_by_role("button", name="Done").click()
    expect(cell(matrix)).to_be_focused()
    assert matrix.sent == []
    assert anchors(sula) == []


def test_an_anchor_is_deleted_and_taken_back(matrix: Bench, sula: View) -> None:
    cell(matrix).click()
    matrix.answer("status").select_option("proposed")
    matrix.saved()
    matrix.page.keyboard.press("Escape")
    cell(matrix).click()
    expect(matrix.answer("status")).to_have_id(f"q-{sula.all('anchor')[0].id}-status")
    matrix.page.get_by_role("button", name="Delete").click()
    expect(matrix.page.get_by_role("dialog")).to_have_count(0)
    undo = matrix.page.get_by_role("button", name="Undo")
    expect(undo).to_be_focused()
    expect(cell(matrix)).to_contain_text("Not considered")
    assert anchors(sula) == []
    undo.press("Enter")
    expect(cell(matrix)).to_be_focused()
    expect(cell(matrix)).to_contain_text("Proposed")
    assert anchors(sula) == ["proposed"]


def test_an_anchor_that_was_not_acknowledged_is_there_after_a_reload(matrix: Bench, sula: View) -> None:
    matrix.connection("broken")
    cell(matrix).click()
    matrix.answer("status").select_option("proposed")
    matrix.page.keyboard.press("Escape")
    expect(cell(matrix)).to_contain_text("Proposed (Not saved yet)")
    matrix.reload()
    expect(cell(matrix)).to_have_text("◔Proposed" + f": {GOAL} in {PLAN}. Open the anchor")
    assert anchors(sula) == ["proposed"]
    assert matrix.kept == []


def test_without_goals_or_documents_it_says_what_to_do(
    sula: View, read: Callable[..., Reading], bench: Callable[..., Bench], axe: Callable[..., None]
) -> None:
    for kind in ("goal", "steering_document"):
        for stored in sula.all(kind):
            sula.delete(stored.id, stored.revision)
    work = WorkSession(read(sula))
    matrix = bench(work, work.matrix())
    expect(matrix.page.get_by_text(work.matrix().content["empty"])).to_be_visible()
    expect(matrix.page.get_by_role("table")).to_have_count(0)
    axe(matrix.page)


def test_what_the_checks_say_of_an_anchor_stands_beside_its_question(matrix: Bench, sula: View) -> None:
    cell(matrix).click()
    dialog = matrix.page.get_by_role("dialog")
    dialog.locator("[data-field=status] select").select_option("proposed")
    window = dialog.locator("[data-field=window]")
    window.locator("input").fill("2020-01-15")
    matrix.saved()
    expect(window).to_contain_text("The decision window, January 15, 2020, has passed.")
    window.locator("input").fill("2090-01-15")
    matrix.saved()
    expect(window).not_to_contain_text("has passed")
