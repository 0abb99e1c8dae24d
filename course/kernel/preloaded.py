"""The asking side: the preloaded process of this one, and the copies it has made."""

from __future__ import annotations

import asyncio
import atexit
import json
import logging
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, ClassVar

from .code_base import signature
from .environment import fits, harmless_environment
from .orders import Order, encode, hear, receive, send

__all__ = ["CannotFork", "Forked", "Preloaded"]

log = logging.getLogger("course.kernel")

_LOADING = 120.0
"""Seconds in which the preloaded process has to be ready, on a machine under load."""
_FORKING = 30.0
_AGAIN = 30.0
"""Seconds after which a process that could not be begun is tried anew."""


class CannotFork(RuntimeError):
    """No copy can be had; the sentence says why. The ordinary way of starting a kernel remains."""


class Forked:
    """A copy of the preloaded process: like a `subprocess.Popen`, and a line to it.

    Attributes
    ----------
    pid
        Its process, which also leads a group of its own.
    line
        On which it was told what to become, and answers.
    """

    stdin = stdout = stderr = None

    def __init__(self, pid: int, watched: int, fate: socket.socket, line: socket.socket) -> None:
        self.pid, self.line = pid, line
        self._watched, self._fate = watched, fate
        self.returncode: int | None = None
        self._lock = threading.Lock()

    def poll(self) -> int | None:
        """Return how it ended, as `subprocess.Popen` has it (a negative number for a signal); else None."""
        with self._lock:
            if self.returncode is None and select.select([self._watched], [], [], 0)[0]:
                self.returncode = self._hear_fate()
                self._close()
            return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for the end and return how it was.

        Raises
        ------
        subprocess.TimeoutExpired
            When it has not ended after `timeout` seconds.
        """
        if self.returncode is None:
            with suppress(OSError, ValueError):  # closed meanwhile, since somebody else has seen the end
                select.select([self._watched], [], [], timeout)
        code = self.poll()
        if code is None:
            raise subprocess.TimeoutExpired("kernel", timeout or 0.0)
        return code

    def send_signal(self, number: int) -> None:
        """Send it a signal; a process that has ended gets none."""
        with self._lock, suppress(ProcessLookupError):
            if self.returncode is None:
                signal.pidfd_send_signal(self._watched, number)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it and what it has started."""
        with suppress(ProcessLookupError, PermissionError):
            if self.poll() is None:
                os.killpg(self.pid, signal.SIGKILL)
        self.send_signal(signal.SIGKILL)

    def end(self) -> None:
        """End it, and wait until it has."""
        self.kill()
        self.wait(10)

    def receive(self, timeout: float | None = None) -> Any:
        """Return the next message of the copy. Errors as `orders.receive`."""
        self.line.settimeout(timeout)
        return receive(self.line)

    async def hear(self, timeout: float | None = None) -> Any:
        """As `receive`, for one thing among others in an event loop."""
        self.line.setblocking(False)
        return await asyncio.wait_for(hear(self.line), timeout)

    async def tell(self, message: Any) -> None:
        """Send it a message, for one thing among others in an event loop."""
        self.line.setblocking(False)
        await asyncio.get_running_loop().sock_sendall(self.line, encode(message))

    def _hear_fate(self) -> int:
        """Return what the preloaded process tells; it may itself have gone, and taken its copies along."""
        while select.select([self._fate], [], [], 5.0)[0]:
            told = self._fate.recv(1024)
            if not told:
                break
            if "ended" in (said := json.loads(told)):
                return int(said["ended"])
        return -signal.SIGKILL

    def _close(self) -> None:
        os.close(self._watched)
        self._fate.close()
        self.line.close()


