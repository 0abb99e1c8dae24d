"""A cohort's municipalities side by side, for its facilitators; no order of merit is made of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd

from ..checks import Severity, anchoring, completeness, findings
from ..outline import sessions
from ..records import Anchor, Need, SteeringDocument
from ..store import Stored

__all__ = ["decision_windows", "need_themes", "progress", "standing"]

Records = Mapping[str, Sequence[Stored]]
Cohort = Mapping[str, Records]
"""The records of each municipality, by its name, in the order in which they are to be shown."""


def progress(cohort: Cohort) -> pd.DataFrame:
    """Return municipality × session: answers that are there, answers that are required, and the state."""
    rows = [
        (municipality, session.key, state.done, state.total, state.state)
        for municipality, records in cohort.items()
        for session in sessions()
        if (state := completeness(records, session.key)).total
    ]
    return pd.DataFrame(rows, columns=["municipality", "session", "done", "total", "state"])


def standing(cohort: Cohort, come: pd.DataFrame, today: date) -> pd.DataFrame:
    """Return for each municipality its answers, its goals and how many are anchored, and its findings.

    `come` is how far they have come, as `progress` says it.
    """
    answers = come.groupby("municipality")[["done", "total"]].sum()
    rows = []
    for municipality, records in cohort.items():
        held = anchoring(records)
        found = [finding.severity for finding in findings(records, today=today)]
        rows.append(
            {
                "municipality": municipality,
                "done": answers["done"][municipality],
                "total": answers["total"][municipality],
                "goals": len(held.goals),
                "anchored": held.anchored,
                **{severity.value: found.count(severity) for severity in Severity},
            }
        )
    columns = ["municipality", "done", "total", "goals", "anchored", *(one.value for one in Severity)]
    return pd.DataFrame(rows, columns=columns)


def decision_windows(cohort: Cohort, today: date) -> pd.DataFrame:
    """Return the decision windows to come, by date: of documents, and those that anchors aim at.

    An anchor that aims at its document's own window is not counted beside it.
    """
    rows: set[tuple[date, str, str]] = set()
    for municipality, records in cohort.items():
        documents = {stored.id: stored.record.name() for stored in records["steering_document"]}
        for stored in records["steering_document"]:
            if isinstance(stored.record, SteeringDocument) and stored.record.next_window:
                rows.add((stored.record.next_window, municipality, stored.record.called))
        for stored in records["anchor"]:
            if isinstance(stored.record, Anchor) and stored.record.window:
                document = documents.get(stored.record.document or "", "")
                rows.add((stored.record.window, municipality, document))
    to_come = sorted(row for row in rows if row[0] >= today)
    return pd.DataFrame(to_come, columns=["on", "municipality", "document"])


def need_themes(cohort: Cohort) -> pd.DataFrame:
    """Return the themes of needs that two municipalities or more have, the most common first."""
    rows = [
        (stored.record.theme, municipality)
        for municipality, records in cohort.items()
        for stored in records["need"]
        if isinstance(stored.record, Need) and stored.record.theme
    ]
    needs = pd.DataFrame(rows, columns=["theme", "municipality"])
    shared = (
        needs.groupby("theme", sort=True)
        .agg(
            needs=("municipality", "size"),
            municipalities=("municipality", lambda all_: list(dict.fromkeys(all_))),
        )
        .reset_index()
    )
    shared = shared[shared["municipalities"].map(len) > 1]
    order = shared["municipalities"].map(len).rename("several")
    return (
        shared.assign(several=order)
        .sort_values(["several", "theme"], ascending=[False, True])
        .drop(columns="several")
        .reset_index(drop=True)
    )
