"""Words an outside reader stumbles over, wherever they are written.

Both rules read what the group says of its own plans. What quotes others (a plan's text, what a focus
group said, a register) is left alone, and so is what describes today's situation: that something is
not clear between schools may be the very need.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from datetime import date
from functools import cache

from ..i18n import N_
from ..records import KINDS, questions
from ..store import Stored
from .finding import Hit, Records, Severity, about, check
from .phrases import matcher, phrases

__all__ = ["abbreviation_not_explained", "not_clarified"]

QUOTED_KINDS = {"project", "partnership", "network", "focus_group", "attachment"}
FACILITATORS_KINDS = {"gathering"}
SITUATION_KINDS = {"challenge", "learning", "assessment", "follow_up", "case_step"}
QUOTED = {("steering_document", "quotation"), ("anchor", "existing_text")}
SITUATION = {
    ("need", "called"),
    ("need", "description"),
    ("need", "done_today"),
    ("need", "still_missing"),
    ("rationale", "depends_on"),
    ("risk", "called"),
}

READ_OUTSIDE = {
    "rationale": {"why"},
    "need": {"called", "description", "still_missing", "why_international"},
    "goal": {"called", "explanation"},
    "involvement": {"who"},
    "consortium": {"purpose"},
    "activity": {"called", "learning", "sharing", "lasting_change"},
    "practice": {"selection", "green", "digital", "turnover"},
    "decision_case": {"background", "assessment", "economy", "alternatives", "children", "climate", "health"},
    "proposal": {"text"},
}
"""Kind → fields that a council or an assessor reads; elsewhere the group may write as it talks."""

_ADVICE = "CFU at UCL, ten good pieces of advice: ucl.dk/cfu/fag/internationalisering"
_UNCLEAR = N_(
    "“{words}” tells a reader that you do not know yet. Write what you know, or leave it empty until then."
)
_SHORT = N_("Not everybody knows what “{short}” is. Write it out the first time.")


@check(Severity.WARNING, source=f"{_ADVICE}: avoid “not clarified yet”")
def not_clarified(records: Records, today: date) -> Iterator[Hit]:
    """A text says that something is not clarified yet, or will come later."""
    pattern = matcher("not_clarified")
    for stored, field, text in _written(records):
        if found := pattern.search(text):
            yield about(stored, field, _UNCLEAR, words=found.group())


@check(Severity.INFO, source=f"{_ADVICE}: no insider language")
def abbreviation_not_explained(records: Records, today: date) -> Iterator[Hit]:
    """An abbreviation that only insiders know is written out nowhere; each is named once."""
    pattern = matcher("abbreviations", case=True)
    read = [
        (stored, field, getattr(stored.record, field))
        for kind, fields in READ_OUTSIDE.items()
        for stored in records.get(kind, ())
        for field in sorted(fields, key=list(type(stored.record).model_fields).index)
    ]
    everything = "\n".join(text for _, _, text in read)
    named: set[str] = set()
    for stored, field, text in read:
        for found in pattern.every(text):
            short = found.group()
            if short not in named and not _explained(short, everything):
                named.add(short)
                yield about(stored, field, _SHORT, short=short)


def _explained(short: str, everything: str) -> bool:
    """Whether an abbreviation is written out somewhere: in full, or in brackets beside it."""
    written_out = [
        phrase.written_out
        for phrase in phrases("abbreviations")
        if phrase.phrase == short and phrase.written_out
    ]
    lowered = everything.casefold()
    if any(form.casefold() in lowered for form in written_out):
        return True
    mark = re.escape(short)
    return re.search(rf"\(\s*{mark}\s*\)|(?<!\w){mark}\s*\(", everything) is not None


def _written(records: Records) -> Iterator[tuple[Stored, str, str]]:
    """Yield every answer in words that the group gives of its own plans."""
    for kind in KINDS:
        if kind in QUOTED_KINDS | SITUATION_KINDS | FACILITATORS_KINDS:
            continue
        fields = _fields(kind)
        for stored in records.get(kind, ()):
            for field in fields:
                if text := getattr(stored.record, field):
                    yield stored, field, text


@cache
def _fields(kind: str) -> Collection[str]:
    return tuple(
        question.name
        for question in questions(KINDS[kind], None)
        if question.type in ("line", "text") and (kind, question.name) not in QUOTED | SITUATION
    )
