"""The provisioner `workbook`: how jupyter_client gets a kernel that is a copy of the preloaded process.

Voilà, Papermill, nbclient and JupyterLab need not know of it: the kernelspec names it. Where no copy can be
had the kernel is started the ordinary way, as the kernelspec's command says, and the log says why.
"""

from __future__ import annotations

import asyncio
import logging
import os
import subprocess
import sys
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from traitlets import Integer

from .orders import Limits, Notebook, Order
from .preloaded import CannotFork, Forked, Preloaded
from .runs import Copied

__all__ = ["PROGRAM", "WarmProvisioner", "first_run"]

PROGRAM = Path(__file__).with_name("program.py")
"""The file of the program that is such a kernel where no copy can be had."""

first_run: ContextVar[Notebook | None] = ContextVar("first_run", default=None)
"""The cells that a kernel started in this context is to run in itself before it opens its sockets."""

log = logging.getLogger("course.kernel")

_OPENING = 60.0
"""Seconds in which a copy has to open its sockets, on a machine under load."""


class WarmProvisioner(LocalProvisioner):
    """Starts kernels by copying the preloaded process; everything else is as with a local process."""

    memory_mb = Integer(0, help="Megabytes a kernel may have of its own; 0 for no limit.").tag(config=True)
    cpu_seconds = Integer(0, help="Seconds a kernel may compute without coming to rest; 0 for no limit.").tag(
        config=True
    )

    process: Any
    """A `Forked`, or a `subprocess.Popen` where it was started the ordinary way."""
    run: Copied | None = None
    """The cells of `first_run` as they are run; None where the kernel had none to run, or is no copy."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Start the kernel that `cmd` would start; its sockets are open when this returns."""
        self.run = None
        try:
            self.process = await self._copied(cmd, **kwargs)
        except CannotFork as reason:
            log.warning("A kernel is started the ordinary way, which takes longer: %s", reason)
            return await super().launch_kernel(cmd, **kwargs)
        self.pid = self.pgid = self.process.pid
        self.cwd = kwargs.get("cwd") or Path.cwd()
        return self.connection_info

    async def _copied(self, cmd: list[str], **kwargs: Any) -> Forked:
        order = Order(
            environment={name: str(value) for name, value in kwargs.get("env", os.environ).items()},
            directory=str(kwargs.get("cwd") or Path.cwd()),
            limits=Limits(memory_mb=self.memory_mb, cpu_seconds=self.cpu_seconds),
            notebook=first_run.get(),
            kernel=_arguments(cmd),
        )
        with _Streams(kwargs.get("stdout"), kwargs.get("stderr")) as (out, err):
            forked = await asyncio.to_thread(lambda: Preloaded.here().fork(order, out, err))
        if order.notebook is None:
            await _open(forked)
        else:
            self.run = Copied(forked, order.notebook.seconds)
        return forked


async def _open(forked: Forked) -> None:
    """Wait until a client can connect to the copy."""
    try:
        await forked.hear(_OPENING)
    except (EOFError, TimeoutError) as error:
        await asyncio.to_thread(forked.end)
        raise CannotFork(f"The copy did not become a kernel ({forked.returncode}): {error}") from error


def _arguments(cmd: list[str]) -> tuple[str, ...]:
    """Return what the kernel itself is told, of a command that starts one.

    Raises
    ------
    CannotFork
        When it would be another Python, or another program.
    """
    python, *rest = cmd
    if os.path.realpath(python) != os.path.realpath(sys.executable):
        raise CannotFork(f"The kernel is to run in another Python, {python}.")
    if rest[:2] == ["-m", "ipykernel_launcher"]:
        return tuple(rest[2:])
    if rest[:1] == [str(PROGRAM)]:
        return tuple(rest[1:])
    raise CannotFork(f"The kernel is to be another program: {' '.join(rest[:2])}.")


class _Streams:
    """The descriptors for what a kernel says, whatever form `subprocess.Popen` would have taken them in."""

    def __init__(self, out: Any, err: Any) -> None:
        self._asked = out, err
        self._opened: list[int] = []

    def __enter__(self) -> tuple[int, int]:
        out = self._descriptor(self._asked[0], 1)
        err = out if self._asked[1] == subprocess.STDOUT else self._descriptor(self._asked[1], 2)
        return out, err

    def __exit__(self, *_error: object) -> None:
        for descriptor in self._opened:
            os.close(descriptor)

    def _descriptor(self, asked: Any, usual: int) -> int:
        if asked is None:
            return usual
        if asked == subprocess.PIPE:
            raise CannotFork("Somebody wants to read what the kernel says through a pipe.")
        if asked == subprocess.DEVNULL:
            self._opened.append(os.open(os.devnull, os.O_WRONLY))
            return self._opened[-1]
        return asked if isinstance(asked, int) else int(asked.fileno())
