"""What the tests of warm kernels share: asking copies, and looking at processes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from nbformat.v4 import new_code_cell, new_notebook

from course.kernel import Forked

Ask = Callable[..., Forked]
PYTHON = {"name": "python3", "display_name": "Python 3", "language": "python"}


def heard(forked: Forked) -> list[dict[str, Any]]:
    """Return everything a copy says about its cells."""
    said = []
    while True:
        said.append(forked.receive(30))
        if "ran" not in said[-1]:
            return said


def printed(forked: Forked) -> str:
    """Return what the cells of a copy print, all together."""
    texts = []
    for each in heard(forked):
        for one in each.get("ran", {}).get("said", []):
            if one["msg_type"] == "stream":
                texts.append(one["content"]["text"])
            elif one["msg_type"] == "error":
                raise AssertionError("\n".join(one["content"]["traceback"]))
    return "".join(texts).strip()


def notebook_of(*sources: str):
    """A notebook as Papermill's loader would hand it on."""
    cells = [new_code_cell(source, metadata={"tags": [], "papermill": {}}) for source in sources]
    given = {"parameters": {}, "environment_variables": {}, "version": ""}
    return new_notebook(cells=cells, metadata={"kernelspec": PYTHON, "papermill": given})
