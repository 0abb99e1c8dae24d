"""A session's page of the worked example beside the same page of a municipality that has written nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from course.example_year import fill, year
from course.organisations import cohort
from tests.browser.conftest import executable
from tests.serving import Served

from .report import benchmark
from .session_page import ALONE, browse, note

SESSIONS = ("04_anchoring", "05_activities")
EMPTY, FULL = "an empty municipality", "the worked example"
PLACES = {EMPTY: "elverum", FULL: "asker"}
SEEN = {"first field usable, empty cache": "empty cache", "first field usable, warm cache": "warm cache"}
MOST = 1.5


def measure(folder: Path, rounds: int) -> dict[str, Any]:
    """Open both pages of the fullest sessions `rounds` times, taking turns."""
    pilot, server = cohort("pilot"), Served(folder)
    server.store.prepare()
    server.store.add_cohort(pilot)  # without what public sources say: empty is empty
    fill(server.store, pilot.key, pilot.municipality(PLACES[FULL]), year())
    ways: dict[str, dict[str, list[float]]] = {name: {} for name in PLACES}
    server.start()
    try:
        clients = {name: server.client(organisation=place) for name, place in PLACES.items()}
        with (
            sync_playwright() as playwright,
            playwright.chromium.launch(executable_path=executable(), args=["--no-sandbox", ALONE]) as browser,
        ):
            for number in range(rounds):
                for session in SESSIONS:
                    # Whoever comes second finds the machine warmer: that is each one's turn.
                    for name in list(PLACES)[:: 1 if number % 2 else -1]:
                        cookies = clients[name].session.cookies.get_dict()
                        seen = browse(browser, f"{server.base}session/{session}", cookies)
                        note(ways[name], {f"{session}, {SEEN[unit]}": seen[unit] for unit in SEEN})
    finally:
        server.stop()
    return benchmark(
        "full page",
        "A full page beside an empty one",
        "From the click to the first field one can write in: the whole course year written down, beside "
        f"nothing at all. The aim is at most {MOST} times the empty page.",
        {f"{session}, {cache}": "s" for session in SESSIONS for cache in SEEN.values()},
        ways,
        reference=EMPTY,
    )
