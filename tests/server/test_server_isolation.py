"""Two who are signed in and one who is not try everything with what is not theirs."""

from __future__ import annotations

import sys
import time
from urllib.parse import quote

import pytest
import websocket
from sqlalchemy import select

from course.grants import Role
from course.outline import sessions
from course.store import Looks, schema
from tests.conftest import FACILITATOR
from tests.logos import SHAPE, svg
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
    tables = (*tables, schema.look, schema.picture)
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


def test_each_way_to_anothers_kernel_is_refused_and_logged(served, kari, ola, stranger):
    kernel = kari.open("?language=en").kernel
    ways = {
        "read": lambda client: client.kernel_status(kernel),
        "execute": lambda client: line_status(client, kernel),
        "interrupt": lambda client: client.post(f"api/kernels/{kernel}/interrupt").status_code,
        "end": lambda client: client.post(f"voila/api/shutdown/{kernel}").status_code,
        "delete": lambda client: client.request("DELETE", f"api/kernels/{kernel}").status_code,
    }
    for name, way in ways.items():
        for client, who in ((ola, "Refused: ola-asker may not"), (stranger, "403 ")):
            before = len(served.log)
            assert way(client) == 403, name
            assert eventually(lambda before=before, who=who: who in served.log[before:], 5), name
            assert kernel in served.log[before:]
    for path in (
        "voila/files/home.ipynb",
        f"files/kernel-{kernel}.json",
        f"api/contents/kernel-{kernel}.json",
    ):
        assert ola.get(path).status_code == 404
    assert kari.kernel_status(kernel) == 200
    assert [way(kari) for way in list(ways.values())[:4]] == [200, 101, 204, 204]


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


@pytest.mark.parametrize("protocol", ["v1.kernel.websocket.jupyter.org", None])
def test_a_message_that_claims_many_parts_keeps_nobody_waiting(served, kari, protocol):
    kernel = kari.open("?language=en").kernel
    line = kari.connect(kernel, **({"subprotocols": [protocol]} if protocol else {}))
    line.send_binary(b"\x7f\xff\xff\xff\x7f\x00\x00\x00" + b"x" * 8)
    began = time.monotonic()
    assert kari.kernel_status(kernel) == 200
    assert time.monotonic() - began < 5, "reading it as Jupyter does takes minutes, and all memory"
    line.close()
    assert eventually(lambda: f"a message to kernel {kernel} that cannot be read" in served.log, 10)


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


@pytest.fixture
def school(served):
    """A made-up unit under Sula, and somebody invited to it alone."""
    units = {one.name: one for one in served.store.units(FACILITATOR, "pilot", "sula")}
    made = [
        units.get(name)
        or served.store.add_unit(FACILITATOR, "pilot", "sula", name=name, unit_type="compulsory_school")
        for name in ("Made-up school", "Made-up neighbour")
    ]
    with served.client(organisation=made[0].key, name="Siv") as siv:
        yield made[0].key, made[1].key, siv


def test_a_unit_is_reached_by_its_own_and_its_municipality_s_people_and_by_nobody_else(
    served, kari, ola, stranger, school
):
    key, neighbour, siv = school
    attempts, before = Attempts(), contents(served)
    paths = ("", "session/04_anchoring", "calendar.ics", "print/04_anchoring")
    for path in paths:
        own = f"{path}?unit={key}&language=en"
        for name, client, expected in (
            ("siv, the owner", siv, 200), ("kari of the municipality", kari, 200), ("ola", ola, 403),
            ("stranger", stranger, 302),
        ):  # fmt: skip
            attempts.check(f"{name}: {own}", client.get(own).status_code, (expected,))
        next_door, above = f"{path}?unit={neighbour}&language=en", f"{path}?municipality=sula&unit="
        attempts.check(f"kari: {next_door}", kari.get(next_door).status_code, (200,))
        attempts.check(f"siv: {next_door}", siv.get(next_door).status_code, (403,))
        attempts.check(f"kari: {above}", kari.get(above).status_code, (200,))
        attempts.check(f"siv: {above}", siv.get(above).status_code, (403,))
        for other in ("asker--a", "sula--nothing", f"{key}--a", "sula", "<script>alert(1)</script>"):
            answer = siv.get(path, params={"unit": other, "language": "en"})
            attempts.check(f"siv: {path} of {other}", answer.status_code, (403,))
            assert "<script>alert" not in answer.text
    page = siv.open("session/04_anchoring?language=en")
    assert '<nav class="wb-levels"' not in page.html
    assert kari.kernel_status(page.kernel) == 403
    assert siv.kernel_status(page.kernel) == 200
    assert attempts.wrong == []
    assert contents(served) == before


