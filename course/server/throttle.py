"""How often one may try: counted in memory, by who asks or for whom."""

from __future__ import annotations

import time
from collections import OrderedDict, deque

__all__ = ["Throttle"]


class Throttle:
    """Lets `most` tries through in any `seconds`, for each key.

    Parameters
    ----------
    most, seconds
        How many tries, in how long.
    keys
        How many keys are remembered; the one that was longest not heard of is forgotten first.
    """

    def __init__(self, most: int, seconds: float, keys: int = 10_000) -> None:
        self._most, self._seconds, self._keys = most, seconds, keys
        self._tries: OrderedDict[str, deque[float]] = OrderedDict()

    def passes(self, key: str) -> bool:
        """Count a try, and return whether it is let through; one that is not does not count."""
        now = time.monotonic()
        tries = self._tries.setdefault(key, deque())
        self._tries.move_to_end(key)
        while tries and tries[0] <= now - self._seconds:
            tries.popleft()
        while len(self._tries) > self._keys:
            self._tries.popitem(last=False)
        if len(tries) >= self._most:
            return False
        tries.append(now)
        return True
