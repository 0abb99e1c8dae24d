"""The content of a checklist: rows fixed by a vocabulary, and one record for each of them.

Where several answer the same rows (each role for itself, at the start and at the end), selectors say
whose answers are shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from typing import Any

from ..records import KINDS, Question, Record, questions
from ..store import Stored, place_of
from ..vocabulary import Term, vocabulary
from .comments import comments_content
from .form import asked, common_content, found_in, found_of, grouped, missing_in, record_content
from .reading import Reading

__all__ = ["NoChecklist", "checklist_content", "place_key"]


class NoChecklist(ValueError):
    """A kind whose records are not tied to the rows of a vocabulary."""

    def __init__(self, kind: str) -> None:
        super().__init__(f"“{kind}” has no fixed rows: it is no checklist.")


def checklist_content(
    reading: Reading,
    kind: str,
    *,
    intro: str = "",
    level: int = 3,
    chosen: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Return the content of the checklist of `kind`.

    Parameters
    ----------
    chosen
        What the selectors stand at to begin with: field → code.

    Raises
    ------
    NoChecklist
        When `kind` has no fixed rows.
    """
    model = KINDS[kind]
    by_name = {question.name: question for question in questions(model, reading.level, reading.country)}
    if not model.one_for or not all(by_name[name].vocabulary for name in model.one_for):
        raise NoChecklist(kind)
    row_field, *selecting = (by_name[name] for name in model.one_for)
    answered = [
        question
        for question in questions(model, reading.level, reading.country)
        if question.name not in model.one_for
    ]
    terms = list(vocabulary(row_field.vocabulary))
    return {
        **common_content(reading, "checklist", level),
        "kind": kind,
        "title": reading.translate(model.plural_at(reading.level)),
        "intro": intro,
        "row_field": row_field.name,
        "rows": [_row(reading, term, answered) for term in terms],
        "groups": grouped(reading, answered),
        "selectors": [
            {**asked(reading, question), "value": (chosen or {}).get(question.name)} for question in selecting
        ],
        "ids": _ids(reading, model, [row_field, *selecting]),
        "records": [
            {
                **record_content(reading, stored),
                "row": stored.values[row_field.name],
                "place": place_key(model, stored.values),
                "findings": missing_in(reading, stored) + found_in(reading, stored),
            }
            for stored in reading.records[kind]
            if place_key(model, stored.values)
        ],
        "remarks": found_of(reading, kind),
        "comments": comments_content(reading, kind),
        "deleted": len(reading.deleted.get(kind, ())),
    }


def place_key(model: type[Record], values: Mapping[str, Any]) -> str:
    """Return where a record belongs, such as ``statement|moment|role``; empty while a part is missing."""
    place = place_of(model, values)
    return "|".join(place.values()) if place else ""


def _row(reading: Reading, term: Term, answered: list[Question]) -> dict[str, Any]:
    """Return one row; where the vocabulary says what a choice means for this row, it stands beside it."""
    means: dict[str, dict[str, str]] = {}
    for question in answered:
        codes = vocabulary(question.vocabulary).codes if question.vocabulary else ()
        said = {code: _extra(term, code, reading.language) for code in codes}
        if any(said.values()):
            means[question.name] = said
    return {
        "code": term.code,
        "label": term.label(reading.language),
        "description": _extra(term, "description", reading.language),
        "part": _extra(term, "block", reading.language) or _extra(term, "part", reading.language),
        "means": means,
    }


def _extra(term: Term, column: str, language: str) -> str:
    return term.text(column, language) if f"{column}_en" in term.extra else ""


def _ids(reading: Reading, model: type[Record], fields: list[Question]) -> dict[str, str]:
    """Return which record each place has, there already or to be made with the first answer."""
    there: dict[str, Stored] = {}
    for stored in reading.records[model.kind]:
        there.setdefault(place_key(model, stored.values), stored)
    ids = {}
    for codes in product(*(vocabulary(question.vocabulary).codes for question in fields)):
        place = {question.name: code for question, code in zip(fields, codes, strict=True)}
        key = place_key(model, place)
        ids[key] = there[key].id if key in there else reading.view.row_id(model.kind, place)
    return ids
