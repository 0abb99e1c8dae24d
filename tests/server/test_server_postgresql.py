"""A server whose answers PostgreSQL keeps: what its pages are told, and how many connections they hold."""

from __future__ import annotations

import time
from contextlib import ExitStack

import pytest

from tests.conftest import FACILITATOR
from tests.server.attacks.comms import Line
from tests.server.test_server_changes import connect, told, write
from tests.serving import eventually, serving

PAGES = 60
KERNELS = 3


@pytest.fixture(scope="module")
def database(postgres):
    name = postgres.new_database()
    yield name
    postgres.drop(name)


@pytest.fixture(scope="module")
def server(tmp_path_factory, postgres, database):
    folder = tmp_path_factory.mktemp("in-postgresql")
    with serving(folder, WORKBOOK_DATABASE_URL=postgres.url(database)) as server:
        yield server


@pytest.fixture
def kari(server):
    with server.client(name="Kari") as client:
        yield client


def listening(postgres, database):
    """Return the processes of PostgreSQL that only listen."""
    asked = "SELECT pid FROM pg_stat_activity WHERE datname = '{}' AND query LIKE 'LISTEN%'"
    return [pid for (pid,) in postgres.ask(asked.format(database))]


def save(line, text):
    """Save an answer as a page does, and return what its kernel says."""
    widget = line.widget_for("profile")
    record = line.widgets()[widget]["opened"]["record"]
    return line.ask(
        widget,
        type="save",
        kind="profile",
        record=record["id"],
        revision=record["revision"],
        values={"mandate": text},
    )


def test_a_page_is_told_at_once(server, kari):
    line = connect(kari, "session=00_mandate")
    before = told(line, "standing")
    time.sleep(0.5)
    started = time.monotonic()
    write(server, "sula", "Somebody")
    assert told(line, "standing") == before + 1
    assert time.monotonic() - started < 3, "it was looked for and not told"
    line.shutdown()


def test_one_connection_of_a_server_listens_and_is_made_anew_when_it_is_lost(
    server, kari, postgres, database
):
    line = connect(kari, "session=00_mandate")
    before = told(line, "standing")
    (first,) = listening(postgres, database)
    postgres.ask(f"SELECT pg_terminate_backend({first})")
    write(server, "sula", "While nobody listens")
    assert told(line, "standing") == before + 1
    assert eventually(lambda: listening(postgres, database) not in ([], [first]))
    write(server, "sula", "And after")
    assert told(line, "standing") == before + 2
    assert "is not told but looked for" in server.log
    line.shutdown()


def test_open_pages_and_their_kernels_hold_no_connection(server, postgres, database):
    with ExitStack() as opened:
        clients = [opened.enter_context(server.client(name=f"Number {number}")) for number in range(KERNELS)]
        lines = [Line(client, "session/00_mandate?language=en") for client in clients]
        for line in lines:
            opened.callback(line.close)
        pages = [connect(client, "session=00_mandate") for client in clients for _ in range(PAGES // KERNELS)]
        for page in pages:
            opened.callback(page.shutdown)
        before = {told(page, "standing") for page in pages}
        assert save(lines[0], "Saved from its kernel")["type"] == "saved"
        view = server.store.view(FACILITATOR, "pilot", "sula")
        assert view.one("profile").record.mandate == "Saved from its kernel"
        # The one that listens; for milliseconds there is that of a look besides.
        assert eventually(lambda: postgres.connections(database) == len(listening(postgres, database)) == 1)
        assert {told(page, "standing") for page in pages} == {number + 1 for number in before}
