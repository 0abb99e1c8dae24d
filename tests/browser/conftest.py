"""A real Chromium for the browser tests; a page that notices errors and requests to elsewhere; axe."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect, sync_playwright

from tests.browser.harness import Bench, served

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
NAMES = ("chromium", "chromium-browser", "google-chrome")


def executable() -> str | None:
    """Return the Chromium this machine has; None leaves it to Playwright's own."""
    named = os.environ.get("WORKBOOK_CHROMIUM")
    return named or next((path for name in NAMES if (path := shutil.which(name))), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests."""
    expect.set_options(timeout=20_000)  # a busy machine is slow, not wrong
    with sync_playwright() as playwright:
        try:
            chromium = playwright.chromium.launch(executable_path=executable(), args=["--no-sandbox"])
        except Error as error:
            reason = f"NO BROWSER TEST IS RUN: no Chromium could be started ({error.message.splitlines()[0]})"
            if os.environ.get("CI"):
                pytest.fail(reason)
            pytest.skip(reason)
        yield chromium
        chromium.close()


@pytest.fixture
def expected_console() -> list[str]:
    """Parts of console errors that a test provokes on purpose; empty unless the test adds to it."""
    return []


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser profile of the test's own."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, expected_console: list[str]) -> Iterator[Page]:
    """A page that must run without an error and without a request to another machine."""
    page = context.new_page()
    wrong = watch(page, expected_console)
    yield page
    assert not wrong, "\n".join(wrong)


def watch(page: Page, expected: list[str]) -> list[str]:
    """Collect what goes wrong in a page: errors, and requests that leave this machine."""
    wrong: list[str] = []

    def note(sentence: str) -> None:
        if not any(part in sentence for part in expected):
            wrong.append(sentence)

    def judge(url: str) -> None:
        if urlsplit(url).scheme in {"http", "https", "ws", "wss"} and urlsplit(url).hostname != "127.0.0.1":
            note(f"request to elsewhere: {url}")

    page.on("console", lambda message: note(f"console: {message.text}") if message.type == "error" else None)
    page.on("pageerror", lambda error: note(f"page error: {error}"))
    page.on("request", lambda request: judge(request.url))
    page.on("websocket", lambda socket: judge(socket.url))
    return wrong


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """Assert that axe finds nothing wrong with a page as it stands, by any of its rules."""
    script = AXE.read_text(encoding="utf-8")

    def check(page: Page) -> None:
        page.evaluate(script)
        found = page.evaluate(
            "axe.run(document, {resultTypes: ['violations']}).then((result) => result.violations)"
        )
        lines = [
            f"{rule['id']} ({rule['impact']}): {rule['help']}\n{node['html'][:300]}\n{node['failureSummary']}"
            for rule in found
            for node in rule["nodes"]
        ]
        assert not lines, "axe finds:\n" + "\n".join(lines)

    return check


@pytest.fixture
def fits(page: Page, axe: Callable[[Page], None]) -> Callable[[int], None]:
    """Assert that a page fits its width and that axe finds nothing."""

    def check(width: int) -> None:
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        axe(page)

    return check


@pytest.fixture(scope="session")
def harness() -> Iterator[str]:
    """The address of the page on which widgets are tried without a server."""
    with served() as address:
        yield address


@pytest.fixture
def bench(page: Page, harness: str) -> Callable[..., Bench]:
    """Put widgets of a work session on a page: `bench(work, work.form("profile"))`."""
    return lambda work, *widgets: Bench(page, harness, work, *widgets)
