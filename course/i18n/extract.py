"""Babel extractors for what is not Python: the prose of notebooks, and sentences in TOML tables.

They read; nothing is ever executed.
"""

from __future__ import annotations

import json
from collections.abc import Generator, Mapping
from typing import IO, Any

from .prose import blocks

__all__ = ["extract_notebook"]

Found = Generator[tuple[int, str, str, list[str]], None, None]


def extract_notebook(
    source: IO[bytes], keywords: object, comment_tags: object, options: Mapping[str, Any]
) -> Found:
    """Yield each block of Markdown in a notebook as a message; the line number is the cell's number."""
    notebook = json.load(source)
    for number, cell in enumerate(notebook["cells"], start=1):
        if cell["cell_type"] != "markdown":
            continue
        for block in blocks("".join(cell["source"])):
            if block.text:
                yield number, "", block.text, []
