"""What the peers' page shows: twenty questions and a table, about as much as a session."""

from __future__ import annotations

import pandas as pd

TITLE = "Goals and anchoring"
PROSE = (
    "A goal lasts when two things are true: it is anchored in the municipality's steering documents, and it "
    "is linked to development work already under way in kindergartens and schools."
)
QUESTIONS = [f"Question {number}" for number in range(1, 21)]


def table() -> pd.DataFrame:
    """Return twelve goals, each with a level, a year and a degree of anchoring."""
    return pd.DataFrame(
        {
            "goal": [f"Goal {number}" for number in range(1, 13)],
            "level": ["organisation", "staff", "pupils"] * 4,
            "by": [2027 + number % 4 for number in range(12)],
            "anchored": [round(number / 12, 2) for number in range(12)],
        }
    )
