"""The figures of a session: SVG with a title, a description and the same facts in a table."""

from __future__ import annotations

from course.faces import Reading, figure_content

from .face import Face, sources

__all__ = ["Figure"]


class Figure(Face):
    """One figure of `course.faces.figures`, drawn anew after a save that changes what it shows."""

    _esm, _css = sources("report").values()

    def __init__(self, reading: Reading, name: str, intro: str = "", number: int = 1) -> None:
        super().__init__(lambda now: figure_content(now, name, intro=intro, number=number), reading)
