"""Records as a group would write them, made without a store, for tests that plant a fault and mend it."""

from __future__ import annotations

from datetime import date
from itertools import count

from course.checks import CHECKS, Finding
from course.records import KINDS, validate
from course.store import Stored

TODAY = date(2027, 3, 1)

_number = count(1)


def stored(kind: str, record: str | None = None, **values: object) -> Stored:
    """Return a record as it would come from the store, checked as the store checks it."""
    return Stored(
        record or f"{kind}-{next(_number)}", validate(KINDS[kind], values), 1, 1.0, "", None, "Kari"
    )


def records(*some: Stored) -> dict[str, list[Stored]]:
    """Return records by kind, with every kind there, as a view gives them."""
    found: dict[str, list[Stored]] = {kind: [] for kind in KINDS}
    for one in some:
        found[one.kind].append(one)
    return found


def found(code: str, *some: Stored) -> list[Finding]:
    """Return what one check finds in these records."""
    return list(CHECKS[code](records(*some), TODAY))


def text(finding: Finding, translate) -> str:
    """Return a finding's sentence."""
    return finding.message.text(translate)


__all__ = ["TODAY", "found", "records", "stored", "text"]
