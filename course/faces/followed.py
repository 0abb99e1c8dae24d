"""How far each municipality has come, as those who follow a cohort see it: one row for each, by name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from ..checks.finding import Severity
from ..outline import HOME, gatherings, sessions
from ..store import SignOff, SignOffs
from .reading import Reading

__all__ = ["Followed", "FollowedSession", "followed"]

_TO_MEND = (Severity.ERROR, Severity.WARNING)


@dataclass(frozen=True)
class FollowedSession:
    """A session of a municipality: required answers, sign-off, findings, comments.

    `changed` counts the records that have changed since it was signed off; `comments` is None where they
    are not counted.
    """

    key: str
    state: str
    done: int
    total: int
    ready: SignOff | None
    changed: int
    findings: int
    comments: int | None


@dataclass(frozen=True)
class Followed:
    """A municipality or a unit: its sessions, the gatherings that are signed off, its last save (UTC)."""

    key: str
    name: str
    sessions: Mapping[str, FollowedSession]
    signed: Mapping[str, SignOff]
    last_at: datetime | None
    last_by: str

    @property
    def findings(self) -> int:
        """How many findings there are to look at."""
        return sum(one.findings for one in self.sessions.values())

    @property
    def comments(self) -> int | None:
        """How many comments there are, None where they are not counted."""
        counted = [one.comments for one in self.sessions.values() if one.comments is not None]
        return sum(counted) if counted else None

    @property
    def done(self) -> int:
        """How many required answers are there."""
        return sum(one.done for one in self.sessions.values())

    @property
    def total(self) -> int:
        """How many answers are required."""
        return sum(one.total for one in self.sessions.values())


def followed(
    readings: Mapping[str, Reading],
    signs: SignOffs,
    comments: Mapping[tuple[str, str], int] | None = None,
) -> list[Followed]:
    """Return a row for each organisation, in the order of `readings`; nobody is ranked.

    Parameters
    ----------
    readings
        What is read of each, by its key.
    signs
        The sign-offs of the cohort.
    comments
        (organisation, session) → how many comments wait for an answer; None where they are not counted.
    """
    held = signs.held()
    changed = signs.changed_since(list(held.values()))
    return [_followed(key, reading, held, changed, comments) for key, reading in readings.items()]


def _followed(
    key: str,
    reading: Reading,
    held: Mapping[tuple[str, str], SignOff],
    changed: Mapping[tuple[str, str], int],
    comments: Mapping[tuple[str, str], int] | None,
) -> Followed:
    found = Counter(one.session for one in reading.findings if one.severity in _TO_MEND)
    written = [
        stored
        for all_of_kind in reading.records.values()
        for stored in all_of_kind
        if stored.updated_at and not stored.carried
    ]
    last = max(
        written, key=lambda stored: stored.updated_at.timestamp() if stored.updated_at else 0.0, default=None
    )
    return Followed(
        key=key,
        name=reading.place,
        sessions={
            session.key: FollowedSession(
                key=session.key,
                state=reading.states[session.key].state,
                done=reading.states[session.key].done,
                total=reading.states[session.key].total,
                ready=held.get((key, session.key)),
                changed=changed.get((key, session.key), 0),
                findings=found[session.key],
                comments=None if comments is None else comments.get((key, session.key), 0),
            )
            for session in sessions(reading.level)
            if session.key != HOME
        },
        signed={one.key: held[key, one.key] for one in gatherings() if (key, one.key) in held},
        last_at=last.updated_at if last else None,
        last_by=last.updated_by if last else "",
    )
