"""In a copy of the preloaded process: becoming what one was ordered to."""

from __future__ import annotations

import atexit
import ctypes
import importlib
import inspect
import os
import random
import re
import resource
import signal
import socket
import sys
import time
from collections.abc import Sequence
from typing import Any

from tornado.ioloop import PeriodicCallback

from . import runaway
from .app import WarmApp
from .orders import Limits, Order, Raised, receive, send

__all__ = ["become"]

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)


def become(line_descriptor: int, out: int, err: int) -> int:
    """Carry out the order that comes over the line; return the exit code of the process."""
    _end_with_parent()
    os.setsid()
    os.dup2(out, 1)
    os.dup2(err, 2)
    os.close(out)
    os.close(err)
    line = socket.socket(fileno=line_descriptor)
    order = Order.model_validate(receive(line))
    _settle(order)
    if order.call:
        return _call(order, line)
    _name(order.kernel or ())
    app = WarmApp.instance()
    app.session.pid = os.getpid()
    if order.notebook is not None:
        from .cells import run

        done = run(
            app,
            order.notebook,
            lambda ran: send(line, {"ran": ran.model_dump(mode="json")}),
            lambda: list(receive(line)["comms"]),
        )
        send(line, {"done": done.model_dump(mode="json")})
        if done.stopped_by == "exit":
            return 0
    if order.kernel is None:
        return 0
    return _open(app, order.kernel, line)


def _call(order: Order, line: socket.socket) -> int:
    """Call the function that was ordered, and say what it returned or raised; return the exit code.

    One that takes `tell` is given a function by which it says things on its way.
    """
    module, _, name = order.call.partition(":")
    try:
        function = getattr(importlib.import_module(module), name)
        more: dict[str, Any] = {}
        if "tell" in inspect.signature(function).parameters:
            more["tell"] = lambda value: send(line, {"told": value})
        answer = {"returned": function(**order.argument, **more)}
    except BaseException as error:
        send(line, {"raised": Raised.by(error).model_dump(mode="json")})
        return 1
    send(line, answer)
    return 0


def _open(app: WarmApp, arguments: tuple[str, ...], line: socket.socket) -> int:
    """Open the sockets, say so, and be a kernel."""
    sys.argv = ["kernel", *arguments]
    app.initialize(list(arguments))
    if runaway.every():
        PeriodicCallback(runaway.rest, 1000 * runaway.every()).start()
    send(line, {"open": True})
    line.close()
    app.start()
    # As at the end of any program; the process itself is ended without one (`preload`).
    atexit._run_exitfuncs()
    return 0


def _name(arguments: Sequence[str]) -> None:
    """Be found by the name of one's kernel, as `ps` shows it."""
    for argument in arguments:
        found = re.search(r"kernel-([0-9a-f]{8})[^/]*\.json$", argument)
        if found:
            with open("/proc/self/comm", "w") as file:  # noqa: PTH123
                file.write(f"kernel:{found[1]}")


def _end_with_parent() -> None:
    """Have the system end this process when the preloaded one is gone, however that ended."""
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() == 1:
        os._exit(1)


def _settle(order: Order) -> None:
    """Take the environment, the folder and the limits; forget what the original had in their place."""
    os.environ.clear()
    os.environ.update(order.environment)
    os.chdir(order.directory)
    time.tzset()
    random.seed()
    numpy = sys.modules.get("numpy")
    if numpy is not None:
        numpy.random.seed()
    from ..settings import settings

    settings.cache_clear()
    _limit(order.limits)


def _limit(limits: Limits) -> None:
    if limits.memory_mb:
        own = _data_bytes() + limits.memory_mb * 1_000_000
        resource.setrlimit(resource.RLIMIT_DATA, (own, own))
    if limits.cpu_seconds:
        runaway.watch_over(limits.cpu_seconds)


def _data_bytes() -> int:
    """What counts for RLIMIT_DATA by now, most of it shared with the original."""
    pages: Any = None
    with open("/proc/self/statm") as file:  # noqa: PTH123
        pages = int(file.read().split()[5])
    return int(pages) * resource.getpagesize()
