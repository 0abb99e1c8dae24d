"""The content of a gathering in its session: programme, place and material, and who took part."""

from __future__ import annotations

from typing import Any

from babel.dates import get_month_names

from ..i18n import N_
from ..outline import Gathering, gatherings
from ..outline import session as session_of
from ..records import Attendance, questions
from ..store import Stored
from ..vocabulary import vocabulary
from .comments import comments_content
from .dates import days_in_words, planned_gatherings
from .form import common_content, found_in, grouped, record_content
from .reading import Reading

__all__ = ["attendance_content", "attendance_record", "gathering_content", "gathering_of", "when", "where"]

_PROGRAMME = N_("Programme")
_MATERIAL = N_("Material")
_LINK = N_("Open the material")
_NOT_YET = N_("The facilitator has not written the programme down yet.")
_AT_HOME = N_("This time the session is held at home.")
_FORM = N_("Who took part in the gathering")


def gathering_of(reading: Reading) -> Gathering | None:
    """Return the gathering at which the reading's session is held; None when it is held at home."""
    if reading.session.occasion:
        return None
    at = session_of(reading.session.notebook).at
    return next((gathering for gathering in gatherings() if gathering.key == at), None)


def when(reading: Reading, gathering: Gathering) -> str:
    """Return the days of a gathering as far as they are known: its days, otherwise the month."""
    _, plan = planned_gatherings(reading).get(gathering.key, (None, None))
    if plan and plan.starts_on:
        return days_in_words(plan.starts_on, plan.ends_on or plan.starts_on, reading.language)
    names = get_month_names("wide", context="stand-alone", locale=reading.language)
    return str(names[gathering.month])


def where(reading: Reading, gathering: Gathering) -> str:
    """Return where a gathering is held: what the facilitator wrote, otherwise what the course has."""
    _, plan = planned_gatherings(reading).get(gathering.key, (None, None))
    return plan.place if plan and plan.place else reading.translate(gathering.place)


def gathering_content(reading: Reading, *, level: int = 3) -> dict[str, Any]:
    """Return the content of the gathering of the reading's session."""
    common = common_content(reading, "gathering", level)
    gathering = gathering_of(reading)
    if gathering is None:
        return {**common, "sentence": reading.translate(_AT_HOME)}
    _, plan = planned_gatherings(reading).get(gathering.key, (None, None))
    parts = [(_PROGRAMME, plan.programme), (_MATERIAL, plan.material)] if plan else []
    written = [{"title": reading.translate(title), "text": text} for title, text in parts if text]
    return {
        **common,
        "sentence": "" if written or (plan and plan.link) else reading.translate(_NOT_YET),
        "title": vocabulary("gathering").label(gathering.key, reading.language),
        "when": when(reading, gathering),
        "where": where(reading, gathering),
        "parts": written,
        "link": {"href": plan.link, "label": reading.translate(_LINK)} if plan and plan.link else None,
    }


def attendance_record(reading: Reading) -> Stored:
    """Return who took part in the gathering of the session, at revision 0 when nobody has said so yet.

    Raises
    ------
    ValueError
        When the session is held at no gathering.
    """
    gathering = gathering_of(reading)
    if gathering is None:
        raise ValueError(f"The session {reading.session} is held at no gathering.")
    for stored in reading.records[Attendance.kind]:
        if isinstance(stored.record, Attendance) and stored.record.gathering == gathering.key:
            return stored
    record = Attendance(gathering=gathering.key)
    identifier = reading.view.row_id(Attendance.kind, {"gathering": gathering.key})
    return Stored(identifier, record, 0, 0.0, "", None, "")


def attendance_content(reading: Reading, *, intro: str = "", level: int = 3) -> dict[str, Any]:
    """Return the content of the form in which a group says who took part; the gathering is given."""
    stored = attendance_record(reading)
    asked = [question for question in questions(Attendance) if question.name not in Attendance.one_for]
    return {
        **common_content(reading, "form", level),
        "kind": Attendance.kind,
        "title": reading.translate(_FORM),
        "intro": intro,
        "groups": grouped(reading, asked),
        "record": record_content(reading, stored),
        "findings": found_in(reading, stored),
        "comments": comments_content(reading, Attendance.kind),
    }
