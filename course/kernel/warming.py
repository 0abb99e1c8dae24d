"""Walks every path once before the first copy is made: what is made on first use is then there for all.

Every session's notebook is run on the worked example, in a database that is thrown away, and shown as page
and as file. What the runs leave behind (widgets, names, an event loop) is cleared away, so that a copy begins
as an empty kernel does.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nbformat
import papermill
from nbformat import NotebookNode

from ..demonstration import load as enter
from ..example_year import fill, year
from ..export import page_exporter
from ..grants import Grant, Role
from ..notebooks import notebook_path, prepare
from ..organisations import cohort as cohort_called
from ..outline import HOME, sessions, sessions_for_facilitators
from ..settings import settings
from ..store import Store
from .app import WarmApp
from .cells import run
from .orders import Notebook
from .runs import code_cells

__all__ = ["forget", "warm_up"]

_COHORT = "example"


def warm_up(app: WarmApp) -> Iterator[None]:
    """Run every session of the worked example as a page; yields after each, so that others may have a turn.

    The start page comes first: after it a copy is quick already, and after the rest quicker.
    """
    comms = app.kernel.comm_manager
    targets = dict(comms.targets)
    cohort = cohort_called(_COHORT)
    place = cohort.municipalities[0]
    with tempfile.TemporaryDirectory(prefix="workbook-") as folder:
        database = f"sqlite:///{Path(folder) / 'example.sqlite'}"
        store = Store(database)
        store.prepare()
        enter(store, cohort)
        fill(store, cohort.key, place, year())
        reader = Grant(
            person="warm", name="warm", role=Role.FACILITATOR, cohort=cohort.key, organisation=None
        )
        told = {
            **reader.to_environment(),
            "WORKBOOK_COHORT": cohort.key,
            "WORKBOOK_DATABASE_URL": database,
            "WORKBOOK_FACE": "page",
            "WORKBOOK_WIDGET_CODE": "name",
        }
        for session in filter(_is_there, _sessions()):
            with _environment(told):
                notebook = prepare(
                    municipality=place.key, cohort=cohort.key, session=session, language=place.language
                )
                run(app, Notebook(cells=code_cells(notebook)), lambda _ran: None)
                forget(app)
                if session == HOME:
                    _make_file(notebook)
                    forget(app)
            comms.targets.clear()
            comms.targets.update(targets)
            yield


def _make_file(notebook: NotebookNode) -> None:
    """Run a notebook as a batch does, and make its page."""
    from .here import NAME

    with _environment({"WORKBOOK_FACE": "file"}):
        made = papermill.execute_notebook(
            notebook,
            None,
            engine_name=NAME,
            progress_bar=False,
            request_save_on_cell_execute=False,
            store_widget_state=False,
        )
        page_exporter().from_notebook_node(made)
        nbformat.writes(made)


def forget(app: WarmApp) -> None:
    """Clear away what running a notebook in this process leaves behind."""
    widgets = sys.modules.get("ipywidgets")
    if widgets is not None:
        widgets.Widget.close_all()
    app.kernel.comm_manager.comms.clear()
    shell: Any = app.kernel.shell
    shell.reset(new_session=True)
    shell.history_manager.outputs.clear()
    shell.history_manager.exceptions.clear()
    shell.last_execution_result = None
    kernel: Any = app.kernel
    loop = kernel.io_loop
    if loop is not None:
        loop.close()
        kernel.io_loop = None
    asyncio.set_event_loop(None)
    app.record()


def _is_there(session: str) -> bool:
    """Whether the operator's folder of notebooks has that of a session."""
    return notebook_path(session).exists()


def _sessions() -> list[str]:
    """Every notebook there is."""
    return [HOME, *(one.key for one in (*sessions(), *sessions_for_facilitators()))]


@contextmanager
def _environment(told: Mapping[str, str]) -> Iterator[None]:
    before = dict(os.environ)
    os.environ.update(told)
    settings.cache_clear()
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
        settings.cache_clear()
