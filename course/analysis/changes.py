"""What differs between the records of an organisation at two moments, record by record and field by field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..records import KINDS, Question
from ..store import Stored

__all__ = ["Change", "changes"]

Records = Mapping[str, Sequence[Stored]]


@dataclass(frozen=True)
class Change:
    """A record that is new or gone, or an answer that is another one.

    `earlier` and `later` are the record at the two moments, None where it is not there; `question` is the
    answer that differs, None where the record as a whole is new or gone.
    """

    kind: str
    earlier: Stored | None
    later: Stored | None
    question: Question | None = None

    @property
    def values(self) -> tuple[Any, Any]:
        """The stored answers at the two moments."""
        name = self.question.name if self.question else ""
        return tuple(one.values[name] if one and name else None for one in (self.earlier, self.later))  # type: ignore[return-value]


def changes(earlier: Records, later: Records, *, session: str = "") -> list[Change]:
    """Return what differs between two states of one organisation, kind by kind in the order of the course.

    Parameters
    ----------
    earlier, later
        All records at each moment, by kind, as `View.everything` returns them. What a unit only reads of its
        municipality's is left out: it did not change it.
    session
        A notebook's key; only records that are written there. Empty means all.
    """
    return [
        change
        for kind, model in KINDS.items()
        if not session or model.home == session
        for change in _of_kind(kind, earlier.get(kind, ()), later.get(kind, ()))
    ]


def _of_kind(kind: str, earlier: Sequence[Stored], later: Sequence[Stored]) -> Iterator[Change]:
    before = {stored.id: stored for stored in earlier if not stored.carried}
    after = {stored.id: stored for stored in later if not stored.carried}
    for key, now in after.items():
        was = before.get(key)
        if was is None:
            yield Change(kind, None, now)
            continue
        for question in now.questions:
            if was.values[question.name] != now.values[question.name]:
                yield Change(kind, was, now, question)
    for key, was in before.items():
        if key not in after:
            yield Change(kind, was, None)
