"""The line on which an open page is told what others write: who may open it, what it says, when it ends."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
import websocket

from course.grants import Role
from course.store.access import Access
from tests.conftest import FACILITATOR, participant
from tests.serving import Client, Served


def connect(client: Client, query: str, **how: Any) -> websocket.WebSocket:
    """Open the line of a page as its script does."""
    cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in client.session.cookies)
    address = f"{client.base.replace('http', 'ws', 1)}changes?{query}"
    return websocket.create_connection(address, cookie=cookies, timeout=10, **how)


@pytest.fixture
def listen() -> Iterator[Callable[[Client, str], websocket.WebSocket]]:
    """Open lines that are closed when the test is over."""
    with ExitStack() as lines:

        def opened(client: Client, query: str) -> websocket.WebSocket:
            line = connect(client, query)
            lines.callback(line.shutdown)
            return line

        yield opened


def status(client: Client, query: str, **how: Any) -> int:
    try:
        connect(client, query, **how).close()
    except websocket.WebSocketBadStatusException as refused:
        return int(refused.status_code)
    return 101


def told(line: websocket.WebSocket, name: str) -> Any:
    """Return the next thing the page is told of `name`."""
    while True:
        news = json.loads(line.recv())
        if name in news:
            return news[name]


def write(served: Served, municipality: str, text: str) -> None:
    view = served.store.view(participant(municipality, "Writer"), "pilot", municipality)
    profile = view.one("profile")
    view.save("profile", profile.id, {"owner": text}, profile.revision)


def test_a_page_is_told_within_three_seconds_that_something_was_written(listen, served, kari):
    line = listen(kari, "session=00_mandate")
    before = told(line, "standing")
    started = time.monotonic()
    write(served, "sula", "Somebody")
    assert told(line, "standing") == before + 1
    assert time.monotonic() - started < 3


def test_a_page_hears_nothing_of_other_municipalities(listen, served, kari):
    line = listen(kari, "session=00_mandate")
    told(line, "standing")
    write(served, "asker", "Somebody in Asker")
    line.settimeout(2.5)
    with pytest.raises(websocket.WebSocketTimeoutException):
        line.recv()


def test_a_unit_s_page_hears_of_its_municipality_too(listen, served, kari):
    unit = served.store.add_unit(
        FACILITATOR, "pilot", "sula", name="Made-up school that listens", unit_type="compulsory_school"
    )
    line = listen(kari, f"session=03_documents&unit={unit.key}")
    before = told(line, "standing")
    write(served, "sula", "Carried over")
    assert told(line, "standing") == before + 1


def test_who_is_on_the_same_page_is_told_and_who_leaves_is_gone_within_seconds(
    listen, served, kari, facilitator
):
    line = listen(kari, "session=01_baseline")
    assert told(line, "others") == []
    other = listen(facilitator, "session=01_baseline&municipality=sula")
    elsewhere = listen(facilitator, "session=02_needs&municipality=sula")
    own = listen(kari, "session=01_baseline")
    assert told(other, "others") == ["Kari"]
    assert told(line, "others") == ["Fride"]
    started = time.monotonic()
    other.close()
    assert told(line, "others") == []
    assert time.monotonic() - started < 3
    assert own.connected and elsewhere.connected


def test_the_line_is_authorised_as_its_page_is(served, kari, ola, facilitator, stranger):
    tried = [
        (kari, "session=00_mandate", 101),
        (kari, "session=00_mandate&municipality=sula", 101),
        (kari, "session=00_mandate&municipality=asker", 403),
        (ola, "session=00_mandate&municipality=sula", 403),
        (ola, "session=00_mandate&unit=sula--any", 403),
        (facilitator, "session=00_mandate&municipality=sula", 101),
        (facilitator, "session=09_facilitator", 101),
        (kari, "session=09_facilitator", 403),
        (kari, "session=nothing", 404),
        (kari, "", 404),
        (stranger, "session=00_mandate", 403),
    ]
    assert [status(client, query) for client, query, _ in tried] == [expected for *_, expected in tried]
    assert status(kari, "session=00_mandate", origin="https://elsewhere.example") == 403
    assert kari.get("changes?session=00_mandate").status_code == 400
    with served.client(Role.READER, "sula", name="Rolf") as reader:
        assert status(reader, "session=00_mandate") == 101


def test_the_line_ends_when_the_sign_in_does(listen, served):
    with served.client(name="Signs out") as client:
        line = listen(client, "session=00_mandate")
        told(line, "standing")
        started = time.monotonic()
        client.post("sign-out")
        assert line.recv() == ""
        assert time.monotonic() - started < 5
        assert status(client, "session=00_mandate") == 403


def test_the_line_ends_when_the_person_is_revoked(listen, served):
    with served.client(name="Is revoked") as client:
        line = listen(client, "session=00_mandate")
        told(line, "standing")
        Access(served.store.engine).revoke("is revoked-sula")
        assert line.recv() == ""


def test_whoever_speaks_on_the_line_is_hung_up_on(listen, kari):
    line = listen(kari, "session=00_mandate")
    line.send("let me in")
    while line.recv():
        pass


def test_one_browser_cannot_open_lines_without_end(listen, served):
    with served.client(name="Opens many") as client:
        lines = [listen(client, "session=00_mandate") for _ in range(60)]
        assert status(client, "session=00_mandate") == 429
        assert all(line.connected for line in lines)
