"""What the tests of batches share: notebooks of their own, and results without what differs by time."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from course import batch

DISPLAY = "from IPython.display import display\n"
LIVE = "{'application/vnd.jupyter.widget-view+json': {'model_id': '1'}, 'text/plain': 'Form()'}"


def write_notebook(folder: Path, session: str, *sources: str) -> None:
    """Leave a notebook with these code cells where the workbook looks for that of a session."""
    folder.mkdir(parents=True, exist_ok=True)
    given = new_code_cell("", metadata={"tags": ["parameters"]})
    cells = [new_markdown_cell("# A session"), given, *map(new_code_cell, sources)]
    kernel = {"name": "python3", "display_name": "", "language": "python"}
    nbformat.write(
        new_notebook(cells=cells, metadata={"kernelspec": kernel}), folder / f"{session}.ipynb", version=4
    )


def left(task: batch.Task) -> list[str]:
    """Return what a task has left."""
    return sorted(path.name for path in task.folder.iterdir()) if task.folder.exists() else []


def comparable(task: batch.Task) -> Mapping[str, object]:
    """Return what a task has made, without when, how long, and by which process."""
    notebook = json.loads(task.notebook.read_text("utf-8"))
    notebook["metadata"].pop("papermill")
    for cell in notebook["cells"]:
        cell["metadata"] = {"tags": cell["metadata"].get("tags")}
    page = re.sub(r"<time.*?</time>|\d{1,2}:\d\d", "", task.page.read_text("utf-8"), flags=re.DOTALL)
    said = json.dumps(notebook)
    return {"notebook": re.sub(r"\b[0-9a-f]{32}\b|0x[0-9a-f]+", "", said), "page": page}
