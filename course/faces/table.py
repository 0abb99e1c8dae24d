"""The content of a table: many records of one kind."""

from __future__ import annotations

from typing import Any

from ..records import KINDS, questions
from .comments import comments_content
from .form import common_content, found_in, found_of, grouped, missing_in, record_content
from .reading import Reading

__all__ = ["table_content"]


def table_content(reading: Reading, kind: str, *, intro: str = "", level: int = 3) -> dict[str, Any]:
    """Return the content of the table of all records of `kind`."""
    model = KINDS[kind]
    may_write = reading.view.may_write
    return {
        **common_content(reading, "table", level),
        "kind": kind,
        "title": reading.translate(model.plural_at(reading.level)),
        "intro": intro,
        "singular": reading.translate(model.title_at(reading.level)),
        "groups": grouped(reading, questions(model, reading.level, reading.country)),
        "columns": [
            {"name": question.name, "label": reading.translate(question.label)}
            for question in questions(model, reading.level, reading.country)
            if question.column
        ],
        "records": [
            {
                **record_content(reading, stored),
                "findings": missing_in(reading, stored) + found_in(reading, stored),
            }
            for stored in reading.records[kind]
            if not stored.carried
        ],
        "remarks": found_of(reading, kind),
        "comments": comments_content(reading, kind),
        "deleted": len(reading.deleted.get(kind, ())),
        "can": {"write": may_write, "move": may_write},
    }
