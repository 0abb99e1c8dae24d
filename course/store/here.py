"""Who has which page open in another process of the server: told over PostgreSQL, and kept nowhere.

Each process says of its own pages who is there, when that changes and every now and then: what was said by a
process that is gone is forgotten soon. With SQLite there is one process, and nobody to tell.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from uuid import uuid4

from pydantic import BaseModel, ConfigDict, ValidationError
from sqlalchemy import Engine, func, select

from .news import HERE, News

__all__ = ["Elsewhere", "Room"]

Room = tuple[str, str, str]
"""A page that several may have open: cohort, organisation, session."""

_AGAIN = 10.0
"""Seconds after which the same is said once more."""
_FORGOTTEN = 25.0
"""Seconds after which what was said is not believed any more."""
_LONGEST = 7_900
"""Bytes of what is said at a time; PostgreSQL carries 8000."""


class _Said(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    process: str
    room: Room
    people: dict[str, str]


class Elsewhere:
    """Who is where in the other processes, as far as they say.

    Parameters
    ----------
    engine, news
        The store's engine, and what hears of it.
    """

    def __init__(self, engine: Engine, news: News) -> None:
        self._engine = engine
        self._process = uuid4().hex
        self._told: dict[Room, tuple[Mapping[str, str], float]] = {}
        self._heard: dict[tuple[str, Room], tuple[Mapping[str, str], float]] = {}
        news.hear = self.hear

    def people(self, room: Room) -> dict[str, str]:
        """Return who has a page open elsewhere: key → name."""
        since = time.monotonic() - _FORGOTTEN
        self._heard = {where: said for where, said in self._heard.items() if said[1] > since}
        found: dict[str, str] = {}
        for (_, there), (people, _) in self._heard.items():
            if there == room:
                found.update(people)
        return found

    def hear(self, text: str) -> bool:
        """Take in what a process has said; return whether it is new. What cannot be read is not heard."""
        try:
            said = _Said.model_validate_json(text)
        except ValidationError:
            return False
        if said.process == self._process:
            return False
        where = (said.process, said.room)
        before, _ = self._heard.pop(where, ({}, 0.0))
        if said.people:
            self._heard[where] = (said.people, time.monotonic())
        return before != said.people

    def tell(self, rooms: Mapping[Room, Mapping[str, str]]) -> None:
        """Say who has which page open in this process: room → key → name."""
        if self._engine.dialect.name == "sqlite":
            return
        now, left = time.monotonic(), self._told.keys() - rooms.keys()
        due = {room: people for room, people in rooms.items() if self._is_due(room, people, now)}
        due |= {room: {} for room in left}
        if not due:
            return
        with self._engine.connect() as connection:
            for room, people in due.items():
                connection.execute(select(func.pg_notify(HERE, self._text(room, people))))
            connection.commit()
        self._told |= {room: (people, now) for room, people in due.items()}
        self._told = {room: told for room, told in self._told.items() if told[0]}

    def _is_due(self, room: Room, people: Mapping[str, str], now: float) -> bool:
        before, then = self._told.get(room, ({}, 0.0))
        return before != people or now - then > _AGAIN

    def _text(self, room: Room, people: Mapping[str, str]) -> str:
        """Return what is said of a room; of a crowd so many as there is room for."""
        named = dict(people)
        while True:
            text = _Said(process=self._process, room=room, people=named).model_dump_json()
            if len(text.encode()) <= _LONGEST:
                return text
            named.popitem()
