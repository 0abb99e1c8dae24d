"""A page's life in a real browser: when its kernel goes, the page says so and no text is lost."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from course.grants import Grant, Role
from course.i18n import translator
from course.store.people import People
from tests.serving import Served, eventually, kernel_process, served, serving

__all__ = ["served"]

pytestmark = [pytest.mark.browser, pytest.mark.slow]

NOT_REACHED = "Failed to load resource: "
"""What Chromium writes to the console about a request that fails; here they fail on purpose."""
SOCKET = "WebSocket connection to "
GONE = "Kernel "

nn = translator("nn")


def sign_in(
    page: Page, server: Served, role: Role = Role.PARTICIPANT, place: str | None = "sula", **who: str
) -> None:
    page.goto(server.invite(role, place, **who))
    page.locator("main button").click()
    opened(page)


def opened(page: Page) -> None:
    page.wait_for_selector("body[data-forms=open]")


def kernel_of(page: Page) -> str:
    return page.evaluate("JSON.parse(document.getElementById('jupyter-config-data').textContent).kernelId")


def is_alive(kernel: str) -> bool:
    try:
        return bool(kernel_process(kernel))
    except AssertionError:
        return False


def banner(page: Page) -> Locator:
    return page.get_by_role("alert").filter(has=page.get_by_role("button"))


def mandate(page: Page) -> Locator:
    return page.locator('#k-profile [data-field="mandate"] textarea')


def says(page: Page, sentence: str, within: float = 30_000) -> None:
    expect(banner(page)).to_contain_text(nn(sentence), timeout=within)


LOST = (
    "This page has lost its connection to the server: it was not used for a while, or the server was "
    "started anew. What you wrote is kept in this browser. Load the page again to go on."
)
CRASHED = (
    "The program behind this page has stopped. What you wrote is kept in this browser. "
    "Load the page again to go on."
)
OFFLINE = (
    "There is no contact with the server. What you write is kept in this browser and is sent when the "
    "contact is back."
)
SIGNED_OUT = (
    "You are no longer signed in. What you wrote is kept in this browser. Load the page again to sign in."
)


@pytest.fixture
def writing(page: Page, served: Served, expected_console: list[str], request: pytest.FixtureRequest) -> Page:
    """A page of its own person's in which one can write; its kernel may go."""
    expected_console += [NOT_REACHED, SOCKET, GONE]
    sign_in(page, served, name=f"life-{abs(hash(request.node.name))}")
    page.goto(f"{served.base}session/00_mandate")
    opened(page)
    return page


def write_without_a_kernel(page: Page, text: str) -> None:
    mandate(page).fill(text)
    expect(mandate(page)).to_have_value(text)


def acknowledged(page: Page) -> None:
    """Wait until the browser keeps nothing that the server has not said it has."""
    page.wait_for_function("() => !Object.keys(localStorage).some((key) => key.startsWith('workbook:'))")


def reload_and_find(page: Page, text: str) -> None:
    """Press the banner's button: the text is there, and reaches the store."""
    before = kernel_of(page)
    banner(page).get_by_role("button").click()
    page.wait_for_function(
        "(old) => document.body?.dataset.forms === 'open'"
        " && !document.getElementById('jupyter-config-data').textContent.includes(old)",
        arg=before,
    )
    opened(page)
    expect(mandate(page)).to_have_value(text)
    acknowledged(page)
    page.reload()
    opened(page)
    expect(mandate(page)).to_have_value(text)
    assert banner(page).count() == 0


def test_closing_the_tab_ends_the_kernel(context: BrowserContext, page: Page, served: Served) -> None:
    sign_in(page, served, name="Closes")
    other = context.new_page()
    other.goto(f"{served.base}session/00_mandate")
    opened(other)
    kernel, kept = kernel_of(other), kernel_of(page)
    assert is_alive(kernel)
    other.close(run_before_unload=True)
    assert eventually(lambda: not is_alive(kernel), 10)
    assert is_alive(kept), "the other tab's kernel has to live on"
    assert eventually(lambda: f"204 POST /voila/api/shutdown/{kernel}" in served.log)


def test_following_a_link_ends_the_kernel_of_the_page_one_leaves(page: Page, served: Served) -> None:
    sign_in(page, served, name="Follows")
    kernel = kernel_of(page)
    page.locator("main a[href*='session/00_mandate']").first.click()
    page.wait_for_url("**/session/00_mandate*")
    opened(page)
    assert kernel_of(page) != kernel
    assert eventually(lambda: not is_alive(kernel), 10)
    assert is_alive(kernel_of(page))


