"""Signing in with an account, in a real browser: the buttons, the way to the provider and back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from course.grants import Grant, Role
from tests.provider import Provider, opening
from tests.serving import Served

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, Provider]]:
    with opening(tmp_path_factory.mktemp("opened")) as both:
        yield both


def test_the_button_on_the_page_for_signing_in_leads_there_and_back(
    page: Page, axe: Callable[[Page], None], opened: tuple[Served, Provider]
) -> None:
    server, provider = opened
    kari = Grant(person="kari", name="Kari", role=Role.PARTICIPANT, cohort="pilot", organisation="sula")
    server.access.invite(kari, valid_for=timedelta(days=1), address="kari@example.org")
    provider.say(claims={"email": "kari@example.org", "email_verified": True}, page=True)
    page.goto(f"{server.base}privacy")  # what one may see, and then what one may not
    page.goto(f"{server.base}me")
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        for language in ("en", "nb", "nn"):
            page.goto(f"{server.base}sign-in?next=%2Fme&language={language}")
            axe(page)
    button = page.get_by_role("button", name="Logg inn med Good & safe")
    button.focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="It is me").click()
    expect(page).to_have_url(f"{server.base}me")
    expect(page.locator("main")).to_contain_text("Good & safe, sidan ")
    axe(page)


def test_an_invitation_offers_the_providers_as_well(
    page: Page, axe: Callable[[Page], None], opened: tuple[Served, Provider]
) -> None:
    server, provider = opened
    provider.subject = "liv"
    provider.say(page=True)
    page.goto(server.invite(name="Liv", uses=1))
    axe(page)
    page.get_by_role("button", name="Good & safe").click()
    page.get_by_role("link", name="It is me").click()
    expect(page).to_have_url(server.base)
    expect(page.locator("header")).to_contain_text("Liv")


def test_who_is_not_let_in_reads_why_and_finds_back(
    page: Page, axe: Callable[[Page], None], opened: tuple[Served, Provider], expected_console: list[str]
) -> None:
    server, provider = opened
    expected_console.append("403")
    provider.subject = "nobody"
    provider.say()
    page.goto(f"{server.base}sign-in?language=en")
    page.get_by_role("button", name="Good & safe").click()
    expect(page.locator("h1")).to_have_text("You are not signed in")
    axe(page)
    page.get_by_role("link", name="To the page for signing in").click()
    expect(page.get_by_role("button", name="Good & safe")).to_be_visible()
