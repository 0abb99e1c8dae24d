"""Two who are signed in and one who is not try everything with what is not theirs."""

from __future__ import annotations

import sys
import time
from urllib.parse import quote

import pytest
import websocket
from sqlalchemy import select

from course.outline import sessions
from course.store import schema
from tests.serving import Client, Page, Served, eventually, kernel_process, message

REMOVED = [
    ("GET", "voila/tree"),
    ("GET", "voila/tree/"),
    ("GET", "voila/tree/00_mandate.ipynb"),
    ("GET", "voila/files/home.ipynb"),
    ("GET", "voila/files/x/%2e%2e/home.ipynb"),
    ("GET", "voila/files/..%2fcourse%2fcli.py"),
    ("GET", "voila/render/home.ipynb"),
    ("GET", "voila/render/00_mandate.ipynb?municipality=asker"),
    ("GET", "voila/api/contents"),
    ("GET", "voila/api/contents/home.ipynb"),
    ("GET", "voila/api/themes/@jupyterlab/theme-light-extension/index.css"),
    ("GET", "voila/templates/lab/static/voila.js"),
    ("GET", "voila/templates/..%2f..%2f/static/x"),
    ("GET", "api/contents"),
    ("GET", "api/contents/home.ipynb"),
    ("PUT", "api/contents/home.ipynb"),
    ("GET", "api/kernels"),
    ("POST", "api/kernels"),
    ("GET", "api/kernelspecs"),
    ("GET", "api/sessions"),
    ("POST", "api/sessions"),
    ("GET", "api/status"),
    ("GET", "api/terminals"),
    ("POST", "api/terminals"),
    ("GET", "api/me"),
    ("GET", "terminals/websocket/1"),
    ("GET", "nbconvert/html/home.ipynb"),
    ("GET", "files/home.ipynb"),
    ("GET", "tree"),
    ("GET", "lab"),
    ("GET", "login"),
    ("POST", "login"),
    ("GET", "logout"),
    ("GET", "static/..%2fapp.py"),
    ("GET", "static/../app.py"),
    ("GET", "voila/static/..%2f..%2f..%2fschemas"),
    ("GET", "voila/labextensions/..%2f..%2f..%2f..%2fetc%2fpasswd"),
    ("GET", "voila/query/{kernel}"),
    ("GET", "voila/execution/{kernel}"),
    ("POST", "api/kernels/{kernel}/restart"),
    ("PATCH", "api/kernels/{kernel}"),
    ("PUT", "api/kernels/{kernel}"),
]
"""What Voilà or Jupyter Server would answer, and what nobody is answered here."""


class Attempts:
    """Counts what was tried, and remembers what was not as it should be."""

    def __init__(self) -> None:
        self.number = 0
        self.wrong: list[str] = []

    def check(self, what: str, got: int, expected: tuple[int, ...]) -> None:
        self.number += 1
        if got not in expected:
            self.wrong.append(f"{what}: {got}, expected {expected}")


def contents(served: Served) -> dict[str, list[tuple[object, ...]]]:
    """Everything that is written down in the store."""
    tables = (schema.record, schema.revision, schema.participation, schema.person, schema.invitation)
    with served.store.engine.connect() as connection:
        return {table.name: [tuple(row) for row in connection.execute(select(table))] for table in tables}


def line_status(client: Client, kernel: str, **how: str) -> int:
    """The status with which the server answers the opening of a kernel's line; 101 is open."""
    try:
        client.connect(kernel, **how).close()
    except websocket.WebSocketBadStatusException as refused:
        return int(refused.status_code)
    return 101


def requests_for(kernel: str, municipality: str) -> list[tuple[str, str, int]]:
    """What an owner does with a page and its kernel: method, address, and how it is answered."""
    return [
        ("GET", f"?municipality={municipality}&language=en", 200),
        ("GET", f"session/00_mandate?municipality={municipality}&language=en", 200),
        ("GET", f"session/03_documents?municipality={municipality}&language=nn", 200),
        ("GET", f"session/04_anchoring?municipality={municipality}&language=nb", 200),
        ("GET", f"api/kernels/{kernel}", 200),
        ("POST", f"api/kernels/{kernel}/interrupt", 204),
    ]


