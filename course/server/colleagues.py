"""The pages that are open: who is on the same one, and that something has been written meanwhile."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from ..outline import session as session_of
from ..store import Place, Store
from ..store.news import News
from ..store.watch import Seen, look
from ..store.whole import key_of_whole
from .visits import Visit

__all__ = ["Colleagues", "OpenPage"]

log = logging.getLogger("course.server")

LULL = 0.1
"""Seconds that are waited after one look for the next: what is written in one go is looked at once."""
MOST = 60
"""Pages one browser may have told of changes at a time; nobody reads more."""


@dataclass(eq=False)
class OpenPage:
    """A page in somebody's browser.

    `tell` takes what the page is to be told, as JSON values; `leave` ends the line to it.
    """

    visit: Visit
    tell: Callable[[dict[str, Any]], None]
    leave: Callable[[], None]
    told: dict[str, Any] = field(default_factory=dict)

    @property
    def sign_in(self) -> str:
        """The browser it is open in."""
        return self.visit.visitor.sign_in

    @property
    def place(self) -> Place:
        """Whose records it shows."""
        cohort = self.visit.visitor.grant.cohort
        whole = session_of(self.visit.session).reader == "facilitator"
        return Place(cohort, key_of_whole(cohort) if whole else self.visit.organisation)

    @property
    def room(self) -> tuple[Place, str]:
        """What makes two pages the same one."""
        return self.place, self.visit.session


class Colleagues:
    """Looks while pages are open, tells each what is new to it, and ends those whose sign-in has ended.

    Parameters
    ----------
    store, news
        Where is looked, and what says when.
    """

    def __init__(self, store: Store, news: News) -> None:
        self._store = store
        self._news = news
        self._pages: set[OpenPage] = set()
        self._looking: asyncio.Task[None] | None = None

    def has_room_for(self, sign_in: str) -> bool:
        """Whether a browser may have one more page told."""
        return sum(page.sign_in == sign_in for page in self._pages) < MOST

    def come(self, page: OpenPage) -> None:
        """Enter a page that was opened."""
        self._pages.add(page)
        self._news.come()
        if self._looking is None or self._looking.done():
            self._looking = asyncio.ensure_future(self._look())

    def go(self, page: OpenPage) -> None:
        """Forget a page that was closed; once is enough."""
        if page in self._pages:
            self._pages.remove(page)
            self._news.come()

    def end(self) -> None:
        """Hang up on every page: the server stops."""
        if self._looking is not None:
            self._looking.cancel()
        for page in list(self._pages):
            page.leave()

    async def _look(self) -> None:
        while self._pages:
            last = self._news.number
            places = {page.place for page in self._pages}
            sign_ins = {page.sign_in for page in self._pages}
            try:
                # In a thread: a database that keeps one waiting keeps no page from being served.
                seen = await asyncio.to_thread(look, self._store.engine, places, sign_ins)
            except SQLAlchemyError:
                log.exception("Open pages cannot be told of changes: the store could not be reached.")
            else:
                self._tell(seen, sign_ins)
            await asyncio.sleep(LULL)
            await self._news.after(last)

    def _tell(self, seen: Seen, asked: set[str]) -> None:
        for page in [page for page in self._pages if page.sign_in in asked - seen.signed_in]:
            self.go(page)
            page.leave()
        for page in list(self._pages):
            news = {"standing": seen.standing(page.place), "others": self._others(page)}
            told = {name: value for name, value in news.items() if page.told.get(name) != value}
            if told:
                page.told |= told
                page.tell(told)

    def _others(self, page: OpenPage) -> list[str]:
        """Return the names of those who are on the same page; nobody is their own colleague."""
        own = page.visit.visitor.grant.person
        grants = [other.visit.visitor.grant for other in self._pages if other.room == page.room]
        return sorted({grant.person: grant.name for grant in grants if grant.person != own}.values())
