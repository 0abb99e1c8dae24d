"""The content of a form: one record, its questions in groups, and what is found about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..checks import Finding, lacks
from ..i18n import N_
from ..records import KINDS, Question, questions
from ..store import Stored
from .comments import comments_content
from .reading import Reading
from .texts import texts

__all__ = [
    "asked",
    "common_content",
    "form_content",
    "found_in",
    "found_of",
    "grouped",
    "missing_in",
    "record_content",
    "said_of",
]

NEEDED = N_("Needed before this is complete.")


def common_content(reading: Reading, widget: str, level: int) -> dict[str, Any]:
    """Return what every face carries, whatever it shows."""
    return {
        "widget": widget,
        "language": reading.language,
        "readonly": not reading.view.may_write,
        "store": reading.storage_key,
        "texts": texts(reading.translate),
        "level": level,
    }


def form_content(reading: Reading, kind: str, *, intro: str = "", level: int = 3) -> dict[str, Any]:
    """Return the content of the form of a single record of `kind`."""
    model = KINDS[kind]
    stored = reading.records[kind][0]
    return {
        **common_content(reading, "form", level),
        "kind": kind,
        "title": reading.translate(model.title_at(reading.level)),
        "intro": intro,
        "groups": grouped(reading, questions(model, reading.level, reading.country)),
        "record": record_content(reading, stored),
        "findings": missing_in(reading, stored) + found_in(reading, stored),
        "comments": comments_content(reading, kind),
        "remarks": found_of(reading, kind),
    }


def grouped(reading: Reading, those: Sequence[Question]) -> list[dict[str, Any]]:
    """Return questions as the browser asks them, in their groups, in the order of the record."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for question in those:
        groups.setdefault(question.group, []).append(asked(reading, question))
    return [
        {"name": str(number), "label": reading.translate(label), "questions": members}
        for number, (label, members) in enumerate(groups.items())
    ]


def asked(reading: Reading, question: Question) -> dict[str, Any]:
    """Return one question as the browser asks it."""
    return {
        "name": question.name,
        "label": reading.translate(question.label),
        "help": reading.translate(question.help),
        "required": question.required,
        "type": question.type,
        "limit": question.limit,
        "min": question.minimum,
        "max": question.maximum,
        "options": reading.options(question),
        "unit": reading.unit_of(question),
        "group": question.group,
        "rows": 4 if question.type == "text" else 1,
    }


def record_content(reading: Reading, stored: Stored) -> dict[str, Any]:
    """Return a record as the browser holds it, with each answer also as a reader should see it."""
    return {
        "id": stored.id,
        "revision": stored.revision,
        "values": reading.values(stored),
        "display": {
            question.name: reading.shown(question, getattr(stored.record, question.name))
            for question in stored.questions
        },
        "title": reading.name(stored),
        "clock": reading.clock(stored.updated_at),
        "by": stored.updated_by,
    }


def missing_in(reading: Reading, stored: Stored) -> list[dict[str, Any]]:
    """Return the required answers a record lacks."""
    return [
        {"field": question.name, "severity": "missing", "sentence": reading.translate(NEEDED)}
        for question in lacks(stored, reading.by_id)
    ]


def found_in(reading: Reading, stored: Stored) -> list[dict[str, Any]]:
    """Return what the checks say of a record."""
    return [
        {
            "field": finding.field,
            "severity": finding.severity.value,
            "sentence": finding.message.text(reading.translate),
        }
        for finding in reading.findings
        if finding.record == stored.id
    ]


def found_of(reading: Reading, kind: str) -> list[dict[str, Any]]:
    """Return what the checks say of all records of a kind together, of one that is not there for example."""
    return [
        {"severity": finding.severity.value, "sentence": said_of(reading, finding)}
        for finding in reading.findings
        if finding.kind == kind and not finding.record
    ]


def said_of(reading: Reading, finding: Finding) -> str:
    """Return what a check says, with the name of what it says it of; a single form needs no name."""
    about = reading.by_id.get(finding.record)
    subject = finding.subject if about is None or about.record.single else reading.name(about)
    sentence = finding.message.text(reading.translate)
    return f"{subject}: {sentence}" if subject else sentence
