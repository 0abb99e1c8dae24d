"""All checks by their code, and what they find."""

from __future__ import annotations

from datetime import date

from ..countries import Country
from ..levels import Level
from ..records import KINDS, questions
from . import (
    activities,
    baseline,
    documents,
    goals,
    group,
    journeys,
    needs,
    programme,
    roles,
    thread,
    totals,
    wording,
)
from .finding import Check, Finding, Records

__all__ = ["CHECKS", "findings"]

_THEMES = (
    group,
    baseline,
    needs,
    documents,
    goals,
    thread,
    programme,
    totals,
    activities,
    journeys,
    roles,
    wording,
)

CHECKS: dict[str, Check] = {
    one.code: one for theme in _THEMES for one in vars(theme).values() if isinstance(one, Check)
}
"""Every check by its code, in the order of the year; docs/ lists them."""


def findings(
    records: Records,
    session: str | None = None,
    today: date | None = None,
    level: Level = Level.MUNICIPALITY,
) -> list[Finding]:
    """Return what all checks find, or what is to be mended in one session (a notebook's key).

    `today` is the day the records are held against; only here, at the edge, is it the clock's. At a
    unit's `level` nothing is found that a unit is not asked, or only reads of its municipality's; and
    nothing that holds only in another country than that of whoever reads the records.
    """
    day = today or date.today()
    carried = {one.id for there in records.values() for one in there if one.carried}
    country: Country = next((one.country for there in records.values() for one in there), "NO")
    found = (
        finding
        for one in CHECKS.values()
        if level in one.levels and country in one.countries
        for finding in one(records, day)
    )
    return [
        finding
        for finding in found
        if session in (None, finding.session) and finding.record not in carried and _is_asked(finding, level)
    ]


def _is_asked(finding: Finding, level: Level) -> bool:
    model = KINDS[finding.kind]
    return level in model.levels and finding.field in {asked.name for asked in questions(model, level)}
