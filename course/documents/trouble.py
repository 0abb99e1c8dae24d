"""What goes wrong when a document is made, as a sentence."""

from __future__ import annotations

from ..i18n import translator
from ..records import Message

__all__ = ["CannotMake"]


class CannotMake(RuntimeError):
    """A document that could not be made: `message` is for the reader, `details` for the log."""

    def __init__(self, sentence: str, details: str = "") -> None:
        self.message = Message(sentence)
        self.details = details
        super().__init__(f"{self.message.text(translator('en'))} {details}".strip())
