"""The short way in a process that is a copy already: the cells are run in it, without another copy.

A task that is carried out as a whole in a copy (prepare, run, look, export) runs its notebook by the
Papermill engine `EngineHere`, so that Papermill and nbclient make the outputs as they do elsewhere.
"""

from __future__ import annotations

import fcntl
import os
import stat
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from papermill.engines import NBClientEngine, NotebookExecutionManager, papermill_engines

from .app import WarmApp
from .cells import OutOfTime, execute, said_below
from .engine import follow
from .orders import Cell, Done, Ran
from .runs import code_cells

__all__ = ["NAME", "EngineHere", "Here"]

NAME = "workbook-here"
"""The name of the engine; it is of use in a copy only, so that nothing outside announces it."""


class Here:
    """The cells of a notebook, run one after the other in this very process; see `Run`.

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
        began: Callable[[int], object],
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
            ran = await execute(self._app, cell, self._below, seconds=self._seconds, numbered=True)
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


class EngineHere(NBClientEngine):  # type: ignore[misc]
    """Runs notebooks in this process; Papermill knows it as `NAME` once this module is imported."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: NotebookExecutionManager,
        kernel_name: str | None,
        start_timeout: int = 60,
        execution_timeout: float | None = None,
        began: Callable[[int], object] = lambda _: None,
        **kwargs: Any,
    ) -> None:
        """Run the notebook of `nb_man` in place.

        Parameters
        ----------
        nb_man, kernel_name, start_timeout, execution_timeout
            As for Papermill's own engine; there is no kernel that would have to start.
        began
            Called with the number of each cell before it is run.
        **kwargs
            Passed on to nbclient.
        """
        app = WarmApp.instance()
        app.session.keeps_comms = bool(kwargs.get("store_widget_state", True))
        with _said() as below:
            run = Here(app, code_cells(nb_man.nb, skip="skip-execution"), execution_timeout, below, began)
            follow(nb_man, run, execution_timeout, **kwargs)
        app.record()


@contextmanager
def _said() -> Iterator[Callable[[], Iterator[tuple[str, str]]]]:
    """As `said_below`; where standard output and error are files already, it stays in them.

    Whoever made this copy can then read its last words, whatever becomes of it.
    """
    names = {1: "stdout", 2: "stderr"}
    if not all(map(_is_file, names)):
        with said_below() as below:
            yield below
        return
    heard = {number: os.fstat(number).st_size for number in names}

    def from_files() -> Iterator[tuple[str, str]]:
        for number, before in heard.items():
            size = os.fstat(number).st_size
            if size > before:
                heard[number] = size
                yield names[number], os.pread(number, size - before, before).decode("utf-8", "replace")

    yield from_files


def _is_file(number: int) -> bool:
    """Whether a descriptor is a file that can be read, too."""
    read_too = fcntl.fcntl(number, fcntl.F_GETFL) & os.O_ACCMODE == os.O_RDWR
    return read_too and stat.S_ISREG(os.fstat(number).st_mode)


papermill_engines.register(NAME, EngineHere)
