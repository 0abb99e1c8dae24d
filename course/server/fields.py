"""One field of a form as `fields.html.j2` shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..i18n import Translator
from ..records import Message, Question

__all__ = ["field", "problems"]

_TYPES = {"date": "date", "number": "number"}


def field(
    question: Question,
    name: str,
    written: Mapping[str, Any],
    errors: Mapping[str, Message],
    translate: Translator,
    *,
    required: bool,
    rows: int = 5,
    options: Sequence[str] = (),
    purpose: str = "off",
    kept: str = "",
) -> dict[str, Any]:
    """Return the field of a question; every value is text to be escaped.

    Parameters
    ----------
    name
        What it is called in the form, where `written` and `errors` have it as well.
    rows
        How high it is, where more than a line is written.
    options
        What there is to choose from; nothing where one writes.
    purpose
        What a browser may fill in by itself.
    kept
        What is kept, where that differs from what stands in it.
    """
    return {
        "name": name,
        "label": translate(question.label),
        "help": translate(question.help) if question.help else "",
        "rows": rows if question.type == "text" else 0,
        "type": "email" if question.name.endswith("email") else _TYPES.get(question.type, "text"),
        "options": list(options),
        "limit": question.limit,
        "required": required and question.required,
        "purpose": purpose,
        "value": "" if written.get(name) is None else str(written[name]),
        "kept": kept,
        "error": errors[name].text(translate) if name in errors else "",
    }


def problems(
    errors: Mapping[str, Message], labels: Mapping[str, str], translate: Translator
) -> list[dict[str, str]]:
    """Return what is the matter with a form, field by field; `labels` are what the fields are called."""
    return [
        {"name": name, "label": labels.get(name, ""), "sentence": said.text(translate)}
        for name, said in errors.items()
    ]