def endings(kernel: str) -> list[tuple[str, str, int]]:
    return [("POST", f"voila/api/shutdown/{kernel}", 204), ("DELETE", f"api/kernels/{kernel}", 204)]


@pytest.mark.slow
def test_nobody_reaches_what_is_anothers_and_everybody_reaches_their_own(served, kari, ola, stranger, capsys):
    attempts = Attempts()
    people = {"kari": (kari, "sula"), "ola": (ola, "asker")}
    pages: dict[str, Page] = {name: client.open("?language=en") for name, (client, _) in people.items()}
    before = contents(served)

    for owner_name, (owner, municipality) in people.items():
        kernel = pages[owner_name].kernel
        others = {name: client for name, (client, _) in people.items() if name != owner_name}
        for name, intruder in {**others, "stranger": stranger}.items():
            for method, address, _ in requests_for(kernel, municipality) + endings(kernel):
                answer = intruder.request(method, address)
                # A page sends those away to sign in who have not; nothing else does.
                expected = (302,) if name == "stranger" and "api/" not in address else (403,)
                attempts.check(f"{name}: {method} {address}", answer.status_code, expected)
                if answer.status_code == 302:
                    assert answer.headers["Location"].startswith("/sign-in")
            attempts.check(f"{name}: the line to {kernel}", line_status(intruder, kernel), (403,))
            # The token against forged requests is no way round, nor is claiming to be somebody.
            for headers in (
                {},
                {"Origin": "https://elsewhere.example"},
                {"Authorization": "token x"},
                {"X-Forwarded-User": owner_name, "X-Remote-User": owner_name},
            ):
                answer = intruder.request("DELETE", f"api/kernels/{kernel}", headers=headers)
                attempts.check(f"{name}: DELETE with {headers}", answer.status_code, (403, 404))
        for method, address, status in requests_for(kernel, municipality):
            answer = owner.request(method, address)
            attempts.check(f"{owner_name}, the owner: {method} {address}", answer.status_code, (status,))
        attempts.check(f"{owner_name}, the owner: the line", line_status(owner, kernel), (101,))
        # One's own kernel is not reached from a page of elsewhere either.
        forged_line = line_status(owner, kernel, origin="https://elsewhere.example")
        attempts.check(f"{owner_name}: the line from elsewhere", forged_line, (403,))
        forged = owner.post(f"voila/api/shutdown/{kernel}", headers={})
        attempts.check(f"{owner_name}: shutdown without the XSRF token", forged.status_code, (403,))

    everybody = {**{name: client for name, (client, _) in people.items()}, "stranger": stranger}
    for name, client in everybody.items():
        for method, address in REMOVED:
            address = address.format(kernel=pages["kari"].kernel)
            answer = client.request(method, address)
            attempts.check(f"{name}: {method} {address}", answer.status_code, (403, 404, 405))
            assert "cells" not in answer.text and "root:" not in answer.text

    assert attempts.wrong == []
    for name, (owner, _) in people.items():
        assert owner.kernel_status(pages[name].kernel) == 200
        assert kernel_process(pages[name].kernel)
    assert contents(served) == before

    for (name, (owner, _)), (method, address, status) in zip(
        people.items(), (endings(pages["kari"].kernel)[0], endings(pages["ola"].kernel)[1]), strict=True
    ):
        answer = owner.request(method, address)
        attempts.check(f"{name}, the owner: {method} {address}", answer.status_code, (status,))
        assert owner.kernel_status(pages[name].kernel) == 404
    assert attempts.wrong == []
    with capsys.disabled():
        sys.stdout.write(f"\nisolation: {attempts.number} attempts, all answered as they should be\n")


def test_a_refusal_is_in_the_log_and_no_secret_is(served, kari, ola):
    page = kari.open("?language=en")
    ola.request("DELETE", f"api/kernels/{page.kernel}")
    ola.get("?municipality=sula&language=en")
    assert f"Refused: ola-asker may not write kernels {page.kernel}" in served.log
    assert "Refused: ola-asker asked for /." in served.log
    assert "may not" in served.log
    token = served.invite(name="Siri").rpartition("/")[2]
    with Client(served.base) as siri:
        siri.sign_in(f"{served.base}invitation/{token}")
    siri.get(f"invitation/{token}/more")
    assert token not in served.log
    assert "/invitation/…" in served.log


