"""A real server process for the tests, and clients that come to it over the network.

One server lives for a whole test session (`served`); a test that ends or restarts one makes its own
with `serving()`. When something fails, what the server wrote to standard error is shown.
"""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
import websocket
from jupyter_client import BlockingKernelClient

from course import demonstration
from course.grants import Grant, Role
from course.organisations import cohort
from course.store import Store
from course.store.access import Access

PROJECT = Path(__file__).parent.parent

_SERVE = """
from course.server import serve
from course.settings import settings
serve(settings(), lambda address, store: print(address, flush=True))
"""

SERVER_SECRETS = {
    "SMTP_PASSWORD": "swordfish-in-the-server",
    "AWS_SECRET_ACCESS_KEY": "carp-in-the-server",
    "WORKBOOK_COOKIE_KEY": "pike-in-the-server",
}
"""What an operator might have in the server's environment; no kernel may see it."""


class Served:
    """A server process, and the store it serves."""

    program: tuple[str, ...] = ("-c", _SERVE)
    """What Python runs; the first line it prints has the server's address."""

    def __init__(self, folder: Path, **options: str) -> None:
        self.folder = folder
        self.store = Store(options.get("WORKBOOK_DATABASE_URL", f"sqlite:///{folder / 'workbook.sqlite'}"))
        self.access = Access(self.store.engine)
        self._log = folder / "server.log"
        self._options = options
        self._process: subprocess.Popen[str] | None = None
        self.base = ""

    @property
    def environment(self) -> dict[str, str]:
        port = re.search(r":(\d+)/", self.base)
        return {
            **os.environ,
            **SERVER_SECRETS,
            "PYTHONPATH": str(PROJECT),
            "WORKBOOK_VAR_DIR": str(self.folder),
            "WORKBOOK_PORT": port[1] if port else "0",
            **self._options,
        }

    def start(self) -> None:
        """Start the process and wait until it listens; a port once taken is kept over restarts."""
        with self._log.open("a") as log:
            self._process = subprocess.Popen(
                [sys.executable, *self.program],
                stdout=subprocess.PIPE, stderr=log, text=True, env=self.environment, cwd=self.folder,
            )  # fmt: skip
        assert self._process.stdout is not None
        found = re.search(r"http://\S+", self._process.stdout.readline())
        assert found, f"The server did not start:\n{self.log}"
        self.base = found[0]

    def stop(self) -> None:
        """Ask the process to end, and wait for it."""
        if self._process is not None:
            self._process.terminate()
            assert self._process.wait(20) is not None
            assert self._process.stdout is not None
            self._process.stdout.close()
            self._process = None

    def restart(self) -> None:
        self.stop()
        self.start()

    def printed(self) -> str:
        """Wait for the next line the process prints, and return it."""
        assert self._process is not None and self._process.stdout is not None
        return self._process.stdout.readline()

    @property
    def log(self) -> str:
        return self._log.read_text()

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def invite(
        self,
        role: Role = Role.PARTICIPANT,
        organisation: str | None = "sula",
        *,
        name: str = "",
        cohort: str = "pilot",
        **how: Any,
    ) -> str:
        """Return the address of a sign-in link."""
        person = f"{name or role}-{organisation or 'all'}".lower()
        grant = Grant(person=person, name=name or person, role=role, cohort=cohort, organisation=organisation)
        how = {"valid_for": timedelta(days=1), "uses": None} | how
        return f"{self.base}invitation/{self.access.invite(grant, **how)}"

    def client(self, role: Role = Role.PARTICIPANT, organisation: str | None = "sula", **who: Any) -> Client:
        """Return somebody who is signed in."""
        client = Client(self.base)
        client.sign_in(self.invite(role, organisation, **who))
        return client


