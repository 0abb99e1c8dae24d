"""Whether a copy of this process could become anything: one thread, no line to anybody, nothing open.

`fork()` copies the thread that calls it and no other. A lock that another thread held stays locked in the
copy for ever; a socket or an event loop would be shared with it. So the process asserts, before the first
copy is made, that there is nothing of the kind, and names the import that is to blame.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from importlib.machinery import ExtensionFileLoader, SourceFileLoader
from pathlib import Path
from types import ModuleType
from typing import Any

__all__ = ["NotSafeToFork", "Watch", "require_safe", "watching_imports"]

_TASKS = Path("/proc/self/task")
_DESCRIPTORS = Path("/proc/self/fd")
_SHARED_BY_COPIES = ("socket:", "anon_inode:[eventpoll]", "anon_inode:[eventfd]", "anon_inode:[timerfd]")


class NotSafeToFork(RuntimeError):
    """A copy of this process might hang or speak to somebody; the sentence says why."""


class Watch:
    """Which import began which thread, and opened which line."""

    def __init__(self) -> None:
        self.threads: dict[str, str] = {}
        self.lines: dict[str, str] = {}
        self._known_threads, self._known_lines = _threads(), _lines()

    def look(self, module: str) -> None:
        """Note what is new and has nobody to blame yet as the doing of `module`."""
        for thread in _threads() - self._known_threads:
            self.threads.setdefault(thread, module)
        for line in _lines() - self._known_lines:
            self.lines.setdefault(line, module)


@contextmanager
def watching_imports() -> Iterator[Watch]:
    """Watch what is imported meanwhile; of modules that import one another, the innermost is to blame."""
    watch = Watch()
    loaders = (SourceFileLoader, ExtensionFileLoader)
    usual = [loader.exec_module for loader in loaders]

    def watched(load: Any) -> Any:
        def exec_module(self: Any, module: ModuleType) -> None:
            try:
                load(self, module)
            finally:
                watch.look(module.__name__)

        return exec_module

    for loader, load in zip(loaders, usual, strict=True):
        loader.exec_module = watched(load)  # type: ignore[method-assign]
    try:
        yield watch
    finally:
        for loader, load in zip(loaders, usual, strict=True):
            loader.exec_module = load  # type: ignore[assignment,method-assign]


def require_safe(watch: Watch, allowed: Collection[int] = ()) -> None:
    """Return if a copy of this process can be made.

    Parameters
    ----------
    watch
        What the imports have done, so that one can be named.
    allowed
        Descriptors that are meant to be open besides the standard three.

    Raises
    ------
    NotSafeToFork
        With a sentence that names the threads or lines, and the import they come from.
    """
    running = asyncio_loop()
    if running:
        raise NotSafeToFork("An event loop runs in this process.")
    others = _threads() - {str(os.getpid())}
    if others:
        said = [f"“{_name_of(thread)}”{_by(watch.threads.get(thread))}" for thread in sorted(others)]
        raise NotSafeToFork(f"Besides the main thread there is {', '.join(said)}.")
    for descriptor, target in _open_descriptors().items():
        if descriptor > 2 and descriptor not in allowed and target.startswith(_SHARED_BY_COPIES):
            raise NotSafeToFork(
                f"Descriptor {descriptor} is open, {target}{_by(watch.lines.get(target))}: "
                "a copy of this process would share it."
            )


def asyncio_loop() -> bool:
    """Whether an event loop runs in this thread."""
    asyncio = sys.modules.get("asyncio")
    return asyncio is not None and asyncio._get_running_loop() is not None


def _by(module: str | None) -> str:
    return f", begun by the import of “{module}”" if module else ""


def _threads() -> set[str]:
    return set(os.listdir(_TASKS))  # noqa: PTH208 - thousands of times while importing


def _name_of(thread: str) -> str:
    try:
        return (_TASKS / thread / "comm").read_text().strip()
    except OSError:
        return thread


def _open_descriptors() -> dict[int, str]:
    found = {}
    for name in os.listdir(_DESCRIPTORS):  # noqa: PTH208
        try:
            found[int(name)] = os.readlink(_DESCRIPTORS / name)  # noqa: PTH115
        except OSError:  # the one the listing itself was read through
            continue
    return found


def _lines() -> set[str]:
    return {target for target in _open_descriptors().values() if target.startswith(_SHARED_BY_COPIES)}
