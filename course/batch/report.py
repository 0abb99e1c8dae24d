"""A batch as its operator sees it: a bar while it runs, a table when it has ended."""

from __future__ import annotations

from collections.abc import Iterable

from rich.box import SIMPLE
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from .plan import Task
from .pool import J, Result


def follow(running: Iterable[Result[J]], total: int) -> list[Result[J]]:
    """Wait for the results of `running` behind a progress bar and return them."""
    bar = (TextColumn("Running"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    results = []
    with Progress(*bar, TextColumn("{task.description}"), console=Console(stderr=True)) as progress:
        done = progress.add_task("", total=total)
        for result in running:
            results.append(result)
            progress.update(done, advance=1, description=result.task.title)
    return results


def table(results: Iterable[Result[Task]]) -> Table:
    """Return how each session went, municipality by municipality."""
    shown = Table("Municipality", "Session", "Seconds", "Result", box=SIMPLE)
    for result in sorted(results, key=lambda result: (result.task.municipality, result.task.session)):
        shown.add_row(
            # As text: what a notebook says must not be taken for rich's own markup.
            Text(result.task.municipality_name),
            Text(result.task.session),
            f"{result.seconds:.1f}",
            Text(f"failed: {result.error}" if result.error else "made"),
        )
    return shown
