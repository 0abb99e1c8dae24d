"""Every page in both languages: nothing for axe to find, every question there, nothing beyond the edge."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from course import batch
from course.grants import Role
from course.i18n import translator
from course.organisations import cohort
from course.outline import sessions
from course.records import KINDS, Record, questions
from course.vocabulary import vocabulary
from tests.browser.conftest import watch
from tests.browser.hand import Hand
from tests.browser.mouse import Mouse
from tests.conftest import participant
from tests.serving import Served, served
from tests.worked import answer_everything

__all__ = ["served"]

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SESSIONS = [session.key for session in sessions()]
WIDTHS = (1280, 390)
TABLES = {
    key: [kind for kind in KINDS.values() if kind.home == key and not kind.single and kind.kind != "anchor"]
    for key in SESSIONS
}


@pytest.fixture(scope="module")
def elverum(served: Served) -> str:
    """A municipality that has answered everything."""
    answer_everything(served.store.view(participant("elverum"), "pilot", "elverum"), "elverum")
    return "elverum"


@pytest.fixture
def signed_in(
    context: BrowserContext, served: Served, elverum: str, expected_console: list[str]
) -> Iterator[Page]:
    page = context.new_page()
    wrong = watch(page, expected_console)
    page.goto(served.invite(organisation=elverum, name="Eli"))
    page.locator("main button").click()
    page.wait_for_selector("main h1")
    yield page
    assert not wrong, "\n".join(wrong)


def open_page(page: Page, served: Served, session: str, language: str) -> None:
    """Open a session's page and wait until all its widgets are there."""
    page.goto(f"{served.base}{'' if session == 'home' else f'session/{session}'}?language={language}")
    page.wait_for_selector("main .wb")
    kinds = [kind.kind for kind in KINDS.values() if kind.home == session]
    for kind in kinds:
        page.wait_for_selector(f"#k-{kind}")


def open_first(page: Page, kind: type[Record]) -> Locator:
    """Open the first record of a table or row of a checklist; return where its questions are."""
    hand = Hand(page, Mouse(page))
    part = hand.of(kind.kind)
    row, edit = part.locator("details.wb-check").first, part.locator("[data-act=edit]").first
    part.locator("[data-field], details.wb-check, [data-act=edit]").first.wait_for(state="attached")
    if row.count():
        choices = {question.name: question.vocabulary for question in questions(kind)}
        for name in kind.one_for[1:]:  # whose answers: until that is said, no row can be opened
            hand.choose(kind.kind, name, vocabulary(choices[name]).codes[0])
        row.locator("> summary").click()
        return row
    if not edit.count():
        return part  # a form that asks for the record of one gathering
    edit.click()
    return part.locator(".wb-editing")


def fits(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.parametrize("language", ["nb", "nn"])
@pytest.mark.parametrize("session", SESSIONS)
def test_a_live_page_is_accessible_and_fits(
    signed_in: Page, served: Served, axe: Callable[[Page], None], session: str, language: str
) -> None:
    page = signed_in
    open_page(page, served, session, language)
    assert page.locator("html").get_attribute("lang") == language
    assert page.locator("h1").count() == 1
    for landmark in ("header", "main", "footer"):
        assert page.locator(f"body > {landmark}").count() == 1
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert fits(page), f"{session} is wider than {width} px"
        axe(page)


@pytest.mark.parametrize("language", ["nb", "nn"])
@pytest.mark.parametrize("session", [key for key in SESSIONS if key != "home"])
def test_every_question_is_there_and_an_error_is_told_accessibly(
    signed_in: Page, served: Served, axe: Callable[[Page], None], session: str, language: str
) -> None:
    page, t = signed_in, translator(language)
    open_page(page, served, session, language)
    for kind in [kind for kind in KINDS.values() if kind.home == session and kind.single]:
        form = page.locator(f"#k-{kind.kind}")
        assert form.locator("[data-field]").count() == len(questions(kind))
        for question in questions(kind):
            expect(form.get_by_text(t(question.label), exact=True).first).to_be_visible()
    for kind in TABLES[session]:
        asked = [question for question in questions(kind) if question.name not in kind.one_for]
        expect(open_first(page, kind).locator("[data-field]")).to_have_count(len(asked))
    refused = t("This is too long. Use at most {max_length} characters.").split("{")[0]
    box = page.locator("main input[type=text].ds-input:not([inputmode])").last
    box.fill("x" * 500)
    box.blur()
    expect(page.get_by_text(refused).first).to_be_visible()
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        axe(page)
        assert fits(page)


def test_the_style_of_the_widgets_is_there_once(signed_in: Page, served: Served) -> None:
    open_page(signed_in, served, "01_baseline", "nb")
    linked = signed_in.locator("link[rel=stylesheet]").evaluate_all("links => links.map((link) => link.href)")
    of_the_widgets = [each for each in linked if ".wb-field" in signed_in.request.get(each).text()]
    assert len(of_the_widgets) == 1
    assert not [style for style in signed_in.locator("style").all_text_contents() if style.strip()]


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_the_matrix_dialog_is_accessible(
    signed_in: Page, served: Served, axe: Callable[[Page], None], language: str
) -> None:
    page = signed_in
    open_page(page, served, "04_anchoring", language)
    page.locator("#k-anchor tbody button").first.click()
    expect(page.locator("dialog[open] [data-field]")).to_have_count(len(questions(KINDS["anchor"])) - 2)
    axe(page)


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_what_a_facilitator_and_a_stranger_see_is_accessible(
    context: BrowserContext,
    served: Served,
    axe: Callable[[Page], None],
    language: str,
    expected_console: list[str],
) -> None:
    page = context.new_page()
    expected_console += ["403", "404"]
    wrong = watch(page, expected_console)
    page.goto(f"{served.base}sign-in?language={language}")
    axe(page)
    page.goto(served.invite(Role.FACILITATOR, None, name="Fride"))
    axe(page)
    page.locator("main button").click()
    page.wait_for_selector("main h1")
    for address in ("", "?municipality=sula", "session/04_anchoring?municipality=sula", "session/nothing"):
        page.goto(f"{served.base}{address}{'&' if '?' in address else '?'}language={language}")
        page.wait_for_selector("main h1")
        if "municipality" in address:
            page.wait_for_selector("main .wb")
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            assert fits(page), address
            axe(page)
    assert not wrong, "\n".join(wrong)


@pytest.fixture(scope="module")
def exported(served: Served, elverum: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Elverum's pages as files, in both languages."""
    out = tmp_path_factory.mktemp("exported")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WORKBOOK_DATABASE_URL", served.store.url)
        for language in ("nb", "nn"):
            tasks = batch.plan(cohort("pilot"), out / language, municipalities=[elverum], language=language)
            assert all(not result.error for result in batch.run(tasks, 2))
    return out


@pytest.mark.parametrize("language", ["nb", "nn"])
@pytest.mark.parametrize("session", SESSIONS)
def test_an_exported_page_is_accessible_and_fits(
    page: Page, exported: Path, axe: Callable[[Page], None], session: str, language: str
) -> None:
    page.goto((exported / language / "pilot" / "elverum" / f"{session}.html").as_uri())
    assert page.locator("html").get_attribute("lang") == language
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert fits(page), f"{session} is wider than {width} px"
        axe(page)
