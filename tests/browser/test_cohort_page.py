"""Signing off and following a cohort, with the keyboard alone, on a wide and a narrow screen."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from course.grants import Role
from course.i18n import translator
from tests.browser.keyboard import Keyboard
from tests.conftest import participant
from tests.serving import Served, serving

pytestmark = [pytest.mark.browser, pytest.mark.slow]

nn = translator("nn")
SLOW = 120_000
"""Milliseconds that a page may take on a busy machine; the form stands at its end."""


@pytest.fixture(scope="module")
def following(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server of this file's own, with something written in Sula."""
    with serving(tmp_path_factory.mktemp("following")) as server:
        view = server.store.view(participant("sula"), "pilot", "sula")
        view.save("goal", str(uuid.uuid4()), {"called": "Fleire på jobbskugging"}, 0)
        yield server


@pytest.fixture(autouse=True)
def patient(page: Page) -> None:
    """Wait longer for a page: a busy machine is slow, not wrong."""
    page.set_default_navigation_timeout(SLOW)


@pytest.mark.parametrize("width", [1280, 390])
def test_a_group_says_by_keyboard_that_it_is_ready_and_takes_it_back(
    page: Page, following: Served, fits: Callable[[int], None], width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    keyboard = Keyboard(page)
    page.goto(following.invite())
    page.locator("main button").click()
    page.goto(f"{following.base}session/04_anchoring?language=nn")
    page.wait_for_selector("body[data-forms=open]")
    block = page.locator(".wb-sign-off")
    keyboard.press(block.locator("summary"))
    fits(width)
    keyboard.press(block.get_by_role("button", name=nn("We are ready"), exact=True))
    expect(block).to_contain_text("Klar til samlinga: augneblinksbilete", timeout=SLOW)
    page.wait_for_selector("body[data-forms=open]")
    keyboard.press(block.get_by_role("button", name=nn("Take it back: we are not ready")))
    expect(block).to_contain_text(nn("The group has not said that it is ready."), timeout=SLOW)
    page.goto(f"{following.base}gathering/3?language=nn")
    keyboard.press(page.locator(".wb-snapshots summary").first)
    fits(width)


@pytest.mark.parametrize("width", [1280, 390])
def test_a_facilitator_filters_invites_and_finds_the_state_in_the_address(
    page: Page, following: Served, fits: Callable[[int], None], width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    keyboard = Keyboard(page)
    page.goto(following.invite(Role.FACILITATOR, None))
    page.locator("main button").click()
    page.goto(f"{following.base}cohort?language=nn")
    fits(width)
    keyboard.to(page.get_by_label(nn("Session"), exact=True))
    page.keyboard.type("Behov")
    keyboard.press(page.locator(".wb-choices button"))
    page.wait_for_url("**/cohort?session=02_needs&state=&sort=name")
    expect(page.locator(".wb-followed thead th")).to_have_count(6)
    page.reload()
    expect(page.get_by_label(nn("Session"), exact=True)).to_have_value("02_needs")
    keyboard.to(page.get_by_label(nn("Name"), exact=True))
    page.keyboard.type("Siv")
    keyboard.to(page.get_by_label(nn("Municipality or unit"), exact=True))
    page.keyboard.type("Sula")
    keyboard.press(page.get_by_role("button", name=nn("Make the link")))
    assert page.locator("#wb-link").input_value().startswith(f"{following.base}invitation/")
    fits(width)


def test_a_run_is_started_followed_and_stopped_by_keyboard(
    page: Page, following: Served, fits: Callable[[int], None]
) -> None:
    keyboard = Keyboard(page)
    page.goto(following.invite(Role.FACILITATOR, None))
    page.locator("main button").click()
    page.goto(f"{following.base}cohort?session=04_anchoring&language=nn")
    keyboard.press(page.get_by_role("button", name=nn("Start the run")))
    page.wait_for_url("**/cohort/run/*")
    expect(page.get_by_role("progressbar")).to_have_attribute("max", "5", timeout=SLOW)
    expect(page.locator("[data-run=now]")).to_contain_text("Mål og forankring")
    fits(1280)
    keyboard.press(page.get_by_role("button", name=nn("Stop the run")))
    expect(page.get_by_role("status")).to_contain_text("Stoppa av", timeout=SLOW)
    expect(page.get_by_role("progressbar")).to_have_count(0)
