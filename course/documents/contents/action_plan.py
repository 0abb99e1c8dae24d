"""The action plan: activities year by year, with the estimate and what it is reckoned with."""

from __future__ import annotations

from typing import Any

from ...analysis.plan import COLUMNS, plan_frame
from ...faces.numbers import of_kind
from ...faces.reports.plan import LABELS
from ...i18n import N_
from ...records import Activity
from ...store import Stored
from ..paper import Cell, Paper
from .shared import activity_years, basis_of, estimate, facts, money_lines, quoted, small, span

__all__ = ["content"]

_YEAR = N_("Year")
_ALL_YEARS = N_("All years")
_WITHOUT_YEAR = N_("Without a year")
_OF_TYPE = N_("Type: {type}.")
_SERVES = N_("It serves: {goals}.")
_WHO_FOR = N_("It takes {days}, in {country}.")
_TAKES = N_("It takes {days}.")
_PARTNER = N_("The partner is {partner}.")
_OWNER = N_("{owner} answers for it.")
_UNITS = N_("Units that take part: {units}.")
_COSTS = N_("Estimate: EUR {amount}.")
_NO_CALL_YEAR = N_("The estimate needs a call year, under what the budget is reckoned with.")
_NO_EXCHANGE = N_("The sums in {currency} need an exchange rate.")
_NO_OWN_SHARE = N_("The municipality’s own share has not been entered.")
_NO_UNIT_OWN_SHARE = N_("The unit’s own share has not been entered.")
_ENTERED = N_("Day rates entered by the municipality itself")
_UNIT_ENTERED = N_("Day rates entered by the unit itself")


def content(paper: Paper) -> dict[str, Any]:
    """Return what the plan says."""
    columns, participants = _participants(paper)
    return {
        "facts": facts(paper),
        "summary": _summary(paper),
        "participant_columns": columns,
        "participants": participants,
        "money_lines": money_lines(paper),
        "money_missing": _money_missing(paper),
        "by_activity_year": _by_year(paper),
        "activity_lines": {one.id: _lines(paper, one) for one in paper.all("activity")},
        "risks": [
            [paper.says(one, name) for name in ("called", "likelihood", "consequence", "measure", "owner")]
            for one in paper.all("risk")
        ],
        **_money(paper),
    }


def _summary(paper: Paper) -> list[str]:
    translate, activities = paper.reading.translate, of_kind(paper.reading, Activity)
    years = activity_years(paper)
    if not activities or years is None:
        return []
    words = translate.ngettext(
        "The plan holds {number} activity in {years}.",
        "The plan holds {number} activities in {years}.",
        len(activities),
    )
    return [words.format(number=paper.number(len(activities)), years=span(*years))]


def _participants(paper: Paper) -> tuple[list[tuple[str, int, bool]], list[list[str | Cell]]]:
    """Return the columns and rows of the table of participants; a column nobody is in is left out."""
    translate, frame = paper.reading.translate, plan_frame(of_kind(paper.reading, Activity))
    if frame.empty:
        return [], []
    shown = [name for name in COLUMNS if name in ("learners", "staff") or frame[name].any()]
    width = 80 // len(shown)
    columns = [(translate(_YEAR), 100 - width * len(shown), False)]
    columns += [(translate(LABELS[name]), width, True) for name in shown]
    rows: list[list[str | Cell]] = [
        [str(year), *(paper.cell(int(row[name])) for name in shown)] for year, row in frame.iterrows()
    ]
    total: list[str | Cell] = [translate(_ALL_YEARS), *(paper.cell(int(frame[name].sum())) for name in shown)]
    return columns, [*rows, total]


def _by_year(paper: Paper) -> list[tuple[str, list[Stored]]]:
    """Return the activities of each year; those nobody has given a year come last."""
    found: dict[int | None, list[Stored]] = {}
    for stored in paper.all("activity"):
        assert isinstance(stored.record, Activity)
        found.setdefault(stored.record.year, []).append(stored)
    ordered = sorted(found.items(), key=lambda entry: entry[0] or 10_000)
    without = paper.reading.translate(_WITHOUT_YEAR)
    return [(str(year) if year else without, members) for year, members in ordered]


def _lines(paper: Paper, stored: Stored) -> list[str]:
    translate, activity = paper.reading.translate, stored.record
    assert isinstance(activity, Activity)
    said = []
    if activity.type:
        said.append(translate(_OF_TYPE).format(type=small(paper.says(stored, "type"))))
    if goals := quoted(paper, activity.goals):
        said.append(translate(_SERVES).format(goals=paper.row(goals)))
    if activity.participants is not None:
        words = translate.ngettext(
            "{number} person takes part.", "{number} persons take part.", activity.participants
        )
        said.append(words.format(number=paper.number(activity.participants)))
    if activity.days:
        days = translate.ngettext("{number} day", "{number} days", activity.days)
        words = translate(_WHO_FOR if activity.host_country else _TAKES)
        said.append(
            words.format(
                days=days.format(number=paper.number(activity.days)),
                country=paper.says(stored, "host_country"),
            )
        )
    for words, blank, name in (
        (_PARTNER, "partner", "partner"),
        (_UNITS, "units", "units"),
        (_OWNER, "owner", "owner"),
    ):
        if answer := paper.says(stored, name):
            said.append(translate(words).format(**{blank: answer}))
    return [" ".join(said)] if said else []


def _money_missing(paper: Paper) -> list[tuple[str, str]]:
    basis, translate = basis_of(paper), paper.reading.translate
    missing = [
        (basis.call_year, _NO_CALL_YEAR),
        (basis.exchange_rate, _NO_EXCHANGE),
        (basis.own_share, paper.worded(_NO_OWN_SHARE, _NO_UNIT_OWN_SHARE)),
    ]
    return [
        (translate(words).format(currency=paper.currency), "budget_basis")
        for value, words in missing
        if value is None
    ]


def _money(paper: Paper) -> dict[str, Any]:
    translate, result = paper.reading.translate, estimate(paper)
    ids = {id(stored.record): stored.id for stored in paper.all("activity")}
    made: dict[str, Any] = {
        "by_year": [],
        "items": [],
        "sources": [],
        "estimate_lines": dict.fromkeys(ids.values(), ""),
        "estimate_missing": {one: [] for one in ids.values()},
    }
    if result is None:
        return made
    for row in result.by_year.to_dict("records"):
        figures = [paper.cell(row[name]) for name in ("euros", "kroner", "own_share")]
        made["by_year"].append([str(row["year"]), *figures])
    for one in result.estimates:
        activity = ids[id(one.activity)]
        if one.amount:
            made["estimate_lines"][activity] = translate(_COSTS).format(amount=paper.number(one.amount))
        made["estimate_missing"][activity] = [
            message.text(translate) for message in (*one.refused, *one.missing)
        ]
        for item in one.items:
            factors = " × ".join(paper.number(factor) for factor in item.factors)
            made["items"].append(
                [one.activity.called, item.label.text(translate), factors, paper.cell(item.amount)]
            )
            made["sources"].append(item.source or translate(paper.worded(_ENTERED, _UNIT_ENTERED)))
    made["sources"] = list(dict.fromkeys(made["sources"]))
    return made
