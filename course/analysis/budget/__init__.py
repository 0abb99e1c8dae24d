"""What activities cost: an estimate for each, from the rates of a call year and what the group enters.

Every amount is a product of whole numbers and rates, in euros and in `Decimal`, so that anyone can
reckon it over with a pencil. What is not known is named, never guessed: above all the day rates, which
each national agency sets for itself.
"""

from .estimate import Budget, Estimate, budget, estimate
from .item import Item

__all__ = ["Budget", "Estimate", "Item", "budget", "estimate"]
