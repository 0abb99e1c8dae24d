"""A page's files are named after what is in them, kept by the browser, and sent compressed."""

from __future__ import annotations

import re

import pytest

from course.server.assets import ASSETS, address_of, client, preloads
from tests.serving import Client

FILES = sorted(file.name for file in ASSETS.iterdir() if file.suffix in (".js", ".css"))
NAMED = re.compile(r"[a-z]+-(?:[0-9A-Z]{8}|[0-9a-f]{16})\.(?:js|css)")
FOR_GOOD = "public, max-age=31536000, immutable"


@pytest.fixture(scope="module")
def anybody(served):
    with Client(served.base) as client:
        yield client


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_kept_for_good_and_arrives_whole(anybody, name):
    assert NAMED.fullmatch(name)
    for accepted, encoding in (("gzip, deflate, br", "br"), ("gzip", "gzip"), ("identity", None)):
        answer = anybody.get(f"static/assets/{name}", headers={"Accept-Encoding": accepted}, stream=True)
        sent = answer.raw.read(decode_content=False)
        suffix = {"br": ".br", "gzip": ".gz", None: ""}[encoding]
        assert answer.headers.get("Content-Encoding") == encoding
        assert sent == (ASSETS / f"{name}{suffix}").read_bytes()
        assert answer.headers["Cache-Control"] == FOR_GOOD
        assert answer.headers["Vary"] == "Accept-Encoding"
        kind = "text/css" if name.endswith(".css") else "text/javascript"
        assert answer.headers["Content-Type"] == f"{kind}; charset=utf-8"


def test_what_is_sent_compressed_is_what_stands_there_plain(anybody):
    for name in FILES:
        answer = anybody.get(f"static/assets/{name}", headers={"Accept-Encoding": "gzip"})
        assert answer.content == (ASSETS / name).read_bytes()


def test_what_is_not_there_is_not_kept(anybody):
    answer = anybody.get("static/assets/client-AAAAAAAA.js")
    assert answer.status_code == 404
    assert "immutable" not in answer.headers.get("Cache-Control", "")


def test_a_page_names_every_module_it_will_need_and_no_more(served):
    with served.client(name="Names") as visitor:
        html = visitor.open("?language=en").html
    named = re.findall(r'<link rel="modulepreload" href="([^"]+)">', html)
    assert named == preloads("/")
    told = client("/", ordinary="")
    assert {address_of("client.js", "/"), *told["widgets"].values()} <= set(named)
    assert not {told["controls"], told["controls_style"]} & set(named)


def test_a_page_is_compressed_while_it_is_made(served):
    with served.client(name="Small") as visitor:
        answer = visitor.open("session/00_mandate?language=en", headers={"Accept-Encoding": "gzip"}).answer
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.headers["Transfer-Encoding"] == "chunked"


def test_the_line_to_a_kernel_is_compressed(served):
    with served.client(name="Line") as visitor:
        line = visitor.connect(
            visitor.open("?language=en").kernel, header=["Sec-WebSocket-Extensions: permessage-deflate"]
        )
        assert line.getheaders()["sec-websocket-extensions"] == "permessage-deflate"
        line.shutdown()


def test_a_page_with_a_form_is_not_compressed(anybody):
    """What stands there beside a secret could be guessed from how well the whole is compressed."""
    answer = anybody.get("sign-in", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in answer.headers
