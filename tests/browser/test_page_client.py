"""How a page's forms come alive: in place, with little sent, and with any widget beside them."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator

import nbformat
import pytest
from nbformat.v4 import new_code_cell
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, Route, expect

from course.settings import settings
from tests.conftest import participant
from tests.serving import Served, eventually, served, serving

__all__ = ["served"]

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MOST = 600_000
"""Bytes of a first visit, all in all: the issue's figure."""
CALM = 0.1
"""Cumulative layout shift up to which a page counts as calm (web.dev/articles/cls, 2023)."""
PATH = "session/00_mandate?language=nn"

WATCH = """
window.shifted = 0;
window.moves = [];
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) {
    if (entry.hadRecentInput) continue;
    shifted += entry.value;
    moves.push([entry.value, ...entry.sources.map(({node}) => node?.outerHTML?.slice(0, 80))]);
  }
}).observe({type: "layout-shift", buffered: true});
"""


def opened(page: Page) -> None:
    page.wait_for_selector("body[data-forms=open]")


@pytest.fixture
def signed_in(context: BrowserContext, page: Page, served: Served) -> Page:
    """A page of somebody who has signed in, and whose browser has nothing of ours yet."""
    with served.client(name="Fresh") as client:
        cookies = [
            {"name": cookie.name, "value": cookie.value or "", "url": served.base}
            for cookie in client.session.cookies
        ]
    context.add_cookies(cookies)  # type: ignore[arg-type]
    return page


class Bytes:
    """What a page brings over the network, as the browser counts it; frames of lines too."""

    def __init__(self, network: CDPSession) -> None:
        self.sent: dict[str, int] = {}
        self._addresses: dict[str, str] = {}
        network.send("Network.enable")
        network.on("Network.requestWillBeSent", self._begins)
        network.on("Network.loadingFinished", self._ends)

    def _begins(self, event: dict) -> None:
        self._addresses[event["requestId"]] = event["request"]["url"]

    def _ends(self, event: dict) -> None:
        address = self._addresses.get(event["requestId"], "?")
        self.sent[address] = self.sent.get(address, 0) + int(event["encodedDataLength"])

    @property
    def total(self) -> int:
        return sum(self.sent.values())


def test_a_first_visit_brings_little_and_nothing_from_elsewhere(
    signed_in: Page, context: BrowserContext, served: Served
) -> None:
    """Lines are counted as what they carry uncompressed: the browser does not say how it came."""
    network = Bytes(context.new_cdp_session(signed_in))
    frames: list[int] = []
    signed_in.on("websocket", lambda line: line.on("framereceived", lambda frame: frames.append(len(frame))))
    signed_in.goto(f"{served.base}session/04_anchoring?language=nn")
    opened(signed_in)
    signed_in.wait_for_load_state("networkidle")
    sent = {address.removeprefix(served.base): size for address, size in network.sent.items()}
    assert all(re.match(r"static/assets/|session/|api/|data:", address) for address in sent), sent
    assert network.total + sum(frames) <= MOST, (network.total, sum(frames), sent)
    assert "voila" not in " ".join(sent)


def test_a_second_visit_brings_the_page_alone(
    signed_in: Page, context: BrowserContext, served: Served
) -> None:
    signed_in.goto(f"{served.base}{PATH}")
    opened(signed_in)
    network = Bytes(context.new_cdp_session(signed_in))
    signed_in.goto(f"{served.base}session/03_documents?language=nn")
    opened(signed_in)
    assets = [address for address in network.sent if "/static/assets/" in address]
    assert assets and not sum(network.sent[address] for address in assets)


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_moves_when_the_forms_come_alive(signed_in: Page, served: Served, width: int) -> None:
    """On a quick network, and on one where what is there to be read is seen for a while first."""
    signed_in.set_viewport_size({"width": width, "height": 900})
    signed_in.add_init_script(WATCH)
    for path in ("session/00_mandate", "session/04_anchoring", ""):
        signed_in.goto(f"{served.base}{path}?language=nn")
        opened(signed_in)
        signed_in.wait_for_timeout(300)
        assert signed_in.evaluate("shifted") <= CALM, (path, signed_in.evaluate("moves"))
        let_go = hold_the_client(signed_in)
        signed_in.goto(f"{served.base}{path}?language=nn", wait_until="commit")
        signed_in.wait_for_selector(".wb-footer")
        tops = "[...document.querySelectorAll('main > .wb-prose:first-of-type *')].map((e) => e.offsetTop)"
        before = signed_in.evaluate(tops)
        let_go()
        opened(signed_in)
        signed_in.wait_for_timeout(300)
        assert before and signed_in.evaluate(tops) == before
        assert signed_in.evaluate("shifted") <= CALM, (path, signed_in.evaluate("moves"))


