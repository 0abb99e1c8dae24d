"""The main job: a member of Sula's group writes down a year's beginning, in nynorsk, without a mouse."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from course.i18n import translator
from course.vocabulary import vocabulary
from tests.browser.conftest import watch
from tests.browser.keyboard import Keyboard
from tests.serving import Served, serving

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
nn = translator("nn")

PROFILE = {
    "language_form": "nynorsk",
    "kindergartens": 11,
    "schools": 7,
    "scope": ["kindergarten", "school"],
    "owner": "Kommunalsjef oppvekst",
    "mandate": "Internasjonalt arbeid skal bli ein del av det vi alt gjer. Vi vil ha vedtak i april.",
    "special_arrangements": False,
}
MEMBERS = [
    {
        "name_or_initials": "HP",
        "role": "Kommunalsjef",
        "unit": "Oppvekst",
        "category": "administrative_leadership",
    },
    {"name_or_initials": "AB", "role": "Rådgjevar", "unit": "Oppvekst", "category": "specialist_department"},
]
DOCUMENT = {
    "type": "master_plan_society",
    "called": "Samfunnsdelen 2025–2037",
    "next_revision": 2027,
    "next_window": date(2027, 1, 15),
    "mentions_international": "indirectly",
}
NEED = {
    "called": "Elevane treng fleire grunnar til å bruke språk",
    "theme": "language_skills",
    "description": "Vi har valfag i språk, men få brukar det.",
    "evidence": "Elevundersøkinga 2025",
}
WORK = {"called": "Språkløftet", "owner": "Rådgjevar oppvekst"}
GOAL = {
    "called": "Alle einingar har ein partnar i utlandet",
    "explanation": "Elevane får bruke språk med nokon.",
    "from_year": 2026,
    "to_year": 2028,
    "owner": "Kommunalsjef oppvekst",
}
ANCHOR = {
    "status": "proposed",
    "proposed_text": "Kvar eining skal ha ein internasjonal partnar innan 2028.",
    "window": date(2027, 1, 15),
    "responsible": "Kommunalsjef oppvekst",
}


@pytest.fixture(scope="module")
def own_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("main-job")) as server:
        yield server


@pytest.fixture
def norwegian(browser: Browser) -> Iterator[BrowserContext]:
    """A browser set to Norwegian, where a date is written day first."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, locale="nb-NO", reduced_motion="reduce"
    )
    yield context
    context.close()


def sign_in(page: Page, link: str) -> None:
    page.goto(link)
    Keyboard(page).press(page.locator("main button"))
    page.wait_for_selector("main h1")


def open_session(page: Page, server: Served, key: str) -> None:
    page.goto(f"{server.base}session/{key}")
    page.wait_for_selector("main .wb")


def field(scope: Locator, name: str) -> Locator:
    return scope.locator(f'[data-field="{name}"]')


def picture(page: Page, name: str) -> None:
    """Take a picture; it becomes the README's only where `make pictures` asks for new ones."""
    new = page.screenshot()
    assert new
    if os.environ.get("WORKBOOK_PICTURES"):
        PICTURES.mkdir(exist_ok=True)
        (PICTURES / f"{name}.png").write_bytes(new)


def shown(name: str, code: str) -> str:
    return vocabulary(name).label(code, "nn")


def fill(page: Page, scope: Locator, answers: dict[str, object], lists: dict[str, str]) -> None:
    """Answer questions; a code of a long vocabulary is chosen by its label."""
    for name, value in answers.items():
        place = field(scope, name)
        if isinstance(value, str) and name in lists and place.locator("select").count():
            value = shown(lists[name], value)
        Keyboard(page).answer(place, value)


def add(page: Page, kind: str, answers: dict[str, object], lists: dict[str, str]) -> None:
    """Add a record to a table, wait until it is saved, and close it."""
    table = page.locator(f"#k-{kind}")
    keyboard = Keyboard(page)
    keyboard.press(table.get_by_role("button", name=re.compile(f"^{nn('Add')}")))
    form = table.locator(".wb-editing")
    fill(page, form, answers, lists)
    keyboard.press(form.get_by_role("button", name=nn("Done"), exact=True))
    expect(form).to_have_count(0)
    expect(table.get_by_text(str(answers.get("called") or answers["name_or_initials"])).first).to_be_visible()


def saved(page: Page) -> None:
    """Wait until nothing is left that the server has not acknowledged."""
    page.wait_for_function(
        "() => Object.keys(localStorage).filter((key) => key.startsWith('workbook:')).length === 0"
    )


