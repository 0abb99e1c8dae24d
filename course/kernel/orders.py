"""What the asking side says to a copy and hears from it: messages of JSON, each with its length in front."""

from __future__ import annotations

import asyncio
import json
import socket
import struct
import traceback
from collections.abc import Generator
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

__all__ = [
    "Cell",
    "Done",
    "Limits",
    "Notebook",
    "Order",
    "Raised",
    "Ran",
    "Said",
    "encode",
    "hear",
    "receive",
    "send",
]

LENGTH = struct.Struct("!I")
_LONGEST = 1 << 30


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Limits(_Strict):
    """What one process may use; 0 stands for no limit."""

    memory_mb: int = Field(default=0, ge=0)
    """Megabytes of its own, beyond what it shares with the process it is a copy of."""
    cpu_seconds: int = Field(default=0, ge=0)
    """Seconds of computing without once coming to rest."""


class Cell(_Strict):
    """A code cell to be run."""

    index: int
    source: str
    goes_on: bool = False
    """Whether the cells after it are run even if it ends in an error."""


class Notebook(_Strict):
    """The code cells of a notebook, to be run one after the other."""

    cells: tuple[Cell, ...]
    seconds: float | None = None
    """How long each may take; None for ever."""
    comms: bool = True
    """Whether what widgets say to a browser is recorded."""


class Order(_Strict):
    """What a copy is to become."""

    environment: dict[str, str]
    directory: str
    limits: Limits = Limits()
    notebook: Notebook | None = None
    """Cells to be run at once, before any socket is open."""
    kernel: tuple[str, ...] | None = None
    """The arguments of the kernel to become then; None: the copy ends."""
    call: str = ""
    """Instead of both: a function (`package.module:name`) that takes `argument` and returns JSON values.

    On the line comes ``{"returned": …}`` with what it returned, or ``{"raised": …}`` with a `Raised`; before
    it ``{"told": …}`` for each value it says through the function `tell`, where it takes one.
    """
    argument: dict[str, Any] = Field(default_factory=dict)


class Said(BaseModel):
    """A message a cell has led to, as a kernel would have sent it to everybody."""

    model_config = ConfigDict(extra="forbid")

    msg_type: str
    content: dict[str, Any]
    metadata: dict[str, Any] = Field(default_factory=dict)
    date: str = ""
    buffers: list[str] = Field(default_factory=list)
    """Base64."""


class Ran(BaseModel):
    """How one cell went."""

    model_config = ConfigDict(extra="forbid")

    index: int
    request: str
    """The id of the message that a client would have sent."""
    said: list[Said]
    reply: dict[str, Any]
    began: str
    ended: str
    waits: bool = False
    """Whether the next cell waits for what a page would have answered."""


class Done(BaseModel):
    """That no more cells are run, and what is known then."""

    model_config = ConfigDict(extra="forbid")

    stopped_by: Literal["", "timeout", "exit"] = ""
    """Why the cell after the last that ran did not end; nothing when all have, or one had an error."""
    said: list[Said] = Field(default_factory=list)
    """What that cell had led to until then."""


class Raised(BaseModel):
    """What a function that was called in a copy has raised."""

    model_config = ConfigDict(extra="forbid")

    kind: str
    """The name of its class."""
    message: str
    notes: tuple[str, ...] = ()
    traceback: str = ""

    @classmethod
    def by(cls, error: BaseException) -> Raised:
        """Return what is told of an error."""
        notes = tuple(str(note) for note in getattr(error, "__notes__", ()))
        whole = "".join(traceback.format_exception(error))
        return cls(kind=type(error).__name__, message=str(error), notes=notes, traceback=whole)


def encode(message: Any) -> bytes:
    """Return a message as it goes over the line."""
    body = json.dumps(message, ensure_ascii=False, separators=(",", ":"), default=str).encode()
    return LENGTH.pack(len(body)) + body


def send(line: socket.socket, message: Any) -> None:
    """Send one message."""
    line.sendall(encode(message))


def receive(line: socket.socket) -> Any:
    """Return the next message, waiting for it.

    Raises
    ------
    EOFError
        When the other side has gone.
    TimeoutError
        When the line has a timeout and it is over.
    """
    reading = _reading()
    size = next(reading)
    while True:
        try:
            size = reading.send(line.recv(size))
        except StopIteration as whole:
            return whole.value
        except ConnectionError as error:
            raise EOFError(str(error)) from error


async def hear(line: socket.socket) -> Any:
    """As `receive`, for a line that does not block."""
    loop, reading = asyncio.get_running_loop(), _reading()
    size = next(reading)
    while True:
        try:
            size = reading.send(await loop.sock_recv(line, size))
        except StopIteration as whole:
            return whole.value
        except ConnectionError as error:
            raise EOFError(str(error)) from error


def _reading() -> Generator[int, bytes, Any]:
    """Read one message, whatever the line: yields how many bytes may come next and is sent those that did."""
    (length,) = LENGTH.unpack((yield from _exactly(LENGTH.size)))
    if length > _LONGEST:
        raise EOFError("The other side does not keep to the rules.")
    return json.loads((yield from _exactly(length)))


def _exactly(size: int) -> Generator[int, bytes, bytes]:
    parts = []
    while size:
        part = yield min(size, 1 << 20)
        if not part:
            raise EOFError("The other side has gone.")
        parts.append(part)
        size -= len(part)
    return b"".join(parts)
