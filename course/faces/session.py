"""The content of a session's heading: where in the year, how complete, what the checks say."""

from __future__ import annotations

from collections import Counter
from typing import Any

from ..checks import Completeness, Missing
from ..checks.finding import SEVERITIES
from ..i18n import N_
from ..levels import municipality_of
from ..organisations import is_made_up
from ..outline import OCCASIONS, SessionKey, sessions, title_of
from ..outline import session as session_of
from ..settings import settings
from .form import common_content, said_of
from .links import level_switch, link_to
from .reading import Reading
from .snapshots import shown_sentence
from .year import held_again

__all__ = ["MADE_UP", "STATES", "completeness_sentence", "session_content", "state_of"]

STATES: dict[str, str] = {
    "empty": N_("Not started"),
    "started": N_("In progress"),
    "complete": N_("Complete"),
}

_NOTHING_ASKED = N_("Nothing is asked for in this session.")
MADE_UP = N_(
    "This municipality does not exist. It is an example: all people, figures and decisions here are made up."
)
_NOBODY = N_("“{kind}”: write down at least one.")
_ANSWER = N_("{kind} “{name}”: {question}")


def session_content(reading: Reading, *, level: int = 2) -> dict[str, Any]:
    """Return the content of the heading of the reading's session."""
    here, organisation = reading.session.notebook, reading.view.organisation
    municipality = municipality_of(organisation) or organisation
    state = state_of(reading, reading.session)
    made_up = reading.translate(MADE_UP) if is_made_up(reading.view.cohort, municipality) else ""
    last = max(
        (
            stored
            for kind in reading.records.values()
            for stored in kind
            if stored.updated_at and not stored.carried
        ),
        key=lambda stored: stored.updated_at.timestamp() if stored.updated_at else 0.0,
        default=None,
    )
    return {
        **common_content(reading, "session", level),
        "municipality": reading.place,
        "levels": level_switch(reading) if settings().face == "file" else None,
        "person": reading.view.grant.name,
        "place": _place(reading),
        "intro": " ".join(filter(None, (made_up, shown_sentence(reading)))),
        "steps": [_step(reading, key) for key in _steps(reading)],
        "done": state.done,
        "total": state.total,
        "complete_sentence": completeness_sentence(reading, reading.session),
        "missing": _missing(reading, state.missing),
        "findings": [
            {
                "severity": finding.severity.value,
                "label": reading.translate(SEVERITIES[finding.severity]),
                "sentence": said_of(reading, finding),
                # Without a record it is about all of the kind: about one that is not there, for example.
                "target": f"{finding.kind}/{finding.record}/{finding.field}"
                if finding.record
                else finding.kind,
            }
            for finding in reading.findings
            if finding.session == here
        ],
        "standing": reading.standing,
        "saved": {"clock": reading.clock(last.updated_at), "by": last.updated_by} if last else None,
    }


def state_of(reading: Reading, key: SessionKey) -> Completeness:
    """Return how far a session has come on the occasion that `key` names."""
    again = bool(session_of(key.notebook).occasions) and key.occasion != reading.session.occasion
    return (reading.at(key.occasion) if again else reading).states[key.notebook]


def completeness_sentence(reading: Reading, key: SessionKey) -> str:
    """Return how many of a session's required answers are there."""
    state = state_of(reading, key)
    if not state.total:
        return reading.translate(_NOTHING_ASKED)
    sentence = reading.translate.ngettext(
        "{done} of {total} required answer is there.",
        "{done} of {total} required answers are there.",
        state.total,
    )
    return sentence.format(done=state.done, total=state.total)


def _place(reading: Reading) -> str:
    """Return where in the year the reading's session is held this time."""
    occasion = reading.session.occasion
    return reading.translate(OCCASIONS[occasion] if occasion else session_of(str(reading.session)).place)


def _steps(reading: Reading) -> list[SessionKey]:
    """Return the sessions of the year, and the later occasions of one: those it has had, and this one."""
    later = {*held_again(reading), reading.session}
    return [
        key for session in sessions(reading.level) for key in session.keys if not key.occasion or key in later
    ]


def _step(reading: Reading, key: SessionKey) -> dict[str, Any]:
    state = state_of(reading, key)
    return {
        "key": str(key),
        "title": title_of(str(key), reading.translate),
        "href": link_to(reading, str(key)),
        "state": state.state if state.total else None,
        "state_label": reading.translate(STATES[state.state]) if state.total else "",
        "current": key == reading.session,
    }


def _missing(reading: Reading, missing: tuple[Missing, ...]) -> list[dict[str, str]]:
    """Return what is missing as sentences; a record that lacks much is named once, with its first gap."""
    lines = []
    per_record = Counter(item.record.id for item in missing if item.record)
    named: set[str] = set()
    rows = Counter(item.kind.kind for item in missing if item.row)
    for item in missing:
        if item.row:
            number = rows.pop(item.kind.kind, 0)
            if number:
                sentence = reading.translate.ngettext(
                    "{kind}: {number} row is not answered.", "{kind}: {number} rows are not answered.", number
                ).format(kind=reading.translate(item.kind.plural_at(reading.level)), number=number)
                lines.append({"sentence": sentence, "target": item.kind.kind})
            continue
        if item.record is None or item.question is None:
            sentence = reading.translate(_NOBODY).format(
                kind=reading.translate(item.kind.plural_at(reading.level))
            )
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
                kind=reading.translate(item.kind.title_at(reading.level)),
                name=reading.name(item.record),
                question=label,
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
