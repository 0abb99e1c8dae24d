"""How long the papers take: all of one municipality, and the strategies of a hundred."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from course import batch
from course.documents import DOCUMENTS, Document
from course.example_year import fill, year
from course.organisations import cohort
from course.settings import settings
from course.store import Store
from tests.conftest import participant

from .report import benchmark

MANY = 100
AT_ONCE = 2
MOST_SECONDS, LEAST_A_SECOND = 10, 5
ALL, STRATEGIES = "all papers of one", "strategies of 100"


def measure(folder: Path, rounds: int) -> dict[str, Any]:
    """Make them `rounds` times. The hundred are the example year's: what counts is how much is written."""
    pilot, database = cohort("pilot"), f"sqlite:///{folder / 'workbook.sqlite'}"
    store = Store(database)
    store.prepare()
    store.add_cohort(pilot)
    fill(store, pilot.key, pilot.municipality("asker"), year())
    whole = [
        _papers(document, document.formats, folder / "all")
        for document in DOCUMENTS.values()
        if not document.whole
    ]
    # The same municipality a hundred times, each to a folder of its own.
    strategy = DOCUMENTS["strategy"]
    strategies = [_papers(strategy, ("html", "docx"), folder / str(number)) for number in range(MANY)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WORKBOOK_DATABASE_URL", database)
        settings.cache_clear()
        every = [_seconds(whole) for _ in range(rounds)]
        rate = [MANY / _seconds(strategies) for _ in range(rounds)]
    settings.cache_clear()
    return benchmark(
        "papers",
        "The papers",
        f"Every document of the worked example in every format, at most {MOST_SECONDS} s; and {MANY} "
        f"strategies, each read from the store and made as HTML and DOCX, more than {LEAST_A_SECOND} "
        f"municipalities a second. Both as `workbook export` makes them, {AT_ONCE} at a time, from the start "
        "of the first process to the last file.",
        {ALL: "s", STRATEGIES: "a second"},
        {"workbook": {ALL: every, STRATEGIES: rate}},
    )


def _papers(document: Document, formats: tuple[str, ...], out: Path) -> batch.Papers:
    return batch.Papers(
        grant=participant("asker"),
        cohort="pilot",
        organisation="asker",
        name="Asker",
        document=document.key,
        formats=formats,
        language="nn",
        out=out,
    )


def _seconds(tasks: list[batch.Papers]) -> float:
    began = time.perf_counter()
    results = list(batch.run(tasks, AT_ONCE))
    took = time.perf_counter() - began
    assert all(len(result.files) == len(result.task.formats) for result in results), results
    return took
