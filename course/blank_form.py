"""A session as a blank form for a meeting table: its prose and its questions, with room for a pen.

The questions are read off the notebook's own calls, so that the paper asks what the page asks.
"""

from __future__ import annotations

from collections.abc import Iterator

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_output

from .cells import for_level, kinds_asked
from .countries import Country
from .export import WorkbookExporter
from .faces import blank_content, render
from .i18n import Translator, translator
from .i18n.prose import translate_prose
from .levels import Level
from .notebooks import notebook_path
from .outline import title_of

__all__ = ["blank_form"]


def blank_form(
    session: str, language: str, level: Level = Level.MUNICIPALITY, country: Country = "NO"
) -> str:
    """Return the blank form of a session at a level, in a country, as one page that needs nothing beside it.

    Raises
    ------
    UnknownSession, LanguageError
        With one sentence that names what exists.
    """
    translate = translator(language)
    notebook: NotebookNode = nbformat.read(notebook_path(session), as_version=4)
    for_level(notebook, level)
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = translate_prose(cell.source, translate)
        elif cell.cell_type == "code":
            cell.outputs = [_output(html) for html in _asked(cell.source, translate, level, country)]
    notebook.metadata["language"] = language
    notebook.metadata["title"] = title_of(session, translate)
    exporter: WorkbookExporter = WorkbookExporter()  # type: ignore[no-untyped-call]
    page, _ = exporter.from_notebook_node(notebook)
    return page


def _output(html: str) -> NotebookNode:
    output: NotebookNode = new_output("display_data", data={"text/html": html})
    return output


def _asked(source: str, translate: Translator, level: Level, country: Country) -> Iterator[str]:
    """Yield the blank questions a cell's calls would ask."""
    for kind in kinds_asked(source):
        content = blank_content(translate, kind, one_row=kind == "attendance", at=level, country=country)
        yield str(render(content))
