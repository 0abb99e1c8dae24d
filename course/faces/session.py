"""The content of a session's heading: where in the year, how complete, what the checks say."""

from __future__ import annotations

from collections import Counter
from typing import Any

from ..checks import Missing, completeness
from ..checks.finding import SEVERITIES
from ..i18n import N_
from ..outline import session as session_of
from ..outline import sessions
from ..settings import settings
from .form import common_content
from .reading import Reading

__all__ = ["STATES", "link_to", "session_content"]

STATES: dict[str, str] = {
    "empty": N_("Not started"),
    "started": N_("In progress"),
    "complete": N_("Complete"),
}

_NOTHING_ASKED = N_("Nothing is asked for in this session.")
_NOBODY = N_("“{kind}”: write down at least one.")
_ANSWER = N_("{kind} “{name}”: {question}")


def link_to(reading: Reading, session: str) -> str:
    """Return the address of a session: a page of the server, a file beside this one, or a notebook."""
    if settings().face != "page":
        return f"{session}.{'ipynb' if settings().face == 'lab' else 'html'}"
    address = settings().base_url + ("" if session == "home" else f"session/{session}")
    # Only whoever sees several municipalities needs to say which one.
    return (
        address if reading.view.grant.organisation else f"{address}?municipality={reading.view.organisation}"
    )


def session_content(reading: Reading, *, level: int = 2) -> dict[str, Any]:
    """Return the content of the heading of the reading's session."""
    here = reading.session.notebook
    state = completeness(reading.records, here)
    last = max(
        (stored for kind in reading.records.values() for stored in kind if stored.updated_at),
        key=lambda stored: stored.updated_at.timestamp() if stored.updated_at else 0.0,
        default=None,
    )
    return {
        **common_content(reading, "session", level),
        "municipality": reading.municipality,
        "person": reading.view.grant.name,
        "place": reading.translate(session_of(here).place),
        "steps": [_step(reading, session.key) for session in sessions()],
        "done": state.done,
        "total": state.total,
        "complete_sentence": completeness_sentence(reading, here),
        "missing": _missing(reading, state.missing),
        "findings": [
            {
                "severity": finding.severity.value,
                "label": reading.translate(SEVERITIES[finding.severity]),
                "sentence": f"{finding.subject}: {finding.message.text(reading.translate)}",
                "target": f"{finding.kind}/{finding.record}/{finding.field}",
            }
            for finding in reading.findings
            if finding.session == here
        ],
        "saved": {"clock": reading.clock(last.updated_at), "by": last.updated_by} if last else None,
    }


def completeness_sentence(reading: Reading, session: str) -> str:
    """Return how many of a session's required answers are there."""
    state = completeness(reading.records, session)
    if not state.total:
        return reading.translate(_NOTHING_ASKED)
    sentence = reading.translate.ngettext(
        "{done} of {total} required answer is there.",
        "{done} of {total} required answers are there.",
        state.total,
    )
    return sentence.format(done=state.done, total=state.total)


def _step(reading: Reading, session: str) -> dict[str, Any]:
    state = completeness(reading.records, session)
    return {
        "key": session,
        "title": reading.translate(session_of(session).title),
        "href": link_to(reading, session),
        "state": state.state if state.total else None,
        "state_label": reading.translate(STATES[state.state]) if state.total else "",
        "current": session == reading.session.notebook,
    }


def _missing(reading: Reading, missing: tuple[Missing, ...]) -> list[dict[str, str]]:
    """Return what is missing as sentences; a record that lacks much is named once, with its first gap."""
    lines = []
    per_record = Counter(item.record.id for item in missing if item.record)
    named: set[str] = set()
    for item in missing:
        if item.record is None or item.question is None:
            sentence = reading.translate(_NOBODY).format(kind=reading.translate(item.kind.plural))
            lines.append({"sentence": sentence, "target": item.kind.kind})
            continue
        if item.record.id in named and not item.kind.single:
            continue
        named.add(item.record.id)
        label = reading.translate(item.question.label)
        sentence = (
            label
            if item.kind.single
            else reading.translate(_ANSWER).format(
                kind=reading.translate(item.kind.title), name=reading.name(item.record), question=label
            )
        )
        more = per_record[item.record.id] - 1
        if more and not item.kind.single:
            sentence += " " + reading.translate.ngettext(
                "(and {number} more)", "(and {number} more)", more
            ).format(number=more)
        lines.append(
            {"sentence": sentence, "target": f"{item.kind.kind}/{item.record.id}/{item.question.name}"}
        )
    return lines
