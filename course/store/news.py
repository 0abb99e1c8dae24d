"""That something was written, by whatever process: told by PostgreSQL, and of SQLite asked cheaply.

What it was is not told. Whoever waits looks, and looks every now and then all the same: what tells may fail.
"""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from contextlib import closing, suppress

import psycopg
from sqlalchemy import Engine

from .connecting import CHANNEL

__all__ = ["News"]

_EVERY = 1.0
"""Seconds between two questions to SQLite, and between two looks while nothing is told."""
_NET = 5.0
"""Seconds after which one looks though nothing was told: also for what ends by itself when its time is up."""
_PAUSE = 1.0
"""Seconds before a lost connection is tried again."""
_ALIVE = {"keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3}
"""A database on another machine that is gone without a word is noticed within a minute."""

_log = logging.getLogger("course.server")


class News:
    """Counts the news of one store for all who wait for it in this process.

    Parameters
    ----------
    engine
        The store's engine.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._come = asyncio.Event()
        self.number = 0
        self.told = False
        """Whether news comes by itself just now."""

    def come(self) -> None:
        """Let everybody look who waits."""
        self.number += 1
        come, self._come = self._come, asyncio.Event()
        come.set()

    async def after(self, seen: int) -> int:
        """Wait for news after the number `seen`, but not for long, and return the number of the last."""
        if self.number == seen:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._come.wait(), _NET if self.told else _EVERY)
        return self.number

    async def follow(self) -> None:
        """Hear of what is written until cancelled; a connection that is lost is made anew."""
        follow = self._ask if self._engine.dialect.name == "sqlite" else self._listen
        while True:
            try:
                await follow()
            except (psycopg.Error, sqlite3.Error, OSError) as error:
                _log.warning("What is written elsewhere is not told but looked for: %s", _line(error))
            finally:
                self.told = False
            await asyncio.sleep(_PAUSE)

    async def _listen(self) -> None:
        words, options = self._engine.dialect.create_connect_args(self._engine.url)
        connecting = psycopg.AsyncConnection.connect(*words, **{**options, **_ALIVE}, autocommit=True)
        async with await connecting as connection:
            await connection.execute(f"LISTEN {CHANNEL}".encode())
            self.told = True
            self.come()  # what was written while nobody listened
            async for _ in connection.notifies():
                self.come()

    async def _ask(self) -> None:
        words, options = self._engine.dialect.create_connect_args(self._engine.url)
        kept = sqlite3.connect(words[0], check_same_thread=False, uri=bool(options.get("uri")))
        with closing(kept):
            before = None
            while True:
                # A number that another connection's commit changes: no table is read and no lock taken.
                (version,) = await asyncio.to_thread(lambda: kept.execute("PRAGMA data_version").fetchone())
                self.told = True
                if version != before:
                    self.come()
                before = version
                await asyncio.sleep(_EVERY)


def _line(error: Exception) -> str:
    return " ".join(str(error).split())
