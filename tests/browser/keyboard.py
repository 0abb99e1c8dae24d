"""Somebody who has no mouse: goes with Tab, ticks with Space, chooses with arrows, writes."""

from __future__ import annotations

from datetime import date

from playwright.sync_api import Locator, Page

MOST_STEPS = 250
"""After so many steps of Tab something cannot be reached by keyboard."""

KEY_BY_KEY = 12
"""So many characters of an answer are typed; the rest of a long one comes as when it is pasted."""

_OTHERWISE = """(boxes, codes) => boxes
  .filter((box) => box.checked !== codes.includes(box.value))
  .map((box) => box.value)"""

_HAS_FOCUS = "(element) => element === document.activeElement"


def otherwise(field: Locator, codes: list[str]) -> list[Locator]:
    """Return the boxes of a question that are not as they should be when these `codes` are chosen."""
    wrong = field.locator("input[type=checkbox]").evaluate_all(_OTHERWISE, codes)
    return [field.locator(f'input[type=checkbox][value="{code}"]') for code in wrong]


class Keyboard:
    """Works a page with the keyboard alone; where Tab does not lead, it fails."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._orders = ["%d%m%Y", "%m%d%Y"]

    def to(self, target: Locator) -> None:
        """Go to `target` with Tab, the way it is nearer."""
        target.wait_for()
        for key in ("Tab", "Shift+Tab"):
            for _ in range(MOST_STEPS):
                if target.evaluate(_HAS_FOCUS):
                    return
                self.page.keyboard.press(key)
        raise AssertionError(f"No key leads to {target}.")

    def press(self, target: Locator) -> None:
        """Go to a button or a link and press it."""
        self.to(target)
        self.page.keyboard.press("Enter")

    def answer(self, field: Locator, value: object) -> None:
        """Answer one question, or take the answer back with an empty one; `field` is its container."""
        if isinstance(value, bool) or (isinstance(value, str) and field.locator("input[type=radio]").count()):
            self._choose(field, {True: "yes", False: "no"}.get(value, value))  # type: ignore[call-overload]
        elif isinstance(value, list):
            for box in otherwise(field, value):
                self.to(box)
                self.page.keyboard.press("Space")
        elif isinstance(value, date):
            self._date(field.locator("input"), value)
        elif field.locator("select").count():
            self._select(field.locator("select"), str(value))
        else:
            box = field.locator("input, textarea")
            self.to(box)
            self.page.keyboard.press("Control+A")
            self.write(str(value))

    def write(self, text: str) -> None:
        """Write over what is selected where the focus is."""
        if not text:
            self.page.keyboard.press("Delete")
            return
        self.page.keyboard.type(text[:KEY_BY_KEY])
        if text[KEY_BY_KEY:]:
            self.page.keyboard.insert_text(text[KEY_BY_KEY:])

    def _date(self, box: Locator, value: date) -> None:
        """Write a date in the order this browser asks for, which is its machine's and not the page's."""
        for order in self._orders:
            self.to(box)
            while box.evaluate(_HAS_FOCUS):  # day, month and year are stops of their own: begin at the first
                self.page.keyboard.press("Shift+Tab")
            self.page.keyboard.press("Tab")
            self.page.keyboard.type(value.strftime(order))
            if box.input_value() == value.isoformat():
                self._orders = [order]
                return
        raise AssertionError(f"The date {value} could not be written.")

    def _choose(self, field: Locator, code: object) -> None:
        wanted = field.locator(f'input[type=radio][value="{code}"]')
        radios = field.locator("input[type=radio]")
        chosen = field.locator("input[type=radio]:checked")
        self.to(chosen if chosen.count() else radios.first)
        if wanted.is_checked():
            return
        if radios.first.evaluate("(radio) => radio === document.activeElement && !radio.checked"):
            self.page.keyboard.press("Space")
        for _ in range(radios.count()):
            if wanted.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"No arrow leads to {code}.")

    def _select(self, box: Locator, label: str) -> None:
        """Choose in a list by going down it, as one does who reads the options."""
        self.to(box)
        options = box.locator("option").all_text_contents()
        self.page.keyboard.press("Home")
        for _ in range(options.index(label)):
            self.page.keyboard.press("ArrowDown")
        assert box.evaluate("(select) => select.selectedOptions[0].textContent") == label
