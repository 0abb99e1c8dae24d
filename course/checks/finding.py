"""Findings: what a check has to say, about which record, how serious, and where the rule is from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ..i18n import N_
from ..records import Message
from ..store import Stored
from .anchoring import anchoring

__all__ = ["SEVERITIES", "Finding", "Severity", "findings"]

Records = Mapping[str, Sequence[Stored]]


class Severity(StrEnum):
    """How serious a finding is."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


SEVERITIES: dict[Severity, str] = {
    Severity.ERROR: N_("Must be mended"),
    Severity.WARNING: N_("Look at this"),
    Severity.INFO: N_("Good to know"),
}


@dataclass(frozen=True)
class Finding:
    """One thing a check found.

    `code` is stable; `record` and `field` say what it is about; `source` says where the rule is from.
    """

    code: str
    severity: Severity
    session: str
    kind: str
    record: str
    field: str
    subject: str
    message: Message
    source: str


def _not_anchored(records: Records) -> Iterator[Finding]:
    """Yield each goal that lacks an anchor or a link to development work, and which of the two."""
    source = "HK-dir, 13 January 2023: two pieces of advice from Sula"
    for goal in anchoring(records).goals:
        lacking = (
            ("goal_without_anchor", goal.has_anchor, "called"),
            ("goal_without_development_work", goal.has_development_work, "development_work"),
        )
        sentences = iter(goal.missing)
        for code, held, field in lacking:
            if not held:
                yield Finding(
                    code,
                    Severity.WARNING,
                    "04_anchoring",
                    "goal",
                    goal.goal.id,
                    field,
                    goal.goal.record.name(),
                    next(sentences),
                    source,
                )


CHECKS: tuple[Callable[[Records], Iterator[Finding]], ...] = (_not_anchored,)


def findings(records: Records, session: str | None = None) -> list[Finding]:
    """Return what all checks find, or what they find for one session (a notebook's key)."""
    found = (finding for check in CHECKS for finding in check(records))
    return [finding for finding in found if session in (None, finding.session)]
