"""From a municipality's page to a unit's and back, with the keyboard alone, on a wide and a narrow screen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.keyboard import Keyboard
from tests.serving import serving

pytestmark = [pytest.mark.browser, pytest.mark.slow]

UNIT = "Oppdikta skule"


def opened(page: Page) -> None:
    page.wait_for_selector("body[data-forms=open]")


def switch(page: Page, name: str) -> Locator:
    return page.locator("nav.wb-levels").get_by_role("link", name=name)


@pytest.mark.parametrize("width", [1280, 390])
def test_a_unit_is_entered_and_its_pages_are_reached_and_left_by_keyboard(
    page: Page, axe: Callable[[Page], None], tmp_path: Path, width: int
):
    page.set_viewport_size({"width": width, "height": 900})
    keyboard = Keyboard(page)

    def fits_and_is_accessible() -> None:
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        axe(page)

    with serving(tmp_path) as server:
        page.goto(server.invite())
        keyboard.press(page.locator("main button"))
        opened(page)
        expect(page.locator("nav.wb-levels")).to_have_count(0)
        keyboard.to(page.get_by_label("Namnet på eininga"))
        page.keyboard.type(UNIT)
        page.keyboard.press("Tab")
        page.keyboard.type("Grunn")
        keyboard.press(page.get_by_role("button", name="Legg inn eininga"))
        expect(page.locator(".wb-units")).to_contain_text(UNIT)
        opened(page)
        fits_and_is_accessible()

        page.goto(f"{server.base}session/04_anchoring")
        opened(page)
        keyboard.press(switch(page, UNIT))
        page.wait_for_url("**/session/04_anchoring?unit=*")
        opened(page)
        expect(switch(page, UNIT)).to_have_attribute("aria-current", "true")
        expect(page.locator(".wb-header > .wb-place")).to_have_text(f"{UNIT}, Sula")
        expect(page.locator(".wb-session-head")).to_contain_text(f"{UNIT}, Sula")
        fits_and_is_accessible()

        keyboard.press(switch(page, "Sula"))
        page.wait_for_url("**/session/04_anchoring")
        opened(page)
        expect(switch(page, "Sula")).to_have_attribute("aria-current", "true")

        page.goto(f"{server.base}session/03_documents?unit=sula--oppdikta-skule")
        opened(page)
        carried = page.locator(".wb-carried")
        expect(carried).to_contain_text("henta frå Sula")
        keyboard.press(carried.locator("summary").first)
        expect(carried.locator("details").first).to_have_attribute("open", "")
        fits_and_is_accessible()
