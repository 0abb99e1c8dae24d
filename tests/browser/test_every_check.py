"""In a finished year a fault is planted by hand for every check, seen where it is told, and mended."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from course.checks import CHECKS
from course.outline import SessionKey
from course.records import KINDS
from tests.browser.played import BEFORE_WRITING, Playing, fire, played
from tests.faults import FAULTS

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(800)]


@pytest.fixture(scope="module")
def playing(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Playing]:
    with played(browser, tmp_path_factory.mktemp("every-check"), written=True) as playing:
        yield playing


@pytest.fixture(autouse=True)
def nothing_goes_wrong(playing: Playing) -> Iterator[None]:
    """No error on the console, no request to elsewhere, in any of it."""
    yield
    assert not playing.wrong, "\n".join(playing.wrong)


@pytest.mark.parametrize("code", [code for code in CHECKS if code != BEFORE_WRITING])
def test_a_fault_is_told_where_it_is_and_falls_silent_when_it_is_mended(playing: Playing, code: str) -> None:
    edits = list(FAULTS[code](playing.year.view.everything()))
    hand = playing.at(SessionKey(KINDS[edits[0].kind].home), mouse=True)
    fire(playing, hand, code, edits, playing.year.undone([edit for edit in edits if edit.record]))


def test_every_check_has_fired(playing: Playing) -> None:
    assert playing.fired == set(CHECKS) - {BEFORE_WRITING}, "that one is tried while the year is written"
