"""Why a picture cannot be a logo, as a sentence for whoever chose it."""

from __future__ import annotations

from ..records import Message, Refused

__all__ = ["not_this"]


def not_this(sentence: str, **blanks: object) -> Refused:
    """Return the refusal of a logo."""
    return Refused({"logo": Message(sentence, blanks)})
