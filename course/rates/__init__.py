"""Rates, limits and deadlines of the programmes, by the year of the call (``data/rates``).

A figure holds for the call it was published for and for no other: a year without figures is an error
with a sentence, never last year's figure. So is a figure nobody has found, such as Norway's day rates.
"""

from .call import MissingRate, NoRates, Rates, Who, call_years, deadlines, rates
from .rows import EVERY_AGENCY, AwardCriterion, BadRates, CountryGroup, Deadline, FormQuestion, Rate

__all__ = [
    "EVERY_AGENCY",
    "AwardCriterion",
    "BadRates",
    "CountryGroup",
    "Deadline",
    "FormQuestion",
    "MissingRate",
    "NoRates",
    "Rate",
    "Rates",
    "Who",
    "call_years",
    "deadlines",
    "rates",
]
