"""A batch: `workbook run` beside Papermill and nbconvert as they come, on the same prepared notebooks."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import papermill
from nbconvert.exporters import HTMLExporter

from course import batch, demonstration
from course.notebooks import prepare
from course.organisations import cohort
from course.settings import settings
from course.store import Store

from .report import OURS, benchmark

MUNICIPALITIES = ("sula", "asker")
UNITS = {"time": "s", "per second": "notebooks and pages", "size of a page": "kB"}


def measure(folder: Path, rounds: int) -> dict[str, Any]:
    """Run every session of two municipalities `rounds` times in each way."""
    store = Store(f"sqlite:///{folder / 'workbook.sqlite'}")
    store.prepare()
    demonstration.load(store, cohort("pilot"))
    os.environ["WORKBOOK_DATABASE_URL"] = store.url
    settings.cache_clear()
    ways: dict[str, Callable[[list[batch.Task]], None]] = {
        OURS: _ours,
        "Papermill and nbconvert, in one process": _in_process,
        "Papermill and nbconvert, command line": _command_line,
    }
    figures: dict[str, dict[str, list[float]]] = {name: {} for name in ways}
    for number in range(rounds):
        for name, way in ways.items():
            out = folder / f"{number} {name}"
            tasks = batch.plan(cohort("pilot"), out, municipalities=MUNICIPALITIES)
            for task in tasks:
                task.folder.mkdir(parents=True, exist_ok=True)
            begin = time.perf_counter()
            way(tasks)
            took = time.perf_counter() - begin
            size = sum(task.page.stat().st_size for task in tasks) / len(tasks) / 1e3
            for unit, value in zip(UNITS, (took, len(tasks) / took, size), strict=True):
                figures[name].setdefault(unit, []).append(value)
    return benchmark(
        "A batch",
        f"Every session of {len(MUNICIPALITIES)} municipalities, {len(tasks)} notebooks, each with its page; "
        f"the workbook {os.cpu_count()} at a time, the other two one after the other as they come.",
        UNITS,
        figures,
    )


def _ours(tasks: list[batch.Task]) -> None:
    for result in batch.run_notebooks(tasks, os.cpu_count() or 1):
        if result.error:
            raise RuntimeError(result.error)


def _prepared(task: batch.Task) -> Path:
    """Write the notebook to be run: translated and with its parameters, as the workbook does by itself."""
    notebook = prepare(
        municipality=task.municipality, cohort=task.cohort, session=task.session, language=task.language
    )
    path = task.folder / f"{task.session}.prepared.ipynb"
    nbformat.write(notebook, path)
    return path


def _in_process(tasks: list[batch.Task]) -> None:
    exporter = HTMLExporter()
    for task in tasks:
        os.environ.update(task.grant.to_environment())
        papermill.execute_notebook(_prepared(task), task.notebook, progress_bar=False)
        page, _ = exporter.from_filename(str(task.notebook))
        task.page.write_text(page, encoding="utf-8")


def _command_line(tasks: list[batch.Task]) -> None:
    for task in tasks:
        environment = os.environ | task.grant.to_environment()
        for command in (
            ["papermill", "--no-progress-bar", str(_prepared(task)), str(task.notebook)],
            ["nbconvert", "--to", "html", str(task.notebook)],
        ):
            subprocess.run([sys.executable, "-m", *command], env=environment, check=True, capture_output=True)
