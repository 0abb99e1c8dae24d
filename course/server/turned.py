"""A refusal of ours, with the sentence that the visitor reads."""

from __future__ import annotations

from tornado.web import HTTPError

__all__ = ["Turned"]


class Turned(HTTPError):
    """The visitor is turned away, with a sentence of ours that says why.

    Parameters
    ----------
    status
        The HTTP status: 403 where the visitor has no right, 404 where nothing is there.
    sentence
        The untranslated sentence, marked for the catalogue, with `{names}` for what follows.
    values
        What the names stand for.
    """

    title = ""
    """The untranslated heading, where that of the status does not fit."""

    def __init__(self, status: int, sentence: str, **values: str) -> None:
        self.sentence = sentence
        self.values = values
        super().__init__(status)

    def __str__(self) -> str:
        """Return what a log may say: what a browser has sent is not in it."""
        return self.sentence
