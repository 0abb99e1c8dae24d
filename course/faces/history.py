"""What a record has been: who changed what when, question by question, and what has been deleted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date

from ..i18n import N_
from ..records import KINDS, Record, is_empty, questions
from ..settings import settings
from ..store import Revision
from .reading import Reading

__all__ = ["deleted_content", "history_content", "when_in_words"]

_WRITTEN = N_("Written down")
_CHANGED = N_("Changed")
_DELETED = N_("Deleted")
_RESTORED = N_("Taken back")
_MOVED = N_("Moved to another place in the list")
_WHEN = N_("{day} at {clock}")
_MOST = 30
"""How many entries are sent at a time; older ones are asked for."""
_TYPING = timedelta(minutes=10)
"""A text that goes on where the last one ended is one piece of writing, unless so long has passed between."""


def history_content(reading: Reading, record: str, before: int | None = None) -> dict[str, Any]:
    """Return the states of a record as entries, the newest first.

    Parameters
    ----------
    before
        Only entries older than this one's number; None for the newest.

    Returns
    -------
    dict
        ``entries``, and under ``older`` the number to ask for the rest with; None when that is all.

    Raises
    ------
    NotFound
        When the organisation has no such record.
    """
    model = KINDS[reading.view.get(record).kind]
    entries = [
        _entry(reading, model, earlier, later)
        for earlier, later in pairwise([None, *_pieces(model, reading.view.history(record))])
        if later is not None and (before is None or later.number < before)
    ]
    entries.reverse()
    shown = entries[:_MOST]
    return {"entries": shown, "older": shown[-1]["number"] if len(entries) > _MOST else None}


def deleted_content(reading: Reading, kind: str) -> list[dict[str, Any]]:
    """Return the deleted records of a kind, the last one deleted first."""
    return [
        {
            "id": stored.id,
            "revision": stored.revision,
            "title": reading.name(stored),
            "by": stored.updated_by,
            "when": when_in_words(reading, stored.updated_at),
        }
        for stored in reading.deleted.get(kind, ())
    ]


def when_in_words(reading: Reading, moment: datetime | None) -> str:
    """Return day and time of a moment, in the operator's time zone; empty when there is none."""
    if moment is None:
        return ""
    day = format_date(
        moment.astimezone(ZoneInfo(settings().time_zone)).date(), "long", locale=reading.language
    )
    return reading.translate(_WHEN).format(day=day, clock=reading.clock(moment))


def _pieces(model: type[Record], states: Sequence[Revision]) -> Iterator[Revision]:
    """Leave out what was only the beginning of the next text: it is in there, word for word."""
    for state, following in zip(states, [*states[1:], None], strict=True):
        if following is None or not _goes_on(model, state, following):
            yield state


def _goes_on(model: type[Record], state: Revision, following: Revision) -> bool:
    changed = [name for name in model.model_fields if state.values.get(name) != following.values.get(name)]
    if (
        len(changed) != 1
        or state.made_by != following.made_by
        or state.deleted != following.deleted
        or following.made_at - state.made_at > _TYPING
    ):
        return False
    begun, text = state.values.get(changed[0]), following.values.get(changed[0])
    return isinstance(begun, str) and isinstance(text, str) and bool(begun) and text.startswith(begun)


def _entry(
    reading: Reading, model: type[Record], earlier: Revision | None, later: Revision
) -> dict[str, Any]:
    before, after = _record(model, earlier), _record(model, later)
    changes = []
    for question in questions(model, reading.level):
        old, new = getattr(before, question.name), getattr(after, question.name)
        if old == new or (is_empty(old) and is_empty(new)):
            continue
        changes.append(
            {
                "field": question.name,
                "label": reading.translate(question.label),
                "before": reading.shown(question, old),
                "after": reading.shown(question, new),
                "value": after.values()[question.name],
                # To which row of a checklist it belongs is no text to be taken back.
                "fixed": question.name in model.one_for,
            }
        )
    return {
        "number": later.number,
        "by": later.made_by,
        "when": when_in_words(reading, later.made_at),
        "what": reading.translate(_what(earlier, later, bool(changes))),
        "changes": changes,
    }


def _what(earlier: Revision | None, later: Revision, changed: bool) -> str:
    if earlier is None:
        return _WRITTEN
    if later.deleted != earlier.deleted:
        return _DELETED if later.deleted else _RESTORED
    return _CHANGED if changed else _MOVED


def _record(model: type[Record], state: Revision | None) -> Record:
    values = state.values if state else {}
    return model.model_validate({name: value for name, value in values.items() if name in model.model_fields})
