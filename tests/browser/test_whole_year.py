"""The whole course year of one municipality, written through all its notebooks in nynorsk by hand.

Every answer of the example year is typed into an empty municipality, session by session, by keyboard or
by mouse. Then, for every check, a fault is planted by hand, seen where it is told, and mended.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from course import batch
from course.checks import CHECKS, Finding
from course.checks.finding import SEVERITIES
from course.example_year import fill, year
from course.faces import Reading
from course.faces.form import said_of
from course.faces.opening import reading_of
from course.faces.session import STATES
from course.grants import Grant, Role
from course.i18n import translator
from course.organisations import cohort
from course.outline import HOME, SessionKey, sessions
from course.records import KINDS
from tests.browser.by_hand import ByHand, at_home
from tests.browser.conftest import watch
from tests.browser.hand import Hand
from tests.browser.keyboard import Keyboard
from tests.browser.mouse import Mouse
from tests.faults import FAULTS, Edit, another_role
from tests.serving import Served, serving

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(900)]

nn = translator("nn")

COHORT = cohort("pilot").model_copy(update={"key": "by-hand"})
"""A cohort of the test's own, in which no municipality has written anything yet."""

KEYS = [key for one in sessions() if one.key != HOME for key in one.keys]
WITH_THE_MOUSE = {"01_baseline", "05_activities", "07_followup"}
BEFORE_WRITING = "assessed_by_one_role"
"""The fault that is none any more once everybody has answered."""

SULA = Grant(person="kari", name="Kari", role=Role.PARTICIPANT, cohort=COHORT.key, organisation="sula")
STRANDA = SULA.model_copy(update={"organisation": "stranda"})


@dataclass
class Playing:
    """The game as it stands: the server, Kari's browser, and which checks have fired."""

    server: Served
    context: BrowserContext
    page: Page
    home: Page
    year: ByHand
    wrong: list[str]
    fired: set[str] = field(default_factory=set)

    def at(self, key: SessionKey, *, mouse: bool) -> Hand:
        """Return a hand at a session's page, which is opened if it is not open yet."""
        address = f"{self.server.base}session/{key}"
        if self.page.url != address:
            self.page.goto(address)
            self.page.wait_for_selector("section.wb[id^=k-]")
            self.page.wait_for_selector(".wb-widget-session .wb-step[aria-current]")
        return Hand(self.page, Mouse(self.page) if mouse else Keyboard(self.page))

    def reading(self, session: str = HOME) -> Reading:
        """Return what Kari would see now."""
        return reading_of(
            self.server.store, SULA, cohort=COHORT.key, organisation="sula", session=session, language="nn"
        )


@pytest.fixture(scope="module")
def playing(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Playing]:
    with serving(tmp_path_factory.mktemp("whole-year")) as server:
        server.store.add_cohort(COHORT)
        fill(server.store, COHORT.key, COHORT.municipality("stranda"), year())
        # Set to Norwegian, where a date is written day first.
        context = browser.new_context(
            viewport={"width": 1280, "height": 900}, locale="nb-NO", reduced_motion="reduce"
        )
        context.set_default_timeout(60_000)  # a busy machine is slow, not wrong
        page, home = context.new_page(), context.new_page()
        page.bring_to_front()  # behind another it is drawn once a second, and every click waits for that
        wrong = watch(page, [])
        page.goto(server.invite(organisation="sula", name="Kari", cohort=COHORT.key))
        Keyboard(page).press(page.locator("main button"))
        page.wait_for_selector("main h1")
        assert page.locator("html").get_attribute("lang") == "nn"
        model = server.store.view(STRANDA, COHORT.key, "stranda")
        view = server.store.view(SULA, COHORT.key, "sula")
        yield Playing(server, context, page, home, ByHand(model, view), wrong)
        context.close()


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


@pytest.mark.parametrize("code", [code for code in CHECKS if code != BEFORE_WRITING])
def test_a_fault_is_told_where_it_is_and_falls_silent_when_it_is_mended(playing: Playing, code: str) -> None:
    edits = list(FAULTS[code](playing.year.view.everything()))
    hand = playing.at(SessionKey(KINDS[edits[0].kind].home), mouse=True)
    fire(playing, hand, code, edits, playing.year.undone([edit for edit in edits if edit.record]))


def fire(playing: Playing, hand: Hand, code: str, edits: Sequence[Edit], mending: Sequence[Edit]) -> None:
    """Plant a fault, see what is said of it in its session, beside the question and at home, and mend it."""
    here = SessionKey.parse(playing.page.url.rpartition("/")[2])
    before = found(playing, code)
    there = {one.id for one in playing.year.view.all(edits[0].kind)}
    for edit in edits:
        playing.year.change(hand, edit)
    hand.saved()
    new = [one for one in found(playing, code) if one not in before]
    assert new, f"{code} says nothing."
    finding = new[0]
    sentence = said_of(playing.reading(), finding)
    # Most faults are told where they are made; a sum, where it is put together.
    see(playing, playing.at(SessionKey(finding.session), mouse=True), finding, sentence)
    hand = playing.at(here, mouse=True)
    for edit in mending:
        playing.year.change(hand, edit)
    for edit in edits:
        if not edit.record and not mending:
            added = next(one.id for one in playing.year.view.all(edit.kind) if one.id not in there)
            hand.remove(edit.kind, added)
            hand.saved()
    hand.saved()
    expect(playing.at(SessionKey(finding.session), mouse=True).told(sentence)).to_have_count(0)
    assert found(playing, code) == before
    playing.fired.add(code)


def found(playing: Playing, code: str) -> list[Finding]:
    return [one for one in playing.reading().findings if one.code == code]


def see(playing: Playing, hand: Hand, finding: Finding, sentence: str) -> None:
    hand.follow(sentence)
    if finding.record:
        focused = playing.page.locator(":focus")
        question = playing.page.locator(f'.wb-field[data-field="{finding.field}"]', has=focused)
        expect(question).to_contain_text(finding.message.text(nn))
        playing.year.shut(hand, finding.kind, finding.record)
    else:
        expect(hand.of(finding.kind).locator(".wb-remarks")).to_contain_text(sentence)
    number = Counter((one.session, one.severity) for one in playing.reading().findings)
    playing.home.bring_to_front()
    playing.home.goto(playing.server.base)
    link = playing.home.locator(f'a[href$="/{finding.session}"]')
    session = playing.home.locator("li.wb-session", has=link)
    told = f"{nn(SEVERITIES[finding.severity])}: {number[finding.session, finding.severity]}"
    expect(session.get_by_text(told, exact=True)).to_be_visible()
    playing.page.bring_to_front()


def test_every_check_has_fired(playing: Playing) -> None:
    assert playing.fired == set(CHECKS)


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
