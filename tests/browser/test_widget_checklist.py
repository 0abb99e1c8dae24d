"""A checklist in a real browser: whose answers, row after row, one record each, nothing lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from course.faces import Reading, render
from course.grants import Grant, Role
from course.store import Store, View
from course.vocabulary import vocabulary
from tests.browser.harness import Bench
from tests.browser.keyboard import Keyboard
from widgets import WorkSession

pytestmark = pytest.mark.browser

FIRST, SECOND, *_ = vocabulary("assessment_statement").codes
STANDARD, NEXT, *_ = vocabulary("quality_standard").codes
ROW = {"statement": FIRST, "moment": "start", "role": "staff"}


@pytest.fixture
def assessment(sula: View, read: Callable[..., Reading], bench: Callable[..., Bench]) -> Bench:
    """The self-assessment at the start, before anybody has said who answers."""
    work = WorkSession(read(sula, "01_baseline"))
    return bench(work, work.checklist("assessment", moment="start"))


@pytest.fixture
def routines(sula: View, read: Callable[..., Reading], bench: Callable[..., Bench]) -> Bench:
    """The eighteen quality standards."""
    work = WorkSession(read(sula, "06_roles"))
    return bench(work, work.checklist("routine"))


@pytest.fixture
def ola(store: Store) -> View:
    """A colleague in the same group, at another machine."""
    grant = Grant(person="ola@sula", name="Ola", role=Role.PARTICIPANT, cohort="pilot", organisation="sula")
    return store.view(grant, "pilot", "sula")


def row(bench: Bench, code: str) -> Locator:
    return bench.page.locator(f'.wb-check[data-row="{code}"]')


def field(bench: Bench, code: str, name: str) -> Locator:
    return row(bench, code).locator(f'.wb-field[data-field="{name}"]')


def as_role(bench: Bench, name: str) -> None:
    bench.page.locator(".wb-selection").get_by_label(name, exact=True).check()


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_in_either_checklist(
    assessment: Bench, axe: Callable[..., None], width: int
) -> None:
    assessment.page.set_viewport_size({"width": width, "height": 900})
    expect(assessment.page.get_by_text("Choose above whose answers these are.")).to_be_visible()
    axe(assessment.page)
    as_role(assessment, "Teacher or other staff")
    expect(row(assessment, FIRST).get_by_role("radio")).to_have_count(4)
    row(assessment, SECOND).locator("> summary").click()
    field(assessment, SECOND, "level").get_by_role("radio").last.check()
    field(assessment, SECOND, "link").get_by_role("textbox").fill("no address")
    row(assessment, SECOND).get_by_role("button", name="Next").click()
    expect(row(assessment, SECOND).locator(".wb-summary")).to_be_focused()
    axe(assessment.page)
    assert assessment.page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_in_the_routines_and_their_static_face(
    routines: Bench, axe: Callable[..., None], width: int
) -> None:
    routines.page.set_viewport_size({"width": width, "height": 900})
    axe(routines.page)
    assert routines.page.evaluate("document.documentElement.scrollWidth") <= width
    html = str(render(routines.widgets[0].content))
    routines.page.evaluate("(html) => { document.querySelector('.wb-widget').innerHTML = html }", html)
    axe(routines.page)


def test_each_level_says_what_it_means_for_the_statement(assessment: Bench) -> None:
    as_role(assessment, "Teacher or other staff")
    term = vocabulary("assessment_statement").term(FIRST)
    expect(field(assessment, FIRST, "level")).to_contain_text(term.text("level_3", "en"))
    row(assessment, SECOND).locator("> summary").click()
    other = vocabulary("assessment_statement").term(SECOND)
    expect(field(assessment, SECOND, "level")).to_contain_text(other.text("level_3", "en"))


def test_the_first_answer_makes_the_record_and_the_row_says_so(assessment: Bench, sula: View) -> None:
    as_role(assessment, "Teacher or other staff")
    expect(row(assessment, FIRST).locator("> summary")).to_contain_text("Not answered yet")
    field(assessment, FIRST, "level").get_by_label("Planned and shared").check()
    assessment.saved()
    (stored,) = sula.all("assessment")
    assert stored.id == sula.row_id("assessment", ROW)
    assert (stored.record.level, stored.record.role) == ("level_2", "staff")
    expect(row(assessment, FIRST).locator("> summary")).to_contain_text("✓ Complete")
    expect(row(assessment, FIRST).locator("> summary")).to_contain_text("Planned and shared")
    expect(assessment.page.get_by_text("1 of 12 complete")).to_be_visible()
    field(assessment, FIRST, "evidence").get_by_role("textbox").fill("The plan, page 4")
    assessment.saved()
    (stored,) = sula.all("assessment")
    assert (stored.revision, stored.record.evidence) == (2, "The plan, page 4")
    assert assessment.kept == []


def test_a_role_goes_through_its_statements_by_keyboard(assessment: Bench, sula: View) -> None:
    keyboard = Keyboard(assessment.page)
    as_role(assessment, "Teacher or other staff")
    assessment.page.locator(f'.wb-check[data-row="{FIRST}"] input[type=radio]').first.focus()
    assessment.page.keyboard.press("Space")
    keyboard.press(row(assessment, FIRST).get_by_role("button", name="Next"))
    expect(row(assessment, FIRST)).not_to_have_attribute("open", "")
    expect(row(assessment, SECOND).get_by_role("radio").first).to_be_focused()
    assessment.page.keyboard.press("ArrowDown")
    assessment.saved()
    assert [stored.record.level for stored in sula.all("assessment")] == ["level_0", "level_1"]


def test_another_role_has_answers_of_its_own(assessment: Bench, sula: View) -> None:
    as_role(assessment, "Teacher or other staff")
    field(assessment, FIRST, "level").get_by_label("Planned and shared").check()
    field(assessment, FIRST, "evidence").get_by_role("textbox").fill("Seen by staff")
    as_role(assessment, "Administrative leadership")
    assessment.saved()
    expect(row(assessment, FIRST).get_by_role("radio", checked=True)).to_have_count(0)
    field(assessment, FIRST, "level").get_by_label("Not there").check()
    assessment.saved()
    as_role(assessment, "Teacher or other staff")
    expect(row(assessment, FIRST).locator("> summary")).to_contain_text("Planned and shared")
    by_role = {stored.record.role: stored.record for stored in sula.all("assessment")}
    assert by_role["staff"].level == "level_2"
    assert by_role["staff"].evidence == "Seen by staff"
    assert by_role["administrative_leadership"].level == "level_0"


def test_who_answers_is_not_asked_again_after_a_reload(assessment: Bench) -> None:
    as_role(assessment, "Teacher or other staff")
    assessment.reload()
    selection = assessment.page.locator(".wb-selection")
    expect(selection.get_by_label("Teacher or other staff")).to_be_checked()
    expect(selection.get_by_label("At the start")).to_be_checked()
    expect(row(assessment, FIRST)).to_be_visible()


def test_an_answer_that_was_not_acknowledged_is_there_after_a_reload(assessment: Bench, sula: View) -> None:
    as_role(assessment, "Teacher or other staff")
    assessment.connection("broken")
    field(assessment, FIRST, "evidence").get_by_role("textbox").fill("Seen")
    assessment.reload()
    expect(field(assessment, FIRST, "evidence").get_by_role("textbox")).to_have_value("Seen")
    assessment.saved()
    (stored,) = sula.all("assessment")
    assert (stored.record.evidence, stored.record.statement, stored.record.role) == ("Seen", FIRST, "staff")
    assert assessment.kept == []


def test_two_who_answer_a_row_at_once_make_one_record_and_choose(
    assessment: Bench, sula: View, ola: View
) -> None:
    as_role(assessment, "Teacher or other staff")
    ola.save("assessment", ola.row_id("assessment", ROW), {**ROW, "level": "level_1"}, 0)
    field(assessment, FIRST, "level").get_by_label("Built in and followed up").check()
    conflict = row(assessment, FIRST).locator(".wb-conflict")
    expect(conflict).to_contain_text("Ola changed this at")
    conflict.get_by_role("button", name="Keep my text").click()
    assessment.saved()
    assessment.page.wait_for_timeout(200)
    (stored,) = sula.all("assessment")
    assert stored.record.level == "level_3"


def test_two_who_answer_different_questions_of_a_row_meet_in_one_record(
    assessment: Bench, sula: View, ola: View
) -> None:
    as_role(assessment, "Teacher or other staff")
    ola.save("assessment", ola.row_id("assessment", ROW), {**ROW, "level": "level_1"}, 0)
    field(assessment, FIRST, "evidence").get_by_role("textbox").fill("Seen")
    assessment.saved()
    assessment.page.wait_for_timeout(300)
    (stored,) = sula.all("assessment")
    assert (stored.record.level, stored.record.evidence) == ("level_1", "Seen")


def test_what_a_colleague_answers_is_shown_without_taking_what_is_typed(routines: Bench, ola: View) -> None:
    box = field(routines, STANDARD, "how").get_by_role("textbox")
    box.focus()
    routines.connection("silent")
    box.press_sequentially("By h")
    ola.save("routine", ola.row_id("routine", {"standard": NEXT}), {"standard": NEXT, "status": "partly"}, 0)
    routines.tell()
    expect(row(routines, NEXT).locator("> summary")).to_contain_text("Partly")
    expect(row(routines, NEXT).locator("> summary")).to_contain_text("Still missing: 2")
    expect(box).to_be_focused()
    box.press_sequentially("and")
    expect(box).to_have_value("By hand")


def test_a_refused_answer_is_told_at_the_row_and_kept(routines: Bench, sula: View) -> None:
    field(routines, STANDARD, "link").get_by_role("textbox").fill("no address")
    field(routines, STANDARD, "link").get_by_role("textbox").blur()
    expect(row(routines, STANDARD).locator("> summary")).to_contain_text("There is a problem")
    field(routines, STANDARD, "link").get_by_role("textbox").fill("https://example.org")
    routines.saved()
    assert sula.all("routine")[0].record.link == "https://example.org"
    assert sula.all("routine")[0].record.standard == STANDARD


def test_an_answer_is_deleted_taken_back_and_given_anew(routines: Bench, sula: View) -> None:
    field(routines, STANDARD, "how").get_by_role("textbox").fill("By hand")
    routines.saved()
    row(routines, STANDARD).get_by_role("button", name="Delete").click()
    expect(routines.page.get_by_role("status").last).to_contain_text("was deleted")
    expect(routines.page.get_by_role("button", name="Undo")).to_be_focused()
    expect(row(routines, STANDARD).locator("> summary")).to_contain_text("Not answered yet")
    assert sula.all("routine") == []
    routines.page.keyboard.press("Enter")
    expect(field(routines, STANDARD, "how").get_by_role("textbox")).to_have_value("By hand")
    assert len(sula.all("routine")) == 1
    row(routines, STANDARD).get_by_role("button", name="Delete").click()
    row(routines, STANDARD).locator("> summary").click()
    expect(routines.page.get_by_role("button", name="Undo")).to_be_hidden()
    expect(field(routines, STANDARD, "how").get_by_role("textbox")).to_have_value("")
    field(routines, STANDARD, "responsible").get_by_role("textbox").fill("Head of education")
    routines.saved()
    (stored,) = sula.all("routine")
    assert (stored.record.how, stored.record.responsible) == ("", "Head of education")


def test_what_somebody_else_deletes_is_not_answered_any_more(routines: Bench, sula: View, ola: View) -> None:
    field(routines, STANDARD, "how").get_by_role("textbox").fill("By hand")
    routines.saved()
    routines.page.locator(".wb-title").click()
    ola.delete(ola.row_id("routine", {"standard": STANDARD}), 1)
    routines.tell()
    expect(row(routines, STANDARD).locator("> summary")).to_contain_text("Not answered yet")
    field(routines, STANDARD, "how").get_by_role("textbox").fill("Anew")
    routines.saved()
    assert [stored.record.how for stored in sula.all("routine")] == ["Anew"]


def test_a_link_from_the_head_of_the_session_opens_the_row_of_whoever_answered(
    assessment: Bench, sula: View
) -> None:
    record = sula.row_id("assessment", {**ROW, "statement": SECOND})
    sula.save("assessment", record, {**ROW, "statement": SECOND}, 0)
    assessment.tell()
    target = {"kind": "assessment", "record": record, "field": "level"}
    assessment.page.evaluate(
        "(detail) => window.dispatchEvent(new CustomEvent('workbook:open', {detail, cancelable: true}))",
        target,
    )
    expect(assessment.page.locator(".wb-selection").get_by_label("Teacher or other staff")).to_be_checked()
    expect(row(assessment, SECOND).get_by_role("radio").first).to_be_focused()


def test_who_may_only_read_sees_every_answer_and_changes_none(
    store: Store,
    sula: View,
    read: Callable[..., Reading],
    bench: Callable[..., Bench],
    axe: Callable[..., None],
) -> None:
    sula.save("routine", sula.row_id("routine", {"standard": NEXT}), {"standard": NEXT, "how": "By hand"}, 0)
    grant = Grant(person="rita", name="Rita", role=Role.READER, cohort="pilot", organisation="sula")
    work = WorkSession(read(store.view(grant, "pilot", "sula"), "06_roles"))
    routines = bench(work, work.checklist("routine"))
    expect(row(routines, NEXT).get_by_text("By hand")).to_be_visible()
    expect(routines.page.locator("main button:visible, main input")).to_have_count(0)
    axe(routines.page)
