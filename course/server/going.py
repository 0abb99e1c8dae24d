"""Which runs are under way, whichever server process runs them: each holds a lock on a file in its folder.

The lock goes with the process that holds it, however it ends, so that nothing stays locked that nobody runs.
"""

from __future__ import annotations

import fcntl
from pathlib import Path
from typing import IO

__all__ = ["hold", "is_held", "let_go"]

_NAME = "going"


def hold(folder: Path) -> IO[bytes]:
    """Make the folder of a run that begins, and return what holds it until it is closed."""
    folder.mkdir(parents=True, exist_ok=True)
    held = (folder / _NAME).open("wb")
    fcntl.flock(held, fcntl.LOCK_EX)
    return held


def let_go(held: IO[bytes]) -> None:
    """Say that a run is over."""
    Path(held.name).unlink(missing_ok=True)
    held.close()


def is_held(folder: Path) -> bool:
    """Whether some process holds the folder of a run."""
    try:
        with (folder / _NAME).open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False
