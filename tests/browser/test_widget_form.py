"""The form in a real browser: what is typed is stored, told, kept, and never silently overwritten."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from course.faces import Reading
from course.grants import Grant, Role
from course.records import KINDS, questions
from course.store import Store, View
from tests.browser.harness import Bench
from widgets import WorkSession

pytestmark = pytest.mark.browser

HOSTILE = '<img src=x onerror="document.title=1"><script>document.title=2</script>'


@pytest.fixture
def form(sula: View, read: Callable[..., Reading], bench: Callable[..., Bench]) -> Bench:
    """The profile of Sula on a page."""
    work = WorkSession(read(sula, "00_mandate"))
    return bench(work, work.form("profile"))


@pytest.fixture
def ola(store: Store) -> View:
    """A colleague in the same group, at another machine."""
    grant = Grant(person="ola@sula", name="Ola", role=Role.PARTICIPANT, cohort="pilot", organisation="sula")
    return store.view(grant, "pilot", "sula")


def by_ola(ola: View, **values: object) -> None:
    profile = ola.one("profile")
    ola.save("profile", profile.id, values, profile.revision)


def test_what_is_typed_is_stored_and_the_time_is_told(form: Bench, sula: View) -> None:
    form.answer("owner").fill("Head of education")
    form.saved()
    assert sula.one("profile").record.owner == "Head of education"
    expect(form.page.get_by_role("status")).to_have_text(
        f"Saved at {form.widgets[0].content['record']['clock']}"
    )
    assert form.kept == []


def test_every_control_gives_the_value_its_question_takes(form: Bench, sula: View) -> None:
    form.answer("schools").fill("1 200")
    form.field("language_form").get_by_label("Bokmål").check()
    form.field("scope").locator("input").first.check()
    form.field("scope").locator("input").last.check()
    form.field("special_arrangements").get_by_label("No", exact=True).check()
    form.saved()
    profile = sula.one("profile").record
    assert profile.schools == 1200
    assert profile.language_form == "bokmal"
    assert len(profile.scope) == 2
    assert profile.special_arrangements is False
    assert form.answer("schools").input_value() == "1 200"


def test_an_answer_is_taken_back_by_emptying_its_field(form: Bench, sula: View) -> None:
    for name, said in {"owner": "Head of education", "mandate": "Because", "schools": "7"}.items():
        form.answer(name).fill(said)
        form.saved()
        form.answer(name).fill("")
        form.saved()
    profile = sula.one("profile").record
    assert (profile.owner, profile.mandate, profile.schools) == ("", "", None)
    assert form.kept == []
    expect(form.page.locator(".wb-summary")).to_have_count(0)


def test_each_question_has_label_help_and_required_mark(form: Bench) -> None:
    kindergartens = form.page.get_by_label("Number of kindergartens (required)")
    expect(kindergartens).to_have_accessible_description(
        "Both municipal and private ones, if your work is meant for both."
    )
    expect(kindergartens).to_have_attribute("aria-required", "true")
    scope = form.page.get_by_role("group", name="What the work covers (required)")
    expect(scope).to_have_accessible_description("Choose all that the group is to plan for.")
    expect(form.page.get_by_role("group", name="The mandate", exact=True)).to_be_visible()


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_with_and_without_errors(form: Bench, axe: Callable[..., None], width: int) -> None:
    form.page.set_viewport_size({"width": width, "height": 900})
    axe(form.page)
    form.answer("schools").fill("seven")
    form.page.keyboard.press("Tab")
    expect(form.answer("schools")).to_have_attribute("aria-invalid", "true")
    axe(form.page)
    assert form.page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_refusal_stands_at_the_field_and_the_text_stays(form: Bench, sula: View) -> None:
    schools = form.answer("schools")
    schools.fill("seven")
    form.answer("owner").fill("Head of education")
    form.page.keyboard.press("Tab")
    expect(schools).to_have_attribute("aria-invalid", "true")
    expect(schools).to_have_accessible_description(
        "Primary and lower secondary schools in the municipality. "
        "Write this as a whole number, in digits only."
    )
    expect(schools).to_have_value("seven")
    assert sula.one("profile").record.owner == "Head of education", (
        "one refused answer must not hold back another"
    )
    assert form.kept == ["schools: seven"]
    form.reload()
    expect(form.answer("schools")).to_have_value("seven")
    expect(form.page.get_by_role("link", name="Number of schools: Write this")).to_be_visible()
    form.answer("schools").fill("7")
    form.saved()
    expect(form.answer("schools")).not_to_have_attribute("aria-invalid", "true")
    assert sula.one("profile").record.schools == 7


def test_the_summary_leads_to_the_field_and_takes_no_focus_while_typing(form: Bench) -> None:
    form.answer("schools").fill("seven")
    form.answer("owner").press_sequentially("Head of", delay=120)
    expect(form.answer("owner")).to_be_focused()
    form.page.get_by_role("link", name="Number of schools: Write this").click()
    expect(form.answer("schools")).to_be_focused()


def test_what_was_not_acknowledged_survives_a_reload(form: Bench, sula: View) -> None:
    form.connection("broken")
    form.answer("mandate").fill("We want a decision in April.")
    form.field("scope").locator("input").first.check()
    assert form.kept == ["mandate: We want a decision in April.", "scope: kindergarten"]
    form.reload()
    expect(form.answer("mandate")).to_have_value("We want a decision in April.")
    expect(form.page.get_by_role("status")).to_have_text("What you wrote on your last visit has been saved.")
    assert sula.one("profile").record.mandate == "We want a decision in April."
    assert form.kept == []


def test_a_dropped_connection_is_told_and_made_up_for(form: Bench, sula: View) -> None:
    form.page.clock.install()
    form.connection("silent")
    form.answer("owner").fill("Head of education")
    form.page.clock.run_for(6_000)
    expect(form.page.get_by_role("status")).to_contain_text("No contact with the server.")
    form.connection("")
    form.page.get_by_role("button", name="Try again").click()
    expect(form.page.get_by_role("status")).to_contain_text("Saved at")
    assert sula.one("profile").record.owner == "Head of education"


def test_a_lost_answer_is_no_conflict_with_oneself(form: Bench, sula: View) -> None:
    form.page.clock.install()
    form.connection("deaf")
    form.answer("owner").fill("Head of education")
    form.page.clock.run_for(1_000)
    form.connection("")
    form.page.clock.run_for(6_000)
    expect(form.page.get_by_role("status")).to_contain_text("Saved at")
    expect(form.page.get_by_text("Someone else has changed this")).to_have_count(0)
    assert form.kept == []
    assert sula.one("profile").revision == 2


def test_somebody_else_s_other_answer_is_no_conflict(form: Bench, sula: View, ola: View) -> None:
    by_ola(ola, resources="40 per cent")
    form.answer("owner").fill("Head of education")
    form.saved()
    profile = sula.one("profile").record
    assert (profile.owner, profile.resources) == ("Head of education", "40 per cent")
    expect(form.answer("resources")).to_have_value("40 per cent")


@pytest.mark.parametrize(("choice", "kept"), [("Keep my text", "Mine"), ("Use their text", "Theirs")])
def test_two_texts_are_shown_side_by_side(
    form: Bench, sula: View, ola: View, axe: Callable[..., None], choice: str, kept: str
) -> None:
    by_ola(ola, mandate="Theirs")
    form.answer("mandate").fill("Mine")
    conflict = form.page.get_by_role("group", name="Someone else has changed this")
    expect(conflict).to_contain_text("Ola changed this at")
    expect(conflict.locator("blockquote")).to_have_text(["Mine", "Theirs"])
    assert sula.one("profile").record.mandate == "Theirs", "nothing is overwritten before the choice"
    axe(form.page)
    conflict.get_by_role("button", name=choice).click()
    expect(conflict).to_have_count(0)
    expect(form.answer("mandate")).to_be_focused()
    expect(form.answer("mandate")).to_have_value(kept)
    form.saved()
    assert sula.one("profile").record.mandate == kept
    form.answer("mandate").press_sequentially(" and more")
    form.saved()
    assert "and more" in sula.one("profile").record.mandate


def test_new_content_leaves_focus_caret_and_unsaved_text_alone(form: Bench, ola: View) -> None:
    form.connection("silent")
    mandate = form.answer("mandate")
    mandate.fill("One two three")
    mandate.evaluate("(field) => field.setSelectionRange(3, 3)")
    by_ola(ola, owner="Ola Hansen")
    form.tell()
    expect(form.answer("owner")).to_have_value("Ola Hansen")
    form.page.keyboard.type("!")
    expect(mandate).to_have_value("One! two three")


def test_typing_on_after_a_save_is_no_conflict_with_oneself(form: Bench, sula: View) -> None:
    form.answer("mandate").press_sequentially("We want")
    form.saved()
    form.answer("mandate").press_sequentially(" a decision")
    form.saved()
    form.answer("mandate").press_sequentially(" in April")
    form.saved()
    expect(form.page.get_by_text("Someone else has changed this")).to_have_count(0)
    assert sula.one("profile").record.mandate == "We want a decision in April"


def test_typing_is_saved_once_after_a_pause(form: Bench) -> None:
    form.answer("mandate").press_sequentially("We want a decision", delay=10)
    form.saved()
    assert len([message for message in form.sent if message["type"] == "save"]) == 1


def test_one_save_is_under_way_at_a_time(form: Bench, sula: View) -> None:
    form.page.evaluate("window.slow = 300")
    for name, text in {"owner": "A", "mandate": "B", "resources": "C"}.items():
        form.answer(name).fill(text)
        form.page.keyboard.press("Tab")
    assert len(form.sent) == 1
    form.saved()
    assert [sorted(message["values"]) for message in form.sent] == [["owner"], ["mandate", "resources"]]
    assert sula.one("profile").record.resources == "C"


def test_what_is_hostile_is_shown_as_text(form: Bench, ola: View) -> None:
    by_ola(ola, owner=HOSTILE, mandate=HOSTILE)
    form.tell()
    expect(form.answer("owner")).to_have_value(HOSTILE)
    form.connection("silent")
    form.answer("mandate").fill("Mine")
    by_ola(ola, mandate=HOSTILE + "!")
    form.tell()
    form.connection("")
    form.page.keyboard.press("Tab")
    form.answer("mandate").press_sequentially("?")
    expect(form.page.locator("blockquote").last).to_have_text(HOSTILE + "!")
    assert form.page.title() == "Widgets"
    expect(form.page.locator("img")).to_have_count(0)


def test_a_text_that_is_too_long_is_counted_and_refused_but_not_cut(form: Bench) -> None:
    form.answer("mandate").fill("a" * 2003)
    form.page.keyboard.press("Tab")
    expect(form.answer("mandate")).to_have_attribute("aria-invalid", "true")
    expect(form.field("mandate")).to_contain_text("3 characters too many")
    expect(form.answer("mandate")).to_have_value("a" * 2003)


def test_a_text_too_long_for_the_line_is_refused_and_holds_up_nothing(form: Bench, sula: View) -> None:
    limits = [question.limit or 0 for kind in KINDS.values() for question in questions(kind)]
    assert max(limits) < 20_000, "The browser sends no more than that of a text."
    text = "ord " * 4999 + "abc😀" + "ord " * 95_000  # a letter of two code units where it is cut
    form.answer("mandate").evaluate(
        "(box, text) => { box.value = text; box.dispatchEvent(new Event('input', {bubbles: true})) }", text
    )
    expect(form.answer("mandate")).to_have_attribute("aria-invalid", "true")
    expect(form.field("mandate").locator(".wb-error")).to_contain_text("too long")
    form.answer("owner").fill("Head of education")
    form.page.keyboard.press("Tab")
    form.saved()
    assert sula.one("profile").record.owner == "Head of education"
    assert max(len(json.dumps(message)) for message in form.sent) < 100_000
    assert form.answer("mandate").input_value() == text


def test_a_browser_that_keeps_nothing_can_still_be_worked_in(form: Bench, sula: View) -> None:
    full = "throw new DOMException('full', 'QuotaExceededError')"
    form.page.evaluate(f"() => {{ Storage.prototype.setItem = () => {{ {full} }} }}")
    form.answer("owner").fill("Head of education")
    form.saved()
    assert sula.one("profile").record.owner == "Head of education"


def test_two_views_of_one_record_get_along(
    sula: View, read: Callable[..., Reading], bench: Callable[..., Bench], axe: Callable[..., None]
) -> None:
    work = WorkSession(read(sula, "00_mandate"))
    page = bench(work, work.form("profile"), work.form("profile"))
    first, second = page.answer("owner").all()
    first.fill("Head of education")
    page.saved()
    expect(second).to_have_value("Head of education")
    second.fill("Head of culture")
    page.saved()
    expect(first).to_have_value("Head of culture")
    axe(page.page)


def test_who_may_only_read_gets_answers_and_no_fields(
    store: Store, read: Callable[..., Reading], bench: Callable[..., Bench], axe: Callable[..., None]
) -> None:
    grant = Grant(person="rita", name="Rita", role=Role.READER, cohort="pilot", organisation="sula")
    work = WorkSession(read(store.view(grant, "pilot", "sula"), "00_mandate"))
    page = bench(work, work.form("profile"))
    expect(page.page.locator("dt", has_text="Inhabitants")).to_be_visible()
    expect(page.page.locator("input, textarea, select, .ds-button")).to_have_count(0)
    axe(page.page)
