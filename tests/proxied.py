"""Debian's nginx in front of a server, configured by the very lines of docs/deploy.md."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import requests
from requests.adapters import HTTPAdapter

from tests.serving import PROJECT, Client, Served, eventually, serving

_AROUND = """
daemon off;
pid {folder}/pid;
error_log stderr;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/workbook;
}}
"""


class ByCommand(Served):
    """The server as an operator starts it."""

    program = ("-m", "course.cli", "serve", "--base-url", "/x/", "--links")


class Proxied:
    """A server, and the nginx in front of it that people come to."""

    def __init__(self, server: Served, folder: Path, public: str, plain: str) -> None:
        self.server, self.folder, self.public, self.plain = server, folder, public, plain

    @property
    def certificate(self) -> Path:
        return self.folder / "fullchain.pem"

    @property
    def access_log(self) -> str:
        return (self.folder / "workbook.log").read_text()

    def link(self, *who: Any, **how: Any) -> str:
        """Return a sign-in link at the public address."""
        return self.server.invite(*who, **how).replace(self.server.base, self.public)

    def client(self, source: str = "") -> Client:
        """Return somebody who comes over TLS, from another loopback address where one is named."""
        client = Client(self.public)
        client.session.verify = str(self.certificate)
        if source:
            client.session.mount("https://", _From(source))
        return client


class _From(HTTPAdapter):
    def __init__(self, source: str) -> None:
        self._source = source
        super().__init__()

    def init_poolmanager(self, *arguments: Any, **options: Any) -> None:
        super().init_poolmanager(*arguments, source_address=(self._source, 0), **options)


def documented() -> str:
    """Return nginx's configuration as the documentation has it."""
    return _blocks()[0]


def documented_for_several() -> str:
    """Return the same for two server processes."""
    one, before = _blocks()
    text = (PROJECT / "docs" / "deploy.md").read_text()
    found = re.search(r"in place of `(proxy_pass \S+;)` there is `(proxy_pass \S+;)`", text)
    assert found and found[1] in one
    return before + one.replace(found[1], found[2])


def _blocks() -> list[str]:
    return re.findall(r"```nginx\n(.*?)```", (PROJECT / "docs" / "deploy.md").read_text(), re.DOTALL)


def free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        return int(taken.getsockname()[1])


def _certify(folder: Path) -> None:
    subprocess.run(
        [
            "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
            "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1",
            "-keyout", folder / "privkey.pem", "-out", folder / "fullchain.pem",
        ],
        check=True, capture_output=True,
    )  # fmt: skip


def _configure(folder: Path, written: str, inner: dict[str, str], tls: int, plain: int) -> None:
    """Write the documented configuration with this test's places in it; each has to be found there."""
    for place, here in {
        "listen 80;": f"listen 127.0.0.1:{plain};",
        "listen [::]:80;": "",
        "listen 443 ssl http2;": f"listen 127.0.0.1:{tls} ssl http2;",
        "listen [::]:443 ssl http2;": "",
        "workbook.example.org": "127.0.0.1",
        "/etc/ssl/workbook": str(folder),
        "/var/log/nginx": str(folder),
        **inner,
    }.items():
        assert place in written, place
        written = written.replace(place, here)
    (folder / "workbook").write_text(written)
    (folder / "nginx.conf").write_text(_AROUND.format(folder=folder))


@contextmanager
def _nginx(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Run nginx in a folder as somebody who may do nothing special."""
    program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    assert program, "There is no nginx; .ci/nginx installs it."
    nobody: dict[str, Any] = {}
    if os.geteuid() == 0:
        nobody = {"user": "nobody", "group": "nogroup"}
        for path in (folder, *folder.iterdir()):
            shutil.chown(path, "nobody", "nogroup")
    said = (folder / "said").open("w")
    process = subprocess.Popen(
        [program, "-e", "stderr", "-p", folder, "-c", folder / "nginx.conf"],
        stdout=said, stderr=said, text=True, **nobody,
    )  # fmt: skip
    try:
        yield process
    except BaseException:
        sys.stderr.write((folder / "said").read_text())
        raise
    finally:
        process.terminate()
        process.wait(20)
        said.close()


@contextmanager
def behind_nginx(folder: Path, **options: str) -> Iterator[Proxied]:
    """Serve below `/x/` behind nginx, with TLS."""
    tls, plain = free_port(), free_port()
    public = f"https://127.0.0.1:{tls}/x/"
    # Not below pytest's own folder, which only its owner may enter.
    with (
        tempfile.TemporaryDirectory(prefix="workbook-nginx-") as place,
        serving(
            folder, kind=ByCommand, WORKBOOK_BEHIND_PROXY="true", WORKBOOK_ADDRESS=public, **options
        ) as server,
    ):
        inner = {"http://127.0.0.1:8866": server.base.removesuffix("/x/")}
        with _in_front_of(server, Path(place), documented(), inner, tls, plain) as proxied:
            yield proxied


@contextmanager
def two_behind_nginx(folder: Path, **options: str) -> Iterator[tuple[Proxied, Served]]:
    """Serve by two processes in one folder; the first is the one that `Proxied` names."""
    tls, plain = free_port(), free_port()
    public = f"https://127.0.0.1:{tls}/x/"
    options |= {"WORKBOOK_BEHIND_PROXY": "true", "WORKBOOK_ADDRESS": public}
    with (
        tempfile.TemporaryDirectory(prefix="workbook-nginx-") as place,
        serving(folder, kind=ByCommand, WORKBOOK_PROCESS="1", **options) as first,
        serving(folder, kind=ByCommand, WORKBOOK_PROCESS="2", **options) as second,
    ):
        inner = {
            "127.0.0.1:8866": first.base.removesuffix("/x/").removeprefix("http://"),
            "127.0.0.1:8867": second.base.removesuffix("/x/").removeprefix("http://"),
        }
        with _in_front_of(first, Path(place), documented_for_several(), inner, tls, plain) as proxied:
            yield proxied, second


@contextmanager
def _in_front_of(
    server: Served, place: Path, written: str, inner: dict[str, str], tls: int, plain: int
) -> Iterator[Proxied]:
    """Run nginx before what serves already, and wait until people can come to it."""
    _certify(place)
    _configure(place, written, inner, tls, plain)
    with _nginx(place) as process:
        proxied = Proxied(server, place, f"https://127.0.0.1:{tls}/x/", f"http://127.0.0.1:{plain}/")

        def listens() -> bool:
            assert process.poll() is None, "nginx has ended"
            try:
                return requests.get(f"{proxied.public}healthz", verify=proxied.certificate, timeout=5).ok
            except requests.ConnectionError:
                return False

        assert eventually(listens)
        yield proxied
