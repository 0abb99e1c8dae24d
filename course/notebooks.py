"""Make a session's notebook ready for one municipality: translated, and with its parameters in.

The same prepared notebook is what Voilà serves, what JupyterLab opens and what a batch executes.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any

import nbformat
from annotated_types import Ge, Le
from nbformat import NotebookNode
from papermill.parameterize import parameterize_notebook
from pydantic import BaseModel, ConfigDict, StringConstraints

from .cells import for_level
from .i18n import translator
from .i18n.prose import translate_prose
from .levels import Level
from .outline import session as session_of
from .outline import title_of
from .settings import settings

__all__ = ["PARAMETERS", "Parameters", "notebook_path", "prepare"]

Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,79}$")]


class Parameters(BaseModel):
    """The only parameters a notebook has: names of things, never rights, paths or secrets.

    Papermill pastes the names of parameters into code as they are, so they come from this list and
    nowhere else.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    municipality: Key
    unit: Key | None = None
    cohort: Key
    session: str
    language: Key
    revision: Annotated[int, Ge(0), Le(2**53)] = 0


PARAMETERS = tuple(Parameters.model_fields)


def notebook_path(session: str) -> Path:
    """Return where the notebook of a session lies.

    Raises
    ------
    UnknownSession
        With a sentence that names the sessions that exist.
    """
    return settings().notebooks_dir / f"{session_of(session).key}.ipynb"


def prepare(
    *,
    municipality: str,
    cohort: str,
    session: str,
    language: str,
    unit: str | None = None,
    revision: int = 0,
) -> NotebookNode:
    """Return the notebook of `session`, translated and parameterised; the file is not touched.

    Parameters
    ----------
    municipality, cohort, unit
        Keys of an organisation and of the cohort it takes part in.
    session
        Which notebook, and which time it is held: ``04_anchoring`` or ``07_followup@plus-6``.
    language
        Code of a language the workbook is written in.
    revision
        The number of the change up to which answers are shown; 0 for the answers as they are now.

    Raises
    ------
    LanguageError, UnknownSession
        With a sentence that names what exists.
    """
    translate = translator(language)
    parameters = Parameters(
        municipality=municipality,
        unit=unit,
        cohort=cohort,
        session=session,
        language=language,
        revision=revision,
    )
    path = notebook_path(session)
    notebook = _load(_source(path, path.stat().st_mtime_ns))
    for_level(notebook, Level.SCHOOL if unit else Level.MUNICIPALITY)
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = translate_prose(cell.source, translate)
    prepared: NotebookNode = parameterize_notebook(notebook, _plain(parameters))
    for cell in prepared.cells:
        if "injected-parameters" in cell.metadata.tags:
            cell.id = "parameters"  # Papermill draws one by lot; the same notebook prepared twice is the same
    prepared.metadata["language"] = language
    prepared.metadata["title"] = title_of(session, translate)
    # Papermill writes down when and with what; a page must not differ between two runs of the same.
    prepared.metadata.pop("papermill", None)
    return prepared


def _load(source: str) -> NotebookNode:
    """Return a notebook as Papermill's own loader would: it relies on `tags` and `metadata.papermill`."""
    notebook: NotebookNode = nbformat.reads(source, as_version=4)
    notebook.metadata.setdefault("papermill", {"parameters": {}, "environment_variables": {}, "version": ""})
    for cell in notebook.cells:
        cell.metadata.setdefault("tags", [])
        cell.metadata.setdefault("papermill", {})
    return notebook


@lru_cache(maxsize=64)
def _source(path: Path, _changed: int) -> str:
    """Read a notebook's file once for as long as it does not change."""
    return path.read_text(encoding="utf-8")


def _plain(parameters: Parameters) -> dict[str, Any]:
    return {name: "" if value is None else value for name, value in parameters.model_dump().items()}
