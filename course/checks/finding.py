"""Findings, and how a rule becomes a check: a code, how serious it is, and where the rule is from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from ..countries import COUNTRIES, Country
from ..i18n import N_
from ..levels import EVERYWHERE, Level
from ..records import Message, Record
from ..store import Stored

__all__ = [
    "SEVERITIES",
    "Check",
    "Finding",
    "Hit",
    "Records",
    "Severity",
    "about",
    "about_all",
    "check",
    "each",
]

Records = Mapping[str, Sequence[Stored]]
SomeRecord = TypeVar("SomeRecord", bound=Record)


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

    `code` is stable; `session` is where it is mended; `record` and `field` say what it is about, and
    `record` is empty where it is about all records of the kind. `subject` is the name of what it is
    about, empty where the sentence needs none; `source` says where the rule is from.
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


@dataclass(frozen=True)
class Hit:
    """What a rule found, before its check adds code, severity and source."""

    kind: type[Record]
    record: str
    field: str
    subject: str
    message: Message


Rule = Callable[[Records, date], Iterator[Hit]]
ALL_COUNTRIES: frozenset[Country] = frozenset(COUNTRIES)


@dataclass(frozen=True)
class Check:
    """A rule with its code, its severity, and its source with year."""

    code: str
    severity: Severity
    source: str
    rule: Rule
    levels: frozenset[Level] = EVERYWHERE
    """The levels whose records it reads: what holds for a municipality need not hold for a school."""
    countries: frozenset[Country] = ALL_COUNTRIES
    """Where it holds: the law of one country is none in another."""

    @property
    def description(self) -> str:
        """What the rule finds, as the first line of its docstring says it."""
        return (self.rule.__doc__ or "").strip().partition("\n")[0]

    def __call__(self, records: Records, today: date) -> Iterator[Finding]:
        """Yield what the rule finds in `records` on the day `today`."""
        for hit in self.rule(records, today):
            yield Finding(
                self.code,
                self.severity,
                hit.kind.home,
                hit.kind.kind,
                hit.record,
                hit.field,
                hit.subject,
                hit.message,
                self.source,
            )


def check(
    severity: Severity,
    *,
    source: str,
    levels: frozenset[Level] = EVERYWHERE,
    countries: frozenset[Country] = ALL_COUNTRIES,
) -> Callable[[Rule], Check]:
    """Make a check of a rule; its code is the rule's own name."""

    def make(rule: Rule) -> Check:
        return Check(rule.__name__, severity, source, rule, levels, countries)

    return make


def about(stored: Stored, field: str, sentence: str, **blanks: object) -> Hit:
    """Return a hit on one field of one record."""
    record = stored.record
    subject = "" if record.single else record.name()
    return Hit(type(record), stored.id, field, subject, Message(sentence, blanks))


def about_all(kind: type[Record], field: str, sentence: str, *, subject: str = "", **blanks: object) -> Hit:
    """Return a hit on all records of a kind together, for example on one that is not there yet."""
    return Hit(kind, "", field, subject, Message(sentence, blanks))


def each(records: Records, kind: type[SomeRecord]) -> Iterator[tuple[Stored, SomeRecord]]:
    """Yield every record of a kind as it is stored, and as itself.

    What a unit only reads of its municipality's is left out: it cannot be mended there.
    """
    for stored in records.get(kind.kind, ()):
        if isinstance(stored.record, kind) and not stored.carried:
            yield stored, stored.record
