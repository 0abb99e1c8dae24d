"""How things stand everywhere in a cohort, asked at once: what changes whenever anything readable does."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Engine, Select, func, select

from . import schema
from .whole import key_of_whole

__all__ = ["Standing"]


class Standing:
    """A digest for each municipality of a cohort, and one for the cohort as a whole.

    They are made of numbers and names, in a handful of statements whatever the number of municipalities.
    Beside the numbers that grow with each change they hold what changes without one: names of units, looks,
    sign-offs, and the names of those who wrote, which are replaced when somebody is forgotten.

    Parameters
    ----------
    engine, cohort
        Where, and of which cohort.
    """

    def __init__(self, engine: Engine, cohort: str) -> None:
        found: defaultdict[str, list[tuple[Any, ...]]] = defaultdict(list)
        with engine.connect() as connection:
            parents = _parents(connection, cohort)
            for key, row in _rows(connection, cohort):
                found[parents.get(key) or key].append(row)
        self._digests: Mapping[str, str] = {key: _digest(sorted(map(repr, found[key]))) for key in found}
        self._shared = self._digests.get(key_of_whole(cohort), "")
        self.whole = _digest(sorted(self._digests.items()))
        """What changes with anything in the cohort."""

    def of(self, municipality: str) -> str:
        """Return what changes with anything of a municipality, its units, or the cohort's gatherings."""
        return _digest([self._digests.get(municipality, ""), self._shared])


def _parents(connection: Connection, cohort: str) -> dict[str, str]:
    """Return the municipality of each unit."""
    at, there = schema.organisation.c, schema.participation.c
    statement = (
        select(at.key, at.parent)
        .join(schema.participation, there.organisation == at.key)
        .where(there.cohort == cohort, at.parent.is_not(None))
    )
    return {row.key: row.parent for row in connection.execute(statement)}


def _rows(connection: Connection, cohort: str) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Yield whatever counts, each with the organisation it is of."""
    for name, statement in _statements(cohort).items():
        for key, *row in connection.execute(statement):
            yield key, (name, key, *row)
    at = schema.cohort.c
    for itself in connection.execute(select(schema.cohort).where(at.key == cohort)):
        yield key_of_whole(cohort), ("cohort", *itself)


def _statements(cohort: str) -> dict[str, Select[Any]]:
    place, there, record = schema.organisation.c, schema.participation.c, schema.record.c
    state, said, signed, look = (
        schema.revision.c,
        schema.comment.c,
        schema.sign_off.c,
        schema.look.c,
    )
    taking_part = select(there.organisation).where(there.cohort == cohort)
    return {
        "organisations": select(schema.organisation, there.change, there.comments)
        .join(schema.participation, there.organisation == place.key)
        .where(there.cohort == cohort),
        # A database that was put back to an earlier day may come to the same numbers by other answers.
        "records": select(
            record.organisation, func.count(), func.sum(record.revision), func.max(record.updated_at)
        )
        .where(record.cohort == cohort)
        .group_by(record.organisation),
        "writers": select(record.organisation, state.made_by, func.count())
        .join(schema.revision, state.record == record.id)
        .where(record.cohort == cohort)
        .group_by(record.organisation, state.made_by),
        "comments": select(
            said.organisation, said.made_by, said.updated_by, func.count(), func.max(said.updated_at)
        )
        .where(said.cohort == cohort)
        .group_by(said.organisation, said.made_by, said.updated_by),
        "sign-offs": select(signed.organisation, schema.sign_off).where(signed.cohort == cohort),
        "looks": select(look.organisation, func.max(look.revision), func.max(look.made_at))
        .where(look.organisation.in_(taking_part))
        .group_by(look.organisation),
    }


def _digest(value: object) -> str:
    return sha256(repr(value).encode()).hexdigest()
