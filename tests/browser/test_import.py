"""A register from a spreadsheet with the keyboard alone: choose, see, confirm; wide and narrow."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from course.grants import Role
from tests.browser.keyboard import Keyboard
from tests.conftest import FACILITATOR
from tests.serving import Served, served

__all__ = ["served"]

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FILE = (
    "Tittel;Einingar;Einingstype;Status;Partnarland;Lukke\r\n"
    "Bruer over sundet;Oppdikta skule;Grunnskule;Pågår;Polen, Italia og Kroatia;ja\r\n"
    "Eit prosjekt med eit namn som er så langt at det går over fleire linjer på ein smal skjerm;;;Idé;;\r\n"
    "Det tredje;;;Ferdig;;\r\n"
    "bruer over sundet;;;Hvilende;;\r\n"
)


def opened(page: Page) -> None:
    """Wait until a session's page is whole: to leave it earlier is an error in its console."""
    page.wait_for_selector("body[data-forms=open]", timeout=90_000)


@pytest.fixture
def signed_in(page: Page, served: Served) -> Iterator[Page]:
    page.goto(served.invite(Role.PARTICIPANT, "lillestrom", name="Lise"))
    page.locator("main button").click()
    opened(page)
    yield page


@pytest.mark.parametrize("width", [1280, 390])
def test_a_file_is_chosen_seen_and_confirmed_by_keyboard(
    signed_in: Page, served: Served, axe: Callable[[Page], None], tmp_path: Path, width: int
):
    page, keyboard = signed_in, Keyboard(signed_in)
    page.set_viewport_size({"width": width, "height": 900})

    def fits_and_is_accessible(name: str) -> None:
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        axe(page)
        if folder := os.environ.get("WORKBOOK_SCREENSHOTS"):
            page.screenshot(path=f"{folder}/import-{name}-{width}.png", full_page=True)

    page.goto(f"{served.base}import?register=projects&language=nn")
    expect(page.get_by_label("Kva fila inneheld")).to_have_value("projects")
    fits_and_is_accessible("form")
    file = tmp_path / "prosjekt.csv"
    file.write_bytes(
        FILE.replace("sundet", f"sundet {width}").replace("Eit", f"Eit {width}").encode("cp1252")
    )
    chooser = page.get_by_label("Fila", exact=True)
    keyboard.to(chooser)
    chooser.set_input_files(file)  # what the machine's own dialog would do
    keyboard.press(page.get_by_role("button", name="Vis kva som vil skje"))

    rows = page.locator(".wb-rows tbody tr")
    expect(rows).to_have_count(4)
    expect(rows.nth(0)).to_contain_text("Blir lagd til")
    expect(rows.nth(2)).to_contain_text("D4 (Status): «Ferdig» er ikkje eitt av svara")
    expect(rows.nth(3)).to_contain_text("Rad 2")
    expect(page.locator("main")).to_contain_text("utelatne: Lukke.")
    fits_and_is_accessible("preview")
    keyboard.press(page.get_by_role("button", name="Legg til 2 rader"))

    expect(page.locator(".wb-done")).to_contain_text("2 rader er lagde til i «Prosjekt».")
    fits_and_is_accessible("done")
    written = served.store.view(FACILITATOR, "pilot", "lillestrom").all("project")
    assert f"Bruer over sundet {width}" in {record.record.called for record in written}
    keyboard.press(page.get_by_role("link", name="Sjå dei på sida si"))
    page.wait_for_url("**/session/01_baseline*")
    opened(page)
    expect(page.locator("main")).to_contain_text(f"Bruer over sundet {width}")


def test_the_foot_of_the_page_leads_there_and_back(
    signed_in: Page, served: Served, expected_console: list[str]
):
    page, keyboard = signed_in, Keyboard(signed_in)
    page.goto(f"{served.base}session/01_baseline?language=nn")
    opened(page)
    keyboard.press(page.get_by_role("link", name="Hent inn prosjekt frå eit rekneark"))
    expect(page.locator("h1")).to_have_text("Hent inn frå eit rekneark")
    expected_console.append("400")
    page.get_by_label("Fila", exact=True).set_input_files(
        {"name": "bilete.csv", "mimeType": "text/csv", "buffer": b"\x89PNG\x00"}
    )
    page.get_by_role("button", name="Vis kva som vil skje").click()
    expect(page.get_by_role("alert")).to_contain_text("Fila er verken ei CSV-fil")
    page.get_by_role("link", name="Til startsida").click()
    page.wait_for_url(f"{served.base}")
    opened(page)
