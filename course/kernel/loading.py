"""What the preloaded process has in it: imports, a shell, templates, catalogues; every path walked once."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Iterator, Sequence

__all__ = ["load"]

_MODULES = (
    "IPython.core.debugger",
    "IPython.extensions.storemagic",
    "pandas",
    "psycopg",
    "ipywidgets",
    "anywidget",
    "widgets",
    "papermill",
    "course.batch.execute",
)
"""What a session needs. `course` names the widgets here and never imports them."""


def load(extra: Sequence[str] = ()) -> Iterator[None]:
    """Import and make what a copy cannot do without, `extra` modules too.

    Returns
    -------
    iterator
        What makes copies quicker yet: each step of it takes some tenths of a second.
    """
    # The folder a program was begun in comes first on its path: here nobody's.
    if sys.path and sys.path[0] in ("", os.getcwd()):  # noqa: PTH109
        del sys.path[0]
    from .app import WarmApp

    app = WarmApp.warm()
    # After the shell: what registers itself with one when it is imported finds it.
    for name in (*_MODULES, *extra):
        importlib.import_module(name)
    from .warming import warm_up

    steps = warm_up(app)
    next(steps)
    return steps
