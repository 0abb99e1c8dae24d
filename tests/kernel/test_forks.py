"""Many copies: none is left over, no descriptor stays open, no memory grows."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil

from course.kernel.orders import Cell, Notebook, Order
from tests.kernel.asking import printed
from tests.serving import eventually

IN_A_ROW = 1000
AT_ONCE = 100


def descriptors(process: int) -> int:
    return len(list(Path(f"/proc/{process}/fd").iterdir()))


def own_memory(process: int) -> int:
    """Megabytes that are this process's alone; what it shares with copies does not count twice."""
    return psutil.Process(process).memory_full_info().uss // 1_000_000


def test_a_thousand_in_a_row_leave_nothing(preloaded, tmp_path):
    order = Order(environment=dict(os.environ), directory=str(tmp_path))

    def some(number: int) -> None:
        for _ in range(number):
            forked = preloaded.fork(order)
            assert forked.wait(30) == 0

    some(50)  # what is taken once and kept
    pid = preloaded.process.pid
    assert eventually(lambda: psutil.Process(pid).cpu_percent(1) < 5, 60), "it has walked all its paths"
    assert eventually(lambda: psutil.Process(pid).children() == [], 10)
    before = descriptors(pid), descriptors(os.getpid()), own_memory(pid)
    some(IN_A_ROW)
    assert eventually(lambda: psutil.Process(pid).children() == [], 10)
    assert (descriptors(pid), descriptors(os.getpid())) == before[:2]
    assert own_memory(pid) - before[2] <= 2


def test_a_hundred_at_once_leave_nothing(preloaded, tmp_path):
    cells = (Cell(index=0, source="import os, time; time.sleep(0.2); print(os.getpid())"),)
    order = Order(
        environment=dict(os.environ),
        directory=str(tmp_path),
        notebook=Notebook(cells=cells, seconds=120, comms=False),
    )
    pid = preloaded.process.pid
    before = descriptors(pid), descriptors(os.getpid())
    copies = [preloaded.fork(order) for _ in range(AT_ONCE)]
    with ThreadPoolExecutor(8) as threads:
        said = list(threads.map(printed, copies))
    assert sorted(said) == sorted(str(copy.pid) for copy in copies), "each has answered for itself"
    assert [copy.wait(30) for copy in copies] == [0] * AT_ONCE
    assert eventually(lambda: psutil.Process(pid).children() == [], 10)
    assert (descriptors(pid), descriptors(os.getpid())) == before
