"""Spreadsheets between preview and confirmation: kept by the server, so that no browser is believed."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass

from ..spreadsheets import Preview, Sheet

__all__ = ["Kept", "KeptSheets"]

_SECONDS = 3600
_MOST = 50
"""So many people preview at once; the one who began first chooses the file again."""


@dataclass(frozen=True)
class Kept:
    """A sheet that was previewed: by which sign-in, for whom, as what, and what was shown."""

    sign_in: str
    organisation: str
    register: str
    sheet: Sheet
    shown: Preview
    until: float


class KeptSheets:
    """The sheets that wait for an answer, one for each sign-in, for an hour."""

    def __init__(self) -> None:
        self._kept: dict[str, Kept] = {}

    def keep(self, sign_in: str, organisation: str, register: str, sheet: Sheet, shown: Preview) -> str:
        """Keep a sheet and return the token by which it is asked for again."""
        now = time.monotonic()
        waiting = {
            token: kept for token, kept in self._kept.items() if kept.until > now and kept.sign_in != sign_in
        }
        self._kept = dict(list(waiting.items())[-(_MOST - 1) :])
        token = secrets.token_urlsafe(16)
        self._kept[token] = Kept(sign_in, organisation, register, sheet, shown, now + _SECONDS)
        return token

    def take(self, token: str, sign_in: str, organisation: str) -> Kept | None:
        """Return what was kept, once, and only to the sign-in and for the organisation it was kept for."""
        kept = self._kept.get(token)
        if kept is None or (kept.sign_in, kept.organisation) != (sign_in, organisation):
            return None
        del self._kept[token]
        return kept if kept.until > time.monotonic() else None
