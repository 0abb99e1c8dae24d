"""A whole country: `workbook run` for every municipality, and again when five have changed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil

from course.grants import Grant, Role
from course.organisations import Cohort
from course.store import Store

from .made_up import KEY, made_up
from .report import OURS, benchmark

COUNTRY = 357
CHANGED = 5
FIRST, RATE, PEAK = "first run", "notebooks and pages", "peak memory of all processes"
AGAIN, SHARE = f"second run, {CHANGED} changed", "second by first"
UNITS = {FIRST: "s", RATE: "a second", PEAK: "MB", AGAIN: "s", SHARE: "part"}
EVERY = 0.5


def measure(folder: Path, rounds: int, municipalities: int = COUNTRY) -> dict[str, Any]:
    """Run them once, whatever the rounds: it takes long enough to be even."""
    with made_up(folder, municipalities) as (store, group):
        first, peak, notebooks = run(folder / "out")
        change(store, group, CHANGED)
        again, _, _ = run(folder / "out")
    figures = {
        FIRST: [first],
        RATE: [notebooks / first],
        PEAK: [peak],
        AGAIN: [again],
        SHARE: [again / first],
    }
    return benchmark(
        "country",
        "A whole country",
        f"`workbook run` for {municipalities} made-up municipalities, each with the worked example: "
        f"{notebooks} notebooks and pages, once, {os.cpu_count()} at a time; and again when {CHANGED} "
        "municipalities had changed. From the start of the command to its end; the memory is the PSS of all "
        "its processes together, looked at every half second.",
        UNITS,
        {OURS: figures},
        size=municipalities,
    )


def change(store: Store, group: Cohort, count: int) -> None:
    """Write something at each of some municipalities."""
    for municipality in group.municipalities[:count]:
        grant = Grant(
            person="bench", name="Bench", role=Role.PARTICIPANT, cohort=KEY, organisation=municipality.key
        )
        view = store.view(grant, KEY, municipality.key)
        profile = view.one("profile")
        view.save("profile", profile.id, {"owner": f"Somebody else, {time.time_ns()}"}, profile.revision)


def run(out: Path) -> tuple[float, float, int]:
    """Run the command; return how long it took (s), the most memory (MB PSS), and the number of pages."""
    begin = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "course.cli", "run", "--cohort", KEY, "--out", str(out), "--json"],
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    peak = [0.0]
    watching = threading.Thread(target=_watch, args=(process.pid, peak), daemon=True)
    watching.start()
    told = [json.loads(line) for line in process.communicate()[0].splitlines()]
    took = time.perf_counter() - begin
    watching.join()
    failed = [line for line in told if line.get("error")]
    if process.returncode or failed:
        raise RuntimeError(f"workbook run ended with {process.returncode}: {failed[:3]}")
    return took, peak[0], len(list(out.rglob("*.html")))


def _watch(pid: int, peak: list[float]) -> None:
    while True:
        total = 0
        try:
            root = psutil.Process(pid)
            if root.status() == psutil.STATUS_ZOMBIE:
                return
            everybody = [root, *root.children(recursive=True)]
        except psutil.NoSuchProcess:
            return
        for process in everybody:
            with suppress(OSError, StopIteration):
                rollup = Path(f"/proc/{process.pid}/smaps_rollup").read_text()
                total += next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
        peak[0] = max(peak[0], total / 1024)
        time.sleep(EVERY)
