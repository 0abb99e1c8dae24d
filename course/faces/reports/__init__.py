"""Everything that is computed from the records and shown as a report, by name.

A report is a title and a function that makes blocks out of a reading. To add one, write the function
in a module here and name it in `REPORTS`; a notebook then shows it with ``work.report("…")``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from ...i18n import N_
from ..blocks import Block
from ..reading import Reading
from .assessment import assessment_blocks
from .budget import budget_blocks
from .changes import changes_blocks
from .coverage import coverage_blocks
from .guide import guide_blocks
from .journeys import journeys_blocks
from .plan import plan_blocks
from .portfolio import portfolio_blocks

__all__ = ["REPORTS", "Report", "UnknownReport", "report_of"]


class Report(NamedTuple):
    """A report: its title, an English source sentence, and how its blocks are made."""

    title: str
    blocks: Callable[[Reading], list[Block]]


class UnknownReport(LookupError):
    """A report that is not there."""

    def __init__(self, name: str) -> None:
        super().__init__(f"There is no report “{name}”. There are: {', '.join(sorted(REPORTS))}.")


REPORTS: dict[str, Report] = {
    "assessment": Report(N_("What the self-assessment tells you"), assessment_blocks),
    "budget": Report(N_("What it costs: an estimate"), budget_blocks),
    "changes": Report(N_("What has changed between the gatherings"), changes_blocks),
    "coverage": Report(N_("Which units take part"), coverage_blocks),
    "guide": Report(N_("Which programme fits"), guide_blocks),
    "journeys": Report(N_("Who gets to go, and what comes of it"), journeys_blocks),
    "plan": Report(N_("Who goes, year by year"), plan_blocks),
    "portfolio": Report(N_("What you have, and who carries it"), portfolio_blocks),
}
"""Every report by its name."""


def report_of(name: str) -> Report:
    """Return the report `name`.

    Raises
    ------
    UnknownReport
        With one sentence that names those there are.
    """
    try:
        return REPORTS[name]
    except KeyError:
        raise UnknownReport(name) from None
