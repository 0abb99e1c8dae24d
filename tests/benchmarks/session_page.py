"""A session's page: the workbook's server beside stock Voilà with the same prepared notebook."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import nbformat
import requests
from playwright.sync_api import Browser, Page, sync_playwright

from course.grants import Grant, Role
from course.notebooks import prepare
from tests.browser.conftest import executable
from tests.serving import Client, Served, serving

from .report import OURS, benchmark

SESSION = "00_mandate"
FIELD = "textarea[id^='q-'], input[id^='q-']"
ALONE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
"""No other machine is found, at once: the pages do not wait for the network, and the cache stays in use."""
UNITS = {
    "whole HTML": "s",
    "first field usable, empty cache": "s",
    "first field usable, warm cache": "s",
    "requests on a first visit": "number",
    "bytes on a first visit": "MB",
}


def measure(folder: Path, rounds: int) -> dict[str, Any]:
    """Open the page `rounds` times in each way."""
    ways: dict[str, dict[str, list[float]]] = {OURS: {}, "stock Voilà": {}}
    with (
        serving(folder) as server,
        stock(folder, server) as address,
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=executable(), args=["--no-sandbox", ALONE]) as browser,
        Client(server.base) as client,
    ):
        client.sign_in(server.invite())
        signed_in = client.session.cookies.get_dict()
        for _ in range(rounds):
            note(ways[OURS], _get(lambda: client.open(f"session/{SESSION}")))
            note(ways["stock Voilà"], _get(lambda: requests.get(address, timeout=120)))
        for _ in range(rounds):
            note(ways[OURS], browse(browser, f"{server.base}session/{SESSION}", signed_in))
            note(ways["stock Voilà"], browse(browser, address, {}))
    return benchmark(
        "A session's page",
        f"`{SESSION}` of one municipality, nobody else about. No other machine can be reached, so that stock "
        "Voilà's requests to one do not wait for the network.",
        UNITS,
        ways,
    )


def note(way: dict[str, list[float]], figures: dict[str, float]) -> None:
    for name, value in figures.items():
        way.setdefault(name, []).append(value)


def _get(ask: Any) -> dict[str, float]:
    begin = time.perf_counter()
    ask()
    return {"whole HTML": time.perf_counter() - begin}


def browse(browser: Browser, address: str, cookies: Mapping[str, str]) -> dict[str, float]:
    """Visit twice in a fresh profile: with an empty cache, and with what the first visit left in it."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    root = urljoin(address, "/")
    context.add_cookies([{"name": name, "value": value, "url": root} for name, value in cookies.items()])
    page, seen = context.new_page(), {"requests": 0.0, "bytes": 0.0}
    page.on("requestfinished", lambda request: _count(seen, request.sizes()["responseBodySize"]))
    cold = _until_usable(page, address)
    first = dict(seen)
    page.goto("about:blank")
    warm = _until_usable(page, address)
    context.close()
    return {
        "first field usable, empty cache": cold,
        "first field usable, warm cache": warm,
        "requests on a first visit": first["requests"],
        "bytes on a first visit": first["bytes"] / 1e6,
    }


def _count(seen: dict[str, float], size: int) -> None:
    seen["requests"] += 1
    seen["bytes"] += size


def _until_usable(page: Page, address: str) -> float:
    begin = time.perf_counter()
    page.goto(address, wait_until="commit")
    field = page.locator(FIELD).first
    field.wait_for(state="visible", timeout=120_000)
    field.focus()
    return time.perf_counter() - begin


@contextmanager
def stock(folder: Path, server: Served) -> Iterator[str]:
    """Serve the same notebook, prepared for the same municipality, with Voilà as it comes."""
    place = folder / "stock"
    place.mkdir()
    notebook = prepare(municipality="sula", cohort="pilot", session=SESSION, language="nn")
    nbformat.write(notebook, place / f"{SESSION}.ipynb")
    grant = Grant(person="bench", name="Bench", role=Role.PARTICIPANT, cohort="pilot", organisation="sula")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "voila", "--no-browser", f"--port={port}", f"{SESSION}.ipynb"]
    environment = os.environ | grant.to_environment() | {"WORKBOOK_DATABASE_URL": server.store.url}
    with (folder / "stock.log").open("w") as log:
        process = subprocess.Popen(command, cwd=place, env=environment, stdout=log, stderr=log)
    try:
        _wait(port, process, folder / "stock.log")
        yield f"http://127.0.0.1:{port}/"
    finally:
        process.terminate()
        process.wait(timeout=30)
        shutil.rmtree(place)


def _wait(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(300):
        if process.poll() is not None:
            raise RuntimeError(log.read_text("utf-8"))
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"Voilà does not listen: {log.read_text('utf-8')}")
