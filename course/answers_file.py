"""All answers of an organisation as one JSON file, for other programs to read."""

from __future__ import annotations

import json
from typing import Any

from .records import KINDS
from .store import Stored, View

__all__ = ["VERSION", "answers_file"]

VERSION = 1
"""Counts up when the shape of the file changes; what a field is called, the kinds of record say."""


def answers_file(view: View) -> bytes:
    """Return what is written in `view` on any occasion as JSON in UTF-8, kind by kind.

    Each kind is there, in the order of the year, also where nothing has been written; times are in UTC.
    """
    written = view.of_every_occasion()
    content = {
        "version": VERSION,
        "cohort": view.cohort,
        "organisation": view.organisation,
        "records": {kind: [_entry(stored) for stored in written if stored.kind == kind] for kind in KINDS},
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def _entry(stored: Stored) -> dict[str, Any]:
    return {
        "id": stored.id,
        "occasion": stored.occasion,
        "revision": stored.revision,
        "updated_at": stored.updated_at and stored.updated_at.isoformat(),
        "updated_by": stored.updated_by,
        "values": stored.values,
    }
