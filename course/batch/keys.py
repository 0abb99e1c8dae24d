"""What the result of a task follows from, as one key: while it is the same, the result would be too."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from zoneinfo import ZoneInfo

from .. import __version__, outline
from ..settings import settings
from ..store import Store
from ..store.standing import Standing
from .plan import Task

__all__ = ["code_and_data", "keys_of"]

_PACKAGES = Path(__file__).resolve().parent.parent.parent
_LEFT_OUT = {"var_dir", "out_dir", "data_dir", "notebooks_dir", "database_url"}
"""Settings that say where things are; what is there counts by itself."""


def keys_of(tasks: Sequence[Task]) -> dict[Task, str]:
    """Return the key of each task.

    It is made of the task itself (whose session, language, comments shown, as of which change), what the
    place read has in the database, the notebooks with their translations, the code and what it runs on, the
    settings, and the day, which pages show.
    """
    standings = {
        where: Standing(Store(where[0] or settings().database).engine, where[1])
        for where in {(task.database, task.cohort) for task in tasks}
    }
    same_for_all = (code_and_data(), _settings(), _today())
    return {task: _key(task, standings[task.database, task.cohort], same_for_all) for task in tasks}


def _key(task: Task, standing: Standing, same_for_all: tuple[str, ...]) -> str:
    of_cohort = outline.session(task.session).reader == "facilitator"
    state = standing.whole if of_cohort else standing.of(task.municipality)
    own = (
        task.municipality_name,
        task.municipality,
        task.unit,
        task.session,
        task.language,
        task.comments,
        task.revision,
    )
    return sha256(repr((task.cohort, own, state, same_for_all)).encode()).hexdigest()


def _today() -> str:
    return str(datetime.now(ZoneInfo(settings().time_zone)).date())


def _settings() -> str:
    return repr(sorted(settings().model_dump(mode="json", exclude=_LEFT_OUT).items()))


@lru_cache(maxsize=1)
def code_and_data() -> str:
    """Return a digest of the code, its notebooks and reference data, and the versions it runs on.

    It is the same on every machine that has the same: of files it looks at what they hold.
    """
    found = sha256(f"{__version__} {sys.version}".encode())
    for name, file in _files():
        found.update(name.encode() + b"\0" + sha256(file.read_bytes()).digest())
    for folder in dict.fromkeys(sys.path):
        for installed in sorted(path.name for path in Path(folder or ".").glob("*.dist-info")):
            found.update(installed.encode())
    return found.hexdigest()


def _files() -> Iterator[tuple[str, Path]]:
    folders = {
        "course": _PACKAGES / "course",
        "widgets": _PACKAGES / "widgets",
        "data": settings().data_dir,
        "notebooks": settings().notebooks_dir,
    }
    for name, folder in folders.items():
        for file in sorted(folder.rglob("*")):
            if file.is_file() and "__pycache__" not in file.parts:
                yield f"{name}/{file.relative_to(folder).as_posix()}", file
