"""The content of the comments beside what they concern: threads on records and on their fields."""

from __future__ import annotations

from typing import Any

from ..grants import ROLE_NAMES, Role
from ..i18n import N_
from ..records import KINDS, questions
from ..settings import settings
from ..store import Comment
from .history import when_in_words
from .reading import Reading

__all__ = ["comments_content", "open_threads"]

_WHOLE = N_("The whole record")


def comments_content(reading: Reading, kind: str) -> dict[str, Any]:
    """Return the comments on the records of `kind`.

    Returns
    -------
    dict
        ``threads``; ``may``, whether the reader may comment; ``single``, whether that is so too while
        nobody has written the record; ``printed``, whether the static face shows them.
    """
    threads: dict[str, list[Comment]] = {}
    for comment in reading.comments:
        if comment.kind == kind:
            threads.setdefault(comment.thread, []).append(comment)
    labels = {
        question.name: reading.translate(question.label) for question in questions(KINDS[kind], reading.level)
    }
    return {
        "may": reading.view.comments.may_write,
        "single": KINDS[kind].single,
        "printed": settings().comments,
        "whole": reading.translate(_WHOLE),
        "threads": [
            _thread(reading, comments, labels)
            for comments in threads.values()
            if not all(comment.withdrawn for comment in comments)
        ],
    }


def open_threads(reading: Reading, session: str) -> int:
    """Return how many threads on the records of a session are not resolved."""
    withdrawn = _all_withdrawn(reading)
    return sum(
        comment.thread == comment.id
        and not comment.resolved
        and comment.id not in withdrawn
        and KINDS[comment.kind].home == session
        for comment in reading.comments
    )


def _all_withdrawn(reading: Reading) -> set[str]:
    kept = {comment.thread for comment in reading.comments if not comment.withdrawn}
    return {comment.thread for comment in reading.comments} - kept


def _thread(reading: Reading, comments: list[Comment], labels: dict[str, str]) -> dict[str, Any]:
    first = comments[0]
    return {
        "id": first.id,
        "record": first.record,
        "field": first.field,
        "label": labels.get(first.field) or reading.translate(_WHOLE),
        "resolved": first.resolved,
        "by": first.updated_by,
        "revision": first.revision,
        "items": [
            {
                "id": comment.id,
                "revision": comment.revision,
                "text": comment.text,
                "by": comment.made_by,
                "role": reading.translate(ROLE_NAMES[Role(comment.role)]),
                "when": when_in_words(reading, comment.made_at),
                "own": comment.person == reading.view.grant.person,
                "withdrawn": comment.withdrawn,
            }
            for comment in comments
        ],
    }
