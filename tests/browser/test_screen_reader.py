"""What a screen reader is told: the accessibility tree of the pages, as Chromium gives it to one."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from itertools import pairwise

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from course.grants import Role
from course.i18n import translator
from tests.browser.conftest import watch
from tests.conftest import FACILITATOR, participant
from tests.serving import Served, eventually, served

__all__ = ["served"]

pytestmark = [pytest.mark.browser, pytest.mark.slow]

nn = translator("nn")


@pytest.fixture
def kari(context: BrowserContext, served: Served, expected_console: list[str]) -> Iterator[Page]:
    """A member of Sula's group, on the page of her mandate."""
    page = context.new_page()
    wrong = watch(page, expected_console)
    sign_in(page, served.invite(name="Kari"))
    page.goto(f"{served.base}session/00_mandate?language=nn")
    page.wait_for_selector("body[data-forms=open]")
    yield page
    assert not wrong, "\n".join(wrong)


def sign_in(page: Page, link: str) -> None:
    page.goto(link)
    page.locator("main button").click()
    page.wait_for_selector("main h1")


def tree(*lines: str) -> str:
    """Return a part of a tree as Playwright reads it; what stands in braces is said in nynorsk."""
    return "\n".join(re.sub(r"\{(.*?)\}", lambda found: nn(found[1]), line) for line in lines)


def in_order(page: Page) -> list[int]:
    """The levels of the headings, as a reader jumps from one to the next."""
    return page.locator("main").evaluate(
        "(main) => [...main.querySelectorAll('h1, h2, h3, h4, h5')]"
        ".filter((one) => one.checkVisibility()).map((one) => Number(one.tagName[1]))"
    )


def skips_no_level(levels: list[int]) -> bool:
    return levels[0] == 1 and all(later - earlier <= 1 for earlier, later in pairwise(levels))


