"""From the start of a kernel to its first answer, everything imported: `workbook` beside `python3`."""

from __future__ import annotations

import asyncio
import os
import time
from pathlib import Path
from typing import Any

from jupyter_client import AsyncKernelManager

from course.kernel import Preloaded
from course.kernel.orders import Order

from .report import OURS, STOCK_KERNEL, benchmark

IMPORTS = "import pandas, ipywidgets, anywidget, widgets"
ANSWER, FORK = "first answer", "fork and handshake"


def measure(folder: Path, rounds: int) -> dict[str, Any]:
    """Start a kernel of each kind `rounds` times, and as often a copy that is to do nothing."""
    ways: dict[str, dict[str, list[float]]] = {OURS: {ANSWER: [], FORK: []}, STOCK_KERNEL: {ANSWER: []}}
    here = Preloaded.here()
    here.wait_until_ready()
    try:
        for kind in ("workbook", "python3"):
            asyncio.run(
                _first_answer(kind, folder)
            )  # what the asking side imports for the first is not counted
        for _ in range(rounds):
            ways[OURS][ANSWER].append(asyncio.run(_first_answer("workbook", folder)))
            ways[STOCK_KERNEL][ANSWER].append(asyncio.run(_first_answer("python3", folder)))
            ways[OURS][FORK].append(_forked(here, folder))
    finally:
        Preloaded.close_here()
    return benchmark(
        "kernel start",
        "The start of a kernel",
        f"From the start of the kernel to its reply to `{IMPORTS}`, without `wait_for_ready`; and the time "
        "until a copy of the preloaded process that is to do nothing is known by its number.",
        {ANSWER: "s", FORK: "s"},
        ways,
    )


async def _first_answer(kind: str, folder: Path) -> float:
    manager = AsyncKernelManager(
        kernel_name=kind, transport="ipc", connection_file=str(folder / f"{time.time_ns()}")
    )
    begin = time.perf_counter()
    await manager.start_kernel(cwd=str(folder))
    client = manager.client()
    client.start_channels(stdin=False, hb=False)
    try:
        reply = await client.execute(IMPORTS, reply=True, timeout=120)
        took = time.perf_counter() - begin
        assert reply["content"]["status"] == "ok", reply
    finally:
        client.stop_channels()
        await manager.shutdown_kernel(now=True)
    return took


def _forked(here: Preloaded, folder: Path) -> float:
    order = Order(environment=dict(os.environ), directory=str(folder))
    begin = time.perf_counter()
    forked = here.fork(order)
    took = time.perf_counter() - begin
    forked.wait(30)
    return took
