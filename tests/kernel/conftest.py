"""One preloaded process for all tests of a run, as a server has one for all its pages."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from course.kernel import Forked, Preloaded
from course.kernel.orders import Cell, Notebook, Order
from tests.kernel.asking import Ask


@pytest.fixture
def preloaded() -> Preloaded:
    here = Preloaded.here()
    here.wait_until_ready()
    return here


@pytest.fixture
def ask(preloaded: Preloaded, tmp_path) -> Iterator[Ask]:
    """Make copies that run some cells; whatever is left of them is ended."""
    begun: list[Forked] = []

    def begin(*sources: str, seconds: float | None = 20, **order) -> Forked:
        cells = tuple(Cell(index=number, source=source) for number, source in enumerate(sources))
        given = {
            "environment": dict(os.environ),
            "directory": str(tmp_path),
            "notebook": Notebook(cells=cells, seconds=seconds),
        }
        begun.append(preloaded.fork(Order(**{**given, **order})))
        return begun[-1]

    yield begin
    for forked in begun:
        forked.end()
