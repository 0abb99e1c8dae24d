"""What an anchor has become, in words: its status, and “adopted” with the day and number of the case."""

from __future__ import annotations

from babel.dates import format_date

from ..i18n import N_
from ..store import Stored
from ..vocabulary import vocabulary
from .reading import Reading

__all__ = ["decided_note", "standing_shown"]

_ON = N_("{status} on {day}")
_ON_CASE = N_("{status} on {day}, case {number}")
_NOTE = N_(
    "The case has been decided: {standing}. Choose another status when the text stands in the plan, or if it "
    "was left out of the decision."
)


def standing_shown(reading: Reading, anchor: Stored) -> str:
    """Return what has become of an anchor; empty where no status has been chosen and no case decided it."""
    standing = reading.standings[anchor.id]
    if standing.decided is None:
        return vocabulary("anchor_status").label(standing.code, reading.language) if standing.code else ""
    words = reading.translate(_ON_CASE if standing.number else _ON)
    day = format_date(standing.on, "long", locale=reading.language)
    status = vocabulary("case_status").label(standing.decided, reading.language)
    return words.format(status=status, day=day, number=standing.number)


def decided_note(reading: Reading, anchor: Stored) -> str:
    """Return the sentence for whoever opens an anchor that the case has decided; empty for others."""
    if reading.standings[anchor.id].decided is None:
        return ""
    return reading.translate(_NOTE).format(standing=standing_shown(reading, anchor))