def hold_the_client(page: Page) -> Callable[[], None]:
    """Keep the client from arriving until what is returned is called."""
    held: list[Route] = []
    arrived = re.compile(r"/static/assets/client-\w+\.js")
    page.route(arrived, lambda route: held.append(route))

    def let_go() -> None:
        for route in held:
            route.continue_()
        page.unroute(arrived)

    return let_go


def test_what_was_being_read_stays_where_it_was_when_the_forms_come_alive(
    signed_in: Page, served: Served
) -> None:
    """On a slow network the static faces are read for a while; the forms above are longer."""
    let_go = hold_the_client(signed_in)
    signed_in.goto(f"{served.base}{PATH}", wait_until="commit")
    signed_in.wait_for_selector(".wb-footer")
    expect(signed_in.locator(".wb-widget .wb-static").first).to_be_visible()
    expect(signed_in.locator(".wb-widget .wb")).to_have_count(0)
    heading = signed_in.locator(".wb-prose h2").last
    heading.evaluate("(element) => window.scrollTo(0, element.getBoundingClientRect().top + scrollY - 200)")
    before = heading.bounding_box()
    let_go()
    opened(signed_in)
    expect(signed_in.locator(".wb-widget .wb-static")).to_have_count(0)
    after = heading.bounding_box()
    assert before and after
    assert abs(before["y"] - after["y"]) <= 3


def test_the_question_that_was_being_read_stays_in_sight(signed_in: Page, served: Served) -> None:
    """What is being read is itself replaced."""
    let_go = hold_the_client(signed_in)
    signed_in.goto(f"{served.base}{PATH}", wait_until="commit")
    signed_in.wait_for_selector(".wb-footer")
    read = signed_in.locator(".wb-static-form dt").nth(6)
    words = (read.text_content() or "").strip()
    read.evaluate("(element) => window.scrollTo(0, element.getBoundingClientRect().top + scrollY - 5)")
    let_go()
    opened(signed_in)
    live = signed_in.locator("#k-profile .wb-field").filter(has_text=words).first
    box = live.bounding_box()
    assert box and -5 <= box["y"] <= 60


def test_the_focus_goes_over_to_the_live_form(signed_in: Page, served: Served) -> None:
    let_go = hold_the_client(signed_in)
    signed_in.goto(f"{served.base}{PATH}", wait_until="commit")
    signed_in.wait_for_selector(".wb-footer")
    link = signed_in.locator(".wb-static-session a").first
    href = link.get_attribute("href")
    link.focus()
    let_go()
    opened(signed_in)
    assert signed_in.evaluate("document.activeElement.closest('.wb') !== null")
    assert signed_in.evaluate("document.activeElement.getAttribute('href')") == href


def test_what_is_typed_as_soon_as_a_field_is_there_is_kept(signed_in: Page, served: Served) -> None:
    """The page is still on its way then, and the line to the kernel not open."""
    signed_in.add_init_script(
        """
        new MutationObserver((_, observer) => {
          const field = document.querySelector('#k-profile [data-field="mandate"] textarea');
          if (!field) return;
          observer.disconnect();
          field.focus();
          field.value = "Skrive med ein gong";
          field.dispatchEvent(new InputEvent("input", {bubbles: true}));
          window.typed = [document.readyState, document.body.dataset.forms ?? ""];
        }).observe(document, {childList: true, subtree: true});
        """
    )
    signed_in.goto(f"{served.base}{PATH}")
    opened(signed_in)
    assert signed_in.evaluate("typed") == ["loading", ""]
    field = signed_in.locator('#k-profile [data-field="mandate"] textarea')
    expect(field).to_have_value("Skrive med ein gong")
    expect(field).to_be_focused()
    field.blur()
    view = served.store.view(participant("sula"), "pilot", "sula")
    assert eventually(lambda: view.one("profile").values["mandate"] == "Skrive med ein gong")


