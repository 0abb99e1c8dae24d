"""A batch as of snapshots: each session as it was when its group said that it was ready."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..store import SignOff, SignOffs
from .plan import Task

__all__ = ["at_snapshots"]


def at_snapshots(tasks: Sequence[Task], signs: SignOffs, number: int = 0) -> list[Task]:
    """Return those of `tasks` that have a snapshot, to be run as of it.

    Parameters
    ----------
    tasks
        What would be run.
    signs
        The sign-offs of the cohort.
    number
        The number of the snapshot; 0 for the newest that has not been taken back.
    """
    held = signs.held()

    def chosen(task: Task) -> SignOff | None:
        organisation = task.unit or task.municipality
        if not number:
            return held.get((organisation, task.session))
        there = signs.of(organisation, task.session)
        return next((one for one in there if one.number == number), None)

    return [replace(task, revision=one.change) for task in tasks if (one := chosen(task))]
