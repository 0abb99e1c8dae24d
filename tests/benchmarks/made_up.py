"""A made-up cohort of any size, every municipality with the worked example: for figures only."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from course.example_year import fill, year
from course.organisations import Cohort, cohort
from course.settings import settings
from course.store import Store

KEY = "made-up"


@contextmanager
def made_up(folder: Path, count: int, database: str = "") -> Iterator[tuple[Store, Cohort]]:
    """Have a cohort of `count` municipalities, for this process and those it starts meanwhile.

    Without the address of an empty `database` it is in SQLite, in the folder.
    """
    data = folder / "data"
    shutil.copytree(settings().data_dir, data)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WORKBOOK_DATA_DIR", str(data))
        patch.setenv("WORKBOOK_DATABASE_URL", database or f"sqlite:///{folder / 'workbook.sqlite'}")
        settings.cache_clear()
        (data / "cohorts" / f"{KEY}.toml").write_text(_written(count), encoding="utf-8")
        group = cohort(KEY)
        store = Store(os.environ["WORKBOOK_DATABASE_URL"])
        store.prepare()
        store.add_cohort(group)
        example = year()
        for municipality in group.municipalities:
            fill(store, KEY, municipality, example)
        yield store, group
    settings.cache_clear()


def _written(count: int) -> str:
    head = (
        f'key = "{KEY}"\ndemonstration = true\nsource = "none"\n\n[name]\nen = "Made up"\n\n'
        '[sources]\nnone = "Made up for a benchmark"\n'
    )
    entries = (
        f'\n[[municipality]]\nkey = "m{number}"\ncountry = "NO"\nname = "Municipality {number}"\n'
        'language = "nb"\nlanguage_source = "none"\nmade_up = true\n'
        for number in range(1, count + 1)
    )
    return head + "".join(entries)
