"""What one more visitor costs: memory with thirty pages open and used, beside one."""

from __future__ import annotations

import uuid
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

import psutil
from playwright.sync_api import sync_playwright

from tests.browser.conftest import executable
from tests.server.attacks.comms import Line
from tests.serving import Client

from .report import OURS, PANEL, SOLARA, STOCK, benchmark
from .served import WAYS, Way
from .session_page import ALONE

OPEN = 30
SAVES = 15
"""One a minute, in a quarter of an hour."""
FURTHER, FIRST, ALL = "each further visitor", "all with one visitor", f"all with {OPEN}"


def measure(folder: Path, rounds: int) -> dict[str, Any]:
    """Open the pages in each way; a figure of memory varies little, so a third of the rounds will do."""
    ways: dict[str, dict[str, list[float]]] = {name: {} for name in (OURS, STOCK, PANEL, SOLARA)}
    for number in range(max(1, rounds // 3)):
        for name, figures in ways.items():
            place = folder / f"{number} {name}"
            place.mkdir()
            with WAYS[name](place) as way:
                one, all_of_them = (_with_lines if name in (OURS, STOCK) else _with_a_browser)(way)
            values = {FURTHER: (all_of_them - one) / (OPEN - 1), FIRST: one, ALL: all_of_them}
            for unit, value in values.items():
                figures.setdefault(unit, []).append(value)
    return benchmark(
        "memory",
        "Memory",
        f"The PSS of the server and all below it, with one page open and used and with {OPEN}; the "
        f"difference by {OPEN - 1}. Used is: {SAVES} saves of a long text, after each the page as it is then "
        "over its line to a process of its own; with Panel and Solara, which have one process for all, as "
        "many fields filled in, in a browser.",
        {FURTHER: "MB", FIRST: "MB", ALL: "MB"},
        ways,
    )


def pss(way: Way) -> float:
    """Return the megabytes of a server and all below it, what they share counted once."""
    total = 0
    for process in way.processes():
        with suppress(psutil.NoSuchProcess, FileNotFoundError, ProcessLookupError):
            rollup = Path(f"/proc/{process.pid}/smaps_rollup").read_text()
            total += next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
    return total / 1024


def _with_lines(way: Way) -> tuple[float, float]:
    lines: list[Line] = []
    one = 0.0
    with ExitStack() as stack:
        for number in range(OPEN):
            client = stack.enter_context(Client(way.base))
            client.session.cookies.update(way.enter(way.base))
            lines.append(Line(client, way.path))
            stack.callback(lines[-1].close)
            work(lines[-1], number)
            if number == 0:
                one = pss(way)
        return one, pss(way)


def work(line: Line, number: int) -> None:
    """Write at a goal as somebody does in a quarter of an hour."""
    widget = line.widget_for("goal")
    goals = line.states[widget]["opened"]["records"]
    goal = goals[number % len(goals)]
    revision = goal["revision"]
    for save in range(SAVES):
        text = f"What is written in minute {save}: " + "a sentence about what is better then. " * 20
        for _ in range(2):
            said = line.ask(
                widget,
                type="save",
                kind="goal",
                record=goal["id"],
                revision=revision,
                values={"explanation": text},
            )
            revision = said["revision"]
            if said["type"] == "saved":
                break
        line.ask(widget, type="refresh")
    line.ask(widget, type="history", record=goal["id"])


def _with_a_browser(way: Way) -> tuple[float, float]:
    one = 0.0
    with (
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=executable(), args=["--no-sandbox", ALONE]) as browser,
    ):
        for number in range(OPEN):
            page = browser.new_context().new_page()
            page.goto(way.base + way.path)
            fields = page.locator(way.usable)
            fields.first.wait_for(state="visible", timeout=120_000)
            for field in range(min(SAVES, fields.count())):
                fields.nth(field).fill(f"{uuid.uuid4()} " + "a sentence about what is better then. " * 20)
                fields.nth(field).press("Tab")
            page.wait_for_timeout(300)
            if number == 0:
                one = pss(way)
        return one, pss(way)
