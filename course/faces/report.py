"""The content of a report: something computed from the records, as blocks."""

from __future__ import annotations

from typing import Any

from .form import common_content
from .reading import Reading
from .reports import report_of

__all__ = ["report_content"]


def report_content(reading: Reading, name: str, *, intro: str = "", level: int = 3) -> dict[str, Any]:
    """Return the content of the report `name`.

    Raises
    ------
    UnknownReport
        When there is none of that name.
    """
    report = report_of(name)
    return {
        **common_content(reading, "report", level),
        "name": name,
        "title": reading.translate(report.title),
        "intro": intro,
        "blocks": report.blocks(reading),
    }
