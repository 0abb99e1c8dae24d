"""A batch: `workbook run` beside Papermill, ploomber-engine and nbconvert, on the same prepared notebooks."""

from __future__ import annotations

import json
import os
import subprocess
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat

from course import batch
from course.kernel import Preloaded
from course.notebooks import prepare

from .made_up import made_up
from .report import OURS, PAPERMILL, PLOOMBER, benchmark
from .served import PEERS, PROJECT, QUIET

MUNICIPALITIES = 10
FEWER = {PAPERMILL: 2}
"""Of how many municipalities, where it takes long."""
TIMES = 3
"""How often ours does them all, to have something to sustain."""
WARM = 0.2
"""The part of the results that come before the rate is taken: whoever has just begun is not at full speed."""
SUSTAINED, WHOLE, SIZE = "sustained", "from begin to end", "size of a page"
UNITS = {SUSTAINED: "a second", WHOLE: "a second", SIZE: "kB"}
WORKERS = os.cpu_count() or 1
ENGINES = {PAPERMILL: "papermill", PLOOMBER: "ploomber-engine"}


def measure(folder: Path, rounds: int) -> dict[str, Any]:
    """Run every session of the municipalities `rounds` times in each way, the ways taking turns."""
    figures: dict[str, dict[str, list[float]]] = {OURS: {}, PAPERMILL: {}, PLOOMBER: {}}
    with made_up(folder, MUNICIPALITIES) as (_, group):
        for number in range(rounds):
            for name, way in figures.items():
                out = folder / f"{number} {name}"
                tasks = batch.plan(group, out, municipalities=group.keys[: FEWER.get(name, MUNICIPALITIES)])
                began, ended, pages = _ours(tasks) if name == OURS else _theirs(name, tasks)
                values = (
                    _rate(ended),
                    len(ended) / (ended[-1] - began),
                    sum(page.stat().st_size for page in pages) / len(pages) / 1e3,
                )
                for unit, value in zip(UNITS, values, strict=True):
                    way.setdefault(unit, []).append(value)
    return benchmark(
        "batch",
        "A batch",
        f"Every session of {MUNICIPALITIES} municipalities with the worked example, as executed notebook and "
        f"page, {WORKERS} workers each; ours {TIMES} times over, with Papermill "
        f"{FEWER[PAPERMILL]} municipalities. "
        "The workbook reads the answers' state, prepares each notebook, runs it in a process of its own and "
        "writes both files; the others get prepared notebooks and stock pages. ploomber-engine runs one "
        f"notebook after the other in the same process. Sustained: without the first {WARM:.0%} of results.",
        UNITS,
        figures,
    )


def _rate(ended: list[float]) -> float:
    """Return how many a second, once everything runs."""
    first = int(len(ended) * WARM)
    return (len(ended) - 1 - first) / (ended[-1] - ended[first])


def _ours(tasks: list[batch.Task]) -> tuple[float, list[float], list[Path]]:
    """Return when it began, when each ended, and the pages."""
    many = [replace(task, out=task.out / str(number)) for number in range(TIMES) for task in tasks]
    began, ended = time.perf_counter(), []
    try:
        for result in batch.run_notebooks(many, WORKERS):
            if result.error:
                raise RuntimeError(f"{result.task.title}: {result.error}")
            ended.append(time.perf_counter())
    finally:
        Preloaded.close_here()  # the next run is to begin where this one did
    return began, ended, [task.page for task in many]


def _theirs(name: str, tasks: list[batch.Task]) -> tuple[float, list[float], list[Path]]:
    """Return the same of the peers: a process for each worker, and its share of the prepared notebooks."""
    told: list[dict[str, Any]] = []
    for task in tasks:
        task.folder.mkdir(parents=True, exist_ok=True)
        prepared = task.folder / f"{task.session}.prepared.ipynb"
        notebook = prepare(
            municipality=task.municipality, cohort=task.cohort, session=task.session, language=task.language
        )
        nbformat.write(notebook, prepared)
        environment = task.grant.to_environment()
        paths = {"prepared": prepared, "notebook": task.notebook, "page": task.page}
        told.append({key: str(path) for key, path in paths.items()} | {"environment": environment})
    begin = time.perf_counter()
    workers = []
    for number in range(WORKERS):
        share = tasks[0].out / f"{number}.json"
        share.write_text(json.dumps(told[number::WORKERS]), encoding="utf-8")
        stamped = tasks[0].out / f"{number}.ended"
        command = [PEERS, "-m", "tests.benchmarks.peers.run_notebooks", ENGINES[name], share, stamped]
        environment = os.environ | QUIET | {"PYTHONPATH": str(PROJECT)}
        with (tasks[0].out / f"{number}.log").open("w") as log:
            worker = subprocess.Popen(command, env=environment, cwd=task.out, stdout=log, stderr=log)
        workers.append((worker, stamped))
    for number, (worker, _) in enumerate(workers):
        if worker.wait():
            raise RuntimeError((tasks[0].out / f"{number}.log").read_text("utf-8")[-3000:])
    ended = sorted(float(line) for _, stamped in workers for line in stamped.read_text().splitlines())
    # Both clocks are the machine's own, CLOCK_MONOTONIC: they can be compared.
    return begin, ended, [task.page for task in tasks]
