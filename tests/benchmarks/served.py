"""The pages that are compared, each behind a server of its own: the workbook's, stock Voilà's, the peers'."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
import psutil
import requests

from course.example_year import fill, year
from course.grants import Grant, Role
from course.notebooks import prepare
from course.organisations import cohort
from course.store import Store
from tests.serving import PROJECT, Client, Page, Served

from .report import OURS, PANEL, SOLARA, STOCK

SESSION = "04_anchoring"
FULL = "asker"
"""The municipality that has the worked example."""
PEERS = PROJECT / ".peers" / "bin" / "python"
APPS = Path(__file__).parent / "peers"
QUIET = {"PLOOMBER_STATS_ENABLED": "false", "SOLARA_TELEMETRY_MIXPANEL_ENABLE": "false"}
"""Peers that tell their makers how they are used would wait for a network that is not there."""


@dataclass
class Way:
    """A server with the page.

    Attributes
    ----------
    path
        Of the page, below the server's address.
    pid
        The server's process; what it has started hangs below it.
    usable, prose
        What finds the first field that can be written in, and the first text to be read.
    enter
        Takes the address at which the server is reached and returns the cookies of somebody new.
    """

    name: str
    base: str
    path: str
    pid: int
    usable: str
    prose: str
    enter: Callable[[str], dict[str, str]] = field(default=lambda _base: {})

    def visitor(self) -> requests.Session:
        """Return a browser's cookies, of somebody who has not been here."""
        session = requests.Session()
        session.trust_env = False
        session.cookies.update(self.enter(self.base))
        return session

    def get(self, visitor: requests.Session) -> requests.Response:
        """Return the whole page."""
        answer = visitor.get(self.base + self.path, timeout=300)
        answer.raise_for_status()
        return answer

    def leave(self, visitor: requests.Session, answer: requests.Response) -> None:
        """Close the page, where it has a kernel."""
        if self.name in (OURS, STOCK):
            token = visitor.cookies.get("_xsrf") or "bench"  # stock Voilà's page gives none, and asks for one
            visitor.cookies.set("_xsrf", token)
            address = f"{self.base}api/kernels/{Page(answer).kernel}"
            answer = visitor.delete(address, headers={"X-XSRFToken": token}, timeout=60)
            answer.raise_for_status()

    def processes(self) -> list[psutil.Process]:
        """Return the server's process and all below it."""
        server = psutil.Process(self.pid)
        return [server, *server.children(recursive=True)]


@contextmanager
def ours(folder: Path) -> Iterator[Way]:
    """Serve the worked example, everything loaded: how long a server takes to start is another question."""
    server = Served(folder)
    worked_example(server.store)
    server.start()
    numbers = iter(range(1_000_000))

    def enter(base: str) -> dict[str, str]:
        client = Client(base)
        client.sign_in(
            server.invite(organisation=FULL, name=f"Visitor {next(numbers)}").replace(server.base, base)
        )
        cookies: dict[str, str] = client.session.cookies.get_dict()
        return cookies

    way = Way(
        OURS,
        server.base,
        f"session/{SESSION}",
        server.pid,
        "textarea[id^='q-'], input[id^='q-']",
        ".wb-prose",
        enter,
    )
    try:
        _warm(way)
        yield way
    finally:
        server.stop()


@contextmanager
def stock(folder: Path) -> Iterator[Way]:
    """Serve the same notebook, prepared for the same municipality, with Voilà as it comes."""
    store = Store(f"sqlite:///{folder / 'stock.sqlite'}")
    worked_example(store)
    place = folder / "stock"
    place.mkdir()
    notebook = prepare(municipality=FULL, cohort="pilot", session=SESSION, language="nb")
    nbformat.write(notebook, place / f"{SESSION}.ipynb")
    grant = Grant(person="bench", name="Bench", role=Role.PARTICIPANT, cohort="pilot", organisation=FULL)
    environment = grant.to_environment() | {"WORKBOOK_DATABASE_URL": store.url, "PYTHONPATH": str(PROJECT)}
    port = free_port()
    command = ["-m", "voila", "--no-browser", f"--port={port}", f"{SESSION}.ipynb"]
    with _running(command, place, environment, port) as pid:
        yield _warm(
            Way(
                STOCK,
                f"http://127.0.0.1:{port}/",
                "",
                pid,
                "textarea[id^='q-'], input[id^='q-']",
                ".jp-RenderedMarkdown",
            )
        )


@contextmanager
def panel(folder: Path) -> Iterator[Way]:
    """Serve the peers' page with Panel."""
    port = free_port()
    command = ["-m", "panel", "serve", str(APPS / "panel_page.py"), "--address=127.0.0.1", f"--port={port}"]
    with _running(command, folder, {"PYTHONPATH": str(APPS), "BOKEH_RESOURCES": "server"}, port) as pid:
        yield _warm(Way(PANEL, f"http://127.0.0.1:{port}/", "panel_page", pid, "input.bk-input", "h1"))


@contextmanager
def solara(folder: Path) -> Iterator[Way]:
    """Serve the peers' page with Solara."""
    port = free_port()
    command = ["-m", "solara", "run", str(APPS / "solara_page.py"), "--host=127.0.0.1", f"--port={port}"]
    command += ["--no-open", "--production"]
    with _running(command, folder, {"PYTHONPATH": str(APPS)}, port) as pid:
        yield _warm(Way(SOLARA, f"http://127.0.0.1:{port}/", "", pid, "input[type=text]", "h1"))


WAYS: Mapping[str, Callable[[Path], AbstractContextManager[Way]]] = {
    OURS: ours,
    STOCK: stock,
    PANEL: panel,
    SOLARA: solara,
}


def worked_example(store: Store) -> None:
    """Fill an empty store with the worked example."""
    pilot = cohort("pilot")
    store.prepare()
    store.add_cohort(pilot)  # without what public sources say, so that there is room for the example
    fill(store, pilot.key, pilot.municipality(FULL), year())


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    return port


def _warm(way: Way) -> Way:
    """Open the page once, so that nobody who is measured is the first."""
    visitor = way.visitor()
    way.leave(visitor, way.get(visitor))
    return way


@contextmanager
def _running(command: list[str], place: Path, environment: Mapping[str, str], port: int) -> Iterator[int]:
    """Run a server of the peers' environment until it is no longer needed."""
    place.mkdir(exist_ok=True)
    told = place / "server.log"
    with told.open("w") as log:
        process = subprocess.Popen(
            [PEERS, *command], cwd=place, env=os.environ | QUIET | environment, stdout=log, stderr=log
        )
    try:
        _wait(port, process, told)
        yield process.pid
    except BaseException as error:
        error.add_note(told.read_text("utf-8", "replace")[-4000:])
        raise
    finally:
        below = psutil.Process(process.pid).children(recursive=True) if process.poll() is None else []
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=20)
        for left in below:  # kernels, which stock Voilà may leave behind
            with suppress(psutil.NoSuchProcess):
                left.kill()
        if process.poll() is None:
            process.kill()
            process.wait()


def _wait(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    ends = time.monotonic() + 90
    while time.monotonic() < ends:
        if process.poll() is not None:
            break
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"The server does not listen: {log.read_text('utf-8')}")
