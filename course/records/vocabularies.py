"""Hold chosen codes against the vocabularies they were chosen from."""

from __future__ import annotations

from ..vocabulary import vocabulary
from .ask import questions
from .base import Record
from .refusal import SENTENCES, Message, Refused


def check_choices(record: Record) -> None:
    """Refuse a code that its vocabulary does not have.

    Raises
    ------
    Refused
        With one sentence for each such field.
    """
    errors: dict[str, Message] = {}
    for question in questions(type(record), None):
        if not question.vocabulary:
            continue
        value = getattr(record, question.name)
        chosen = value if isinstance(value, list) else [value] if value else []
        if len(set(chosen)) != len(chosen) or set(chosen) - set(vocabulary(question.vocabulary).codes):
            errors[question.name] = Message(SENTENCES["not_in_vocabulary"])
    if errors:
        raise Refused(errors)
