"""How often one may try: counted in memory, by who asks or for whom."""

from __future__ import annotations

import time
from collections import OrderedDict, deque
from ipaddress import IPv6Address, IPv6Network, ip_address
from math import ceil

from tornado.web import HTTPError

__all__ = ["Throttle", "TooOften", "place_of"]


class TooOften(HTTPError):
    """Somebody has tried too often; `seconds` says how long to wait."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(429)


class Throttle:
    """Lets `most` tries through in any `seconds`, for each key.

    The page that says so asks for a quarter of an hour, so `seconds` is no more than that.

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

    def require(self, key: str) -> None:
        """Count a try that is let through; one that is not does not count.

        Raises
        ------
        TooOften
            When there were too many.
        """
        self.ask(key)
        self.count(key)

    def ask(self, key: str) -> None:
        """Return if a try would be let through, and count none; raise `TooOften` otherwise."""
        now = time.monotonic()
        tries = self._tries.get(key, ())
        recent = [then for then in tries if then > now - self._seconds]
        if len(recent) >= self._most:
            raise TooOften(ceil(recent[-self._most] + self._seconds - now))

    def count(self, key: str) -> None:
        """Count a try."""
        # No more than `most` are remembered: an older one makes no difference.
        self._tries.setdefault(key, deque(maxlen=self._most)).append(time.monotonic())
        self._tries.move_to_end(key)
        while len(self._tries) > self._keys:
            self._tries.popitem(last=False)


def place_of(address: str | None) -> str:
    """Return from where somebody comes, as one counts tries: of IPv6 the network, which is one's own."""
    try:
        read = ip_address(address or "")
    except ValueError:
        return address or ""
    if isinstance(read, IPv6Address):
        if read.ipv4_mapped:
            return str(read.ipv4_mapped)
        return str(IPv6Network((read, 64), strict=False))
    return str(read)
