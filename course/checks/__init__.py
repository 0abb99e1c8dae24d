"""Rules about what a group has written down: what is missing, and what does not hold together yet."""

from .anchoring import Anchoring, GoalAnchoring, anchoring, counts_as_anchored
from .completeness import SAID_HERE, Completeness, Missing, completeness, lacks
from .copied import SharedText, shared_texts
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
    "anchoring",
    "completeness",
    "counts_as_anchored",
    "findings",
    "lacks",
    "shared_texts",
]
