"""What `workbook run --scheduler` needs, and nobody else."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from typing import TYPE_CHECKING

from .errors import Sentence

if TYPE_CHECKING:
    from ..batch import Result, Task

__all__ = ["on_cluster"]


def on_cluster(address: str) -> Callable[[Sequence[Task]], Generator[Result[Task], None, None]]:
    """Return how tasks are run on the Dask cluster whose scheduler is at `address`.

    Raises
    ------
    Sentence
        When Dask is not installed; later on when there is no cluster at the address.
    """
    try:
        from ..batch.cluster import NoCluster, run_on_cluster
    except ImportError as error:
        raise Sentence(
            f"--scheduler needs Dask ({error}): pip install 'municipal-workbook[dask]'."
        ) from error

    def run(tasks: Sequence[Task]) -> Generator[Result[Task], None, None]:
        try:
            yield from run_on_cluster(tasks, address)
        except NoCluster as error:
            raise Sentence(str(error)) from error

    return run
