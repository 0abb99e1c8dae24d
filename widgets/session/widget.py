"""The heading of a session."""

from __future__ import annotations

from course.faces import Reading, session_content

from ..face import Face, sources

__all__ = ["Heading"]


class Heading(Face):
    """Where in the course year one is, what is complete, what the checks say, when it was saved."""

    _esm, _css = sources("session").values()

    def __init__(self, reading: Reading) -> None:
        super().__init__(session_content, reading)
