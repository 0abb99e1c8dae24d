"""A course year that is played in a browser: who plays, and how a fault is planted, seen and mended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, expect

from course.checks import Finding
from course.checks.finding import SEVERITIES
from course.example_year import fill, year
from course.faces import Reading
from course.faces.form import said_of
from course.faces.opening import reading_of
from course.grants import Grant, Role
from course.i18n import translator
from course.organisations import cohort
from course.outline import HOME, SessionKey
from tests.browser.by_hand import ByHand
from tests.browser.conftest import watch
from tests.browser.hand import Hand
from tests.browser.keyboard import Keyboard
from tests.browser.mouse import Mouse
from tests.faults import Edit
from tests.serving import Served, serving

__all__ = ["BEFORE_WRITING", "COHORT", "Playing", "fire", "played"]

nn = translator("nn")

COHORT = cohort("pilot").model_copy(update={"key": "by-hand"})
"""A cohort of the tests' own, in which no municipality has written anything yet."""

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


@contextmanager
def played(browser: Browser, folder: Path, *, written: bool) -> Iterator[Playing]:
    """Open Kari's browser where Stranda has written the whole year; `written` says whether Sula has, too."""
    with serving(folder) as server:
        server.store.add_cohort(COHORT)
        for key in ("stranda", *(("sula",) if written else ())):
            fill(server.store, COHORT.key, COHORT.municipality(key), year())
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
