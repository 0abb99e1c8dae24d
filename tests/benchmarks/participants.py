"""Two hundred at a gathering, all connected and saving: how soon each knows that it is saved."""

from __future__ import annotations

import asyncio
import json
import os
import statistics
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tornado.httpclient import HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

from tests.postgres import running as postgresql
from tests.server.attacks.comms import Line
from tests.serving import Client, Served, message

from .made_up import KEY, made_up
from .report import OURS, benchmark

PARTICIPANTS = int(os.environ.get("BENCH_PARTICIPANTS", "200"))
TOGETHER = 4
"""Participants of one municipality: what one saves, the pages of the others show."""
EVERY, LASTS = 5.0, 60.0
PATIENCE = 20.0
SAVES, MIDDLE, MOST, REFUSED, SILENT = (
    "saves",
    "acknowledged, median",
    "acknowledged, 95th percentile",
    "refused",
    "without an answer",
)
UNITS = {SAVES: "number", MIDDLE: "s", MOST: "s", REFUSED: "number", SILENT: "number"}
PATH = "session/04_anchoring"
POSTGRESQL = f"{OURS} on PostgreSQL"


@dataclass
class Participant:
    """One open page, and what has become of its saves."""

    client: Client
    kernel: str
    widget: str
    session: str
    goal: dict[str, Any]
    waiting: dict[str, asyncio.Future[str]] = field(default_factory=dict)
    took: list[float] = field(default_factory=list)
    refused: int = 0
    silent: int = 0


def measure(folder: Path, rounds: int) -> dict[str, Any]:
    """Let them write for a minute on either database; a third of the rounds will do."""
    ways: dict[str, dict[str, list[float]]] = {
        name: {unit: [] for unit in UNITS} for name in (OURS, POSTGRESQL)
    }
    # Durable, as an operator's is; the tests' own is not.
    with postgresql("fsync=on", "synchronous_commit=on", "full_page_writes=on") as postgres:
        for number in range(max(1, rounds // 3)):
            for name, figures in ways.items():
                database = postgres.url(postgres.new_database()) if name == POSTGRESQL else ""
                place = folder / f"{number} {name}"
                place.mkdir()
                for unit, value in zip(UNITS, _minute(place, database), strict=True):
                    figures[unit].append(value)
    return benchmark(
        "participants",
        "Two hundred at once",
        f"{PARTICIPANTS} pages of session 04, {TOGETHER} of each municipality, every one with its line to a "
        "process of its own and the line that tells of colleagues; each saves every "
        f"{EVERY:.0f} s for {LASTS:.0f} s, and shows anew what a colleague has saved. From sending to the "
        "acknowledgement; on SQLite, and on a PostgreSQL of 100 connections. The writers run on the same "
        "machine.",
        UNITS,
        ways,
    )


def _minute(place: Path, database: str) -> tuple[float, ...]:
    """Return the figures of one gathering, in the order of `UNITS`."""
    with made_up(place, -(-PARTICIPANTS // TOGETHER), database) as (store, group):
        server = Served(place, WORKBOOK_COHORT=KEY, WORKBOOK_DATABASE_URL=store.url)
        server.start()
        try:
            everybody = _open(server, group.keys)
            asyncio.run(_write(everybody))
        finally:
            server.stop()
    took = [seconds for one in everybody for seconds in one.took]
    return (
        len(took),
        statistics.median(took),
        statistics.quantiles(took, n=20)[-1],
        sum(one.refused for one in everybody),
        sum(one.silent for one in everybody),
    )


def _open(server: Served, municipalities: tuple[str, ...]) -> list[Participant]:
    def enter(number: int) -> Participant:
        client = server.client(
            organisation=municipalities[number // TOGETHER], cohort=KEY, name=f"Participant {number}"
        )
        line = Line(client, PATH)
        widget = line.widget_for("goal")
        heading = next(key for key, state in line.states.items() if "standing" in state.get("opened", {}))
        goals = line.states[widget]["opened"]["records"]
        line.close()
        return Participant(client, client._kernels[-1], widget, heading, dict(goals[number % TOGETHER]))

    with ThreadPoolExecutor(4) as threads:
        return list(threads.map(enter, range(PARTICIPANTS)))


async def _write(everybody: list[Participant]) -> None:
    await asyncio.gather(*(_take_part(one, number) for number, one in enumerate(everybody)))


async def _take_part(one: Participant, number: int) -> None:
    line = await _line(one, f"api/kernels/{one.kernel}/channels?session_id={uuid.uuid4().hex}")
    changes = await _line(one, "changes?session=04_anchoring")
    listening = [asyncio.create_task(_listen(one, line)), asyncio.create_task(_follow(one, line, changes))]
    begins = time.perf_counter() + 5 + EVERY * number / PARTICIPANTS
    for save in range(int(LASTS / EVERY)):
        await asyncio.sleep(begins + save * EVERY - time.perf_counter())
        await _save(one, line, f"What is better when we have got there, in its {save}th wording.")
    for task in listening:
        task.cancel()
    line.close()
    changes.close()


async def _line(one: Participant, path: str) -> WebSocketClientConnection:
    cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in one.client.session.cookies)
    address = f"{one.client.base.replace('http', 'ws', 1)}{path}"
    request = HTTPRequest(address, headers={"Cookie": cookies}, connect_timeout=60, request_timeout=60)
    return await websocket_connect(request, compression_options={})


async def _save(one: Participant, line: WebSocketClientConnection, text: str) -> None:
    token = uuid.uuid4().hex
    answered = one.waiting[token] = asyncio.get_running_loop().create_future()
    save = {"type": "save", "kind": "goal", "record": one.goal["id"], "revision": one.goal["revision"]}
    begin = time.perf_counter()
    await _say(line, one.widget, {**save, "token": token, "values": {"explanation": text}})
    try:
        told = json.loads(await asyncio.wait_for(answered, PATIENCE))["content"]["data"]["content"]
    except TimeoutError:
        one.silent += 1
        return
    if told["type"] == "saved":
        one.took.append(time.perf_counter() - begin)
        one.goal["revision"] = told["revision"]
    else:
        one.refused += 1


async def _say(line: WebSocketClientConnection, widget: str, content: dict[str, Any]) -> None:
    await line.write_message(
        message("comm_msg", {"comm_id": widget, "data": {"method": "custom", "content": content}})
    )


async def _listen(one: Participant, line: WebSocketClientConnection) -> None:
    """Hear what the page is told; only answers that somebody waits for are read."""
    while (told := await line.read_message()) is not None:
        if isinstance(told, str):
            for token in [token for token in one.waiting if token in told and '"custom"' in told]:
                one.waiting.pop(token).set_result(told)


async def _follow(
    one: Participant, line: WebSocketClientConnection, changes: WebSocketClientConnection
) -> None:
    """Do as the page does when a colleague has saved: show it."""
    standing = 0
    while (told := await changes.read_message()) is not None:
        news = json.loads(told).get("standing", 0)
        if news > standing > 0:
            await _say(line, one.session, {"type": "refresh", "token": uuid.uuid4().hex})
        standing = max(standing, news)
