"""A person's hand at a session's page: fills in whatever a notebook holds, by keyboard or by mouse."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from playwright.sync_api import Locator, Page, expect

Answers = Mapping[str, Any]
"""Question → answer as `Record.values` has it, with dates as dates and references as ids of this page."""

_NOTHING_WAITS = """() => !Object.keys(localStorage).some((key) => key.startsWith("workbook:"))
  && !document.querySelector("[data-state=unsaved], .wb-status[data-state=saving]")"""


class Way(Protocol):
    """How a hand reaches things: `Keyboard` or `Mouse`."""

    def press(self, target: Locator) -> None: ...

    def answer(self, field: Locator, value: object) -> None: ...


class Hand:
    """Fills in forms, tables, checklists and the matrix of one page."""

    def __init__(self, page: Page, way: Way) -> None:
        self.page = page
        self.way = way

    def of(self, kind: str) -> Locator:
        """Return the widget of a kind."""
        return self.page.locator(f"#k-{kind}")

    def fill(self, scope: Locator, answers: Answers) -> None:
        """Answer questions; what has no answer is passed over."""
        for name, value in answers.items():
            field = scope.locator(f'.wb-field[data-field="{name}"]')
            self._answer(field, value)

    def _answer(self, field: Locator, value: object) -> None:
        field.wait_for()
        if field.locator("select").count():
            value = field.locator(f'option[value="{value or ""}"]').text_content()
        if isinstance(value, float):
            value = str(value).replace(".", ",")
        self.way.answer(field, "" if value is None else value)

    def done(self, form: Locator) -> None:
        """Say that a record is done; it closes when there is nothing wrong with it."""
        self.way.press(form.locator(".wb-buttons button").first)
        expect(form).to_have_count(0)

    def form(self, kind: str, answers: Answers) -> None:
        """Fill in the form of a single record."""
        self.fill(self.of(kind), answers)

    def add(self, kind: str, answers: Answers) -> None:
        """Add a record to a table."""
        table = self.of(kind)
        self.way.press(table.locator("[data-act=add]"))
        form = table.locator(".wb-editing")
        self.fill(form, answers)
        self.done(form)

    def change(self, kind: str, record: str, answers: Answers) -> None:
        """Change answers of a record, wherever on the page it is written."""
        form = self.opened(kind, record)
        self.fill(form, answers)
        self.close(form)

    def opened(self, kind: str, record: str) -> Locator:
        """Open a record and return what holds its questions; a form is open already."""
        if kind == "anchor":
            self.way.press(self.of(kind).locator(f'button[data-key="{record}"]'))
            return self.page.locator("dialog[open]")
        row = self.of(kind).locator(f'.wb-row[data-record="{record}"]')
        if not row.count():
            return self.of(kind)
        self.way.press(row.locator("[data-act=edit]"))
        return row.locator(".wb-editing")

    def close(self, form: Locator) -> None:
        """Say that a record is done, where that has to be said."""
        if form.locator(".wb-buttons").count():
            self.done(form)

    def remove(self, kind: str, record: str) -> None:
        """Delete a record of a table."""
        row = self.of(kind).locator(f'.wb-row[data-record="{record}"]')
        self.way.press(row.locator("[data-act=delete]"))
        expect(row).to_have_count(0)

    def choose(self, kind: str, name: str, value: str) -> None:
        """Say whose answers a checklist is to show."""
        inside = self.page.locator(f'[id^="c-{kind}-{name}"]')
        field = self.of(kind).locator(".wb-selection .wb-field", has=inside)
        if not field.locator(f'input[value="{value}"]:checked').count():
            self._answer(field, value)

    def row(self, kind: str, code: str, answers: Answers) -> None:
        """Answer a row of a checklist."""
        row = self.of(kind).locator(f'.wb-check[data-row="{code}"]')
        if row.get_attribute("open") is None:
            self.way.press(row.locator("> summary"))
        self.fill(row, answers)

    def onward(self, kind: str, code: str) -> None:
        """Close a row of a checklist and go on to the next."""
        row = self.of(kind).locator(f'.wb-check[data-row="{code}"]')
        self.way.press(row.locator("[data-act=next]"))
        expect(row).not_to_have_attribute("open", "")

    def anchor(self, goal: str, document: str, answers: Answers) -> None:
        """Write down the anchor of a goal in a document."""
        cell = self.of("anchor").locator(f'tr[data-key="{goal}"] td[data-key="{document}"]')
        self.way.press(cell.locator("button").last)
        dialog = self.page.locator("dialog[open]")
        self.fill(dialog, answers)
        self.done(dialog)

    def follow(self, sentence: str) -> None:
        """Follow a sentence of the checks to what it is about."""
        found = self.page.locator(".wb-widget-session .wb-list").last
        if found.get_attribute("open") is None:
            self.way.press(found.locator("> summary"))
        self.way.press(self.told(sentence))

    def told(self, sentence: str) -> Locator:
        """Return a sentence of the checks at the head of the session."""
        return self.page.locator(".wb-widget-session .wb-list").last.get_by_role(
            "link", name=sentence, exact=True
        )

    def saved(self) -> None:
        """Wait until the server has acknowledged everything, and the page says so."""
        self.settled()
        expect(self.page.locator(".wb-widget-session > .wb-status")).to_have_attribute("data-state", "saved")

    def settled(self) -> None:
        """Wait until the server has acknowledged everything."""
        self.page.wait_for_function(_NOTHING_WAITS)
