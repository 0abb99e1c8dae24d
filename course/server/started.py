"""Sign-ins at a provider that have begun and are not over: kept by the server, taken once."""

from __future__ import annotations

import hmac
import secrets
import time
from collections import OrderedDict
from dataclasses import dataclass, field

__all__ = ["SECONDS", "Started", "StartedSignIns"]

SECONDS = 600
"""How long somebody may take at the provider."""
_MOST = 5000
"""So many are at a provider at once; the one who began first begins again."""


@dataclass(frozen=True)
class Started:
    """A sign-in that has begun.

    `browser` is what the cookie of the browser says, so that nobody can be signed in by somebody else's
    answer; `verifier` and `nonce` bind the provider's answers to this beginning. `invitation` is the token
    of the invitation that was open, and `to` the page to go to afterwards.
    """

    provider: str
    to: str
    invitation: str | None = field(default=None, repr=False)
    state: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)
    nonce: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(48), repr=False)
    browser: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)
    until: float = field(default_factory=lambda: time.monotonic() + SECONDS)


class StartedSignIns:
    """What has begun, by its state."""

    def __init__(self) -> None:
        self._started: OrderedDict[str, Started] = OrderedDict()

    def keep(self, started: Started) -> None:
        """Keep what has begun, until it is taken or too old."""
        self._started[started.state] = started
        while len(self._started) > _MOST:
            self._started.popitem(last=False)

    def take(self, state: str, provider: str, browser: str) -> Started | None:
        """Return what has begun with `state`, once, and only to the browser and provider it began with."""
        started = self._started.pop(state, None)
        if started is None or started.provider != provider or started.until <= time.monotonic():
            return None
        return started if hmac.compare_digest(started.browser.encode(), browser.encode()) else None
