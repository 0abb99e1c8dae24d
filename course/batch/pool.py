"""Several tasks at once, in processes that live as long as the batch."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Generic, Protocol, TypeVar

LOST = "The process that ran it ended without a word (out of memory?)."


class Job(Protocol):
    """What a pool can run: it can be sent to another process, and says what it is."""

    @property
    def title(self) -> str:
        """What whoever waits for it is told."""

    def carry_out(self) -> tuple[Path, ...]:
        """Do it, and return the files it has left."""


J = TypeVar("J", bound=Job)


@dataclass(frozen=True)
class Result(Generic[J]):
    """How a task went: the files it has left, or an `error` of one line."""

    task: J
    seconds: float
    error: str = ""
    files: tuple[Path, ...] = ()
    up_to_date: bool = False
    """Whether what an earlier run has left still holds, so that nothing had to be done."""


def run(tasks: Sequence[J], jobs: int) -> Iterator[Result[J]]:
    """Run `tasks`, `jobs` at a time, and yield how each went as it ends; no failure stops the others."""
    lost: list[J] = []
    for result in _run(tasks, jobs):
        if result.error == LOST:
            lost.append(result.task)
        else:
            yield result
    # One process that dies takes the whole pool with it: the innocent get another try, each by itself.
    for task in lost:
        yield from _run([task], 1)


def _run(tasks: Sequence[J], jobs: int) -> Iterator[Result[J]]:
    # Spawned, not forked: Papermill's threads and event loops do not survive a fork.
    pool = ProcessPoolExecutor(max_workers=max(1, min(jobs, len(tasks))), mp_context=get_context("spawn"))
    try:
        futures: dict[Future[Result[J]], J] = {pool.submit(attempt, task): task for task in tasks}
        for future in as_completed(futures):
            try:
                yield future.result()
            except BrokenProcessPool:
                yield Result(futures[future], 0.0, LOST)
    finally:
        pool.shutdown(cancel_futures=True)


def attempt(task: J) -> Result[J]:
    """Carry out `task` and return how it went; what it raises becomes the last line of its story."""
    begin = time.monotonic()
    try:
        files = task.carry_out()
    except Exception as error:
        return Result(task, time.monotonic() - begin, last_line(str(error)) or type(error).__name__)
    return Result(task, time.monotonic() - begin, files=files)


def last_line(message: str) -> str:
    """Return the last line of an error that says something: a traceback's own is its message."""
    from nbconvert.filters import strip_ansi

    lines = [line.strip() for line in strip_ansi(message).splitlines() if line.strip()]
    return lines[-1] if lines else ""
