"""Every kind of answer carries the security headers, and none says what it need not."""

from __future__ import annotations

from typing import Any

import pytest

from course.server.assets import address_of
from tests.serving import Client

EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

KINDS = {
    "session": ("GET", "?language=en", 200),
    "another's session": ("GET", "?municipality=asker", 403),
    "unknown session": ("GET", "session/nothing", 404),
    "gathering": ("GET", "gathering/1", 200),
    "cohort, not theirs": ("GET", "cohort", 403),
    "sign-in": ("GET", "sign-in", 200),
    "unknown invitation": ("GET", "invitation/" + "y" * 43, 403),
    "cohorts that can be applied to": ("GET", "join", 200),
    "a cohort nobody can apply to": ("GET", "join/nowhere", 404),
    "unknown application": ("GET", "application/" + "y" * 43, 404),
    "not there": ("GET", "nothing/at/all", 404),
    "not there, posted": ("POST", "nothing", 404),
    "health": ("GET", "healthz", 200),
    "style": ("GET", "static/page.css", 200),
    "script": ("GET", "{script}", 200),
    "front end": ("GET", "voila/static/voila.js", 200),
    "extension": ("GET", "voila/labextensions/anywidget/package.json", 200),
    "no such style": ("GET", "static/none.css", 404),
    "a folder": ("GET", "static/", 403),
    "no such front end": ("GET", "voila/static/none.js", 404),
    "kernel": ("GET", "api/kernels/{kernel}", 200),
    "kernel's line, not opened": ("GET", "api/kernels/{kernel}/channels", 400),
    "line of changes, not opened": ("GET", "changes?session=00_mandate", 400),
    "another's line of changes": ("GET", "changes?session=00_mandate&municipality=asker", 403),
    "no kernel": ("GET", "api/kernels/00000000-0000-0000-0000-000000000000", 404),
    "no kernel's end": ("POST", "voila/api/shutdown/00000000-0000-0000-0000-000000000000", 404),
    "wrong method": ("POST", "healthz", 405),
    "wrong method for a page": ("PUT", "", 405),
    "wrong method for a file": ("POST", "static/page.css", 405),
    "style, not changed since": ("GET", "static/page.css", 304),
    "piece of a style": ("GET", "static/page.css", 206),
    "led elsewhere": ("GET", "units", 302),
    "without the token": ("POST", "units", 403),
    "calendar": ("GET", "calendar.ics", 200),
    "paper": ("GET", "print/00_mandate?language=en", 200),
    "oneself": ("GET", "me.json", 200),
    "no logo": ("GET", "look/logo.png", 404),
    "another's kernel": ("GET", "api/kernels/{other}", 403),
    "another's kernel's end": ("POST", "voila/api/shutdown/{other}", 403),
    "another's kernel's line": ("GET", "api/kernels/{other}/channels", 403),
    "no kernel's line": ("GET", "api/kernels/00000000-0000-0000-0000-000000000000/channels", 404),
    "kernel's line, from elsewhere": ("GET", "api/kernels/{kernel}/channels", 403),
    "line of changes, from elsewhere": ("GET", "changes?session=00_mandate", 403),
    "too long a form": ("POST", "units", 413),
    "too long a header": ("GET", "sign-in", 431),
}

_UPGRADE = {
    "Upgrade": "websocket",
    "Connection": "Upgrade",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    "Sec-WebSocket-Version": "13",
}
SENT: dict[str, dict[str, Any]] = {
    "style, not changed since": {"headers": {"If-Modified-Since": "Fri, 31 Dec 2100 00:00:00 GMT"}},
    "piece of a style": {"headers": {"Range": "bytes=0-9"}},
    "without the token": {"headers": {}},
    "another's kernel's line": {"headers": _UPGRADE},
    "another's line of changes": {"headers": _UPGRADE},
    "no kernel's line": {"headers": _UPGRADE},
    "kernel's line, from elsewhere": {"headers": _UPGRADE | {"Origin": "https://elsewhere.example"}},
    "line of changes, from elsewhere": {"headers": _UPGRADE | {"Origin": "https://elsewhere.example"}},
    "too long a form": {"data": b"x" * 100_000},
    "too long a header": {"headers": {"X-Long": "x" * 20_000}},
}
"""What some of them are sent with."""


