"""The content of the home page: every session with its state, and the degree of anchoring."""

from __future__ import annotations

from collections import Counter
from typing import Any

from ..checks.finding import SEVERITIES
from ..i18n import N_
from ..outline import SessionKey, sessions
from .comments import open_threads
from .form import common_content
from .links import link_to
from .matrix import degree_sentence
from .reading import Reading
from .session import STATES, completeness_sentence

__all__ = ["overview_content"]

_COMMENTS = N_("Open comments: {number}")


def overview_content(reading: Reading) -> dict[str, Any]:
    """Return the content of the home page: sessions in the order of the year."""
    found = Counter((finding.session, finding.severity) for finding in reading.findings)
    working = [session for session in sessions(reading.level) if session.key != "home"]
    return {
        **common_content(reading, "overview", 2),
        "municipality": reading.place,
        "degree": degree_sentence(reading),
        "sessions": [
            {
                "key": session.key,
                "title": reading.translate(session.title),
                "place": reading.translate(session.place),
                "href": link_to(reading, session.key),
                "state": reading.states[session.key].state,
                "state_label": reading.translate(STATES[reading.states[session.key].state]),
                "sentence": completeness_sentence(reading, SessionKey(session.key)),
                "comments": _comments(reading, session.key),
                "findings": [
                    {
                        "severity": severity.value,
                        "label": reading.translate(label),
                        "number": found[session.key, severity],
                    }
                    for severity, label in SEVERITIES.items()
                    if found[session.key, severity]
                ],
            }
            for session in working
        ],
    }


def _comments(reading: Reading, session: str) -> str:
    """Return how many comments on a session are open; empty when none is."""
    number = open_threads(reading, session)
    return reading.translate(_COMMENTS).format(number=number) if number else ""
