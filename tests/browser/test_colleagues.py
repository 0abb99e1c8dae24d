"""Two people on the same page of the same municipality, each in a browser of their own."""

from __future__ import annotations

import os
import random
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from course.grants import Role
from course.i18n import translator
from course.store import View
from tests.browser.conftest import watch
from tests.browser.lines import Line
from tests.conftest import participant
from tests.serving import Served, eventually, served

__all__ = ["served"]

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(900)]

nn = translator("nn")

SECONDS = float(os.environ.get("WORKBOOK_TOGETHER_SECONDS", "20"))
"""How long two browsers write at random."""
SEED = int(os.environ.get("WORKBOOK_TOGETHER_SEED", "5"))
FIELDS = ("owner", "mandate", "resources")


@dataclass
class Colleague:
    """Somebody with the mandate's page open."""

    name: str
    page: Page
    line: Line
    seen: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Texts of others that this person had before their eyes, by field."""
    conflicts: int = 0

    def field(self, name: str) -> Locator:
        return self.page.locator(f'#k-profile [data-field="{name}"]')

    def input(self, name: str) -> Locator:
        return self.field(name).locator("input, textarea")

    def write(self, name: str, text: str) -> None:
        """Type a text in the place of what is there, which the person has seen."""
        before = self.input(name).evaluate(
            "(input, text) => { input.focus(); const before = input.value; input.value = text;"
            " input.dispatchEvent(new Event('input', {bubbles: true})); return before; }",
            text,
        )
        self.seen[name].add(before)

    def leave(self) -> None:
        self.page.evaluate("document.activeElement?.blur()")

    def choose(self, name: str, mine: bool) -> bool:
        """Settle the conflict of a field, if there is one; the other's text has been seen then."""
        theirs = self.field(name).evaluate(
            "(field, mine) => { const sides = [...field.querySelectorAll('.wb-conflict .wb-side')];"
            " if (!sides.length) return null;"
            " const theirs = sides[1].querySelector('.wb-quote').textContent;"
            " sides[mine ? 0 : 1].querySelector('button').click(); return theirs; }",
            mine,
        )
        if theirs is None:
            return False
        self.seen[name].add("" if theirs == nn("Not answered yet") else theirs)
        self.conflicts += 1
        return True


@pytest.fixture(scope="module")
def open_as(browser: Browser, served: Served) -> Iterator[Callable[..., Colleague]]:
    """Open the mandate's page in a browser of somebody's own, where nothing may go wrong."""
    wrong: list[list[str]] = []
    with ExitStack() as left:

        def make(name: str, role: Role = Role.PARTICIPANT) -> Colleague:
            context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
            left.callback(context.close)
            with served.client(role, "sula", name=name) as client:
                cookies = [
                    {"name": cookie.name, "value": cookie.value or "", "url": served.base}
                    for cookie in client.session.cookies
                ]
            context.add_cookies(cookies)  # type: ignore[arg-type]
            page = context.new_page()
            wrong.append(watch(page, []))
            line = Line(page)
            page.goto(f"{served.base}session/00_mandate")
            page.wait_for_selector("body[data-forms=open]")
            return Colleague(name, page, line)

        yield make
    assert not [sentence for found in wrong for sentence in found]


@pytest.fixture(scope="module")
def people(open_as: Callable[..., Colleague]) -> tuple[Colleague, Colleague]:
    """Two members of the group, on the same page all the time."""
    return open_as("Kari"), open_as("Ola")


@pytest.fixture
def sula(served: Served) -> View:
    return served.store.view(participant("sula"), "pilot", "sula")


def also_here(*names: str) -> str:
    return nn("Also here: {names}").format(names=", ".join(f"\u2068{name}\u2069" for name in names))


def texts(view: View) -> dict[str, str]:
    record = view.one("profile").record
    return {name: getattr(record, name) or "" for name in FIELDS}


def test_what_a_colleague_has_saved_appears_within_three_seconds_and_nothing_typed_is_lost(
    people: tuple[Colleague, Colleague],
) -> None:
    kari, ola = people
    kari.input("mandate").fill("Kari is still wri")
    ola.input("owner").fill("The head of education, says Ola")
    ola.leave()
    expect(kari.input("owner")).to_have_value("The head of education, says Ola", timeout=3_500)
    expect(kari.input("mandate")).to_have_value("Kari is still wri")
    expect(kari.input("mandate")).to_be_focused()
    kari.page.keyboard.press("End")
    kari.page.keyboard.type("ting")
    expect(ola.input("mandate")).to_have_value("Kari is still writing", timeout=5_000)


