"""The short way, on the side of whoever asked: cells that are run elsewhere, as a kernel nbclient can use.

nbclient, and with it Papermill and Voilà, makes outputs of what a kernel says. Here nothing is said over
sockets: a `Run` hands over what a cell has led to, and `RunClient` gives it to nbclient in the form it
expects. So outputs, errors and timeouts come about in the very same code, whichever way a notebook is run.
"""

from __future__ import annotations

import asyncio
import base64
import uuid
from collections import deque
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from queue import Empty
from typing import Any, Protocol

from ipykernel.ipkernel import IPythonKernel
from jupyter_client.session import Session
from nbformat import NotebookNode

from .orders import Cell, Done, Ran, Said
from .preloaded import Forked

__all__ = ["Copied", "Run", "RunClient", "RunManager", "code_cells"]

_GRACE = 5.0
"""Seconds a copy is given beyond a cell's time to break it off itself."""


class Run(Protocol):
    """The cells of a notebook as they are run, one after the other."""

    async def next(self) -> Ran | Done:
        """Return how the next cell went, or that no more are run."""

    async def answer(self, comms: list[dict[str, Any]]) -> None:
        """Hand over messages to widgets, for which the next cell waits."""


def code_cells(
    notebook: NotebookNode, *, allow_errors: bool = False, skip: str = "skip-execution"
) -> tuple[Cell, ...]:
    """Return the cells nbclient would run."""
    return tuple(
        Cell(
            index=number,
            source=cell.source,
            goes_on=allow_errors or "raises-exception" in cell.metadata.get("tags", []),
        )
        for number, cell in enumerate(notebook.cells)
        if cell.cell_type == "code" and cell.source.strip() and skip not in cell.metadata.get("tags", [])
    )


class Copied:
    """A notebook that is run in a copy of the preloaded process.

    Parameters
    ----------
    forked
        The copy.
    seconds
        How long a cell may take, as in the order.
    """

    def __init__(self, forked: Forked, seconds: float | None) -> None:
        self.forked = forked
        self._seconds = seconds
        self._done: Done | None = None

    async def answer(self, comms: list[dict[str, Any]]) -> None:
        """Hand over messages to widgets; see `Run`."""
        with suppress(OSError):  # its end is heard next
            await self.forked.tell({"comms": comms})

    def end(self) -> None:
        """End the copy; one that has run everything has ended."""
        self.forked.end()

    async def next(self) -> Ran | Done:
        """Return how the next cell went, or that no more are run; see `Run`."""
        if self._done is None:
            said = await self._said()
            if "ran" in said:
                return Ran.model_validate(said["ran"])
            self._done = Done.model_validate(said["done"])
        return self._done

    async def _said(self) -> dict[str, Any]:
        wait = None if self._seconds is None else self._seconds + _GRACE
        try:
            said: dict[str, Any] = await self.forked.hear(wait)
        except TimeoutError:
            # In the depths of a library it does not hear the alarm.
            await asyncio.to_thread(self.forked.end)
            return {"done": {"stopped_by": "timeout"}}
        except EOFError:
            await asyncio.to_thread(self.forked.end)
            return {"done": {"stopped_by": "exit"}}
        return said


class RunClient:
    """What nbclient takes for the client of a kernel."""

    allow_stdin = False

    def __init__(self, run: Run) -> None:
        self.run = run
        self.done: Done | None = None
        self.session = Session()
        self._waits = False
        self._replies: deque[dict[str, Any]] = deque()
        self._said: deque[dict[str, Any]] = deque()
        self.shell_channel, self.iopub_channel = _Shell(self), _Public(self)

    async def execute(self, *_args: Any, **_kwargs: Any) -> str:
        """Take the next cell; which one it is has been settled with the order."""
        request = uuid.uuid4().hex
        self._said.clear()
        self._replies.clear()
        answer = self.done or await self._next()
        if isinstance(answer, Done):
            self._tell(answer.said if self.done is None else [], request)
            self.done = answer
            return request
        request = answer.request
        self._said.append(_message("status", {"execution_state": "busy"}, request, answer.began))
        self._tell(answer.said, request)
        self._said.append(_message("status", {"execution_state": "idle"}, request, answer.ended))
        self._replies.append(_message("execute_reply", answer.reply, request, answer.ended))
        return request

    def _tell(self, said: Iterable[Said], request: str) -> None:
        for one in said:
            buffers = [base64.b64decode(buffer) for buffer in one.buffers]
            message = _message(one.msg_type, one.content, request, one.date)
            self._said.append(message | {"metadata": one.metadata, "buffers": buffers})

    def kernel_info(self) -> str:
        """Ask what the kernel is."""
        request = uuid.uuid4().hex
        info = {"status": "ok", "language_info": dict(IPythonKernel.language_info)}
        self._replies.append(_message("kernel_info_reply", info, request, ""))
        return request

    async def is_alive(self) -> bool:
        """Whether a cell could still be run."""
        return self.done is None or self.done.stopped_by == "timeout"

    async def stop_channels(self) -> None:
        """Hear the run out: what is not heard would keep the copy from going on."""
        while self.done is None:
            answer = await self._next()
            self.done = answer if isinstance(answer, Done) else None

    async def _next(self) -> Ran | Done:
        """Return how the next cell went, when what a page would have answered to the last is said."""
        if self._waits:
            await self.run.answer([message["content"] for message in self.shell_channel.sent])
            self.shell_channel.sent.clear()
        answer = await self.run.next()
        self._waits = isinstance(answer, Ran) and answer.waits
        return answer


class _Shell:
    def __init__(self, client: RunClient) -> None:
        self._client = client
        self.sent: list[dict[str, Any]] = []

    def send(self, message: dict[str, Any]) -> None:
        """Take what nbclient says in place of a page; its Output widgets do."""
        self.sent.append(message)

    async def get_msg(self, timeout: float | None = None) -> dict[str, Any]:
        while not self._client._replies:
            if timeout is not None:
                # What was said before counts, although there is no reply.
                while self._client._said:
                    await asyncio.sleep(0)
                raise Empty
            await asyncio.sleep(0.05)
        return self._client._replies.popleft()


class _Public:
    def __init__(self, client: RunClient) -> None:
        self._client = client

    async def get_msg(self, timeout: float | None = None) -> dict[str, Any]:
        while not self._client._said:
            await asyncio.sleep(0.05)
        return self._client._said.popleft()


class RunManager:
    """What nbclient takes for the manager of a kernel: there is one, and it is ended by whoever began it."""

    has_kernel = True

    def __init__(self, client: RunClient) -> None:
        self._client = client

    def client(self) -> RunClient:
        """Return its client."""
        return self._client


def _message(kind: str, content: dict[str, Any], request: str, date: str) -> dict[str, Any]:
    header: dict[str, Any] = {"msg_type": kind, "msg_id": uuid.uuid4().hex}
    if date:
        header["date"] = datetime.fromisoformat(date)
    return {
        "header": header,
        "msg_type": kind,
        "parent_header": {"msg_id": request},
        "content": content,
        "metadata": {},
        "buffers": [],
    }
