"""A batch as its operator sees it: a bar while it runs, a table when it has ended."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence

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
            Text(_how(result)),
        )
    return shown


def _how(result: Result[Task]) -> str:
    if result.error:
        return f"failed: {result.error}"
    return "up to date" if result.up_to_date else "made"


def tell(
    tasks: Sequence[Task], running: Iterable[Result[Task]], say: Callable[[str], None]
) -> list[Result[Task]]:
    """Wait for the results of `running`, say each as a line of JSON for another program, and return them.

    The first line is all of ``{"run": [[municipality or unit, its name, session], …]}``; each of the others
    ``{"ran": [municipality or unit, session], "error": "…"}``, where the error is empty when it went well.
    """
    say(
        json.dumps(
            {"run": [[one.unit or one.municipality, one.municipality_name, one.session] for one in tasks]}
        )
    )
    results = []
    for result in running:
        results.append(result)
        ran = [result.task.unit or result.task.municipality, result.task.session]
        say(json.dumps({"ran": ran, "error": result.error}))
    return results
