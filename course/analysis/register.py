"""What a register of projects adds up to, as frames: by type of unit, partner country and status.

The frames are made to be shown: their columns have translated names, their index carries nothing,
and `table` turns one into HTML whose every header cell has a text (pandas' own has an empty one).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pandas as pd
from markupsafe import Markup

from ..i18n import N_, Translator
from ..records import Project
from ..vocabulary import vocabulary

__all__ = ["projects_by_country", "projects_by_status", "projects_by_unit_type", "projects_frame", "table"]

NUMBER = N_("Number in the register")
TITLE = N_("Title")
UNITS = N_("Units")
UNIT_TYPE = N_("Type of unit")
PERIOD = N_("Period as written")
STATUS = N_("Status")
COUNTRIES = N_("Partner countries")
COUNTRY = N_("Partner country")
PROJECTS = N_("Projects")
NOT_STATED = N_("Not stated")


def projects_frame(projects: Iterable[Project], translate: Translator) -> pd.DataFrame:
    """Return one row for each project, with the labels a reader sees instead of codes."""
    rows = [
        {
            NUMBER: project.number,
            TITLE: project.called,
            UNITS: project.units,
            UNIT_TYPE: _label("unit_type", project.unit_type, translate),
            PERIOD: project.period_text,
            STATUS: _label("project_status", project.status, translate),
            COUNTRIES: ", ".join(_label("country", code, translate) for code in project.partner_countries),
        }
        for project in projects
    ]
    columns = [NUMBER, TITLE, UNITS, UNIT_TYPE, PERIOD, STATUS, COUNTRIES]
    frame = pd.DataFrame(rows, columns=columns).astype({NUMBER: "Int64"})  # whole even where one is missing
    return frame.rename(columns=translate.gettext)


def projects_by_unit_type(projects: Iterable[Project], translate: Translator) -> pd.DataFrame:
    """Return how many projects each type of unit has, the most first; a project counts once."""
    return _counted([project.unit_type for project in projects], "unit_type", UNIT_TYPE, translate)


def projects_by_country(projects: Iterable[Project], translate: Translator) -> pd.DataFrame:
    """Return in how many projects each country is a partner, the most first.

    A project with several partner countries counts once for each of them.
    """
    codes: list[str | None] = []
    for project in projects:
        codes += project.partner_countries or [None]
    return _counted(codes, "country", COUNTRY, translate)


def projects_by_status(projects: Iterable[Project], translate: Translator) -> pd.DataFrame:
    """Return how many projects have each status, as the register stated it when it was written."""
    return _counted([project.status for project in projects], "project_status", STATUS, translate)


def _counted(codes: list[str | None], name: str, heading: str, translate: Translator) -> pd.DataFrame:
    labels = pd.Series([_label(name, code, translate) for code in codes], dtype="str")
    counted = labels.value_counts().rename_axis("label").reset_index(name="count")
    ordered = counted.sort_values(["count", "label"], ascending=[False, True], ignore_index=True)
    return ordered.rename(columns={"label": translate(heading), "count": translate(PROJECTS)})


def _label(name: str, code: str | None, translate: Translator) -> str:
    return vocabulary(name).label(code, translate.language) if code else translate(NOT_STATED)


def table(frame: pd.DataFrame, caption: str, translate: Translator) -> Markup:
    """Return `frame` as an HTML table with a caption; the first column heads the rows.

    Everything is escaped. The index is not shown: it would be a column of numbers under a header
    cell without text, which a screen reader reads as nothing. For the same reason a missing value
    is said in words.
    """
    head = Markup("").join(Markup('<th scope="col">{}</th>').format(name) for name in frame.columns)
    body = Markup("").join(
        Markup("<tr>{}{}</tr>").format(
            Markup('<th scope="row">{}</th>').format(first),
            Markup("").join(Markup("<td>{}</td>").format(cell) for cell in rest),
        )
        for first, *rest in _in_words(frame, translate(NOT_STATED))
    )
    return Markup("<table><caption>{}</caption><thead><tr>{}</tr></thead><tbody>{}</tbody></table>").format(
        caption, head, body
    )


def _in_words(frame: pd.DataFrame, not_stated: str) -> Iterator[list[object]]:
    for row in frame.itertuples(index=False, name=None):
        yield [not_stated if pd.isna(cell) or cell == "" else cell for cell in row]