def test_a_browser_cannot_execute_or_make_widgets(served, kari, tmp_path):
    kernel = kari.open("?language=en").kernel
    line = kari.connect(kernel)
    written = tmp_path / "written"
    line.send(message("execute_request", {"code": f"open({str(written)!r}, 'w')", "silent": False}))
    line.send(message("execute_request", {"code": f"open({str(written)!r}, 'w')"}, channel="control"))
    line.send(message("shutdown_request", {"restart": False}, channel="control"))
    line.send(message("comm_open", {"comm_id": "c1", "target_name": "jupyter.widget", "data": {"state": {}}}))
    line.send("this is no message")
    line.send(message("kernel_info_request", {}))
    assert eventually(lambda: '"kernel_info_reply"' in line.recv(), 30)
    line.close()
    assert not written.exists()
    assert kari.kernel_status(kernel) == 200
    for kind in ("execute_request", "shutdown_request", "comm_open"):
        assert f"Refused: a {kind} message from the browser to kernel {kernel}" in served.log
    assert f"Refused: a message to kernel {kernel} that cannot be read" in served.log


def test_a_facilitator_opens_any_municipality_and_no_other(facilitator):
    for municipality in ("sula", "asker"):
        page = facilitator.open(f"session/03_documents?municipality={municipality}&language=en")
        assert f'<option value="{municipality}" selected>' in page.html
    named = facilitator.open("session/03_documents?municipality=Lillestr%C3%B8m&language=en")
    assert '<option value="lillestrom" selected>' in named.html, "the command line takes names, too"
    answer = facilitator.get("?municipality=oslo&language=en")
    assert answer.status_code == 404
    assert "There is no municipality “oslo” in this cohort. There are: asker," in answer.text


HOSTILE = [
    "<script>alert(1)</script>",
    "../../etc/passwd",
    "asker' OR '1'='1",
    "as\x00ker",
    "sula,asker",
    "x" * 10_000,
    "\u202eslus",
]


@pytest.mark.parametrize("value", HOSTILE, ids=lambda value: ascii(value)[:20])
def test_a_hostile_municipality_is_refused_in_words(kari, value):
    answer = kari.get("", params={"municipality": value, "language": "en"})
    assert answer.status_code in (400, 403)
    assert "<script>alert" not in answer.text
    assert "Traceback" not in answer.text


@pytest.mark.parametrize("value", HOSTILE, ids=lambda value: ascii(value)[:20])
def test_a_hostile_language_is_refused_in_words(kari, value):
    answer = kari.get("", params={"language": value})
    assert answer.status_code in (400, 404)
    assert "<script>alert" not in answer.text
    assert "workbook_language" not in answer.headers.get("Set-Cookie", "")


@pytest.mark.parametrize(
    "value", ["<script>alert(1)</script>", "../..", "99_nothing", "home.ipynb", "03_documents@", "Ω"]
)
def test_an_unknown_session_is_answered_with_those_there_are(kari, value):
    kari.speak("en")
    answer = kari.get(f"session/{quote(value, safe='')}")
    assert answer.status_code == 404
    assert ", ".join(str(key) for entry in sessions() for key in entry.keys) in answer.text
    assert "<script>alert" not in answer.text


def test_neither_template_nor_theme_can_be_chosen(kari):
    page = kari.open("?language=en&template=lab&theme=dark&voila-template=reveal&classic-tree=true")
    assert page.configuration["jupyterLabTheme"] == "light"
    assert '<body class="wb-page"' in page.html
    assert "jsdelivr" not in page.html


def test_a_kernel_lives_on_when_another_is_refused(served, kari, ola):
    kernel = kari.open("?language=en").kernel
    process = kernel_process(kernel)
    started = time.monotonic()
    assert ola.post(f"voila/api/shutdown/{kernel}").status_code == 403
    assert time.monotonic() - started < 5
    assert kernel_process(kernel) == process
