"""A gathering from both sides: a facilitator writes it down, a group reads it and says who came."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import icalendar
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from course import batch
from course.blank_form import blank_form
from course.grants import Grant, Role
from course.i18n import translator
from course.organisations import cohort
from tests.browser.conftest import watch
from tests.browser.hand import Hand
from tests.browser.keyboard import Keyboard
from tests.browser.mouse import Mouse
from tests.serving import Served, served

__all__ = ["served"]

pytestmark = [pytest.mark.browser, pytest.mark.slow]

nn = translator("nn")

COHORT = cohort("pilot").model_copy(update={"key": "gathered"})
KARI = Grant(person="kari", name="Kari", role=Role.PARTICIPANT, cohort=COHORT.key, organisation="sula")
GATHERING = {
    "gathering": "gathering_1",
    "starts_on": date(2027, 10, 12),
    "ends_on": date(2027, 10, 14),
    "place": "Bergen, Bikuben",
    "programme": "Kvifor vi er her\n<b>Sula</b> fortel",
    "material": "Les mandatet på nytt",
    "link": "https://example.org/samling-1",
}


@pytest.fixture(scope="module")
def group(served: Served) -> list[str]:
    """Two members of Sula's group, in a cohort of the test's own."""
    served.store.add_cohort(COHORT)
    view = served.store.view(KARI, COHORT.key, "sula")
    return [view.save("member", str(uuid.uuid4()), {"name_or_initials": name}, 0).id for name in ("HP", "AB")]


@pytest.fixture
def opened(
    context: BrowserContext, served: Served, group: list[str], expected_console: list[str]
) -> Iterator[Callable[[Role, str], Page]]:
    """Sign somebody in and open a page: `opened(role, path)`."""
    wrong: list[list[str]] = []

    def sign_in(role: Role, path: str) -> Page:
        for earlier in context.pages:
            earlier.close()
        context.clear_cookies()
        page = context.new_page()
        wrong.append(watch(page, expected_console))
        own = None if role is Role.FACILITATOR else "sula"
        page.goto(served.invite(role, own, cohort=COHORT.key))
        page.locator("main button").click()
        page.wait_for_selector("main h1")
        page.goto(f"{served.base}{path}?language=nn")
        page.wait_for_selector("main .wb, main .wb-static")
        return page

    yield sign_in
    assert not any(wrong), wrong


def test_a_facilitator_writes_a_gathering_and_a_group_finds_it_in_its_session(
    opened: Callable[[Role, str], Page],
) -> None:
    page = opened(Role.FACILITATOR, "session/09_facilitator")
    hand = Hand(page, Keyboard(page))
    hand.add("gathering", GATHERING)
    hand.settled()
    page = opened(Role.PARTICIPANT, "session/01_baseline")
    shown = page.locator(".wb-gathering")
    for words in (
        "12. oktober 2027 – 14. oktober 2027",
        GATHERING["place"],
        "<b>Sula</b> fortel",
        GATHERING["material"],
    ):
        expect(shown).to_contain_text(str(words))
    expect(shown.get_by_role("link")).to_have_attribute("href", str(GATHERING["link"]))
    page = opened(Role.PARTICIPANT, "")
    expect(page.locator(".wb-timeline")).to_contain_text(
        "12. oktober 2027 – 14. oktober 2027 · Bergen, Bikuben"
    )


def test_a_group_says_by_keyboard_who_took_part(
    opened: Callable[[Role, str], Page], served: Served, group: list[str]
) -> None:
    page = opened(Role.PARTICIPANT, "session/01_baseline")
    hand = Hand(page, Keyboard(page))
    hand.form("attendance", {"members": [group[1]], "remark": "Rådgjevaren kom i staden for HP"})
    hand.saved()
    (stored,) = served.store.view(KARI, COHORT.key, "sula").all("attendance")
    assert stored.values["gathering"] == "gathering_1"
    assert stored.values["members"] == [group[1]]
    page.reload()
    box = page.locator(f'#k-attendance input[value="{group[1]}"]')
    expect(box).to_be_checked()
    expect(page.locator("#k-attendance input[type=checkbox]:checked")).to_have_count(1)
    Mouse(page).press(box)
    hand.saved()
    assert served.store.view(KARI, COHORT.key, "sula").all("attendance")[0].values["members"] == []


def test_the_dates_are_downloaded_from_the_home_page(
    opened: Callable[[Role, str], Page], served: Served, group: list[str]
) -> None:
    view = served.store.view(KARI, COHORT.key, "sula")
    view.save("meeting", str(uuid.uuid4()), {"held_on": "2027-11-02", "purpose": "Gruppa møtest"}, 0)
    page = opened(Role.PARTICIPANT, "")
    with page.expect_download() as download:
        page.locator(".wb-timeline a[download]").click()
    events = icalendar.Calendar.from_ical(download.value.path().read_bytes()).walk("VEVENT")
    assert any("Gruppa møtest" in str(event["summary"]) for event in events)


def test_a_session_is_taken_to_the_meeting_table_on_paper(
    opened: Callable[[Role, str], Page], axe: Callable[[Page], None], tmp_path: Path
) -> None:
    page = opened(Role.PARTICIPANT, "session/00_mandate")
    with page.expect_download() as download:
        page.locator('a[download][href*="print/"]').click()
    paper = tmp_path / "paper.html"
    download.value.save_as(paper)
    assert paper.read_text("utf-8") == blank_form("00_mandate", "nn")
    page.goto(paper.as_uri())
    page.emulate_media(media="print")
    expect(page.locator("main")).to_contain_text(nn("Mandate"))
    expect(page.locator("main")).not_to_contain_text("HP")
    axe(page)


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_the_exported_page_of_the_facilitator_is_accessible_and_fits(
    page: Page,
    served: Served,
    group: list[str],
    axe: Callable[[Page], None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    language: str,
) -> None:
    monkeypatch.setenv("WORKBOOK_DATABASE_URL", served.store.url)
    tasks = batch.plan(COHORT, tmp_path, sessions=["09_facilitator"], language=language)
    assert not any(result.error for result in batch.run(tasks, 1))
    page.goto(tasks[0].page.as_uri())
    assert page.locator("html").get_attribute("lang") == language
    expect(page.locator("main")).to_contain_text("Sula")
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
        axe(page)
