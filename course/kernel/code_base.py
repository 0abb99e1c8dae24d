"""Whether the code has changed since a process loaded it."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

__all__ = ["signature"]

_ROOT = Path(__file__).resolve().parent.parent.parent
_FOLDERS = ("course", "widgets")
_EVERY = 1.0

_last: tuple[float, str] = (-_EVERY, "")


def signature() -> str:
    """Return what changes when a file of the packages does; looked at once a second at most."""
    global _last
    when, known = _last
    if time.monotonic() - when >= _EVERY:
        changed = [at for folder in _FOLDERS for at in _changes(str(_ROOT / folder))]
        known = f"{len(changed)}-{max(changed, default=0)}"
        _last = time.monotonic(), known
    return known


def _changes(folder: str) -> Iterator[int]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                if entry.name != "__pycache__":
                    yield from _changes(entry.path)
            elif not entry.name.endswith(".pyc"):
                yield entry.stat().st_mtime_ns
