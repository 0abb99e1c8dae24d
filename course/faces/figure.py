"""The content of a figure: what it shows in a sentence, the drawing, and the same in tables."""

from __future__ import annotations

from typing import Any

from ..figures import framed
from ..i18n import N_
from .blocks import drawing, folded, text
from .figures import figure_of
from .form import common_content
from .reading import Reading

__all__ = ["AS_A_TABLE", "DRAWING", "figure_content"]

DRAWING = N_("Drawing: {title}")
AS_A_TABLE = N_("As a table: {title}")


def figure_content(
    reading: Reading, name: str, *, intro: str = "", level: int = 3, number: int = 1
) -> dict[str, Any]:
    """Return the content of the figure `name`, which is shown as a report is.

    Parameters
    ----------
    number
        How often the same figure stands on the page with this one; it keeps their ids apart.

    Raises
    ------
    UnknownFigure
        When there is none of that name.
    """
    figure = figure_of(name)
    shown = figure.make(reading)
    key = f"figure-{name}" if number == 1 else f"figure-{name}-{number}"
    title = reading.translate(figure.title)
    blocks = [text(shown.sentence, None if shown.drawing else "muted")]
    if shown.drawing:
        label = reading.translate(DRAWING).format(title=title)
        blocks.append(drawing(label, str(framed(shown.drawing, key, title, shown.sentence))))
        if shown.tables:
            blocks.append(folded(reading.translate(AS_A_TABLE).format(title=title), shown.tables))
    else:
        blocks += shown.tables
    return {
        **common_content(reading, "report", level),
        "name": key,
        "title": title,
        "intro": intro,
        "blocks": blocks,
    }
