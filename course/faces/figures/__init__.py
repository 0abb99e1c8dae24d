"""Everything that is drawn of a municipality's records, by name: facts, words and tables.

How it is drawn is the matter of `course.figures`. To add a figure, write the function in a module here
and name it in `FIGURES`; a notebook then shows it with ``workbook.figure("…")``.
"""

from __future__ import annotations

from ...i18n import N_
from .activities import activities_shown
from .assessment import assessment_shown
from .countries import countries_shown
from .coverage import coverage_shown
from .goals import goals_shown
from .shown import FigureKind, Shown
from .windows import windows_shown

__all__ = ["FIGURES", "FigureKind", "Shown", "UnknownFigure", "figure_of"]


class UnknownFigure(LookupError):
    """A figure that is not there."""

    def __init__(self, name: str) -> None:
        super().__init__(f"There is no figure “{name}”. There are: {', '.join(sorted(FIGURES))}.")


FIGURES: dict[str, FigureKind] = {
    "activities": FigureKind(N_("The activities, year by year"), activities_shown),
    "assessment": FigureKind(N_("Every answer of the self-assessment"), assessment_shown),
    "countries": FigureKind(N_("The countries you work with"), countries_shown),
    "coverage": FigureKind(N_("Units with an active project"), coverage_shown),
    "goals": FigureKind(N_("From needs to goals to what you do"), goals_shown),
    "windows": FigureKind(N_("The year ahead"), windows_shown),
}
"""Every figure by its name."""


def figure_of(name: str) -> FigureKind:
    """Return the figure `name`.

    Raises
    ------
    UnknownFigure
        With one sentence that names those there are.
    """
    try:
        return FIGURES[name]
    except KeyError:
        raise UnknownFigure(name) from None
