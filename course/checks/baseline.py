"""The self-assessment (session 01)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from ..i18n import N_
from ..records import Assessment
from .blanks import Label
from .finding import Hit, Records, Severity, about_all, check, each

__all__ = ["assessed_by_one_role"]

_ONE_ROLE = N_(
    "“{moment}”: only “{role}” has answered. Let at least one more role answer for itself, so that you see "
    "where you differ."
)


@check(
    Severity.WARNING,
    source="The course outline, N01: at least two roles answer, and the spread is shown, not only the mean",
)
def assessed_by_one_role(records: Records, today: date) -> Iterator[Hit]:
    """Only one role has answered the self-assessment at a moment."""
    roles: defaultdict[str, set[str]] = defaultdict(set)
    for _, answer in each(records, Assessment):
        if answer.moment and answer.role and answer.level:
            roles[answer.moment].add(answer.role)
    for moment, answered in roles.items():
        if len(answered) == 1:
            yield about_all(
                Assessment,
                "role",
                _ONE_ROLE,
                moment=Label("assessment_moment", moment),
                role=Label("assessment_role", answered.pop()),
            )
