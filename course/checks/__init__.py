"""Rules about what a group has written down: what is missing, and what does not hold together yet."""

from .anchoring import Anchoring, GoalAnchoring, anchoring, counts_as_anchored
from .completeness import Completeness, Missing, completeness
from .finding import Finding, Severity, findings

__all__ = [
    "Anchoring",
    "Completeness",
    "Finding",
    "GoalAnchoring",
    "Missing",
    "Severity",
    "anchoring",
    "completeness",
    "counts_as_anchored",
    "findings",
]
