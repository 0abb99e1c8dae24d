"""Write all answers of an organisation as one JSON file."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from ..records import KINDS
from ..store import Revision, Stored, Unit, View

__all__ = ["VERSION", "answers_file"]

VERSION = 2
"""Counts up when the shape of the file changes; what a field is called, the kinds of record say.

1 had neither `level` nor `units` nor `history`.
"""


def answers_file(view: View, units: Sequence[Unit] = (), *, history: bool = False) -> bytes:
    """Return what is written in `view` on any occasion as JSON in UTF-8, kind by kind.

    Each kind is there, in the order of the year, also where nothing has been written; times are in UTC.

    Parameters
    ----------
    units
        The units under the organisation whose answers go into the same file.
    history
        Whether every state of every record is there, and those that were deleted.
    """
    content = {
        "version": VERSION,
        "cohort": view.cohort,
        "organisation": view.organisation,
        "level": view.level.value,
        "history": history,
        "records": _records(view, history),
        "units": [
            {
                "key": unit.key,
                "name": unit.name,
                "unit_type": unit.unit_type,
                "records": _records(view.of_unit(unit), history),
            }
            for unit in units
        ],
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def _records(view: View, history: bool) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {kind: [] for kind in KINDS}
    if history:
        for stored, states in view.with_history():
            found[stored.kind].append(
                _entry(stored)
                | {
                    "position": stored.position,
                    "deleted": stored.deleted,
                    "history": [_state(stored, state) for state in states],
                }
            )
    else:
        for stored in view.of_every_occasion():
            found[stored.kind].append(_entry(stored))
    return found


def _entry(stored: Stored) -> dict[str, Any]:
    return {
        "id": stored.id,
        "occasion": stored.occasion,
        "revision": stored.revision,
        "updated_at": stored.updated_at and stored.updated_at.isoformat(),
        "updated_by": stored.updated_by,
        "values": stored.values,
    }


def _state(stored: Stored, state: Revision) -> dict[str, Any]:
    """Return one state a record has had; who made it by name, since keys of persons are the store's own."""
    known = {name: value for name, value in state.values.items() if name in type(stored.record).model_fields}
    return {
        "revision": state.number,
        "change": state.change,
        "made_at": state.made_at.isoformat(),
        "made_by": state.made_by,
        "position": state.position,
        "deleted": state.deleted,
        "values": type(stored.record).model_validate(known).values(),
    }
