"""A face without a live part: the same HTML in a page, in JupyterLab and on paper."""

from __future__ import annotations

from typing import Any

from course.faces import render

__all__ = ["Still"]


class Still:
    """Some content as HTML; it shows what was there when the page was opened."""

    def __init__(self, content: dict[str, Any]) -> None:
        self._content = content

    def _repr_mimebundle_(self, **_options: Any) -> dict[str, str]:
        return {"text/html": str(render(self._content)), "text/plain": ""}
