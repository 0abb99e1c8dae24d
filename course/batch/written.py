"""Files as a batch leaves them: whole, or not there."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from .plan import Task

__all__ = ["leave", "leave_story", "story_of", "write_together"]


def leave(task: Task, notebook: str, page: str) -> None:
    """Leave what a task has made; the story of an earlier failure goes."""
    task.folder.mkdir(parents=True, exist_ok=True)
    write_together({task.notebook: notebook, task.page: page})
    task.story.unlink(missing_ok=True)


def leave_story(task: Task, story: str) -> None:
    """Leave the story of what went wrong with a task, and neither notebook nor page."""
    task.folder.mkdir(parents=True, exist_ok=True)
    # An old page beside a failed run would be taken for the new one.
    task.notebook.unlink(missing_ok=True)
    task.page.unlink(missing_ok=True)
    write_together({task.story: story})


def story_of(kind: str, message: str, notes: Iterable[str]) -> str:
    """Return the whole story of an error, as plain text."""
    # Only what has gone wrong is worth half a second of imports.
    from nbconvert.filters import strip_ansi

    told = "\n".join(notes)
    return str(strip_ansi(f"{kind}: {message}\n{told}"))


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