def test_two_texts_for_one_field_stand_side_by_side_and_the_person_chooses(
    people: tuple[Colleague, Colleague], sula: View, axe: Callable[[Page], None]
) -> None:
    kari, ola = people
    kari.leave()
    kari.input("mandate").focus()
    ola.input("mandate").fill("The mandate by Ola")
    ola.leave()
    assert eventually(lambda: sula.one("profile").record.mandate == "The mandate by Ola")
    kari.input("mandate").fill("The mandate by Kari")
    conflict = kari.field("mandate").get_by_role("group", name=nn("Someone else has changed this"))
    expect(conflict).to_contain_text("The mandate by Ola")
    expect(conflict).to_contain_text("The mandate by Kari")
    assert sula.one("profile").record.mandate == "The mandate by Ola"
    axe(kari.page)
    conflict.get_by_role("button", name=nn("Keep my text")).click()
    expect(ola.input("mandate")).to_have_value("The mandate by Kari", timeout=5_000)


def test_who_else_is_on_the_page_is_shown_and_gone_soon_after_they_left(
    people: tuple[Colleague, Colleague], open_as: Callable[..., Colleague], axe: Callable[[Page], None]
) -> None:
    kari, _ = people
    here = kari.page.get_by_role("complementary", name=nn("Colleagues on this page"))
    expect(here).to_have_text(also_here("Ola"))
    rolf = open_as("Rolf", Role.READER)
    expect(here).to_have_text(also_here("Ola", "Rolf"), timeout=4_000)
    expect(kari.page.get_by_role("status").filter(has_text="Rolf")).to_have_count(1, timeout=6_000)
    axe(kari.page)
    kari.page.set_viewport_size({"width": 390, "height": 844})
    assert kari.page.evaluate("document.documentElement.scrollWidth") <= 390
    kari.page.set_viewport_size({"width": 1280, "height": 900})
    rolf.page.close(run_before_unload=True)
    expect(here).to_have_text(also_here("Ola"), timeout=5_000)


def test_two_browsers_write_at_random_and_nothing_is_lost_or_overwritten_unseen(
    people: tuple[Colleague, Colleague], sula: View, capsys: pytest.CaptureFixture[str]
) -> None:
    chance = random.Random(SEED)
    for person in people:
        person.leave()
        person.line.acknowledged.clear()
    begun = sula.one("profile").revision
    ends, number = time.monotonic() + SECONDS, 0
    while time.monotonic() < ends:
        person, name = chance.choice(people), chance.choice(FIELDS)
        act = chance.random()
        if act < 0.55:
            number += 1
            person.write(name, f"{person.name} {number}")
        elif act < 0.8:
            person.leave()
        else:
            person.choose(name, chance.random() < 0.5)
        person.page.wait_for_timeout(chance.choice((0, 20, 100, 400, 900)))
    settle(people, sula)

    history = {state.number: state for state in sula.history(sula.one("profile").id)}
    assert [person.line.refused for person in people] == [[], []]
    acknowledged = [(person, saved) for person in people for saved in person.line.acknowledged]
    for person, saved in acknowledged:
        state = history[saved.revision]
        assert state.made_by == person.name
        assert {name: state.values[name] or "" for name in saved.values} == {
            name: value or "" for name, value in saved.values.items()
        }
    written = [revision for revision in history if revision > begun]
    assert sorted(saved.revision for _, saved in acknowledged) == written, "each once, and no others"
    for person, saved in acknowledged:
        for name in saved.values:
            before, after = history[saved.revision - 1].values[name] or "", saved.values[name] or ""
            own = before.startswith(person.name)
            assert before == after or own or before in person.seen[name], (
                f"{person.name} overwrote “{before}” with “{after}” and had never seen it"
            )
    conflicts = sum(person.conflicts for person in people)
    assert conflicts, "without a conflict nothing has been tried: another seed is needed"
    with capsys.disabled():
        print(  # noqa: T201
            f"\ntogether: {SECONDS:.0f} s, {number} texts, {len(acknowledged)} saves, {conflicts} conflicts"
        )


def settle(people: tuple[Colleague, Colleague], view: View) -> None:
    """Let everybody leave their field and settle conflicts, until both pages show what is stored."""
    deadline = time.monotonic() + 30
    shown: list[dict[str, str]] = []
    while time.monotonic() < deadline:
        for person in people:
            person.leave()
            for name in FIELDS:
                person.choose(name, mine=False)
        shown = [{name: person.input(name).input_value() for name in FIELDS} for person in people]
        unsaved = [
            person.page.locator("[data-state=unsaved], [data-state=conflict]").count() for person in people
        ]
        if not any(unsaved) and all(page == texts(view) for page in shown):
            return
        people[0].page.wait_for_timeout(300)
    pytest.fail(f"The pages show {shown}, the store has {texts(view)}.")
