"""Several notebooks at once, each in a copy of the preloaded process; only whoever asks for them writes.

A copy prepares its notebook, runs it, looks at the outputs and makes the page (`execute.make_here`), and
returns both as texts. It ends with that: no notebook meets what another has left behind.
"""

from __future__ import annotations

import logging
import os
import subprocess
import tempfile
import threading
import time
from collections.abc import Generator, Iterator, Mapping, Sequence
from concurrent.futures import CancelledError, ThreadPoolExecutor, as_completed
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import IO, Any

from ..kernel import CannotFork, Forked, Preloaded
from ..kernel.orders import Order, Raised
from . import pool
from .plan import Task
from .pool import LOST, Result
from .written import leave, leave_story, story_of

__all__ = ["CELL_SECONDS", "Copies", "Outcome", "run_notebooks", "write"]

CELL_SECONDS = 180.0
"""How long a cell may take."""
GRACE_SECONDS = 20.0
"""How long a copy may be silent beyond that: it breaks a cell off itself, if it still can."""
_MAKE = "course.batch.execute:make_here"

log = logging.getLogger("course.kernel")


@dataclass(frozen=True)
class Outcome:
    """What came of a task: the texts of its two files, or an `error` of one line and its whole `story`."""

    seconds: float
    notebook: str = ""
    page: str = ""
    error: str = ""
    story: str = ""


class Copies:
    """Carries out tasks in copies, from several threads if need be; `end` ends those that still run."""

    def __init__(self) -> None:
        self._running: set[Forked] = set()
        self._lock = threading.Lock()
        self._ended = False

    def make(self, task: Task, told: Mapping[str, str] = MappingProxyType({})) -> Outcome:
        """Carry out a task; what goes wrong with it is part of the outcome.

        Parameters
        ----------
        task
            Which.
        told
            What of the environment differs from this process's own.

        Raises
        ------
        CannotFork
            When no copy can be had.
        CancelledError
            When it was ended by `end`.
        """
        began = time.monotonic()
        order = Order(
            environment={**os.environ, **told, **task.environment},
            directory=str(Path.cwd()),
            call=_MAKE,
            argument={**task.as_message, "seconds": CELL_SECONDS},
        )
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            forked = Preloaded.here().fork(order, out.fileno(), err.fileno())
            try:
                self._watch(forked)
                answer = _answer(forked)
            finally:
                forked.end()
                with self._lock:
                    self._running.discard(forked)
            if self._ended:
                # Nothing went wrong with it, and what was there before stays.
                raise CancelledError
            took = time.monotonic() - began
            if "returned" in answer:
                return Outcome(took, **answer["returned"])
            raised = Raised.model_validate(answer["raised"])
            story = story_of(raised.kind, raised.message, [*raised.notes, _read(out), _read(err)])
            return Outcome(took, error=pool.last_line(raised.message) or raised.kind, story=story)

    def end(self) -> None:
        """End every copy that still runs, and any that is begun from now on."""
        with self._lock:
            self._ended = True
            running = list(self._running)
        for forked in running:
            forked.kill()

    def _watch(self, forked: Forked) -> None:
        with self._lock:
            self._running.add(forked)
            ended = self._ended
        if ended:
            forked.kill()


def run_notebooks(tasks: Sequence[Task], jobs: int) -> Iterator[Result[Task]]:
    """Run `tasks`, `jobs` at a time, and yield how each went as it ends; no failure stops the others.

    Where no copies can be had they are run in ordinary kernels, which takes longer; the log says so.
    """
    waiting = list(tasks)
    try:
        Preloaded.here().wait_until_ready()
    except CannotFork as reason:
        _say_why(reason)
    else:
        waiting = yield from _run(waiting, jobs)
    if waiting:
        yield from pool.run(waiting, jobs)


def _run(tasks: Sequence[Task], jobs: int) -> Generator[Result[Task], None, list[Task]]:
    """Run tasks in copies; returns those for which none could be had."""
    copies = Copies()
    left: list[Task] = []
    # The threads only wait: all work is done in the copies.
    threads = ThreadPoolExecutor(max_workers=max(1, min(jobs, len(tasks))), thread_name_prefix="copy")
    try:
        futures = {threads.submit(_carry_out, copies, task): task for task in tasks}
        for future in as_completed(futures):
            task = futures.pop(future)
            try:
                yield future.result()
            except CannotFork as reason:
                if not left:
                    _say_why(reason)
                left.append(task)
    finally:
        threads.shutdown(wait=False, cancel_futures=True)
        copies.end()
        threads.shutdown()
    return left


def _carry_out(copies: Copies, task: Task) -> Result[Task]:
    return write(task, copies.make(task))


def write(task: Task, outcome: Outcome) -> Result[Task]:
    """Leave what came of a task where it belongs, and return how it went."""
    try:
        if outcome.error:
            leave_story(task, outcome.story)
            return Result(task, outcome.seconds, outcome.error)
        leave(task, outcome.notebook, outcome.page)
    except OSError as error:
        return Result(task, outcome.seconds, f"It could not be written: {error.strerror}.")
    return Result(task, outcome.seconds, files=(task.notebook, task.page))


def _answer(forked: Forked) -> dict[str, Any]:
    """Return what a copy has returned or raised; whatever else becomes of it counts as raised."""
    try:
        while True:
            heard: dict[str, Any] = forked.receive(CELL_SECONDS + GRACE_SECONDS)
            if "told" not in heard:
                return heard
    except TimeoutError:
        # In the depths of a library it does not hear the alarm.
        silent = f"The process that ran it did not answer for {CELL_SECONDS + GRACE_SECONDS:.0f} s."
        return {"raised": {"kind": "TimeoutError", "message": silent}}
    except (EOFError, OSError):
        code: int | None = None
        with suppress(subprocess.TimeoutExpired):
            code = forked.wait(10)
        return {"raised": {"kind": "ProcessLost", "message": LOST, "notes": [f"Its exit code was {code}."]}}


def _read(said: IO[bytes]) -> str:
    """Return what the process said, past its notebook's outputs too."""
    said.seek(0)
    return said.read().decode("utf-8", "replace")


def _say_why(reason: CannotFork) -> None:
    log.warning("The notebooks are run in ordinary kernels, which takes longer: %s", reason)
