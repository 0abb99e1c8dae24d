"""A session as a blank form for a meeting table: its prose and its questions, with room for a pen.

The questions are read off the notebook's own calls, so that the paper asks what the page asks.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_output

from .export import WorkbookExporter
from .faces import blank_content, render
from .i18n import Translator, translator
from .i18n.prose import translate_prose
from .notebooks import notebook_path
from .outline import title_of
from .records import KINDS

__all__ = ["blank_form"]

_KINDS_OF = {"matrix": "anchor", "attendance": "attendance"}
"""The calls that name no kind of record, and the kind they are about."""
_WITH_KIND = {"form", "table", "checklist"}


def blank_form(session: str, language: str) -> str:
    """Return the blank form of a session as one page that needs nothing beside it.

    Raises
    ------
    UnknownSession, LanguageError
        With one sentence that names what exists.
    """
    translate = translator(language)
    notebook: NotebookNode = nbformat.read(notebook_path(session), as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = translate_prose(cell.source, translate)
        elif cell.cell_type == "code":
            cell.outputs = [_output(html) for html in _asked(cell.source, translate)]
    notebook.metadata["language"] = language
    notebook.metadata["title"] = title_of(session, translate)
    exporter: WorkbookExporter = WorkbookExporter()  # type: ignore[no-untyped-call]
    page, _ = exporter.from_notebook_node(notebook)
    return page


def _output(html: str) -> NotebookNode:
    output: NotebookNode = new_output("display_data", data={"text/html": html})
    return output


def _asked(source: str, translate: Translator) -> Iterator[str]:
    """Yield the blank questions a cell's calls would ask."""
    for node in ast.walk(ast.parse(source)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        kinds = [_KINDS_OF[node.func.attr]] if node.func.attr in _KINDS_OF else []
        if node.func.attr in _WITH_KIND:
            kinds = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and arg.value in KINDS][
                :1
            ]
        for kind in kinds:
            yield str(render(blank_content(translate, str(kind), one_row=kind == "attendance")))
