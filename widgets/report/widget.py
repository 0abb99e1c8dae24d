"""What is computed from the records, shown anew after every save."""

from __future__ import annotations

from course.faces import Reading, report_content

from ..face import Face, sources

__all__ = ["Report"]


class Report(Face):
    """One report of `course.faces.reports`; it only shows, so that there is nothing to answer."""

    _esm, _css = sources("report").values()

    def __init__(self, reading: Reading, name: str, intro: str = "") -> None:
        super().__init__(lambda now: report_content(now, name, intro=intro), reading)
