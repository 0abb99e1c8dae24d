"""A limit on computing that goes nowhere; who comes to rest now and then may compute for ever."""

from __future__ import annotations

import resource
import signal
from typing import Any

__all__ = ["rest", "watch_over"]

_seconds = 0


def watch_over(seconds: int) -> None:
    """Have the system end this process when it computes for `seconds` without a `rest`.

    The limit is on processor time, which does not pass while one waits.
    """
    global _seconds
    _seconds = seconds
    signal.signal(signal.SIGXCPU, signal.SIG_DFL)
    rest()


def rest() -> None:
    """Begin to count anew; called by whoever gets to do other things, such as an event loop."""
    if not _seconds:
        return
    used: Any = resource.getrusage(resource.RUSAGE_SELF)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    soft = int(used.ru_utime + used.ru_stime) + 1 + _seconds
    resource.setrlimit(
        resource.RLIMIT_CPU, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard)
    )


def every() -> float:
    """Return after how many seconds an event loop should call `rest`; nothing when nobody watches."""
    return _seconds / 4
