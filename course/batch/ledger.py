"""What an output folder holds and what it followed from, so that what still holds is not made again.

The ledger is a file of lines, each a result that was written. It claims nothing by itself: a result counts
only while its files are there as they were left.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from .keys import keys_of
from .plan import Task
from .pool import Result

__all__ = ["Ledger", "run_changed"]

_NAME = ".workbook-results.jsonl"

Files = list[list[int]]
"""Size in bytes and time of the last change in nanoseconds, of the notebook and of the page."""


class Ledger:
    """The ledger of one output folder.

    Parameters
    ----------
    folder
        That of a cohort.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: dict[str, tuple[str, Files]] = {}
        lines, line = 0, "\n"
        for line in self._lines():
            lines += 1
            # The last line of a run that was killed may be torn.
            with suppress(ValueError, KeyError, TypeError):
                said = json.loads(line)
                self._known[said["result"]] = said["key"], said["files"]
        if lines > 2 * len(self._known) or not line.endswith("\n"):
            self._shorten()

    def holds(self, task: Task, key: str) -> bool:
        """Whether the result of a task is there as it was left, and followed from what `key` stands for."""
        known = self._known.get(self._name(task))
        return known is not None and known == (key, _files(task))

    def enter(self, task: Task, key: str) -> None:
        """Note that the result of a task has been written."""
        name, files = self._name(task), _files(task)
        self._known[name] = key, files
        with self._file.open("a", encoding="utf-8") as file:
            file.write(_line(name, key, files))

    @property
    def _file(self) -> Path:
        return self._folder / _NAME

    def _name(self, task: Task) -> str:
        return task.page.relative_to(self._folder).with_suffix("").as_posix()

    def _lines(self) -> Iterator[str]:
        with suppress(FileNotFoundError), self._file.open(encoding="utf-8", errors="replace") as file:
            yield from file

    def _shorten(self) -> None:
        part = self._file.with_suffix(".part")
        part.write_text("".join(_line(name, *known) for name, known in self._known.items()), "utf-8")
        part.replace(self._file)


def run_changed(
    tasks: Sequence[Task],
    run: Callable[[Sequence[Task]], Iterator[Result[Task]]],
    *,
    again: bool = False,
) -> Generator[Result[Task], None, None]:
    """Run those of `tasks` whose results would differ from what is there, and yield how each went.

    Parameters
    ----------
    tasks
        Of one output folder.
    run
        Runs some of them.
    again
        Whether to run all, whatever is there.
    """
    if not tasks:
        return
    keys = keys_of(tasks)
    ledger = Ledger(tasks[0].out / tasks[0].cohort)
    due = []
    for task in tasks:
        if not again and ledger.holds(task, keys[task]):
            yield Result(task, 0.0, files=(task.notebook, task.page), up_to_date=True)
        else:
            due.append(task)
    if not due:
        return
    for result in run(due):
        if not result.error:
            ledger.enter(result.task, keys[result.task])
        yield result


def _files(task: Task) -> Files:
    """What is there of a task; nothing unless both files are."""
    try:
        return [[seen.st_size, seen.st_mtime_ns] for seen in (task.notebook.stat(), task.page.stat())]
    except OSError:
        return []


def _line(name: str, key: str, files: Files) -> str:
    return json.dumps({"result": name, "key": key, "files": files}, separators=(",", ":")) + "\n"
