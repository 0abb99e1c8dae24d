"""Notebooks on a Dask cluster, past what one machine can do; imported only when a scheduler is named.

A worker carries out a task as `workbook run` does by itself, in a copy of a preloaded process of its own,
and returns both files as texts; only whoever asked writes. What a worker that is gone had begun is done by
another.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from distributed import Client, Future, as_completed

from ..kernel import CannotFork
from ..settings import settings
from .copies import Copies, Outcome, write
from .keys import code_and_data
from .plan import Task
from .pool import Result, last_line
from .written import story_of

__all__ = ["NoCluster", "carry_out", "run_on_cluster"]

_RETRIES = 2
"""How often a task is begun anew that a worker could not even begin."""
_CONNECTING = "20s"


class NoCluster(Exception):
    """There is no cluster at the address."""


def run_on_cluster(tasks: Sequence[Task], address: str) -> Generator[Result[Task], None, None]:
    """Run `tasks` on the cluster whose scheduler is at `address`, and yield how each went as it ends.

    Raises
    ------
    NoCluster
        When nobody answers there.
    """
    try:
        client = Client(address, timeout=_CONNECTING, set_as_default=False)
    except (OSError, ValueError) as error:
        raise NoCluster(f"There is no Dask scheduler at “{address}”: {error}.") from error
    with client:
        messages = [task.as_message for task in tasks]
        begun = client.map(
            carry_out, messages, told=_told(), code=code_and_data(), pure=False, retries=_RETRIES
        )
        futures = dict(zip(begun, tasks, strict=True))
        # Whatever nobody holds is forgotten by the cluster: so are the texts of what has been written.
        del begun
        try:
            for future in as_completed(list(futures), loop=client.loop):
                yield write(futures.pop(future), _outcome(future))
        finally:
            client.cancel(list(futures))


def carry_out(message: Mapping[str, Any], told: Mapping[str, str], code: str) -> Outcome:
    """On a worker: carry out a task.

    Parameters
    ----------
    message
        From `Task.as_message`.
    told
        The settings that show in a page.
    code
        What `code_and_data` is where the task comes from; whoever has other code makes nothing.
    """
    if code_and_data() != code:
        other = "The worker has another version of the workbook, its notebooks or what it runs on."
        return Outcome(0.0, error=other, story=other)
    task = Task.from_message(message)
    try:
        return _copies().make(task, told)
    except CannotFork as reason:
        error = f"The worker could not run it: {reason}"
        return Outcome(0.0, error=error, story=error)


@lru_cache(maxsize=1)
def _copies() -> Copies:
    """Those of this worker; they end with it."""
    return Copies()


def _told() -> dict[str, str]:
    known = settings()
    return {
        "WORKBOOK_TIME_ZONE": known.time_zone,
        "WORKBOOK_BASE_URL": known.base_url,
        "WORKBOOK_ADDRESS": known.address,
        "WORKBOOK_HOST": known.host,
        "WORKBOOK_PORT": str(known.port),
    }


def _outcome(future: Future[Outcome]) -> Outcome:
    """Return what came of a task, or that the cluster could not carry it out."""
    if future.status == "finished":
        outcome: Outcome = future.result()
        return outcome
    error = future.exception() if future.status == "error" else RuntimeError("The cluster has lost it.")
    kind = type(error).__name__
    return Outcome(0.0, error=last_line(str(error)) or kind, story=story_of(kind, str(error), ()))
