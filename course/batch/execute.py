"""One task, from its notebook to its page: prepare, run in a kernel of its own, look, write.

What counts is what was raised and what the outputs hold, never the status Papermill saved: after a
timeout or a dead kernel it calls every cell “completed”.
"""

from __future__ import annotations

import tempfile
from functools import lru_cache
from pathlib import Path

import nbformat
import papermill
from nbconvert.filters import strip_ansi
from nbformat import NotebookNode

from ..export import WorkbookExporter
from ..notebooks import prepare
from ..settings import settings
from .kernel import BatchKernel, configuration, log
from .plan import Task
from .written import write_together

CELL_SECONDS = 180
"""How long a cell may take; Papermill's own default is for ever."""
START_SECONDS = 180
"""How long a kernel may take to start, which on a loaded machine is long."""

_WIDGET = "application/vnd.jupyter.widget-view+json"


class NotMade(Exception):
    """The notebook ran to its end, and yet what it shows is not whole."""


def execute(task: Task) -> None:
    """Run `task` and leave its notebook and page; whoever fails leaves neither, nor those of an earlier run.

    Raises
    ------
    Exception
        Whatever went wrong; the whole story is then in ``<session>.error.txt`` beside the results.
    """
    task.folder.mkdir(parents=True, exist_ok=True)
    try:
        notebook = _run(task)
        _require_in_all(notebook)
        _let_go_of_live_faces(notebook)
        page, _ = _exporter().from_notebook_node(notebook)
        write_together({task.notebook: nbformat.writes(notebook), task.page: page})
    except BaseException as error:
        # An old page beside a failed run would be taken for the new one.
        task.notebook.unlink(missing_ok=True)
        task.page.unlink(missing_ok=True)
        write_together({task.story: _tell(error)})
        raise
    task.story.unlink(missing_ok=True)


def _tell(error: BaseException) -> str:
    """The whole story of an error, with what the kernel said beside its cells."""
    notes = "\n".join(getattr(error, "__notes__", ()))
    return str(strip_ansi(f"{type(error).__name__}: {error}\n{notes}"))


def _run(task: Task) -> NotebookNode:
    """Return the executed notebook of `task`."""
    notebook = prepare(
        cohort=task.cohort,
        municipality=task.municipality,
        unit=task.unit or None,
        session=task.session,
        language=task.language,
        revision=task.revision,
    )
    with tempfile.TemporaryDirectory(prefix="workbook-") as folder:
        try:
            executed: NotebookNode = papermill.execute_notebook(
                notebook,
                None,
                progress_bar=False,
                request_save_on_cell_execute=False,
                start_timeout=START_SECONDS,
                execution_timeout=CELL_SECONDS,
                kernel_manager_class=BatchKernel,
                config=configuration(_environment(task), Path(folder)),
                # Of a widget only its static face is kept; its state holds the whole browser part anew.
                store_widget_state=False,
            )
        except Exception as error:
            error.add_note(log(Path(folder)).read_text("utf-8", "replace"))
            raise
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


def _environment(task: Task) -> dict[str, str]:
    """What the kernel is told: whose answers it may read, and where they are."""
    return (
        settings().for_drawing
        | task.grant.to_environment()
        | {
            "WORKBOOK_COHORT": task.cohort,
            "WORKBOOK_COMMENTS": str(task.comments).lower(),
            "WORKBOOK_FACE": "file",
            "WORKBOOK_DATABASE_URL": settings().database,
        }
    )


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


@lru_cache(maxsize=1)
def _exporter() -> WorkbookExporter:
    """One exporter per process: making it costs more than using it."""
    return WorkbookExporter()