def test_a_unit_is_entered_and_renamed_by_those_who_may_and_by_nobody_else(
    served, kari, ola, stranger, school
):
    key, neighbour, siv = school

    def post(client, **sent):
        token = client.session.cookies.get("_xsrf", "")
        return client.post("units", data={"_xsrf": token, "municipality": "sula", **sent})

    def names():
        return sorted(one.name for one in served.store.units(FACILITATOR, "pilot", "sula"))

    for client in (kari, ola, siv):
        client.get("sign-in")  # any page gives the token against forged requests
    before = names()
    new = {"name": "Made-up kindergarten", "unit_type": "kindergarten"}
    with served.client(role=Role.READER, name="Rolf") as reader:
        reader.get("sign-in")
        for client in (ola, siv, reader):
            assert post(client, **new).status_code == 403
        for client in (ola, reader):
            assert post(client, unit=key, name="Taken").status_code == 403
    assert post(siv, unit=neighbour, name="Taken").status_code == 403
    assert stranger.post("units", data=new).status_code in (302, 403)
    assert kari.post("units", data=new, headers={}).status_code == 403  # without the token
    assert names() == before

    assert post(kari, **new).status_code == 303
    assert names() == sorted([*before, "Made-up kindergarten"])
    kari.speak("en")
    sent = [{**new, "name": "<b>MADE-UP</b>"}, new, {**new, "name": ""}]
    twice = [post(kari, **one) for one in sent]
    assert [answer.status_code for answer in twice] == [303, 400, 400]
    assert "There is a unit of that name already." in twice[1].text
    assert 'value="Made-up kindergarten"' in twice[1].text
    assert "An answer is missing here." in twice[2].text
    assert "<b>MADE-UP" not in kari.get("?language=en").text
    renamed = post(siv, unit=key, name="Made-up school, renamed")
    assert renamed.status_code == 303
    assert "Made-up school, renamed" in names()
    assert post(siv, unit=key, name="Made-up school").status_code == 303


def test_a_municipality_s_look_is_changed_by_those_who_may_and_seen_by_its_own(
    served, kari, ola, stranger, facilitator, school
):
    siv = school[2]

    def post(client, logo=None, **sent):
        token = client.session.cookies.get("_xsrf", "")
        sent = {"_xsrf": token, "municipality": "sula", "revision": now().revision} | sent
        files = {"logo": ("logo.svg", logo or b"", "image/svg+xml")}
        return client.post("look", data=sent, files=files)

    def now():
        return Looks(served.store.engine).of(FACILITATOR, "pilot", "sula")

    attempts = Attempts()
    for client in (kari, ola, siv, facilitator):
        client.get("sign-in")  # any page gives the token against forged requests
    with served.client(role=Role.READER, name="Rolf") as reader:
        reader.get("sign-in")
        before = contents(served)
        for name, client in (("ola", ola), ("siv of a school", siv), ("a reader", reader)):
            attempts.check(name, post(client, svg(), name="Taken").status_code, (403,))
            own = client.get("look/logo.png?municipality=sula&language=en").status_code
            attempts.check(f"{name} looks", own, (403,) if client is ola else (404,))
        assert "wb-look-title" not in reader.open("?language=en").html
    attempts.check("a stranger", post(stranger, svg()).status_code, (302, 403))
    forged = kari.post("look", data={"municipality": "sula", "name": "Forged"}, headers={})
    attempts.check("without the token", forged.status_code, (403,))
    assert attempts.wrong == []
    assert contents(served) == before

    kari.speak("en")
    assert "wb-look-title" in kari.open("?language=en").html
    script = svg(SHAPE + "<script>alert(1)</script>")
    assert post(kari, script, name="Sula <b>herad</b>", colour="#7a1f3d").status_code == 303
    kept = now()
    assert (kept.name, kept.colour, kept.made_by) == ("Sula <b>herad</b>", "#7a1f3d", "Kari")
    assert b"script" not in kept.logo.content
    assert "<b>herad" not in kari.get("?language=en").text
    for client, status in ((kari, 200), (siv, 200), (ola, 404), (facilitator, 200)):
        where = "" if client in (siv, ola) else "?municipality=sula"
        picture = client.get(f"look/logo.png{where}")
        assert picture.status_code == status
        assert (picture.content == kept.logo.pixels) == (status == 200)
    assert ola.get("look/logo.png?municipality=sula").status_code == 403
    assert picture.headers["Content-Type"] == "image/png"

    wrong = post(kari, b"GIF89a", name="x" * 200, colour="#ffcc00")
    assert wrong.status_code == 400
    for said in ("neither a PNG nor an SVG", "too pale for text on white", "This is too long.", "x" * 200):
        assert said in wrong.text
    stale = post(kari, name="Late", revision=0)
    assert (stale.status_code, "Somebody else has changed this" in stale.text) == (400, True)
    assert post(kari, b"x" * 2_000_000).status_code == 400
    assert now() == kept
    page = kari.get("document/strategy.html?language=en")
    assert page.status_code == 200
    assert "data:image/svg+xml;base64," in page.text
    assert "Sula &lt;b&gt;herad" in page.text
    assert post(facilitator, without_logo="yes").status_code == 303
    assert (now().logo, now().name) == (None, "")
