"""One state of the answers for as long as somebody reads, whatever is written meanwhile."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy.engine import make_url

__all__ = ["one_state"]


@contextmanager
def one_state(url: str) -> Iterator[str]:
    """Yield the address at which the state the database has now can be read, by other processes too.

    Parameters
    ----------
    url
        The address of the store.

    Notes
    -----
    A SQLite file is copied, in one transaction that nobody has to wait for, into a folder of the system's
    that is cleared away at the end. Any other database is read as it is at each moment.
    """
    address = make_url(url)
    if address.get_backend_name() != "sqlite" or not address.database:
        yield url
        return
    with tempfile.TemporaryDirectory(prefix="workbook-state-") as folder:
        file = Path(folder) / "state.sqlite"
        with closing(sqlite3.connect(address.database)) as now, closing(sqlite3.connect(file)) as copy:
            now.backup(copy)
            # With a log of its own each reader would have to write beside the file.
            copy.execute("PRAGMA journal_mode=DELETE")
        file.chmod(0o400)
        yield str(address.set(database=str(file)).render_as_string(hide_password=False))
