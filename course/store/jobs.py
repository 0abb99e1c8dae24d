"""The runs that the server does for facilitators: what was asked for, how far it has come, how it ended.

They outlive the tab, the sign-in and the server: whoever comes back finds them here.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, Select, insert, select, update
from sqlalchemy.exc import IntegrityError

from ..grants import Action, Grant
from . import schema
from .connecting import BESIDE_OTHERS
from .errors import NotFound, StoreError
from .store import Store

__all__ = ["Busy", "Failure", "Job", "JobState", "Jobs"]

_LONGEST = 300


class Busy(StoreError):
    """A job of the cohort is running already."""


class JobState(StrEnum):
    """How a job stands."""

    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"
    BROKEN_OFF = "broken_off"
    """The server was ended while it ran."""
    FAILED = "failed"
    """It could not be run at all."""


@dataclass(frozen=True)
class Failure:
    """What was not made: whose, which session or document, and why in one line."""

    place: str
    what: str
    error: str


@dataclass(frozen=True)
class Job:
    """A run, with how far it has come (`done` of `total`) and what it does `now`. Moments are in UTC."""

    id: str
    cohort: str
    choice: dict[str, Any]
    state: JobState
    total: int
    done: int
    now: str
    failures: tuple[Failure, ...]
    made_at: datetime
    made_by: str
    ended_at: datetime | None
    ended_by: str | None
    expires_at: datetime | None

    @property
    def runs(self) -> bool:
        """Whether it is still running."""
        return self.state is JobState.RUNNING


class Jobs:
    """The jobs in a store. Who asks is checked where somebody asks; the server's own steps need no grant."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def begin(self, grant: Grant, cohort: str, choice: dict[str, Any], key: str = "") -> Job:
        """Enter a job that begins now; `key` is the id it gets, a UUID, where it has one already.

        Raises
        ------
        NotGranted
            When the grant may not run notebooks for the whole cohort.
        Busy
            When one is running.
        """
        grant.require_in_all(Action.RUN, cohort)
        key = key or str(uuid.uuid4())
        try:
            with self._store.engine.execution_options(writes=True).begin() as connection:
                connection.execute(
                    insert(schema.job).values(
                        id=key,
                        cohort=cohort,
                        running=cohort,
                        choice=choice,
                        state=JobState.RUNNING.value,
                        total=0,
                        done=0,
                        now="",
                        failures=[],
                        made_at=datetime.now(UTC),
                        made_by=grant.name,
                        person=grant.person,
                    )
                )
        except IntegrityError:
            raise Busy(f"A run of “{cohort}” is under way already.") from None
        return self.one(grant, cohort, key)

    def one(self, grant: Grant, cohort: str, key: str) -> Job:
        """Return one job of a cohort.

        Raises
        ------
        NotGranted, NotFound
            When the grant may not run notebooks there, or there is no such job.
        """
        grant.require_in_all(Action.RUN, cohort)
        at = schema.job.c
        found = self._read(select(schema.job).where(at.cohort == cohort, at.id == key))
        if not found:
            raise NotFound(f"There is no run “{key}” in “{cohort}”.")
        return found[0]

    def newest(self, grant: Grant, cohort: str, most: int = 5) -> list[Job]:
        """Return the last jobs of a cohort, the newest first."""
        grant.require_in_all(Action.RUN, cohort)
        at = schema.job.c
        return self._read(
            select(schema.job).where(at.cohort == cohort).order_by(at.made_at.desc()).limit(most)
        )

    def progress(self, key: str, *, total: int, done: int, now: str, failures: Sequence[Failure]) -> None:
        """Write down how far a running job has come."""
        self._change(
            key,
            total=total,
            done=done,
            now=now[:_LONGEST],
            failures=[[one.place, one.what, one.error] for one in failures],
        )

    def end(
        self, key: str, state: JobState, *, by: str | None = None, expires_at: datetime | None = None
    ) -> None:
        """Write down how a running job ended; one that has ended stays as it is."""
        self._change(
            key,
            state=state.value,
            running=None,
            now="",
            ended_at=datetime.now(UTC),
            ended_by=by,
            expires_at=expires_at,
        )

    def break_off(self, going: Collection[str] = ()) -> int:
        """Mark all that run as broken off, since the server that ran them is gone; return how many.

        Those that are `going`, by their ids, another server process runs.
        """
        at = schema.job
        with self._store.engine.execution_options(writes=True).begin() as connection:
            return connection.execute(
                update(at)
                .where(at.c.running.is_not(None), at.c.id.not_in(going))
                .values(state=JobState.BROKEN_OFF.value, running=None, now="", ended_at=datetime.now(UTC))
            ).rowcount

    def expire(self) -> list[str]:
        """Take the results from those whose time is up, and return their ids."""
        at = schema.job
        due = (at.c.expires_at.is_not(None)) & (at.c.expires_at <= datetime.now(UTC))
        with self._store.engine.execution_options(writes=True).begin() as connection:
            ids = list(connection.scalars(select(at.c.id).where(due)))
            connection.execute(update(at).where(due).values(expires_at=None))
        return ids

    def is_running(self, key: str) -> bool:
        """Whether a job runs, as far as the store knows."""
        at = schema.job.c
        return bool(self._read(select(schema.job).where(at.id == key, at.running.is_not(None))))

    def _change(self, key: str, **values: Any) -> None:
        at = schema.job
        with self._store.engine.execution_options(writes=BESIDE_OTHERS).begin() as connection:
            connection.execute(update(at).where(at.c.id == key, at.c.running.is_not(None)).values(**values))

    def _read(self, statement: Select[Any]) -> list[Job]:
        with self._store.engine.connect() as connection:
            return [_job(row) for row in connection.execute(statement)]


def _job(row: Row[Any]) -> Job:
    return Job(
        id=row.id,
        cohort=row.cohort,
        choice=row.choice,
        state=JobState(row.state),
        total=row.total,
        done=row.done,
        now=row.now,
        failures=tuple(Failure(*one) for one in row.failures),
        made_at=row.made_at,
        made_by=row.made_by,
        ended_at=row.ended_at,
        ended_by=row.ended_by,
        expires_at=row.expires_at,
    )