def test_a_crash_is_said_and_the_text_survives(writing: Page) -> None:
    os.kill(kernel_process(kernel_of(writing)), signal.SIGKILL)
    says(writing, CRASHED)
    write_without_a_kernel(writing, "Skrive etter krasjet")
    reload_and_find(writing, "Skrive etter krasjet")


def test_the_back_button_leads_to_a_page_that_works(writing: Page, served: Served) -> None:
    os.kill(kernel_process(kernel_of(writing)), signal.SIGKILL)
    says(writing, CRASHED)
    write_without_a_kernel(writing, "Skrive før tilbake")
    writing.goto(f"{served.base}session/03_documents")
    opened(writing)
    writing.go_back()
    opened(writing)
    expect(mandate(writing)).to_have_value("Skrive før tilbake")
    assert banner(writing).count() == 0
    assert is_alive(kernel_of(writing))


def test_a_page_taken_from_the_browsers_own_store_notices_at_once(writing: Page, served: Served) -> None:
    kernel = kernel_of(writing)
    # What leaving does: the kernel ends. Then the page comes back as it was, without being loaded.
    writing.evaluate(
        "(id) => fetch('/voila/api/shutdown/' + id, {method: 'POST',"
        " headers: {'X-XSRFToken': document.cookie.match(/_xsrf=([^;]*)/)[1]}})",
        kernel,
    )
    assert eventually(lambda: not is_alive(kernel), 10)
    writing.evaluate("window.dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    says(writing, LOST, within=5_000)
    write_without_a_kernel(writing, "Skrive etter tilbake")
    reload_and_find(writing, "Skrive etter tilbake")


def test_no_network_is_said_and_taken_back_and_what_was_written_is_sent(
    writing: Page, context: BrowserContext
) -> None:
    context.set_offline(True)
    says(writing, OFFLINE)
    write_without_a_kernel(writing, "Skrive utan nett")
    context.set_offline(False)
    expect(banner(writing)).to_have_count(0, timeout=40_000)
    writing.wait_for_function(
        "() => !Object.keys(localStorage).some((key) => key.startsWith('workbook:'))", timeout=60_000
    )
    writing.reload()
    opened(writing)
    expect(mandate(writing)).to_have_value("Skrive utan nett")


def test_being_signed_out_elsewhere_is_said(writing: Page, context: BrowserContext) -> None:
    other = context.new_page()
    other.goto(writing.url.partition("/session")[0])
    opened(other)
    other.get_by_role("button", name=nn("Sign out")).click()
    other.wait_for_url("**/sign-in*")
    writing.evaluate("window.dispatchEvent(new Event('online'))")
    says(writing, SIGNED_OUT)
    banner(writing).get_by_role("button").click()
    writing.wait_for_url("**/sign-in*")


def test_access_that_is_taken_back_while_one_types_ends_the_page_and_keeps_the_text(
    writing: Page, served: Served
) -> None:
    """The store is changed from here, as a command would; a fresh link brings the text back, and saves it."""
    kernel = kernel_of(writing)
    person = writing.evaluate("fetch('/me.json').then((answer) => answer.json())")["person"]["key"]
    typed = "Skrive medan tilgangen vart teken bort"
    mandate(writing).fill("")
    mandate(writing).press_sequentially(typed[:10])
    served.access.end_everywhere(person)
    for letter in typed[10:]:
        mandate(writing).press_sequentially(letter)
        writing.wait_for_timeout(100)
    says(writing, SIGNED_OUT)
    assert not is_alive(kernel)
    expect(mandate(writing)).to_have_value(typed)
    assert writing.evaluate("Object.values(localStorage).some((kept) => kept.includes('teken bort'))")
    (role,) = People(served.store.engine).roles_of(person)
    token = served.access.invite(role.grant, valid_for=timedelta(minutes=5), again=True)
    writing.goto(f"{served.base}invitation/{token}")
    writing.locator("main button").click()
    opened(writing)
    writing.goto(f"{served.base}session/00_mandate")
    opened(writing)
    expect(mandate(writing)).to_have_value(typed)
    writing.wait_for_function("() => !Object.keys(localStorage).some((key) => key.startsWith('workbook:'))")
    writing.reload()
    opened(writing)
    expect(mandate(writing)).to_have_value(typed)


def test_the_pages_about_oneself_are_accessible_and_fit_a_phone(
    page: Page, served: Served, axe: Callable[[Page], None]
) -> None:
    who = {"person": "roles", "name": "Tora Tveit", "cohort": "pilot"}
    served.access.invite(Grant(role=Role.FACILITATOR, **who), valid_for=timedelta(days=1))
    reader = Grant(role=Role.READER, organisation="sula", **who)
    token = served.access.invite(reader, valid_for=timedelta(days=1), address="tora@example.org")
    page.goto(f"{served.base}invitation/{token}")
    page.locator("main button").click()
    opened(page)
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 844})
        for path in ("me", "privacy"):
            page.goto(f"{served.base}{path}")
            axe(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            if folder := os.environ.get("WORKBOOK_SHOTS"):
                page.screenshot(path=f"{folder}/{path}-{width}.png", full_page=True)
    page.get_by_label(nn("You are here as")).select_option(index=0)
    page.get_by_role("button", name=nn("Change")).click()
    opened(page)
    expect(page.get_by_label(nn("Municipality"), exact=True)).to_be_visible()


@pytest.fixture(scope="module")
def impatient(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server that ends kernels nobody has used for some seconds."""
    with serving(tmp_path_factory.mktemp("impatient"), WORKBOOK_KERNEL_IDLE_SECONDS="12") as server:
        yield server


def test_the_end_of_an_idle_kernel_is_said_and_the_text_survives(
    page: Page, impatient: Served, expected_console: list[str], axe: Callable[[Page], None]
) -> None:
    expected_console += [NOT_REACHED, SOCKET, GONE]
    sign_in(page, impatient)
    page.goto(f"{impatient.base}session/00_mandate")
    opened(page)
    says(page, LOST, within=60_000)
    axe(page)
    write_without_a_kernel(page, "Skrive etter kvila")
    reload_and_find(page, "Skrive etter kvila")


def test_a_restart_of_the_server_is_said_and_the_text_survives(
    page: Page, tmp_path_factory: pytest.TempPathFactory, expected_console: list[str]
) -> None:
    expected_console += [NOT_REACHED, SOCKET, GONE]
    with serving(tmp_path_factory.mktemp("restarted")) as server:
        sign_in(page, server)
        page.goto(f"{server.base}session/00_mandate")
        opened(page)
        server.stop()
        write_without_a_kernel(page, "Skrive medan tenaren var nede")
        says(page, OFFLINE)
        server.start()
        says(page, LOST)
        reload_and_find(page, "Skrive medan tenaren var nede")
        page.close()


def test_prose_can_be_read_without_javascript(browser: Browser, served: Served) -> None:
    with served.client(name="Plain") as client:
        client.get("?language=en")
        cookies = [
            {"name": cookie.name, "value": cookie.value or "", "url": served.base}
            for cookie in client.session.cookies
        ]
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies(cookies)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{served.base}session/00_mandate")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator(".wb-prose p").first).to_be_visible()
    context.close()


@pytest.mark.parametrize(("language", "place"), [("nb", "asker"), ("nn", "sula")])
def test_axe_finds_nothing_on_the_small_pages(
    page: Page,
    served: Served,
    axe: Callable[[Page], None],
    expected_console: list[str],
    language: str,
    place: str,
) -> None:
    expected_console += [NOT_REACHED]
    page.set_extra_http_headers({"Accept-Language": language})
    link = served.invite(organisation=place, name="Axe")
    for path in ("sign-in", "invitation/" + "z" * 43, "nothing", link):
        page.goto(path if "://" in path else served.base + path)
        assert page.locator("html").get_attribute("lang") == language
        axe(page)
    sign_in(page, served, place=place, name="Axe")
    for path in ("?municipality=elverum", "session/nothing"):
        page.goto(served.base + path)
        assert page.locator("html").get_attribute("lang") == language
        axe(page)


def test_a_facilitator_goes_from_one_municipality_to_another(page: Page, served: Served) -> None:
    sign_in(page, served, Role.FACILITATOR, None, name="Fride")
    page.goto(f"{served.base}session/00_mandate?municipality=sula&language=nn")
    opened(page)
    page.get_by_label(nn("Municipality")).select_option(label="Asker")
    page.get_by_role("button", name=nn("Show")).click()
    page.wait_for_url("**/session/00_mandate?municipality=asker")
    opened(page)
    assert page.locator("html").get_attribute("lang") == "nn"
    link = page.locator("main a[href*='session/03_documents']").first
    assert "municipality=asker" in (link.get_attribute("href") or "")