def test_a_page_that_tells_nothing_of_its_widgets_asks_the_kernel(signed_in: Page, served: Served) -> None:
    """Whoever renders the page need not have heard of the widgets."""

    signed_in.add_init_script(
        """
        window.forgotten = 0;
        new MutationObserver(() => {
          for (const told of document.querySelectorAll("script[type*='widget-state']")) {
            told.remove();
            forgotten += 1;
          }
        }).observe(document, {childList: true, subtree: true});
        """
    )
    signed_in.goto(f"{served.base}{PATH}")
    opened(signed_in)
    assert signed_in.evaluate("forgotten")
    expect(signed_in.locator('#k-profile [data-field="mandate"] textarea')).to_be_visible()
    expect(signed_in.locator(".wb-static")).to_have_count(0)


def test_without_javascript_everything_written_can_be_read(
    browser: Browser, served: Served, axe: Callable[[Page], None]
) -> None:
    with served.client(name="Plain") as client:
        client.get("?language=nn")
        cookies = [
            {"name": cookie.name, "value": cookie.value or "", "url": served.base}
            for cookie in client.session.cookies
        ]
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 900})
    context.add_cookies(cookies)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{served.base}{PATH}")
    for place in page.locator(".wb-widget").all():
        expect(place.locator(".wb-static").first).to_be_visible()
    expect(page.locator("#workbook-opening")).to_be_hidden()
    context.close()


SLIDER = """
import ipywidgets
form = workbook.form("profile")
start = form.value["inhabitants"]
slider = ipywidgets.IntSlider(start, 0, 20000, description="<b>Folk</b><script>", description_allow_html=True)

def save(change):
    form.value = {**form.value, "inhabitants": change["new"]}

def follow(change):
    slider.value = change["new"]["inhabitants"]

slider.observe(save, "value")
form.observe(follow, "value")
ipywidgets.VBox([slider, form])
"""
STRANGE = """
import anywidget
class Strange(anywidget.AnyWidget):
    _esm = "export default { render({ el }) { el.textContent = 'Code of its own'; } }"
    _css = "div { --strange: 1 }"
Strange()
"""


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server with a form among ordinary controls in one session, and in another a widget not of ours."""
    folder = tmp_path_factory.mktemp("mixed")
    notebooks = folder / "notebooks"
    shutil.copytree(settings().notebooks_dir, notebooks)
    for name, code in (("00_mandate", SLIDER), ("03_documents", STRANGE)):
        notebook = nbformat.read(notebooks / f"{name}.ipynb", 4)
        last = next(at for at, cell in enumerate(notebook.cells) if "heading()" in cell.source)
        notebook.cells[last + 1 :] = [new_code_cell(code)]
        nbformat.write(notebook, notebooks / f"{name}.ipynb")
    with serving(folder, WORKBOOK_NOTEBOOKS_DIR=str(notebooks)) as server:
        yield server


def enter(page: Page, server: Served) -> None:
    page.goto(server.invite(name="Mixed"))
    page.locator("main button").click()
    opened(page)


def test_a_form_stands_among_ordinary_controls_and_follows_them(page: Page, mixed: Served) -> None:
    enter(page, mixed)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{mixed.base}{PATH}")
    opened(page)
    box = page.locator(".widget-vbox")
    handle, field = box.get_by_role("slider"), box.locator('[data-field="inhabitants"] input')
    expect(box.locator("#k-profile")).to_be_visible()
    expect(box.locator("b")).to_have_text("Folk")
    before = int(field.input_value())
    handle.focus()
    handle.press("ArrowRight")
    expect(field).to_have_value(str(before + 1))
    field.fill("1234")
    field.blur()
    expect(handle).to_have_attribute("aria-valuenow", re.compile("^1234"))
    assert any("/static/assets/controls-" in address for address in asked)
    assert not any("/voila/" in address for address in asked)


def test_controls_are_loaded_by_a_page_that_has_some(signed_in: Page, served: Served) -> None:
    asked: list[str] = []
    signed_in.on("request", lambda request: asked.append(request.url))
    signed_in.goto(f"{served.base}{PATH}")
    opened(signed_in)
    assert not any("controls" in address for address in asked)


def test_a_page_with_a_widget_of_another_library_is_opened_with_voilas_front_end(
    page: Page, mixed: Served, expected_console: list[str]
) -> None:
    expected_console += ["This page can show no", "Could not instantiate", "Could not create a view", "voila"]
    enter(page, mixed)
    page.goto(f"{mixed.base}session/03_documents?language=nn")
    page.wait_for_url("**front=voila*")
    opened(page)
    expect(page.get_by_text("Code of its own")).to_be_visible()
    expect(page.locator(".wb-widget-session")).to_be_visible()
    assert page.locator("html").get_attribute("lang") == "nn"
