"""Runs the cells of a notebook in this process, and tells what a client of a kernel would have been sent."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from types import FrameType
from typing import Any

from tornado.ioloop import IOLoop

from .app import WarmApp
from .orders import Cell, Done, Notebook, Ran, Said

__all__ = ["OutOfTime", "execute", "run", "said_below"]


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
    done = Done()
    shell: Any = app.kernel.shell
    comms: Any = app.kernel.comm_manager
    with said_below() as below:
        for cell in notebook.cells:
            try:
                ran = await execute(app, cell, below, seconds=notebook.seconds, numbered=notebook.numbered)
            except OutOfTime as over:
                done = Done(stopped_by="timeout", said=over.said)
                break
            tell(ran)
            if ran.waits:
                for content in answered():
                    comms.comm_msg(None, None, {"content": content, "buffers": []})
            if shell.exit_now:
                done.stopped_by = "exit"
            if done.stopped_by or (ran.reply["status"] != "ok" and not cell.goes_on):
                break
    app.record()
    if notebook.widgets:
        done.widgets = _states_of_widgets()
    return done


async def execute(
    app: WarmApp,
    cell: Cell,
    below: Callable[[], Iterator[tuple[str, str]]],
    *,
    seconds: float | None,
    numbered: bool,
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
    numbered
        Whether it counts.

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
        reply = await kernel.do_execute(cell.source, False, store_history=numbered)
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


def _states_of_widgets() -> dict[str, Any]:
    """What a browser needs to show the widgets there are, if anything here has made any."""
    widgets = sys.modules.get("ipywidgets")
    if widgets is None:
        return {}
    state: dict[str, Any] = widgets.Widget.get_manager_state()
    return state


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
