"""The short way in a process that is a copy already: the cells are run in it, without another copy.

A task that is carried out as a whole in a copy (prepare, run, look, export) runs its notebook by the
Papermill engine `EngineHere`, so that Papermill and nbclient make the outputs as they do elsewhere.
"""

from __future__ import annotations

import fcntl
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from papermill.engines import NBClientEngine, NotebookExecutionManager, papermill_engines

from .app import WarmApp
from .cells import Here, said_below
from .engine import follow
from .runs import code_cells

__all__ = ["NAME", "EngineHere"]

NAME = "workbook-here"
"""The name of the engine; it is of use in a copy only, so that nothing outside announces it."""


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
            run = Here(app, code_cells(nb_man.nb), execution_timeout, below, began)
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