class Client:
    """Somebody with a browser's manners: keeps cookies, sends the XSRF token, follows no redirect."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.session = requests.Session()
        self.session.trust_env = False
        self._kernels: list[str] = []

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_exception: object) -> None:
        for kernel in self._kernels:
            with suppress(requests.RequestException):
                self.request("DELETE", f"api/kernels/{kernel}")
        self.session.close()

    def request(self, method: str, path: str, **how: Any) -> requests.Response:
        """Send a request; `path` is under the server's address, or a whole one."""
        address = path if "://" in path else self.base + path.lstrip("/")
        if method not in ("GET", "HEAD"):
            how.setdefault("headers", {"X-XSRFToken": self.session.cookies.get("_xsrf", "")})
        return self.session.request(method, address, allow_redirects=False, timeout=60, **how)

    def speak(self, language: str) -> None:
        """Have chosen a language earlier."""
        self.session.cookies.set("workbook_language", language, domain="127.0.0.1", path="/")

    def get(self, path: str, **how: Any) -> requests.Response:
        return self.request("GET", path, **how)

    def post(self, path: str, **how: Any) -> requests.Response:
        return self.request("POST", path, **how)

    def sign_in(self, link: str) -> requests.Response:
        """Open a sign-in link and press its button."""
        self.get(link)
        answer = self.post(link)
        assert answer.status_code == 303, answer.text
        return answer

    def open(self, path: str = "", **how: Any) -> Page:
        """Open a session's page; its kernel ends with the client."""
        answer = self.get(path, **how)
        assert answer.status_code == 200, answer.text
        page = Page(answer)
        self._kernels.append(page.kernel)
        return page

    def connect(self, kernel: str, *, path: str = "", **how: Any) -> websocket.WebSocket:
        """Open the line to a kernel, as a page does; or the one at `path`."""
        cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.session.cookies)
        path = path or f"api/kernels/{kernel}/channels?session_id=test"
        return websocket.create_connection(
            f"{self.base.replace('http', 'ws', 1)}{path}",
            cookie=cookies, timeout=30, **how,
        )  # fmt: skip

    def kernel_status(self, kernel: str) -> int:
        return self.get(f"api/kernels/{kernel}").status_code


class Page:
    """A session's page as it arrived."""

    def __init__(self, answer: requests.Response) -> None:
        self.answer = answer
        self.html = answer.content.decode()
        found = re.search(r'<script id="jupyter-config-data"[^>]*>(.*?)</script>', self.html, re.DOTALL)
        assert found, self.html
        self.configuration: dict[str, Any] = json.loads(found[1])
        self.kernel: str = self.configuration["kernelId"]


def message(kind: str, content: dict[str, Any], channel: str = "shell") -> str:
    """Return a message to a kernel, as the front end writes it."""
    header = {
        "msg_id": os.urandom(8).hex(),
        "msg_type": kind,
        "username": "",
        "session": "test",
        "version": "5.3",
    }
    return json.dumps(
        {
            "header": header,
            "parent_header": {},
            "metadata": {},
            "content": content,
            "channel": channel,
            "buffers": [],
        }
    )


def eventually(true: Any, seconds: float = 20) -> bool:
    """Return whether `true()` holds within some seconds; asks again and again, not too often."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if true():
            return True
        time.sleep(0.2)
    return bool(true())


def kernel_process(kernel: str) -> int:
    """Return the process id of a kernel: one that is a copy carries its name, another its connection file."""
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                named = (folder / "comm").read_text().strip() == f"kernel:{kernel[:8]}"
                command = (folder / "cmdline").read_bytes().decode(errors="replace")
            except OSError:
                continue
            if named or f"kernel-{kernel}.json" in command:
                return int(folder.name)
    raise AssertionError(f"no process has the kernel {kernel}")


def connection_file(kernel: str) -> Path:
    """Return where it is written how a server's kernel is reached; only the server's own user may read it."""
    (found,) = Path(tempfile.gettempdir()).glob(f"workbook-*/kernel-{kernel}.json")
    return found


def ask_kernel(kernel: str, expression: str) -> Any:
    """Return what a Python expression is worth in a server's kernel, as the operator could find out."""
    client = BlockingKernelClient(connection_file=str(connection_file(kernel)))
    client.load_connection_file()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=20)
        said = client.execute_interactive(
            "", user_expressions={"it": f"__import__('json').dumps({expression})"}, timeout=20
        )
        return json.loads(ast.literal_eval(said["content"]["user_expressions"]["it"]["data"]["text/plain"]))
    finally:
        client.stop_channels()


@contextmanager
def serving(folder: Path, *, kind: type[Served] = Served, **options: str) -> Iterator[Served]:
    """Serve the demonstration cohort from an empty folder; on failure show what the server said."""
    server = kind(folder, **options)
    server.store.prepare()
    demonstration.load(server.store, cohort("pilot"))
    server.start()
    try:
        yield server
    except BaseException:
        sys.stderr.write(server.log)
        raise
    finally:
        server.stop()


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The server most tests share; nobody may stop it."""
    with serving(tmp_path_factory.mktemp("served")) as server:
        yield server
