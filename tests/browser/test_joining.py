"""Applying and deciding with the keyboard alone, on a wide and a narrow screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from course.grants import Role
from course.i18n import translator
from course.store.applications import Applications, State
from tests.browser.keyboard import Keyboard
from tests.conftest import FACILITATOR
from tests.joining import WRITTEN, open_call, send
from tests.serving import Served, serving

pytestmark = [pytest.mark.browser, pytest.mark.slow]

nn = translator("nn")


@pytest.fixture(scope="module")
def joined(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server of this file's own, whose pilot cohort can be applied to."""
    with serving(tmp_path_factory.mktemp("joined")) as server:
        open_call(server.store, places=6, about="Skriv kort.")
        yield server


@pytest.mark.parametrize("width", [1280, 390])
def test_a_municipality_applies_by_keyboard_and_changes_what_it_wrote(
    page: Page,
    joined: Served,
    fits: Callable[[int], None],
    expected_console: list[str],
    width: int,
) -> None:
    expected_console.append("400")
    page.set_viewport_size({"width": width, "height": 900})
    keyboard = Keyboard(page)
    page.goto(f"{joined.base}join?language=nn")
    fits(width)
    keyboard.press(page.locator(".wb-calls a"))
    expect(page.get_by_text("Skriv kort.")).to_be_visible()
    fits(width)
    keyboard.to(page.locator("#wb-municipality"))
    page.keyboard.type("Ulstein")
    for name, text in WRITTEN.items():
        keyboard.to(page.locator(f"#wb-{name}"))
        keyboard.write(text if name != "contact_email" else "ola@ukjend")
    keyboard.to(page.locator("#wb-administrative_leadership-1-called"))
    keyboard.write("Ola Li")
    keyboard.press(page.get_by_role("button", name=nn("Send the application")))
    wrong = page.get_by_role("alert")
    expect(wrong).to_contain_text(nn("E-mail address of the contact"))
    fits(width)
    keyboard.press(wrong.get_by_role("link"))
    page.keyboard.press("Control+A")
    keyboard.write(WRITTEN["contact_email"])
    keyboard.press(page.get_by_role("button", name=nn("Send the application")))
    page.wait_for_url("**/application/*")
    assert page.locator("#wb-link").input_value() == page.url
    fits(width)
    keyboard.to(page.locator("#wb-plans"))
    page.keyboard.press("Control+A")
    keyboard.write("Oppvekstplanen, 2029")
    keyboard.press(page.get_by_role("button", name=nn("Save the changes")))
    expect(page.get_by_role("status")).to_have_text(nn("What you wrote is saved."))
    expect(page.locator("#wb-plans")).to_have_value("Oppvekstplanen, 2029")
    keyboard.press(page.locator("summary"))
    fits(width)
    keyboard.press(page.locator("details button"))
    expect(page.locator("h1")).to_have_text(nn("The application is withdrawn"))
    fits(width)


@pytest.mark.parametrize("width", [1280, 390])
def test_a_facilitator_compares_declines_and_accepts_by_keyboard(
    page: Page, joined: Served, fits: Callable[[int], None], width: int
) -> None:
    code = "1516" if width == 1280 else "1517"
    for _ in range(2):
        send(
            joined.store,
            code,
            why="<script>alert(1)</script> Alle skular skal med.",
            contact_email=f"ola{width}@example.org",
        )
    page.set_viewport_size({"width": width, "height": 900})
    keyboard = Keyboard(page)
    page.goto(joined.invite(Role.FACILITATOR, None))
    page.locator("main button").click()
    page.goto(f"{joined.base}cohort?language=nn")
    keyboard.press(page.get_by_role("link", name=nn("Applications to take part"), exact=True))
    expect(page.locator(".wb-beside")).to_contain_text("<script>alert(1)</script>")
    fits(width)
    beside = page.locator(".wb-beside thead th").count()
    first = page.locator(".wb-applications tbody tr", has_text=nn("Sent, not decided yet")).first
    keyboard.to(first.locator("input"))
    page.keyboard.press("Space")
    keyboard.press(page.get_by_role("button", name=nn("Show them side by side")))
    page.wait_for_url("**/cohort/applications?beside=*")
    expect(page.locator(".wb-beside thead th")).to_have_count(beside - 1)
    keyboard.press(
        page.locator(".wb-applications tbody tr", has_text=nn("Sent, not decided yet")).locator("a").first
    )
    page.wait_for_url("**/cohort/applications/*")
    expect(page.locator("#wb-reason-declined")).to_be_visible()
    fits(width)
    keyboard.to(page.locator("#wb-reason-declined"))
    keyboard.write("Det er ikkje plass.")
    keyboard.press(page.get_by_role("button", name=nn("Decline the application")))
    expect(page.get_by_text(nn("Declined"), exact=False).first).to_be_visible()
    fits(width)
    keyboard.to(page.locator("#wb-reason-accepted"))
    keyboard.write("Likevel plass.")
    keyboard.press(page.get_by_role("button", name=nn("Accept the application")))
    expect(page.get_by_role("status")).to_contain_text("Eli Vik")
    fits(width)
    link = page.locator("#wb-link-1").input_value()
    states = [one.state for one in Applications(joined.store).everything(FACILITATOR, "pilot")]
    assert State.ACCEPTED in states
    page.context.clear_cookies()
    page.goto(link)
    page.locator("main button").click()
    page.wait_for_selector("main h1")
    expect(page.locator(".wb-person")).to_contain_text("Ola Li")


@pytest.mark.parametrize("width", [1280, 390])
def test_a_cohort_is_opened_by_keyboard(
    page: Page, joined: Served, fits: Callable[[int], None], width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    keyboard = Keyboard(page)
    page.goto(joined.invite(Role.FACILITATOR, None, name=f"Opens{width}"))
    page.locator("main button").click()
    page.goto(f"{joined.base}cohort/new?language=nn")
    fits(width)
    keyboard.to(page.locator("#wb-called"))
    keyboard.write(f"Runde {width}")
    page.locator("#wb-deadline").fill("2099-08-31")
    page.locator("#wb-starts_on-0").fill("2099-10-05")
    page.locator("#wb-ends_on-0").fill("2099-10-07")
    keyboard.to(page.locator("#wb-place-0"))
    keyboard.write("Oslo")
    keyboard.press(page.get_by_role("button", name=nn("Open the cohort")))
    page.wait_for_url("**/cohort/call")
    expect(page.locator("h1")).to_contain_text(f"Runde {width}")
    fits(width)
    page.goto(f"{joined.base}session/09_facilitator")
    page.wait_for_selector("#k-gathering")
    expect(page.locator("main")).to_contain_text("Oslo")
