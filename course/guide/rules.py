"""Every rule of the guide, and the programmes in the order of how easy they are to begin with."""

from __future__ import annotations

from .cooperation import COOPERATION
from .journeys import JOURNEYS
from .rule import Effect, Rule

__all__ = ["PROGRAMMES", "RULES", "Effect", "Rule"]

PROGRAMMES = (
    "ka122",
    "ka120_individual",
    "ka120_consortium",
    "nordplus_junior",
    "nordplus_horizontal",
    "ka210",
    "ka220",
    "etwinning",
)
"""Codes of `programme` that the guide weighs; the order is ours and decides between equals."""

RULES: tuple[Rule, ...] = (*JOURNEYS, *COOPERATION)
