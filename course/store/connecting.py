"""How a database is connected to, and in what manner a transaction begins, on SQLite and on PostgreSQL.

On either, a transaction that says `writes=True` among its execution options writes alone. One that says
`writes=BESIDE_OTHERS` writes alone on SQLite, which knows nothing else; on PostgreSQL it goes on beside
others of its kind, and locks what it writes itself. One that says nothing reads everything from one moment.
"""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import psycopg
from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.engine import Dialect, make_url
from sqlalchemy.pool import NullPool

__all__ = ["BESIDE_OTHERS", "CHANNEL", "address_of_database", "engine_of", "file_of"]

Connected = TypeVar("Connected")

BESIDE_OTHERS = "beside others"

CHANNEL = "workbook_written"
"""What a PostgreSQL server is told on whenever something was written; whoever listens looks."""

_LOCK = int.from_bytes(b"workbook")
"""The advisory lock of a database: whoever writes alone has it, others share it."""

_PATIENCE = 10.0
"""Seconds within which a database that has no connection left may come by one."""
_FIRST_PAUSE, _LONGEST_PAUSE = 0.02, 0.5
_FOR_A_MOMENT = (
    "too many clients",
    "too many connections",
    "connection slots are reserved",
    "is starting up",
    "is shutting down",
)
"""What PostgreSQL says while it takes no connection and soon will; it tells no code so early."""

_OPTIONS = "-c lock_timeout=30s -c idle_in_transaction_session_timeout=60s"
"""A writer that has stopped half-way does not keep everybody else waiting for ever."""

_log = logging.getLogger(__name__)


def address_of_database(text: str) -> URL:
    """Return the address of a database; PostgreSQL's own form, ``postgresql://…``, gets its driver."""
    address = make_url(text)
    if address.drivername in ("postgresql", "postgres"):
        return address.set(drivername="postgresql+psycopg")
    return address


def file_of(address: URL) -> Path | None:
    """Return the file a database is in; None for one that a server keeps."""
    return Path(address.database or "") if address.get_backend_name() == "sqlite" else None


def engine_of(address: URL) -> Engine:
    """Return the engine of a database; no connection is held between uses.

    A kernel lives as long as its page: with a connection each, two hundred of them would use up a server's.
    What goes wrong is logged without the values of a statement, which are people's answers.
    """
    if address.get_backend_name() != "sqlite":
        return _postgresql(address)
    if address.database:
        Path(address.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(address, poolclass=NullPool, hide_parameters=True, connect_args={"timeout": 30})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _postgresql(address: URL) -> Engine:
    # What is prepared for a connection that lives for one transaction, or that a pooler lends, is in vain.
    arguments: dict[str, Any] = {"prepare_threshold": None}
    if "options" not in address.query:
        arguments["options"] = _OPTIONS
    engine = create_engine(
        address,
        poolclass=NullPool,
        hide_parameters=True,
        use_native_hstore=False,
        connect_args=arguments,
    )
    event.listen(engine, "do_connect", _connect)
    event.listen(engine, "begin", _begin_postgresql)
    return engine


def _connect(dialect: Dialect, _record: object, arguments: Any, options: dict[str, Any]) -> Any:
    return _patiently(lambda: dialect.connect(*arguments, **options))


def _patiently(connect: Callable[[], Connected]) -> Connected:
    """Return a new connection, waiting for one where the server has none left for a moment."""
    until, pause = time.monotonic() + _PATIENCE, _FIRST_PAUSE
    while True:
        try:
            return connect()
        except psycopg.OperationalError as error:
            if time.monotonic() >= until or not any(said in str(error) for said in _FOR_A_MOMENT):
                raise
            _log.info("The database takes no connection for the moment; it is asked again.")
        # Not all who wait ask again at the same moment.
        time.sleep(pause * random.uniform(0.5, 1.5))  # noqa: S311
        pause = min(pause * 2, _LONGEST_PAUSE)


def _begin_postgresql(connection: Connection) -> None:
    """Begin as a reader of one moment, or as a writer who sees what the one before has written.

    Whoever writes beside others locks, as its first statement, the row that it counts on.
    """
    writes = connection.get_execution_options().get("writes", False)
    driver = connection.connection.driver_connection
    assert isinstance(driver, psycopg.Connection)
    level = psycopg.IsolationLevel
    driver.isolation_level = level.READ_COMMITTED if writes else level.REPEATABLE_READ
    if writes:
        lock = "pg_advisory_xact_lock_shared" if writes == BESIDE_OTHERS else "pg_advisory_xact_lock"
        # Said at the beginning, it is heard when the transaction is committed, and only then.
        connection.exec_driver_sql(f"SELECT {lock}({_LOCK}), pg_notify('{CHANNEL}', '')")


def _prepare_sqlite(connection: Any, _record: object) -> None:
    """Take the beginning of transactions from the driver; SQLite forgets foreign keys unless told."""
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA synchronous=FULL")


def _begin_sqlite(connection: Connection) -> None:
    """Begin at once as a writer where one will write.

    A transaction that reads first and writes later cannot wait for another writer: SQLite refuses it
    straight away as locked.
    """
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
