"""Several tasks at once, in processes that live as long as the batch."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context

from .plan import Task

LOST = "The process that ran it ended without a word (out of memory?)."


@dataclass(frozen=True)
class Result:
    """How a task went; `error` is one line, empty when it went well."""

    task: Task
    seconds: float
    error: str = ""


def run(tasks: Sequence[Task], jobs: int) -> Iterator[Result]:
    """Run `tasks`, `jobs` at a time, and yield how each went as it ends; no failure stops the others."""
    lost: list[Task] = []
    for result in _run(tasks, jobs):
        if result.error == LOST:
            lost.append(result.task)
        else:
            yield result
    # One process that dies takes the whole pool with it: the innocent get another try, each by itself.
    for task in lost:
        yield from _run([task], 1)


def _run(tasks: Sequence[Task], jobs: int) -> Iterator[Result]:
    # Spawned, not forked: Papermill's threads and event loops do not survive a fork.
    pool = ProcessPoolExecutor(max_workers=max(1, min(jobs, len(tasks))), mp_context=get_context("spawn"))
    try:
        futures: dict[Future[Result], Task] = {pool.submit(attempt, task): task for task in tasks}
        for future in as_completed(futures):
            try:
                yield future.result()
            except BrokenProcessPool:
                yield Result(futures[future], 0.0, LOST)
    finally:
        pool.shutdown(cancel_futures=True)


def attempt(task: Task) -> Result:
    """Execute `task` and return how it went; what it raises becomes the last line of its story."""
    # Imported only where a task is run: Papermill alone takes a second.
    from .execute import execute

    begin = time.monotonic()
    try:
        execute(task)
    except Exception as error:
        return Result(task, time.monotonic() - begin, _line(error))
    return Result(task, time.monotonic() - begin)


def _line(error: Exception) -> str:
    """The last line of an error that says something: a traceback's own is its message."""
    from nbconvert.filters import strip_ansi

    lines = [line.strip() for line in strip_ansi(str(error)).splitlines() if line.strip()]
    return lines[-1] if lines else type(error).__name__
