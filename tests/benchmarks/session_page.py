"""A session's page: the workbook's beside stock Voilà's with the same notebook, and the peers' page."""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.conftest import executable

from .report import benchmark
from .served import WAYS, Way
from .wire import Wire

FIELD = "textarea[id^='q-'], input[id^='q-']"
ALONE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
"""No other machine is found, at once: the pages do not wait for the network, and the cache stays in use."""
CALM = 2.0
"""Seconds without a byte after which a first visit counts as over."""
GET, PROSE, COLD, WARM = (
    "whole HTML",
    "prose visible, warm cache",
    "first field usable, empty cache",
    "first field usable, warm cache",
)
REQUESTS, OUTSIDE, BYTES = "requests on a first visit", "of them to elsewhere", "bytes on a first visit"
UNITS = {GET: "s", PROSE: "s", COLD: "s", WARM: "s", REQUESTS: "number", OUTSIDE: "number", BYTES: "MB"}


def measure(folder: Path, rounds: int) -> dict[str, Any]:
    """Open the page `rounds` times in each way, the ways taking turns."""
    figures: dict[str, dict[str, list[float]]] = {name: {} for name in WAYS}
    with ExitStack() as stack:
        ways = []
        for name, served in WAYS.items():
            (folder / name).mkdir()
            ways.append(stack.enter_context(served(folder / name)))
        playwright = stack.enter_context(sync_playwright())
        browser = stack.enter_context(
            playwright.chromium.launch(executable_path=executable(), args=["--no-sandbox", ALONE])
        )
        for _ in range(rounds):
            for way in ways:
                note(figures[way.name], {GET: _get(way)})
        for _ in range(rounds):
            for way in ways:
                cookies = way.visitor().cookies.get_dict()
                seen = browse(browser, way.base + way.path, cookies, way.usable, way.prose)
                note(figures[way.name], seen)
        for way in ways:
            note(figures[way.name], _first_visit(browser, way))
    return benchmark(
        "session page",
        "A session's page",
        "Session 04 of the worked example, nobody else about; with Panel and Solara the peers' page, whose "
        "GET brings no content yet (that comes over a WebSocket). No other machine can be reached, so that "
        "requests to one do not wait for the network. Bytes are counted where they cross, in one visit: "
        "headers, and WebSocket frames as they are compressed.",
        UNITS,
        figures,
    )


def note(way: dict[str, list[float]], figures: Mapping[str, float]) -> None:
    for name, value in figures.items():
        way.setdefault(name, []).append(value)


def _get(way: Way) -> float:
    visitor = way.visitor()
    begin = time.perf_counter()
    answer = way.get(visitor)
    took = time.perf_counter() - begin
    way.leave(visitor, answer)
    return took


def browse(
    browser: Browser, address: str, cookies: Mapping[str, str], usable: str = FIELD, prose: str = ".wb-prose"
) -> dict[str, float]:
    """Visit twice in a fresh profile: with an empty cache, and with what the first visit left in it."""
    context = _profile(browser, address, cookies)
    page = context.new_page()
    _, cold = _until_usable(page, address, usable, prose)
    page.wait_for_load_state("networkidle")
    page.goto("about:blank")
    read, warm = _until_usable(page, address, usable, prose)
    context.close()
    return {PROSE: read, COLD: cold, WARM: warm}


def _first_visit(browser: Browser, way: Way) -> dict[str, float]:
    """Count what a first visit brings, until nothing more comes."""
    with Wire(way.base) as wire:
        cookies = way.enter(wire.base)
        context = _profile(browser, wire.base, cookies)
        page, before = context.new_page(), wire.received
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("websocket", lambda line: asked.append(line.url.replace("ws", "http", 1)))
        _until_usable(page, wire.base + way.path, way.usable, way.prose)
        ends, last = time.monotonic() + 30, -1
        while wire.received != last and time.monotonic() < ends:
            last = wire.received
            page.wait_for_timeout(CALM * 1000)
        received = wire.received - before
        context.close()
    crossed = [url for url in asked if url.startswith("http")]
    elsewhere = [url for url in crossed if not url.startswith(wire.base)]
    return {REQUESTS: len(crossed), OUTSIDE: len(elsewhere), BYTES: received / 1e6}


def _profile(browser: Browser, address: str, cookies: Mapping[str, str]) -> BrowserContext:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    root = urljoin(address, "/")
    context.add_cookies([{"name": name, "value": value, "url": root} for name, value in cookies.items()])
    return context


def _until_usable(page: Page, address: str, usable: str, prose: str) -> tuple[float, float]:
    """Return the seconds until the first text can be read, and until the first field can be written in."""
    begin = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.locator(prose).first.wait_for(state="visible", timeout=120_000)
    read = time.perf_counter() - begin
    field = page.locator(usable).first
    field.wait_for(state="visible", timeout=120_000)
    field.focus()
    return read, time.perf_counter() - begin
