"""Somebody with a mouse: clicks what is wanted, and writes where it was clicked."""

from __future__ import annotations

from datetime import date

from playwright.sync_api import Locator, Page

from tests.browser.keyboard import otherwise


class Mouse:
    """Works a page as `Keyboard` does, by clicking."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, target: Locator) -> None:
        """Click a button or a link."""
        target.click()

    def answer(self, field: Locator, value: object) -> None:
        """Answer one question, or take the answer back with an empty one; `field` is its container."""
        if isinstance(value, bool) or (isinstance(value, str) and field.locator("input[type=radio]").count()):
            code = {True: "yes", False: "no"}.get(value, value)  # type: ignore[call-overload]
            field.locator(f'input[type=radio][value="{code}"]').click()
        elif isinstance(value, list):
            for box in otherwise(field, value):
                box.click()
        elif isinstance(value, date):
            field.locator("input").fill(value.isoformat())
        elif field.locator("select").count():
            field.locator("select").select_option(label=str(value))
        else:
            box = field.locator("input, textarea")
            box.click()
            box.press("Control+A")
            self.write(str(value))

    def write(self, text: str) -> None:
        """Write over what is selected where it was clicked."""
        if text:
            self.page.keyboard.insert_text(text)
        else:
            self.page.keyboard.press("Delete")
