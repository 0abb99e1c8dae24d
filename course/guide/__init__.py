"""The programme guide: from what a group answers of its situation to the programmes that fit, with reasons.

The rules are data (`RULES`): each is one sentence with its source and year, says for which programme it
counts and how, and when it holds. `guide` only adds them up.
"""

from .guidance import Guidance, Option, guide
from .rules import PROGRAMMES, RULES, Effect, Rule

__all__ = ["PROGRAMMES", "RULES", "Effect", "Guidance", "Option", "Rule", "guide"]
