"""What the pages to which strangers come share."""

from __future__ import annotations

from typing import Any

from .handlers import Page
from .throttle import TooOften, place_of

__all__ = ["Door"]


class Door(Page):
    """Where strangers come to: they bring little, and do not come too often."""

    largest_body = 4_000
    too_often = "too many tries to sign in from one place, or for one person"
    """What the log says of who is slowed down: nothing of where they come from or what they have brought."""

    @property
    def place(self) -> str:
        """From where somebody comes; behind a proxy it is the proxy that says so, if it is trusted."""
        return place_of(self.request.remote_ip)

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Log that somebody is slowed down."""
        if isinstance((kwargs.get("exc_info") or (None, None))[1], TooOften):
            self.log.warning("Refused: %s.", self.too_often)
        super().write_error(status_code, **kwargs)