class Preloaded:
    """One preloaded process. Ordinarily there is one of it, `Preloaded.here()`.

    Parameters
    ----------
    modules
        What it imports besides what every session needs.
    """

    _of_this_process: ClassVar[Preloaded | None] = None
    _failed: ClassVar[tuple[float, str, str] | None] = None
    _choosing: ClassVar[threading.Lock] = threading.Lock()

    def __init__(self, modules: Sequence[str] = ()) -> None:
        self.signature = signature()
        self.environment = _environment()
        self._lock = threading.Lock()
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        command = [sys.executable, "-m", "course.kernel.preload", str(theirs.fileno()), *modules]
        with theirs:
            self.process = subprocess.Popen(  # noqa: S603 - this Python, and names of ours
                command,
                env=self.environment | {"PYTHONPATH": _import_path(self.environment)},
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                start_new_session=True,
                cwd="/",
            )
        self.began_by = os.getpid()
        self._ready = False
        self.refusal, self.refused_at = "", 0.0
        """Why no copy can be had of it, once that is known, and when it was found out."""

    @classmethod
    def here(cls) -> Preloaded:
        """Return the preloaded process of this one, begun where there is none or the code has changed.

        Raises
        ------
        CannotFork
            When it cannot be had; what failed is not tried again for a while, unless the code has changed.
        """
        with cls._choosing:
            known, now = cls._of_this_process, signature()
            if known is not None and known.alive and known.signature == now:
                return known
            if known is not None and known.refusal and known.signature == now:
                cls._failed = known.refused_at, now, known.refusal
            if known is not None:
                if known.alive:
                    log.info("The code has changed: kernels are started from a process that has the new one.")
                known.retire()
                cls._of_this_process = None
            if cls._failed and cls._failed[1] == now and time.monotonic() - cls._failed[0] < _AGAIN:
                raise CannotFork(cls._failed[2])
            try:
                new = cls._begin()
            except CannotFork as error:
                cls._failed = time.monotonic(), now, str(error)
                raise
            cls._of_this_process, cls._failed = new, None
            return new

    @classmethod
    def _begin(cls) -> Preloaded:
        if sys.platform != "linux" or not hasattr(os, "pidfd_open"):
            raise CannotFork("Processes are only copied on Linux.")
        try:
            new = cls()
        except OSError as error:
            raise CannotFork(f"The preloaded process could not be begun: {error}.") from error
        atexit.register(new.close)
        return new

    @classmethod
    def give_up_here(cls) -> None:
        """End the preloaded process of this one if it is still loading; who waits for it hears so at once."""
        with cls._choosing:
            known = cls._of_this_process
        if known is not None and not known._ready:
            known.process.kill()

    @classmethod
    def close_here(cls) -> None:
        """End the preloaded process of this one, if it has one."""
        with cls._choosing:
            known, cls._of_this_process = cls._of_this_process, None
        if known is not None:
            known.close()

    @property
    def alive(self) -> bool:
        """Whether copies can be had of it, here: a process that was forked off this one has none."""
        return self.began_by == os.getpid() and self.process.poll() is None

    def wait_until_ready(self, timeout: float = _LOADING) -> None:
        """Return when it has loaded everything.

        Raises
        ------
        CannotFork
            With a sentence, when a copy of it would not be safe, or it is not ready in time.
        """
        with self._lock:
            if self._ready:
                return
            if self.refusal:
                raise CannotFork(self.refusal)
            said = b""
            if select.select([self._control], [], [], timeout)[0]:
                with suppress(ConnectionError):
                    said = self._control.recv(65536)
            answer = json.loads(said) if said else {"unsafe": "The preloaded process did not become ready."}
            if "ready" not in answer:
                self.refusal, self.refused_at = str(answer["unsafe"]), time.monotonic()
                self.close()
                raise CannotFork(self.refusal)
            self._ready = True

    def fork(self, order: Order, out: int = 1, err: int = 2) -> Forked:
        """Make a copy that carries out `order`; what it says besides goes to `out` and `err`.

        Raises
        ------
        CannotFork
            When the copy could not be made, or would have another environment than it was ordered.
        """
        differs = fits(order.environment, self.environment)
        if differs:
            raise CannotFork(f"{differs} differs, which only counts when a process begins.")
        self.wait_until_ready()
        line, their_line = socket.socketpair()
        fate, their_fate = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        try:
            with their_line, their_fate, self._lock:
                handed = [their_line.fileno(), their_fate.fileno(), out, err]
                socket.send_fds(self._control, [b"fork"], handed)
            forked = self._met(line, fate)
        except (OSError, ValueError, CannotFork) as error:
            line.close()
            fate.close()
            if isinstance(error, CannotFork):
                raise
            raise CannotFork(f"The preloaded process does not answer: {error}.") from error
        try:
            send(line, order.model_dump(mode="json"))
        except OSError as error:
            forked.end()
            raise CannotFork(f"The copy ended at once: {error}.") from error
        return forked

    def _met(self, line: socket.socket, fate: socket.socket) -> Forked:
        fate.settimeout(_FORKING)
        told, descriptors, _, _ = socket.recv_fds(fate, 1024, 1)
        said = json.loads(told) if told else {"refused": "it has ended"}
        if "pid" not in said:
            raise CannotFork(f"No copy was made: {said['refused']}.")
        os.set_inheritable(descriptors[0], False)
        return Forked(int(said["pid"]), descriptors[0], fate, line)

    def retire(self) -> None:
        """Make no more copies of it; it ends when the last has."""
        if self.alive:
            with suppress(OSError):
                self._control.send(b"retire")

    def close(self) -> None:
        """End it, and all its copies with it."""
        if self.began_by != os.getpid():
            return
        self._control.close()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(10)
        atexit.unregister(self.close)


def _environment() -> dict[str, str]:
    """What the preloaded process may know: copies are given more, each its own."""
    from ..settings import settings

    places = {
        "WORKBOOK_DATA_DIR": str(settings().data_dir),
        "WORKBOOK_NOTEBOOKS_DIR": str(settings().notebooks_dir),
    }
    return harmless_environment(os.environ) | settings().for_drawing | places


def _import_path(environment: dict[str, str]) -> str:
    """Where this package is found, whether it is installed or not."""
    root = str(Path(__file__).resolve().parent.parent.parent)
    return os.pathsep.join(part for part in (root, environment.get("PYTHONPATH", "")) if part)
