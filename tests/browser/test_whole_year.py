"""The whole course year of one municipality, written through all its notebooks in nynorsk by hand.

Every answer of the example year is typed into an empty municipality, session by session, by keyboard or
by mouse. test_every_check.py plants a fault for each check in such a year.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from course import batch
from course.faces.session import STATES
from course.i18n import translator
from course.outline import HOME, SessionKey, sessions
from tests.browser.by_hand import at_home
from tests.browser.played import BEFORE_WRITING, COHORT, Playing, fire, played
from tests.faults import FAULTS, another_role

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(900)]

nn = translator("nn")

KEYS = [key for one in sessions() if one.key != HOME for key in one.keys]
WITH_THE_MOUSE = {"01_baseline", "05_activities", "07_followup"}


@pytest.fixture(scope="module")
def playing(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Playing]:
    with played(browser, tmp_path_factory.mktemp("whole-year"), written=False) as playing:
        yield playing


@pytest.fixture(autouse=True)
def nothing_goes_wrong(playing: Playing) -> Iterator[None]:
    """No error on the console, no request to elsewhere, in any of it."""
    yield
    assert not playing.wrong, "\n".join(playing.wrong)


@pytest.mark.parametrize("key", KEYS, ids=str)
def test_a_session_is_written_by_hand(playing: Playing, key: SessionKey) -> None:
    hand = playing.at(key, mouse=key.notebook in WITH_THE_MOUSE)
    if key.notebook == "01_baseline":
        said = playing.year.model.everything()
        fire(playing, hand, BEFORE_WRITING, list(FAULTS[BEFORE_WRITING](said)), list(another_role(said)))
    playing.year.write(hand, key)


def test_what_was_a_fault_while_it_was_written_was_told(playing: Playing) -> None:
    assert playing.fired == {BEFORE_WRITING}


def test_what_was_written_by_hand_is_what_the_example_says(playing: Playing) -> None:
    for occasion in ["", *(key.occasion for key in KEYS if key.occasion)]:
        theirs, mine = playing.year.same(occasion)
        for kind in theirs:
            assert mine[kind] == theirs[kind], kind


@pytest.mark.parametrize("key", KEYS, ids=str)
def test_every_session_says_that_it_is_complete(playing: Playing, key: SessionKey) -> None:
    hand = playing.at(key, mouse=True)
    head = hand.page.locator(".wb-widget-session")
    expect(head.locator(".wb-list").first).to_be_hidden()
    expect(head.locator(".wb-step[aria-current]")).to_contain_text(nn(STATES["complete"]))
    expect(head.locator('.wb-list [data-color="danger"]')).to_have_count(0)
    hand.saved()


def test_at_home_all_is_complete_and_nothing_must_be_mended(playing: Playing) -> None:
    page = playing.home
    page.goto(playing.server.base)
    expect(page.locator("li.wb-session-complete")).to_have_count(len(sessions()) - 1)
    expect(page.locator(".wb-finding-error")).to_have_count(0)
    assert page.evaluate("Object.keys(localStorage)") == []


def test_the_exported_pages_say_the_same(playing: Playing, tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WORKBOOK_DATABASE_URL", playing.server.store.url)
        tasks = batch.plan(COHORT, tmp_path, municipalities=["sula"], language="nn")
        assert [result.error for result in batch.run(tasks, 2) if result.error] == []
    for one in sessions():
        playing.home.goto((tmp_path / COHORT.key / "sula" / f"{one.key}.html").as_uri())
        text = playing.home.locator("main, body").last.inner_text()
        reading = playing.reading(one.key)
        for kind, said in playing.year.view.everything().items():
            here = [reading.name(record) for record in said if at_home(record) == one.key]
            assert [name for name in here if name not in text] == [], (one.key, kind)
