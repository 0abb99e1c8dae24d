"""The Papermill engine `workbook`: a notebook in a copy of the preloaded process, without a kernel's sockets.

`papermill --engine workbook`, or `engine_name="workbook"`. What the short way cannot do takes Papermill's
own: another Python's kernel, an interrupt instead of an end when a cell takes too long.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine, NotebookExecutionManager

from .orders import Limits, Notebook, Order
from .preloaded import CannotFork, Preloaded
from .runs import Copied, Run, RunClient, RunManager, code_cells

__all__ = ["WorkbookEngine", "follow"]

log = logging.getLogger("course.kernel")

_KERNELS = frozenset({"python3", "workbook", "", None})
"""Kernels that are this Python's."""
_ORDINARY = frozenset(
    {"km", "kernel_manager_class", "interrupt_on_timeout", "timeout_func", "allow_error_names"}
    | {"error_on_timeout", "force_raise_errors", "on_cell_error", "extra_arguments"}
)
"""What nbclient may be told and the short way does not know."""
_NOT_FOR_NBCLIENT = frozenset({"cwd", "input_path", "timeout", "startup_timeout"})


class WorkbookEngine(NBClientEngine):  # type: ignore[misc]
    """Runs notebooks the short way."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: NotebookExecutionManager,
        kernel_name: str | None,
        log_output: bool = False,
        stdout_file: Any = None,
        stderr_file: Any = None,
        start_timeout: int = 60,
        execution_timeout: float | None = None,
        environment: Mapping[str, str] | None = None,
        limits: Limits | None = None,
        **kwargs: Any,
    ) -> None:
        """Run the notebook of `nb_man` in place.

        Parameters
        ----------
        nb_man, kernel_name, log_output, stdout_file, stderr_file, start_timeout, execution_timeout
            As for Papermill's own engine.
        environment
            The whole environment of the process the cells are run in; by default this process's own.
        limits
            What it may use.
        **kwargs
            Passed on to nbclient.
        """
        own = {
            "log_output": log_output,
            "stdout_file": stdout_file,
            "stderr_file": stderr_file,
            "start_timeout": start_timeout,
            "execution_timeout": execution_timeout,
        }
        try:
            run = _begin(nb_man, kernel_name, execution_timeout, environment, limits, kwargs)
        except CannotFork as reason:
            log.warning("A notebook is run in an ordinary kernel, which takes longer: %s", reason)
            super().execute_managed_notebook(nb_man, kernel_name, **own, **kwargs)
            return
        told = {"log_output": log_output, "stdout_file": stdout_file, "stderr_file": stderr_file}
        try:
            follow(nb_man, run, execution_timeout, **told, **kwargs)
        finally:
            run.end()


def follow(nb_man: NotebookExecutionManager, run: Run, seconds: float | None, **options: Any) -> None:
    """Let nbclient make the outputs of the notebook of `nb_man` from what `run` hands over."""
    client = RunClient(run)
    known = {name: value for name, value in options.items() if name not in _NOT_FOR_NBCLIENT}
    runner = PapermillNotebookClient(
        nb_man, km=RunManager(client), timeout=seconds or options.get("timeout"), log=log, **known
    )
    runner.kc = client
    runner.execute()


def _begin(
    nb_man: NotebookExecutionManager,
    kernel_name: str | None,
    seconds: float | None,
    environment: Mapping[str, str] | None,
    limits: Limits | None,
    options: Mapping[str, Any],
) -> Copied:
    """Begin to run the notebook in a copy.

    Raises
    ------
    CannotFork
        When it has to take the ordinary way.
    """
    if kernel_name not in _KERNELS:
        raise CannotFork(f"It wants the kernel “{kernel_name}”.")
    unknown = sorted(_ORDINARY & options.keys())
    if unknown:
        raise CannotFork(f"Only an ordinary kernel knows “{unknown[0]}”.")
    order = Order(
        environment=dict(os.environ if environment is None else environment),
        directory=str(options.get("cwd") or Path.cwd()),
        limits=limits or Limits(),
        notebook=Notebook(
            cells=code_cells(
                nb_man.nb,
                allow_errors=bool(options.get("allow_errors")),
                skip=str(options.get("skip_cells_with_tag", "skip-execution")),
            ),
            seconds=seconds,
            comms=bool(options.get("store_widget_state", True)),
        ),
    )
    return Copied(Preloaded.here().fork(order), seconds)
