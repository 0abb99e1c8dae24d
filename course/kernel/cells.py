"""Runs the cells of a notebook in this process, and tells what a client of a kernel would have been sent."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import tempfile
import uuid
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from types import FrameType
from typing import Any

from tornado.ioloop import IOLoop

from .app import WarmApp
from .orders import Cell, Done, Notebook, Ran, Said

__all__ = ["Here", "run", "said_below"]


class OutOfTime(BaseException):
    """A cell took longer than it may; no `except Exception` of its own catches this.

    Attributes
    ----------
    said
        What it had led to until then.
    """

    said: list[Said]


def run(
    app: WarmApp, notebook: Notebook, tell: Callable[[Ran], None], answered: Callable[[], list[Any]] = list
) -> Done:
    """Run the cells one after the other, until one fails that nothing comes after.

    Parameters
    ----------
    app, notebook
        In which, and what.
    tell
        Called with how each cell went.
    answered
        Waits for what a page would answer, and returns it: contents of messages to widgets.

    Notes
    -----
    The event loop they were run in stays the current one: what an asynchronous cell left running goes on
    when the kernel is opened.
    """
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    app.session.keeps_comms = notebook.comms
    return loop.run_until_complete(_run(app, notebook, tell, answered))


async def _run(
    app: WarmApp, notebook: Notebook, tell: Callable[[Ran], None], answered: Callable[[], list[Any]]
) -> Done:
    with said_below() as below:
        here = Here(app, notebook.cells, notebook.seconds, below)
        while isinstance(ran := await here.next(), Ran):
            tell(ran)
            if ran.waits:
                await here.answer(answered())
    app.record()
    return ran


class Here:
    """The cells of a notebook, run one after the other in this very process; see `runs.Run`.

    Parameters
    ----------
    app, cells
        In which, and what.
    seconds
        How long each may take; None for ever.
    below
        From `said_below`.
    began
        Called with the number of each cell before it is run.
    """

    def __init__(
        self,
        app: WarmApp,
        cells: tuple[Cell, ...],
        seconds: float | None,
        below: Callable[[], Iterator[tuple[str, str]]],
        began: Callable[[int], object] = lambda _: None,
    ) -> None:
        self._app, self._seconds, self._below, self._began = app, seconds, below, began
        self._cells = deque(cells)
        self._done: Done | None = None

    async def next(self) -> Ran | Done:
        """Run the next cell and return how it went, or that no more are run."""
        if self._done is None and not self._cells:
            self._done = Done()
        if self._done is not None:
            return self._done
        cell = self._cells.popleft()
        self._began(cell.index)
        try:
            ran = await execute(self._app, cell, self._below, seconds=self._seconds)
        except OutOfTime as over:
            self._done = Done(stopped_by="timeout", said=over.said)
            return self._done
        shell: Any = self._app.kernel.shell
        if shell.exit_now:
            self._done = Done(stopped_by="exit")
        elif ran.reply["status"] != "ok" and not cell.goes_on:
            self._done = Done()
        return ran

    async def answer(self, comms: list[dict[str, Any]]) -> None:
        """Hand over messages to widgets."""
        manager: Any = self._app.kernel.comm_manager
        for content in comms:
            manager.comm_msg(None, None, {"content": content, "buffers": []})


async def execute(
    app: WarmApp,
    cell: Cell,
    below: Callable[[], Iterator[tuple[str, str]]],
    *,
    seconds: float | None,
) -> Ran:
    """Run one cell as an `execute_request` would be.

    Parameters
    ----------
    app, cell
        In which, and what.
    below
        From `said_below`.
    seconds
        How long it may take; None for ever.

    Raises
    ------
    OutOfTime
        When it took longer.
    """
    app.session.said = []
    kernel, began = app.kernel, _now()
    shell: Any = kernel.shell
    # Asked for by what stops a kernel from within a cell, and by cells that wait.
    kernel.io_loop = IOLoop.current()
    request = _request(app, cell)
    kernel.set_parent([], request, channel="shell")
    shell.set_parent(request)
    number = kernel.execution_count
    app.session.send(None, "execute_input", {"code": cell.source, "execution_count": number})
    # A cell may put streams of its own in place and leave them there.
    reply: dict[str, Any] = {}
    # One that comes while IPython says what the last one broke off comes out here.
    with _at_most(seconds) as over, suppress(OutOfTime):
        reply = await kernel.do_execute(cell.source, False, store_history=True)
    for stream in (sys.stdout, sys.stderr):
        with suppress(Exception):
            stream.flush()
    for name, text in below():
        app.session.send(None, "stream", {"name": name, "text": text})
    said: list[Said] = app.session.said or []
    if over:
        # IPython takes what breaks a cell off for an error of the cell's own.
        ours = (OutOfTime.__name__, asyncio.CancelledError.__name__)
        over[0].said = [one for one in said if one.content.get("ename") not in ours]
        raise over[0]
    reply.pop("engine_info", None)
    waits = bool(app.session.outputs)
    return Ran(
        index=cell.index,
        request=request["msg_id"],
        said=said,
        reply=reply,
        began=began,
        ended=_now(),
        waits=waits,
    )


def _request(app: WarmApp, cell: Cell) -> dict[str, Any]:
    """The message a client would have sent."""
    message: dict[str, Any] = app.session.msg("execute_request", {"code": cell.source})
    message["header"]["msg_id"] = message["msg_id"] = f"{uuid.uuid4()}_{cell.index}"
    return message


def _now() -> str:
    return datetime.now(UTC).isoformat()


@contextmanager
def _at_most(seconds: float | None) -> Iterator[list[OutOfTime]]:
    """Break off what takes longer than `seconds`; yields a list in which there is something then."""
    over: list[OutOfTime] = []
    if not seconds:
        yield over
        return

    loop, running = asyncio.get_running_loop(), asyncio.current_task()

    def break_off(_number: int, _frame: FrameType | None) -> None:
        over[:] = [OutOfTime()]
        if asyncio.current_task() is not None:
            raise over[0]
        # It waits: what is raised here would end the event loop and not the cell.
        if running is not None:
            loop.call_soon_threadsafe(running.cancel)

    before = signal.signal(signal.SIGALRM, break_off)
    # Once more and again: a cell may catch whatever is raised.
    signal.setitimer(signal.ITIMER_REAL, seconds, 0.1)
    try:
        yield over
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextmanager
def said_below() -> Iterator[Callable[[], Iterator[tuple[str, str]]]]:
    """Catch what is written past Python, by a child process or a library, to standard output and error.

    Yields a function that returns what has come since it was called last, with the name of the stream.
    """
    names = {1: "stdout", 2: "stderr"}
    kept = {number: os.dup(number) for number in names}
    files = {number: tempfile.TemporaryFile() for number in names}  # noqa: SIM115 - closed below
    for number, file in files.items():
        os.dup2(file.fileno(), number)

    def below() -> Iterator[tuple[str, str]]:
        for number, file in files.items():
            size = os.fstat(file.fileno()).st_size
            if size:
                text = os.pread(file.fileno(), size, 0).decode("utf-8", "replace")
                os.ftruncate(number, 0)
                os.lseek(number, 0, os.SEEK_SET)
                yield names[number], text

    try:
        yield below
    finally:
        for number, copy in kept.items():
            os.dup2(copy, number)
            os.close(copy)
            files[number].close()