def test_sula_writes_its_year_and_asker_sees_none_of_it(
    own_server: Served, norwegian: BrowserContext, browser: Browser, axe: Callable[[Page], None]
) -> None:
    page = norwegian.new_page()
    wrong = watch(page, [])
    sign_in(page, own_server.invite(organisation="sula", name="Kari"))
    assert page.locator("html").get_attribute("lang") == "nn"
    page.wait_for_selector("main .wb")
    picture(page, "home")

    open_session(page, own_server, "00_mandate")
    fill(page, page.locator("#k-profile"), PROFILE, {"language_form": "language_form"})
    for member in MEMBERS:
        add(page, "member", member, {"category": "project_category"})
    saved(page)
    expect(page.get_by_text(re.compile(r"Lagra kl. \d\d:\d\d")).first).to_be_visible()

    open_session(page, own_server, "03_documents")
    add(
        page,
        "steering_document",
        DOCUMENT,
        {"type": "steering_document_type", "mentions_international": "mentioned"},
    )
    saved(page)

    open_session(page, own_server, "02_needs")
    add(page, "need", NEED, {"theme": "need_theme"})
    add(page, "development_work", WORK, {})
    saved(page)

    open_session(page, own_server, "04_anchoring")
    matrix = page.locator("#k-anchor")
    assert (
        nn.ngettext(
            "{anchored} of {total} goal is anchored.", "{anchored} of {total} goals are anchored.", 1
        ).format(anchored=0, total=1)
        in matrix.inner_text()
    )
    work = page.locator("#k-goal")
    Keyboard(page).press(work.get_by_role("button", name=re.compile(f"^{nn('Add')}")))
    form = work.locator(".wb-editing")
    fill(page, form, GOAL, {})
    link = field(form, "development_work").locator("input[type=checkbox]").first
    Keyboard(page).to(link)
    page.keyboard.press("Space")
    Keyboard(page).press(form.get_by_role("button", name=nn("Done"), exact=True))
    expect(form).to_have_count(0)
    saved(page)
    two = nn.ngettext(
        "{anchored} of {total} goal is anchored.", "{anchored} of {total} goals are anchored.", 2
    )
    expect(matrix.get_by_text(two.format(anchored=0, total=2))).to_be_visible()

    row = matrix.locator("tbody tr").filter(has_text=GOAL["called"])
    Keyboard(page).press(row.get_by_role("button").last)
    dialog = page.locator("dialog[open]")
    fill(page, dialog, ANCHOR, {"status": "anchor_status"})
    Keyboard(page).press(dialog.get_by_role("button", name=nn("Done"), exact=True))
    saved(page)
    expect(matrix.get_by_text(two.format(anchored=1, total=2))).to_be_visible()
    expect(row.get_by_text(shown("anchor_status", "proposed"))).to_be_visible()
    assert row.get_by_role("button").last.evaluate("(button) => button === document.activeElement")
    matrix.scroll_into_view_if_needed()
    picture(page, "anchoring")

    page.reload()
    page.wait_for_selector("#k-anchor tbody")
    expect(page.locator("#k-anchor").get_by_text(two.format(anchored=1, total=2))).to_be_visible()
    open_session(page, own_server, "00_mandate")
    profile = page.locator("#k-profile")
    assert field(profile, "schools").locator("input").input_value() == "7"
    assert field(profile, "mandate").locator("textarea").input_value() == PROFILE["mandate"]
    assert field(profile, "scope").locator("input:checked").count() == 2
    assert field(profile, "special_arrangements").locator("input:checked").input_value() == "no"
    for member in MEMBERS:
        expect(page.locator("#k-member").get_by_text(member["role"], exact=True)).to_be_visible()
    assert not wrong, "\n".join(wrong)

    stranger = browser.new_context(locale="nb-NO", viewport={"width": 1280, "height": 900})
    other = stranger.new_page()
    sign_in(other, own_server.invite(organisation="asker", name="Ola"))
    for key, kind in (
        ("00_mandate", "k-profile"),
        ("03_documents", "k-steering_document"),
        ("04_anchoring", "k-anchor"),
    ):
        open_session(other, own_server, key)
        other.wait_for_selector(f"#{kind}")
        text = other.locator("body").inner_text() + other.evaluate("document.documentElement.outerHTML")
        for answers in (PROFILE, *MEMBERS, DOCUMENT, NEED, WORK, GOAL, ANCHOR):
            for value in answers.values():
                if isinstance(value, str) and len(value) > 12:
                    assert value not in text or value in ("Kommunalsjef oppvekst", "master_plan_society"), (
                        value
                    )
    refused = other.goto(f"{own_server.base}session/04_anchoring?municipality=sula")
    assert refused is not None
    assert refused.status == 403
    stranger.close()
