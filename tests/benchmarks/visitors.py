"""Many who open the page in the same second: how long the last of them waits."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import requests

from .report import OURS, PANEL, SOLARA, STOCK, benchmark
from .served import WAYS, Way

AT_ONCE = {OURS: (1, 5, 20, 100), STOCK: (20,), PANEL: (1, 5, 20, 100), SOLARA: (20,)}
UNITS = {f"{number} at once": "s" for number in AT_ONCE[OURS]}


def measure(folder: Path, rounds: int) -> dict[str, Any]:
    """Let them all come `rounds` times, to a server that has just been started."""
    ways: dict[str, dict[str, list[float]]] = {name: {} for name in AT_ONCE}
    for number in range(rounds):
        for name, counts in AT_ONCE.items():
            place = folder / f"{number} {name}"
            place.mkdir()
            with WAYS[name](place) as way:
                for count in counts:
                    ways[name].setdefault(f"{count} at once", []).append(last_served(way, count))
    return benchmark(
        "visitors",
        "Visitors in the same second",
        "All ask at once, each from a thread of its own and as somebody else; the time until the last has "
        "the whole page: session 04 of the worked example, a process for each visitor, with the workbook and "
        "stock Voilà; with Panel and Solara the peers' page from one process, of which the GET brings no "
        "content yet (that comes over a WebSocket).",
        UNITS,
        ways,
    )


def last_served(way: Way, count: int) -> float:
    """Return the seconds until the last of `count` visitors has the page; then all leave."""
    visitors = [way.visitor() for _ in range(count)]
    together = threading.Barrier(count + 1)

    def come(visitor: requests.Session) -> tuple[requests.Response, float]:
        together.wait()
        answer = way.get(visitor)
        return answer, time.perf_counter()

    with ThreadPoolExecutor(count) as threads:
        coming = [threads.submit(come, visitor) for visitor in visitors]
        together.wait()
        begin = time.perf_counter()
        came = [each.result() for each in coming]
    for visitor, (answer, _) in zip(visitors, came, strict=True):
        way.leave(visitor, answer)
    return max(ended for _, ended in came) - begin
