"""Files as a batch leaves them: whole, or not there."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

__all__ = ["write_together"]


def write_together(files: Mapping[Path, str | bytes]) -> None:
    """Write `files` so that a reader finds each of them whole: beside its place first, then moved there."""
    parts = {path: path.with_name(f".{path.name}.{uuid.uuid4().hex[:8]}.part") for path in files}
    try:
        for path, content in files.items():
            parts[path].write_bytes(content.encode() if isinstance(content, str) else content)
        for path, part in parts.items():
            part.replace(path)
    finally:
        for part in parts.values():
            with suppress(FileNotFoundError):
                part.unlink()
