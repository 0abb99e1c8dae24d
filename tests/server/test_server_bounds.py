"""Requests that are larger than they may be are answered in words, and not kept while they arrive."""

from __future__ import annotations

import socket
from contextlib import closing, suppress
from urllib.parse import urlsplit

import psutil
import pytest
import websocket

from course.i18n import translator
from course.looks import LARGEST_FILE
from course.server.bounds import LARGEST_HEADERS, MOST_FIELDS
from course.server.headers import LARGEST_FORM
from course.server.pages import STATUS_SENTENCES
from course.settings import Settings
from course.spreadsheets import MOST_BYTES
from tests.serving import PROJECT, Client, Served, message


def said(answer, language: str = "en") -> bool:
    """Whether the answer is the page with the sentence for its status."""
    _ = translator(language)
    return all(_(part) in answer.text for part in STATUS_SENTENCES[answer.status_code])


def test_the_limits_are_those_that_are_documented():
    written = " ".join((PROJECT / "docs" / "deploy.md").read_text().split())
    sizes = (
        LARGEST_HEADERS // 1000,
        LARGEST_FORM // 1000,
        2 * MOST_BYTES // 10**6,
        4 * LARGEST_FILE // 10**6,
    )
    said = "headers together is {} kB, for a form {} kB, for a spreadsheet {} MB, for a logo {} MB"
    assert said.format(*sizes) in written
    settings = Settings.model_fields
    assert f"has at most {settings['kernels_per_visitor'].default} of them" in written
    assert (settings["kernel_alone_seconds"].default, settings["kernel_idle_seconds"].default) == (180, 1800)


def files(name: str, size: int, **more: str) -> dict[str, tuple[str, bytes, str]]:
    return {name: ("file", b"x" * size, "application/octet-stream")}


ROUTES = {
    "a form": ("units", {"data": b"name=" + b"x" * LARGEST_FORM}),
    "a form, in pieces": ("units", {"data": iter([b"name=", b"x" * LARGEST_FORM])}),
    "many fields": ("units", {"data": "&".join(["a=b"] * (MOST_FIELDS + 1))}),
    "many fields, in pieces": ("units", {"data": iter([b"a=b&" * (MOST_FIELDS + 1)])}),
    "a file where none belongs": ("sign-off", {"files": files("file", LARGEST_FORM)}),
    "a link to sign in": ("invitation/" + "x" * 43, {"data": b"x" * 5000}),
    "a logo": ("look", {"files": files("logo", 4 * LARGEST_FILE)}),
    "a spreadsheet": ("import", {"files": files("file", 2 * MOST_BYTES)}),
    "what is more than is read": ("import", {"files": files("file", 24_000_000)}),
    "what a page says to its kernel": ("voila/api/shutdown/" + "0" * 36, {"data": b"x" * 70_000}),
    "nothing of ours": ("nothing", {"data": b"x" * 70_000}),
    "a static file": ("static/page.css", {"data": b"x" * 70_000}),
}


@pytest.mark.parametrize("kind", ROUTES)
def test_what_is_more_than_a_route_takes_is_answered_in_words(kari, kind):
    kari.speak("nn")
    kari.get("sign-in")
    path, sent = ROUTES[kind]
    sent = dict(sent)
    headers = {"X-XSRFToken": kari.session.cookies["_xsrf"]}
    if isinstance(sent.get("data"), str) or "pieces" in kind:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    answer = kari.post(path, headers=headers, **sent)
    assert answer.status_code == 413
    assert said(answer, "nn")


@pytest.mark.parametrize("path", ["import", "look"])
def test_what_is_somewhat_too_large_a_file_is_told_how_large_it_may_be(kari, path):
    kari.speak("en")
    kari.get("sign-in")
    sent = {"register": "projects", "revision": "0", "municipality": "sula"}
    name, size = ("file", MOST_BYTES + 1) if path == "import" else ("logo", LARGEST_FILE + 1)
    answer = kari.post(path, data=sent, files=files(name, size))
    assert answer.status_code == 400
    assert "The file is too large" in answer.text


def test_the_file_of_a_stranger_is_not_kept(stranger):
    stranger.speak("en")
    answer = stranger.post("import", files=files("file", 1_000_000))
    assert answer.status_code == 413
    cookie = "workbook-" + urlsplit(stranger.base).netloc.translate(str.maketrans(".:", "--"))
    forged = {cookie: "2|1:0|10:1700000000|4:name|4:a2V5|" + "0" * 64}
    assert stranger.post("import", files=files("file", 1_000_000), cookies=forged).status_code == 413


def raw(served: Served, head: str, pieces: int = 0) -> bytes:
    """Send a request as it is written here, and return the beginning of the answer."""
    where = urlsplit(served.base)
    with closing(socket.create_connection((where.hostname, where.port), timeout=30)) as line:
        line.sendall(head.replace("\n", "\r\n").encode())
        for _ in range(pieces):
            line.sendall(b"x" * 100_000)
        return line.recv(100)


def test_what_is_announced_as_endless_is_answered_before_it_comes(served):
    host = urlsplit(served.base).netloc
    for more in ("Content-Length: 9999999999\n", "Content-Length: 70000\nExpect: 100-continue\n"):
        said = raw(served, f"POST /import HTTP/1.1\nHost: {host}\n{more}\n")
        assert said.startswith(b"HTTP/1.1 413 ")


def test_what_is_thrown_away_takes_no_memory(served):
    host = urlsplit(served.base).netloc
    raw(served, f"POST /units HTTP/1.1\nHost: {host}\nContent-Length: 100000\n\n", pieces=1)
    before = psutil.Process(served.pid).memory_info().rss
    said = raw(served, f"POST /units HTTP/1.1\nHost: {host}\nContent-Length: 19000000\n\n", pieces=190)
    assert said.startswith(b"HTTP/1.1 413 ")
    assert psutil.Process(served.pid).memory_info().rss - before < 8_000_000


def test_too_long_an_address_and_too_many_headers_are_answered_in_words(served):
    with Client(served.base) as client:
        client.speak("nb")
        for asked in (
            client.get("sign-in", params={"next": "x" * LARGEST_HEADERS}),
            client.get("sign-in", headers={f"X-{number}": "x" * 100 for number in range(160)}),
            client.get("sign-in?" + "a&" * (MOST_FIELDS + 1)),
        ):
            assert asked.status_code == 431
            assert said(asked, "nb")
        assert client.get("sign-in?next=" + "x" * 8000).status_code == 200


def test_headers_without_end_are_hung_up_on(served):
    head = "GET /sign-in HTTP/1.1\nHost: x\n" + "X-A: x\n" * 20_000
    with suppress(ConnectionError):
        assert raw(served, head + "\n") == b""


def test_a_form_of_too_many_parts_is_refused(kari):
    kari.get("sign-in")
    parts = {f"part-{number}": (None, "x") for number in range(200)}
    answer = kari.post("import", files=parts)
    assert answer.status_code == 400
    assert "Traceback" not in answer.text


def test_too_long_a_message_ends_the_line_and_harms_nobody(served, kari, ola):
    kernel = kari.open("?language=en").kernel
    line = kari.connect(kernel)
    line.send(message("comm_msg", {"comm_id": "c", "data": {"x": "x" * 1_000_001}}))
    with pytest.raises((websocket.WebSocketConnectionClosedException, ConnectionError)):
        while line.recv():
            pass
        raise ConnectionError  # an empty answer is a closed line as well
    line.shutdown()
    assert kari.kernel_status(kernel) == 200
    kari.connect(kernel).close()
