"""One task, from its notebook to its page: prepare, run in a kernel of its own, look, write.

What counts is what was raised and what the outputs hold, never the status Papermill saved: after a
timeout or a dead kernel it calls every cell “completed”.
"""

from __future__ import annotations

import gc
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import papermill
from nbformat import NotebookNode

from ..export import page_exporter
from ..notebooks import prepare
from .kernel import BatchKernel, configuration, log
from .plan import Task
from .written import leave, leave_story, story_of

CELL_SECONDS = 180
"""How long a cell may take; Papermill's own default is for ever."""
START_SECONDS = 180
"""How long a kernel may take to start, which on a loaded machine is long."""

_WIDGET = "application/vnd.jupyter.widget-view+json"


class NotMade(Exception):
    """The notebook ran to its end, and yet what it shows is not whole."""


@dataclass(frozen=True)
class Made:
    """What a task leaves: the executed notebook and its page."""

    notebook: str
    page: str


def execute(task: Task) -> None:
    """Run `task` in an ordinary kernel and leave its notebook and page; whoever fails leaves its story only.

    Raises
    ------
    Exception
        Whatever went wrong; the whole story is then in ``<session>.error.txt`` beside the results.
    """
    try:
        made = make(task)
    except BaseException as error:
        leave_story(task, _tell(error))
        raise
    leave(task, made.notebook, made.page)


def make(task: Task) -> Made:
    """Run `task` in an ordinary kernel and return what it is to leave; nothing is written.

    Raises
    ------
    Exception
        Whatever went wrong; what the kernel said beside its cells is among its notes.
    """
    with tempfile.TemporaryDirectory(prefix="workbook-") as folder:
        kernel: dict[str, Any] = {
            "start_timeout": START_SECONDS,
            "kernel_manager_class": BatchKernel,
            "config": configuration(task.environment, Path(folder)),
        }
        try:
            return _made(task, **kernel)
        except Exception as error:
            said = log(Path(folder))
            if said.exists():
                error.add_note(said.read_text("utf-8", "replace"))
            raise


def make_here(tell: Callable[[int], object], seconds: float, **task: Any) -> dict[str, str]:
    """Run a task in this process, which is a copy of the preloaded one, and return what it is to leave.

    Parameters
    ----------
    tell
        Called with the number of each cell before it is run.
    seconds
        How long each cell may take.
    **task
        From `Task.as_message`.

    Raises
    ------
    Exception
        Whatever went wrong.
    """
    # Knows IPython's kernels, which whoever runs the task elsewhere has no need of.
    from ..kernel.here import NAME

    # The process ends with its notebook: to look for what could be thrown away would be work for nothing.
    gc.disable()
    made = _made(Task.from_message(task), seconds, engine_name=NAME, began=tell)
    return {"notebook": made.notebook, "page": made.page}


def _made(task: Task, seconds: float | None = None, **way: Any) -> Made:
    notebook = _run(task, CELL_SECONDS if seconds is None else seconds, way)
    _require_in_all(notebook)
    _let_go_of_live_faces(notebook)
    page, _ = page_exporter().from_notebook_node(notebook)
    return Made(nbformat.writes(notebook), page)


def _tell(error: BaseException) -> str:
    """The whole story of an error, with what the kernel said beside its cells."""
    return story_of(type(error).__name__, str(error), getattr(error, "__notes__", ()))


def _run(task: Task, seconds: float, way: dict[str, Any]) -> NotebookNode:
    """Return the executed notebook of `task`; `way` is what Papermill is told of where to run it."""
    notebook = prepare(
        cohort=task.cohort,
        municipality=task.municipality,
        unit=task.unit or None,
        session=task.session,
        language=task.language,
        revision=task.revision,
    )
    executed: NotebookNode = papermill.execute_notebook(
        notebook,
        None,
        progress_bar=False,
        request_save_on_cell_execute=False,
        execution_timeout=seconds,
        # Of a widget only its static face is kept; its state holds the whole browser part anew.
        store_widget_state=False,
        **way,
    )
    # Papermill notes what it was given: here the notebook itself, otherwise a path of the server's.
    executed.metadata.papermill.update(input_path=None, output_path=None)
    executed.metadata.workbook = {
        "cohort": task.cohort,
        "municipality": task.municipality,
        "municipality_name": task.municipality_name,
        "unit": task.unit,
        "session": task.session,
    }
    return executed


def _require_in_all(notebook: NotebookNode) -> None:
    """Return if every cell ran and everything it displayed has a face that needs no script.

    Raises
    ------
    NotMade
        When a cell did not run (`sys.exit` ends a notebook without an error), or when a widget's static
        face is missing: IPython prints what goes wrong in making one and carries on.
    """
    for number, cell in enumerate((cell for cell in notebook.cells if cell.cell_type == "code"), start=1):
        if cell.source.strip() and cell.execution_count is None:
            raise NotMade(f"Code cell {number} was not run.")
        for output in cell.outputs:
            if output.output_type == "stream" and output.name == "stderr" and "Traceback" in output.text:
                raise NotMade(f"Code cell {number} reported an error:\n{output.text}")
            if _WIDGET in output.get("data", {}) and "text/html" not in output.data:
                raise NotMade(f"Code cell {number} shows a widget that has no static face.")


def _let_go_of_live_faces(notebook: NotebookNode) -> None:
    """Leave widgets their static face only: a result has no kernel that could make the live one."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            output.get("data", {}).pop(_WIDGET, None)
