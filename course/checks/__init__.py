"""Rules about what a group has written down: what is missing, and what does not hold together yet."""

from .anchoring import Anchoring, GoalAnchoring, anchoring
from .completeness import SAID_HERE, Completeness, Missing, completeness, lacks
from .copied import SharedText, shared_texts
from .decision import Standing, adopted, counts_as_anchored, is_prefilled, standings
from .finding import Check, Finding, Severity
from .table import CHECKS, findings

__all__ = [
    "CHECKS",
    "SAID_HERE",
    "Anchoring",
    "Check",
    "Completeness",
    "Finding",
    "GoalAnchoring",
    "Missing",
    "Severity",
    "SharedText",
    "Standing",
    "adopted",
    "anchoring",
    "completeness",
    "counts_as_anchored",
    "findings",
    "is_prefilled",
    "lacks",
    "shared_texts",
    "standings",
]