def nameless(page: Page) -> list[str]:
    """What can be used and has no name, in the tree that Chromium gives to a screen reader."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    used = {
        "button", "link", "textbox", "checkbox", "radio", "combobox", "spinbutton", "listbox", "searchbox",
        "slider", "dialog", "alertdialog", "progressbar", "region", "table", "img",
        "DisclosureTriangle",
    }  # fmt: skip
    return [
        node["role"]["value"]
        for node in nodes
        if not node["ignored"]
        and node["role"]["value"] in used
        and not node.get("name", {}).get("value", "").strip()
    ]


def assert_a_page(page: Page) -> None:
    """What holds on every page: landmarks, one first heading, no level skipped, nothing without a name."""
    expect(page.locator("body")).to_match_aria_snapshot(
        tree("- link /.+/", "- banner:", "  - list /.+/", "- main:", "  - heading [level=1]", "- contentinfo")
    )
    assert skips_no_level(in_order(page)), in_order(page)
    assert nameless(page) == []


def test_signing_in(page: Page, served: Served, expected_console: list[str]) -> None:
    expected_console.append("403")
    page.goto(f"{served.base}sign-in?language=nn")
    assert_a_page(page)
    expect(page.locator("main")).to_match_aria_snapshot(
        tree("- main:", '  - heading "{Sign in}" [level=1]', "  - paragraph: /invitasjon/")
    )
    page.goto(f"{served.invite(name='Kari')}?language=nn")
    assert_a_page(page)
    expect(page.locator("main")).to_match_aria_snapshot(
        tree(
            "- main:", '  - heading "{Sign in}" [level=1]', "  - paragraph: /Kari/", '  - button "{Sign in}"'
        )
    )
    page.goto(f"{served.base}invitation/{'A' * 43}?language=nn")
    assert_a_page(page)


def test_home(kari: Page, served: Served) -> None:
    kari.goto(f"{served.base}?language=nn")
    kari.wait_for_selector("body[data-forms=open]")
    assert_a_page(kari)
    expect(kari.locator("main")).to_match_aria_snapshot(
        tree(
            "- main:",
            "  - heading [level=1]",
            '  - heading "Sula" [level=2]',
            '  - navigation "{Sessions of the course year}":',
            "    - list:",
            "      - listitem:",
            "        - link /^{Mandate and project group}/",
            '  - region "{The course year, in order}"',
            '  - region "{Documents}"',
        )
    )
    here = kari.get_by_role("navigation", name=nn("Sessions of the course year")).locator("[aria-current]")
    expect(here).to_have_count(1)


def test_comments(kari: Page, served: Served) -> None:
    label = nn("Project owner")
    add = kari.get_by_role("button", name=re.compile(re.escape(label)))
    expect(add).to_have_attribute("aria-expanded", "false")
    add.press("Enter")
    expect(add).to_have_attribute("aria-expanded", "true")
    panel = kari.get_by_role("group", name=re.compile(rf": {re.escape(label)}"))
    box = panel.get_by_role("textbox")
    expect(box).to_be_focused()
    box.fill("Er dette avklart?")
    panel.get_by_role("button", name=nn("Send"), exact=True).press("Enter")
    expect(panel.get_by_role("listitem").filter(has_text="Er dette avklart?")).to_be_visible()
    view = served.store.view(FACILITATOR, "pilot", "sula")
    (said,) = [one for one in view.comments.everything() if one.text == "Er dette avklart?"]
    view.comments.add(
        str(uuid.uuid4()), said.kind, said.record, "Ja, sist møte.", field=said.field, thread=said.id
    )
    expect(panel.get_by_text("Ja, sist møte.")).to_be_visible()
    assert_a_page(kari)


def conflict(page: Page, served: Served, field: str) -> Locator:
    """Write a text while a colleague has written another; return the question."""
    question = page.locator(f'#k-profile [data-field="{field}"]')
    question.get_by_role("textbox").focus()
    view = served.store.view(participant("sula", "Ola"), "pilot", "sula")
    profile = view.one("profile")
    view.save("profile", profile.id, {field: "Skrive av Ola"}, profile.revision)
    question.get_by_role("textbox").fill("Skrive av Kari")
    expect(question.locator(".wb-conflict")).not_to_be_empty()
    return question


def test_the_choice_between_two_texts(kari: Page, served: Served) -> None:
    question = conflict(kari, served, "mandate")
    expect(question).to_match_aria_snapshot(
        tree(
            '- group "{Someone else has changed this}":',
            "  - paragraph: /Ola/",
            '  - group "{Your text}":',
            "    - blockquote: Skrive av Kari",
            '    - button "{Keep my text}"',
            '  - group "{Their text}":',
            "    - blockquote: Skrive av Ola",
            '    - button "{Use their text}"',
        )
    )
    box = question.get_by_role("textbox")
    expect(box).to_have_accessible_description(re.compile(re.escape(nn("Someone else has changed this"))))
    told = (
        kari.locator("#k-profile").get_by_role("status").filter(has_text=nn("Someone else has changed this"))
    )
    expect(told).to_have_count(1)
    assert_a_page(kari)
    question.get_by_role("button", name=nn("Use their text")).press("Enter")
    expect(box).to_be_focused()
    expect(box).to_have_value("Skrive av Ola")
    expect(question.get_by_role("group", name=nn("Someone else has changed this"))).to_have_count(0)


def test_the_facilitators_page(page: Page, served: Served, expected_console: list[str]) -> None:
    expected_console.append("400")
    sign_in(page, served.invite(Role.FACILITATOR, None, name="Fride"))
    page.goto(f"{served.base}cohort?language=nn")
    assert_a_page(page)
    table = page.get_by_role("region").get_by_role("table").first
    names = table.get_by_role("rowheader").all_inner_texts()
    assert [name.strip() for name in names] == ["Asker", "Elverum", "Lillestrøm", "Stranda", "Sula"]
    for cell in table.get_by_role("row", name=re.compile("^Sula")).get_by_role("link").all():
        assert "Sula" in cell.inner_text() or cell.get_by_text("Sula").count(), "out of its row it says whose"
    assert table.locator("th[aria-sort]").count() == 1
    expect(page.locator("main")).to_match_aria_snapshot(
        tree(
            "- main:",
            '  - region "{Run notebooks}":',
            '    - group "{Municipalities}":',
            '      - checkbox "Sula"',
            '    - group "{Sessions}"',
            '    - button "{Start the run}"',
            '  - region "{People}":',
            '    - form "{Invite somebody}":',
            "      - paragraph:",
            '        - textbox "{Name}"',
            "      - paragraph:",
            '        - combobox "{Role}"',
            "      - paragraph:",
            '        - combobox "{Municipality or unit}"',
            '      - button "{Make the link}"',
        )
    )
    page.get_by_role("textbox", name=nn("Name"), exact=True).fill("Siv")
    page.get_by_role("button", name=nn("Make the link")).press("Enter")
    said = page.get_by_text(nn("Choose the municipality or the unit that the person belongs to."))
    expect(said.first).to_be_visible()
    place = page.get_by_role("combobox", name=nn("Municipality or unit"))
    expect(place).to_have_attribute("aria-invalid", "true")
    expect(place).to_have_accessible_description(
        re.compile(re.escape(nn("Choose the municipality or the unit that the person belongs to.")))
    )
    assert eventually(lambda: nameless(page) == [])
