"""Everybody reaches for the kernels and the lines of somebody else."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import websocket

from tests.server.attacks.asking import KERNEL, send
from tests.server.attacks.people import Town, everything
from tests.serving import Client

pytestmark = pytest.mark.slow


@pytest.fixture
def kernels(town: Town) -> Iterator[str]:
    kari = town.people["kari"]
    town.known |= {name: kari.open("session/00_mandate").kernel for name in ("kernel", "other_kernel")}
    yield town.known["kernel"]


def line_status(client: Client, kernel: str, **how: str) -> int:
    """The status with which the opening of a kernel's line is answered; 101 is open."""
    return status_of(lambda: client.connect(kernel, **how))


def status_of(connect: Callable[[], websocket.WebSocket]) -> int:
    try:
        connect().close()
    except websocket.WebSocketBadStatusException as refusal:
        return int(refusal.status_code)
    return 101


def test_a_kernel_is_its_visitor_s_and_nobody_else_s(
    town: Town, forgers: dict[str, Client], kernels: str, attempts: list[str]
) -> None:
    kari, before, wrong = town.people["kari"], everything(town.store), []
    for name, client in {**town.people, **forgers}.items():
        if name == "kari":
            continue
        for asking in KERNEL:
            answer = send(client, asking, town)
            attempts.append(name)
            if answer.status_code != 403:
                wrong.append(f"{name}: {asking.name}: {answer.status_code}")
        attempts.append(name)
        if line_status(client, kernels) != 403:
            wrong.append(f"{name}: the line")
    for origin in ("https://elsewhere.example", "null"):
        attempts.append(origin)
        if line_status(kari, kernels, origin=origin) != 403:
            wrong.append(f"from {origin}")
    assert wrong == []
    assert everything(town.store) == before
    assert line_status(kari, kernels) == 101
    for asking in KERNEL:
        assert send(kari, asking, town).status_code == asking.status, asking.name


def test_the_line_of_news_opens_for_those_who_may_see_the_page(
    town: Town, forgers: dict[str, Client], attempts: list[str]
) -> None:
    may = {"kari", "kari again", "rolf", "fride", "ada"}

    def news(client: Client, query: str, **how: str) -> int:
        cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in client.session.cookies)
        address = f"{client.base.replace('http', 'ws', 1)}changes?{query}"
        return status_of(lambda: websocket.create_connection(address, cookie=cookies, timeout=10, **how))

    for query in (
        "session=00_mandate&municipality=sula",
        f"session=04_anchoring&unit={town.known['school']}&municipality=sula",
    ):
        for name, client in {**town.people, **forgers}.items():
            if name == "siv":
                continue  # is told of the own unit
            if name in may:
                assert news(client, query) == 101, name
                attempts.append(name)
                assert news(client, query, origin="https://elsewhere.example") == 403
            else:
                attempts.append(name)
                assert news(client, query) in (403, 404), name