@pytest.fixture(scope="module")
def page(served):
    with served.client(name="Heads") as client, served.client(organisation="asker", name="Other") as other:
        client.other = other.open("?language=en").kernel
        yield client, client.open("?language=en").kernel


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_answer_carries_the_headers(page, kind):
    client, kernel = page
    method, path, status = KINDS[kind]
    names = {"kernel": kernel, "other": client.other, "script": address_of("client.js", "")}
    answer = client.request(method, path.format(**names), **SENT.get(kind, {}))
    assert answer.status_code == status
    assert {name: answer.headers.get(name) for name in EVERYWHERE} == EVERYWHERE
    policy = answer.headers["Content-Security-Policy"]
    directives = dict(part.split(" ", 1) for part in policy.split("; "))
    assert directives["default-src"] == "'none'"
    assert "'unsafe-eval'" not in policy
    assert directives["script-src"] == directives["style-src"] == "'self'"
    assert "blob:" not in policy
    assert directives["frame-ancestors"] == "'none'"
    assert directives["object-src"] == "'none'"
    assert directives["base-uri"] == "'none'"
    assert directives["form-action"] == "'self'"
    assert directives["connect-src"] == "'self'"
    assert "report-uri" not in directives
    assert "Server" not in answer.headers
    assert "camera=()" in answer.headers["Permissions-Policy"]


def test_only_the_page_that_asks_for_voilas_front_end_may_run_code_of_a_widgets_state(page):
    client, _ = page
    policy = client.open("?language=en&front=voila").answer.headers["Content-Security-Policy"]
    assert "script-src 'self' blob:; style-src 'self' 'unsafe-inline';" in policy


def test_the_answer_to_a_stranger_carries_them_too(served):
    with Client(served.base) as client:
        for path in ("", "session/00_mandate", "document/strategy.pdf", "api/kernels/" + "0" * 36, "changes"):
            answer = client.get(path)
            assert answer.status_code in (302, 403, 404), path
            assert EVERYWHERE.items() <= dict(answer.headers).items()
            assert "'unsafe-eval'" not in answer.headers["Content-Security-Policy"]


def test_pages_are_not_kept_by_caches(page):
    client, _ = page
    for path in ("?language=en", "sign-in", "join", "application/" + "y" * 43, "nothing"):
        assert "no-store" in client.get(path).headers["Cache-Control"]


def test_pages_say_nothing_of_the_machine(page, served):
    client, _ = page
    answer = client.open("session/03_documents?language=en")
    for told in (str(served.folder), "/site-packages", "share/jupyter", "/home/", "/root"):
        assert told not in answer.html


def test_an_error_shows_a_page_of_ours_in_the_visitors_language(page):
    client, _ = page
    answer = client.get("nothing", headers={"Cookie": "workbook_language=nb"})
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert '<html lang="nb">' in answer.text
    assert '<main id="content"' in answer.text


@pytest.mark.parametrize(
    ("wants", "language"),
    [("nn-NO,nn;q=0.9", "nn"), ("no", "nb"), ("nb", "nb"), ("de,sv", "en"), ("", "en"), ("*;q=x,,;", "en")],
)
def test_before_signing_in_the_browsers_language_is_spoken(served, wants, language):
    with Client(served.base) as client:
        answer = client.get("sign-in", headers={"Accept-Language": wants})
    assert f'<html lang="{language}">' in answer.text


def test_health_says_no_more_than_that_it_is_well(served):
    with Client(served.base) as client:
        assert client.get("healthz").text == "ok\n"
