"""How long the papers take: all of one municipality, and the strategies of a hundred."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from course.documents import DOCUMENTS, make_each
from course.example_year import fill, year
from course.faces import Reading
from course.faces.opening import reading_of
from course.organisations import cohort
from course.store import Store
from tests.conftest import participant

from .report import benchmark

MANY = 100
AT_ONCE = 2
MOST_SECONDS, LEAST_A_SECOND = 10, 5
ALL, STRATEGIES = "all papers of one", "strategies of 100"


def measure(folder: Path, rounds: int) -> dict[str, Any]:
    """Make them `rounds` times. The hundred are the example year's: what counts is how much is written."""
    pilot, store = cohort("pilot"), Store(f"sqlite:///{folder / 'workbook.sqlite'}")
    store.prepare()
    store.add_cohort(pilot)
    fill(store, pilot.key, pilot.municipality("asker"), year())
    every: list[float] = []
    rate: list[float] = []
    for _ in range(rounds):
        began = time.perf_counter()
        _all_papers(_reading(store))
        every.append(time.perf_counter() - began)
        began = time.perf_counter()
        with ThreadPoolExecutor(AT_ONCE) as pool:
            list(pool.map(_strategy, [store] * MANY))
        rate.append(MANY / (time.perf_counter() - began))
    return benchmark(
        "The papers",
        f"Every document of the worked example in every format, at most {MOST_SECONDS} s; and {MANY} "
        f"strategies, each read from the store and made as HTML and DOCX, {AT_ONCE} at a time, more than "
        f"{LEAST_A_SECOND} municipalities a second.",
        {ALL: "s", STRATEGIES: "a second"},
        {"workbook": {ALL: every, STRATEGIES: rate}},
    )


def _reading(store: Store) -> Reading:
    return reading_of(
        store, participant("asker"), cohort="pilot", organisation="asker", session="home", language="nn"
    )


def _all_papers(reading: Reading) -> None:
    for document in DOCUMENTS.values():
        if not document.whole:
            list(make_each(document, reading, document.formats))


def _strategy(store: Store) -> None:
    list(make_each(DOCUMENTS["strategy"], _reading(store), ("html", "docx")))
