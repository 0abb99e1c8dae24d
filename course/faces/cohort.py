"""What a facilitator sees of a cohort: how far each municipality has come, and what they have in common."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd
from babel.dates import format_date
from babel.numbers import format_percent

from ..analysis.overview import Cohort, decision_windows, need_themes, progress, standing
from ..checks import shared_texts
from ..checks.finding import SEVERITIES, Severity
from ..figures import Day, framed
from ..i18n import N_
from ..outline import sessions
from ..vocabulary import vocabulary
from .blocks import Block, column, drawing, folded, listing, table, text
from .figure import AS_A_TABLE, DRAWING
from .figures.windows import MOST, MOST_SENTENCE, turn, wheel_ends, year_wheel
from .form import common_content
from .numbers import number
from .reading import UNNAMED, Reading
from .session import STATES

__all__ = ["COHORT_REPORTS", "CohortReading", "cohort_content"]

_MUNICIPALITY = N_("Municipality")
_PROGRESS = N_("How far each municipality has come")
_PROGRESS_TABLE = N_("Municipalities and sessions")
_CELL = N_("{state}: {done} of {total}")
_STANDING = N_("Anchoring and findings")
_STANDING_TABLE = N_("Figures for each municipality")
_ANSWERS = N_("Answers")
_OF = N_("{done} of {total}")
_GOALS = N_("Anchored goals")
_DEGREE = N_("{anchored} of {goals} ({share})")
_NO_GOALS = N_("No goals yet")
_WINDOWS = N_("The next decision windows")
_WINDOWS_TABLE = N_("Windows by date")
_DATE, _DOCUMENT = N_("Date"), N_("Steering document")
_WHEEL = N_("The municipalities’ decision windows in the year ahead")
_NEXT_WINDOW = N_("The next one is on {day}: {municipality}, {document}.")
_NONE_THIS_YEAR = N_("None of them is in the next twelve months.")
_NO_WINDOWS = N_("No decision window to come has been written down yet.")
_THEMES = N_("Needs that several have")
_THEMES_TABLE = N_("Themes and who has them")
_THEME, _NEEDS, _WHO = N_("Theme"), N_("Needs"), N_("Municipalities")
_NO_THEMES = N_("No theme has been chosen by more than one municipality yet.")
_SHARED = N_("The same text in several municipalities")
_NO_SHARED = N_("No municipalities have written the same sentence.")


@dataclass(frozen=True)
class CohortReading:
    """All municipalities of a cohort as a facilitator reads them; `own` is that of the cohort itself."""

    own: Reading
    municipalities: Mapping[str, Reading]

    @cached_property
    def by_name(self) -> Cohort:
        """The records of each municipality by its name."""
        return {reading.municipality: reading.records for reading in self.municipalities.values()}

    @cached_property
    def progress(self) -> pd.DataFrame:
        """How far each municipality has come, counted once for all that is told of it."""
        return progress(self.by_name)


def cohort_content(cohort: CohortReading, name: str, *, level: int = 3) -> dict[str, Any]:
    """Return the content of one of `COHORT_REPORTS`."""
    title, blocks = COHORT_REPORTS[name]
    return {
        **common_content(cohort.own, "report", level),
        "name": f"cohort-{name}",
        "title": cohort.own.translate(title),
        "intro": "",
        "blocks": blocks(cohort),
    }


def _progress(cohort: CohortReading) -> list[Block]:
    translate, frame = cohort.own.translate, cohort.progress
    told = {
        (row.municipality, row.session): translate(_CELL).format(
            state=translate(STATES[str(row.state)]), done=row.done, total=row.total
        )
        for row in frame.itertuples()
    }
    working = [session for session in sessions() if session.key in set(frame["session"])]
    rows = [[name, *(told.get((name, session.key), "") for session in working)] for name in cohort.by_name]
    columns = [column(translate(_MUNICIPALITY)), *(column(translate(session.title)) for session in working)]
    return [table(translate(_PROGRESS_TABLE), columns, rows)]


def _standing(cohort: CohortReading) -> list[Block]:
    translate = cohort.own.translate
    frame = standing(cohort.by_name, cohort.progress, cohort.own.today)
    rows = []
    for row in frame.to_dict("records"):
        degree = translate(_NO_GOALS)
        if row["goals"]:
            share = format_percent(row["anchored"] / row["goals"], locale=translate.language)
            degree = translate(_DEGREE).format(anchored=row["anchored"], goals=row["goals"], share=share)
        answers = translate(_OF).format(done=row["done"], total=row["total"])
        rows.append([row["municipality"], answers, degree, *(str(row[one.value]) for one in Severity)])
    columns = [
        column(translate(_MUNICIPALITY)),
        column(translate(_ANSWERS)),
        column(translate(_GOALS)),
        *(column(translate(SEVERITIES[one]), numeric=True) for one in Severity),
    ]
    return [table(translate(_STANDING_TABLE), columns, rows)]


def _windows(cohort: CohortReading) -> list[Block]:
    translate, frame = cohort.own.translate, decision_windows(cohort.by_name, cohort.own.today)
    if frame.empty:
        return [text(translate(_NO_WINDOWS), "muted")]
    rows = [
        [
            format_date(row["on"], "long", locale=translate.language),
            row["municipality"],
            row["document"] or translate(UNNAMED),
        ]
        for row in frame.to_dict("records")
    ]
    columns = [column(translate(one)) for one in (_DATE, _MUNICIPALITY, _DOCUMENT)]
    written = table(translate(_WINDOWS_TABLE), columns, rows)
    ahead = [row for row in frame.to_dict("records") if row["on"] < wheel_ends(cohort.own)]
    if not ahead:
        return [text(translate(_NONE_THIS_YEAR)), written]
    said = translate(_NEXT_WINDOW).format(day=rows[0][0], municipality=rows[0][1], document=rows[0][2])
    if len(ahead) > MOST:
        said += " " + translate(MOST_SENTENCE).format(number=number(cohort.own, MOST))
    days = [
        Day(
            turn(cohort.own, row["on"]),
            "window",
            row["document"] or translate(UNNAMED),
            f"{format_date(row['on'], 'medium', locale=translate.language)} · {row['municipality']}",
        )
        for row in ahead
    ]
    title = translate(_WHEEL)
    image = framed(year_wheel(cohort.own, days), "figure-cohort-windows", title, said)
    return [
        text(said),
        drawing(translate(DRAWING).format(title=title), str(image)),
        folded(translate(AS_A_TABLE).format(title=title), [written]),
    ]


def _themes(cohort: CohortReading) -> list[Block]:
    translate, frame = cohort.own.translate, need_themes(cohort.by_name)
    if frame.empty:
        return [text(translate(_NO_THEMES), "muted")]
    rows = [
        [
            vocabulary("need_theme").label(row["theme"], translate.language),
            str(row["needs"]),
            ", ".join(row["municipalities"]),
        ]
        for row in frame.to_dict("records")
    ]
    columns = [column(translate(_THEME)), column(translate(_NEEDS), numeric=True), column(translate(_WHO))]
    return [table(translate(_THEMES_TABLE), columns, rows)]


def _shared(cohort: CohortReading) -> list[Block]:
    translate = cohort.own.translate
    found = shared_texts({key: reading.records for key, reading in cohort.municipalities.items()})
    if not found:
        return [text(translate(_NO_SHARED), "muted")]
    names = {key: reading.municipality for key, reading in cohort.municipalities.items()}
    return [listing([shared.message(names).text(translate) for shared in found])]


COHORT_REPORTS: dict[str, tuple[str, Callable[[CohortReading], list[Block]]]] = {
    "progress": (_PROGRESS, _progress),
    "standing": (_STANDING, _standing),
    "windows": (_WINDOWS, _windows),
    "themes": (_THEMES, _themes),
    "shared": (_SHARED, _shared),
}
"""What can be shown of a cohort, by name: a title and how its blocks are made."""
