"""The form for a municipality's look: with the keyboard alone, on a wide and a narrow screen."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from course.store import Looks
from tests.browser.keyboard import Keyboard
from tests.conftest import FACILITATOR
from tests.logos import svg
from tests.serving import serving

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.mark.parametrize("width", [1280, 390])
def test_a_logo_a_name_and_a_colour_are_chosen_seen_and_taken_back(
    page: Page, axe: Callable[[Page], None], expected_console: list[str], tmp_path: Path, width: int
):
    expected_console.append("status of 400")
    page.set_viewport_size({"width": width, "height": 900})
    keyboard, logo = Keyboard(page), tmp_path / "logo.svg"
    logo.write_bytes(svg())

    def form() -> Locator:
        return page.locator("form", has=page.locator("#wb-look-title"))

    def looked_at(name: str) -> None:
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        axe(page)
        if folder := os.environ.get("WORKBOOK_LOOKED_AT"):
            form().screenshot(path=f"{folder}/look-{name}-{width}.png")

    def keep() -> None:
        keyboard.press(page.get_by_role("button", name="Lagre namn, logo og farge"))

    with serving(tmp_path) as server:
        page.goto(server.invite())
        keyboard.press(page.locator("main button"))
        page.wait_for_selector("body[data-forms=open]")
        keyboard.to(page.get_by_label("Det kommunen heiter på dokumenta"))
        page.keyboard.type("Sula herad")
        keyboard.to(page.get_by_label("Hovudfarge"))
        page.keyboard.type("#ffcc00")
        keep()
        expect(form().get_by_role("alert")).to_contain_text("#ffcc00 er for lys til tekst på kvitt")
        expect(page.get_by_label("Hovudfarge")).to_have_attribute("aria-invalid", "true")
        expect(page.get_by_label("Det kommunen heiter på dokumenta")).to_have_value("Sula herad")
        looked_at("refused")

        page.get_by_label("Hovudfarge").fill("#7a1f3d")
        page.get_by_label("Logo (PNG eller SVG)").set_input_files(logo)
        keep()
        page.wait_for_selector("body[data-forms=open]")
        picture = form().locator("img")
        expect(picture).to_be_visible()
        assert picture.evaluate("image => image.naturalWidth") == 1200
        expect(page.get_by_label("Hovudfarge")).to_have_value("#7a1f3d")
        looked_at("kept")

        page.get_by_label("Ta bort logoen").focus()
        page.keyboard.press("Space")
        keep()
        page.wait_for_selector("body[data-forms=open]")
        expect(form().locator("img")).to_have_count(0)
        look = Looks(server.store.engine).of(FACILITATOR, "pilot", "sula")
        assert (look.name, look.colour, look.logo, look.revision) == ("Sula herad", "#7a1f3d", None, 2)
