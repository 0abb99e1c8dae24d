"""Sees to it that whoever may no longer be here has no page left that works.

A page's line stays open however long it lasts, so asking at each request is not enough; and access may be
taken back by a command, in another process. So the store is asked whenever something was written, as long as
there are kernels.
"""

from __future__ import annotations

import asyncio
import logging

from sqlalchemy.exc import SQLAlchemyError

from ..store.access import Access
from ..store.news import News
from .kernels import Kernels

__all__ = ["EVERY", "watch"]

EVERY = 1.0
"""Seconds between two looks at least; within five, access that was taken back has to be gone."""

_log = logging.getLogger("course.server")


async def watch(access: Access, kernels: Kernels, news: News) -> None:
    """End the kernels whose sign-in or role has ended, until cancelled."""
    last = news.number
    while True:
        await asyncio.sleep(EVERY)
        last = await news.after(last)
        try:
            await _look(access, kernels)
        except SQLAlchemyError:
            _log.warning("The store could not be asked who may still be here; it is asked again.")
        except Exception:
            _log.exception("Unexpected: while looking who may still be here.")


async def _look(access: Access, kernels: Kernels) -> None:
    uses = kernels.uses()
    if not uses:
        return
    # Beside the server's own thread: a database that is slow to answer holds up nobody's page.
    live = await asyncio.to_thread(access.live, set(uses.values()))
    over = [kernel for kernel, use in uses.items() if use not in live]
    if over:
        _log.info("Ending %d kernels: whoever started them may no longer be here.", len(over))
        await kernels.end(over)
