"""Comments in a real browser: beside what they concern, by keyboard, kept while they are written."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from course.faces import Reading
from course.grants import Grant, Role
from course.store import Store, View
from tests.browser.harness import Bench
from tests.conftest import FACILITATOR
from widgets import WorkSession

pytestmark = pytest.mark.browser

HOSTILE = '<img src=x onerror="document.title=1"><script>document.title=2</script>'


@pytest.fixture
def form(sula: View, read: Callable[..., Reading], bench: Callable[..., Bench]) -> Bench:
    """The profile of Sula on a page."""
    work = WorkSession(read(sula, "00_mandate"))
    return bench(work, work.form("profile"))


@pytest.fixture
def fride(store: Store) -> View:
    """A facilitator, elsewhere."""
    return store.view(FACILITATOR, "pilot", "sula")


def talk(shown: Bench, field: str) -> Locator:
    return shown.page.locator(f'[data-asked="{field}"] .wb-talk')


@pytest.mark.parametrize("width", [1280, 390])
def test_a_comment_is_written_answered_and_settled_by_keyboard_alone(
    form: Bench, sula: View, axe: Callable[[Page], None], width: int
) -> None:
    page, here = form.page, talk(form, "owner")
    page.set_viewport_size({"width": width, "height": 900})
    toggle = here.get_by_role("button", expanded=False)
    expect(toggle).to_have_accessible_name("Add a comment (Project owner)")
    toggle.press("Enter")
    panel = here.get_by_role("group", name="Comments: Project owner")
    expect(panel.get_by_label("Your comment")).to_be_focused()
    page.keyboard.type(f"Who is it? {HOSTILE}")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(panel.locator(".wb-said")).to_have_text(f"Who is it? {HOSTILE}")
    expect(panel.get_by_label("Your comment")).to_have_value("")
    panel.get_by_label("Your answer").fill("The head of education.")
    panel.get_by_role("button", name="Send").first.press("Enter")
    expect(panel.locator(".wb-said")).to_have_count(2)
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    panel.get_by_role("button", name="Settled").press("Enter")
    expect(panel.locator("summary")).to_have_text("Kari: ✓ settled by Kari")
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(here.get_by_role("button")).to_be_focused()
    expect(here.get_by_role("button")).to_have_accessible_name("Comments: 0 / 1 (Project owner)")
    assert [one.resolved for one in sula.comments.everything()] == [True, False]
    assert page.title() == "Widgets"
    assert form.kept == []


def test_one_s_own_comment_is_reworded_and_withdrawn(form: Bench, sula: View) -> None:
    profile = sula.one("profile")
    sula.comments.add(str(uuid.uuid4()), "profile", profile.id, "Wrnog", field="owner")
    form.tell()
    here = talk(form, "owner")
    here.get_by_role("button").click()
    here.get_by_role("button", name="Change the text").click()
    here.get_by_label("Change the text").fill("Right")
    here.get_by_role("button", name="Send").first.click()
    expect(here.locator(".wb-said")).to_have_text("Right")
    here.get_by_role("button", name="Withdraw").click()
    expect(here.locator(".wb-thread")).to_have_count(0)
    (said,) = sula.comments.everything()
    assert [one.text for one in sula.comments.history(said.id)] == ["Wrnog", "Right", "Right"]


def test_comments_of_others_arrive_while_one_writes_and_what_is_written_stays(
    form: Bench, sula: View, fride: View
) -> None:
    here = talk(form, "owner")
    here.get_by_role("button").click()
    here.get_by_label("Your comment").fill("I am still wri")
    fride.comments.add(str(uuid.uuid4()), "profile", sula.one("profile").id, "Hello", field="owner")
    form.tell()
    expect(here.locator(".wb-said")).to_have_text("Hello")
    expect(here.get_by_label("Your comment")).to_have_value("I am still wri")
    expect(here.get_by_label("Your comment")).to_be_focused()
    expect(here.get_by_role("button", name="Change the text")).to_have_count(0)


def test_a_comment_that_was_not_sent_is_there_after_a_reload(form: Bench, sula: View) -> None:
    here = talk(form, "owner")
    here.get_by_role("button").click()
    form.connection("broken")
    here.get_by_label("Your comment").fill("Not sent yet")
    here.get_by_role("button", name="Send").click()
    expect(here.get_by_role("alert")).to_contain_text("It could not be sent.")
    form.reload()
    here.get_by_role("button").click()
    expect(here.get_by_label("Your comment")).to_have_value("Not sent yet")
    here.get_by_role("button", name="Send").click()
    expect(here.locator(".wb-said")).to_have_text("Not sent yet")
    assert [one.text for one in sula.comments.everything()] == ["Not sent yet"]
    assert form.kept == []


def test_an_answer_sent_twice_because_nobody_replied_is_there_once(form: Bench, sula: View) -> None:
    here = talk(form, "owner")
    here.get_by_role("button").click()
    form.connection("deaf")
    here.get_by_label("Your comment").fill("Once")
    form.page.clock.install()
    here.get_by_role("button", name="Send").click()
    form.page.clock.run_for(11_000)
    expect(here.get_by_role("alert")).to_contain_text("It could not be sent.")
    form.connection("")
    here.get_by_role("button", name="Send").click()
    expect(here.locator(".wb-said")).to_have_count(1)
    assert len(sula.comments.everything()) == 1


def test_a_facilitator_comments_on_what_they_cannot_write(
    sula: View, fride: View, read: Callable[..., Reading], bench: Callable[..., Bench],
    axe: Callable[[Page], None],
) -> None:  # fmt: skip
    goal = sula.save("goal", str(uuid.uuid4()), {"called": "A goal"}, 0)
    work = WorkSession(read(fride))
    shown = bench(work, work.table("goal"))
    row = shown.page.locator(f'[data-record="{goal.id}"]')
    expect(row.get_by_role("textbox")).to_have_count(0)
    row.get_by_role("button", name="Add a comment (").first.click()
    row.get_by_label("Your comment").fill("Which need is it for?")
    row.get_by_role("button", name="Send").click()
    expect(row.locator(".wb-said")).to_have_text("Which need is it for?")
    axe(shown.page)
    (said,) = sula.comments.everything()
    assert (said.record, said.field, said.role) == (goal.id, "called", "facilitator")


def test_a_row_a_cell_and_a_line_of_a_checklist_say_how_many_there_are(
    sula: View, store: Store, read: Callable[..., Reading], bench: Callable[..., Bench]
) -> None:
    goal = sula.save("goal", str(uuid.uuid4()), {"called": "A goal"}, 0)
    document = sula.save("steering_document", str(uuid.uuid4()), {"called": "A plan"}, 0)
    place = {"goal": goal.id, "document": document.id}
    anchor = sula.save("anchor", str(uuid.uuid4()), place, 0)
    for kind, record in (("goal", goal.id), ("anchor", anchor.id)):
        sula.comments.add(str(uuid.uuid4()), kind, record, "Look here")
    work = WorkSession(read(sula))
    shown = bench(work, work.table("goal"), work.matrix())
    expect(shown.page.locator(f'[data-record="{goal.id}"] .wb-talk-count')).to_have_text("Comments: 1")
    cell = shown.page.locator(f'[data-key="{anchor.id}"]')
    expect(cell).to_contain_text("Comments: 1")
    cell.click()
    dialog = shown.page.get_by_role("dialog")
    whole = dialog.get_by_role("button", name="Comments: 1 (The whole record)")
    whole.click()
    expect(dialog.locator(".wb-said")).to_have_text("Look here")
    shown.page.keyboard.press("Escape")
    expect(dialog).to_be_visible()
    expect(whole).to_be_focused()
    shown.page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_whoever_only_reads_sees_what_was_said_and_no_empty_button(
    sula: View, store: Store, read: Callable[..., Reading], bench: Callable[..., Bench]
) -> None:
    goal = sula.save("goal", str(uuid.uuid4()), {"called": "A goal"}, 0)
    sula.comments.add(str(uuid.uuid4()), "goal", goal.id, "Said", field="called")
    grant = Grant(person="r", name="Rolf", role=Role.READER, cohort="pilot", organisation="sula")
    work = WorkSession(read(store.view(grant, "pilot", "sula")))
    shown = bench(work, work.table("goal"))
    row = shown.page.locator(f'[data-record="{goal.id}"]')
    expect(row.locator(".wb-talk:visible")).to_have_count(1)
    row.get_by_role("button", name="Comments: 1").click()
    expect(row.locator(".wb-said")).to_have_text("Said")
    expect(row.get_by_role("textbox")).to_have_count(0)
    expect(row.get_by_role("button", name="Settled")).to_have_count(0)


def test_in_a_record_that_is_new_no_button_comes_between_two_questions_while_one_writes(
    sula: View, read: Callable[..., Reading], bench: Callable[..., Bench]
) -> None:
    work = WorkSession(read(sula, "04_anchoring"))
    shown = bench(work, work.table("goal"))
    page = shown.page
    page.locator("[data-act=add]").press("Enter")
    name = page.locator('.wb-editing [data-field="called"] input')
    height = page.locator(".wb-editing").evaluate
    expect(name).to_be_focused()
    page.keyboard.type("More job shadowing")
    page.keyboard.press("Tab")
    following = page.evaluate("document.activeElement.id")
    expect(page.locator(".wb-editing .wb-foot")).to_contain_text("Saved")
    before = height("(element) => element.offsetHeight")
    assert "More job shadowing" in [goal.record.called for goal in sula.all("goal")]
    page.keyboard.press("Shift+Tab")
    expect(name).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == following
    page.evaluate("document.activeElement.blur()")
    expect(talk(shown, "called").get_by_role("button")).to_be_visible()
    expect(page.locator(".wb-editing .wb-history")).to_be_visible()
    assert height("(element) => element.offsetHeight") == before, "nothing moves from under the mouse"
