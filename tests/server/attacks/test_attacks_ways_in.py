"""Old links, other methods, paths that lead out, addresses that lead elsewhere: none is a way in."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from urllib.parse import urljoin

import pytest
import requests

from course.server.assets import address_of
from tests.server.attacks.asking import ASKED, end_kernel, send
from tests.server.attacks.people import MARK, Town, everything
from tests.serving import Client, eventually

pytestmark = pytest.mark.slow


def test_an_old_link_opens_nothing(town: Town, attempts: list[str]) -> None:
    served = town.served
    used = served.invite(name="Used", uses=1)
    with Client(served.base) as first:
        first.sign_in(used)
    expired = served.invite(name="Expired", valid_for=timedelta(seconds=-1))
    revoked = served.invite(name="Revoked")
    served.access.revoke("revoked-sula")
    made_up = f"{served.base}invitation/{'A' * 43}"
    before = everything(town.store)
    for link in (used, expired, revoked, made_up, used[:-1], used.upper()):
        with Client(served.base) as client:
            client.get("sign-in")
            for method in ("GET", "POST"):
                answer = client.request(method, link)
                attempts.append(f"{method} an old link")
                assert answer.status_code in (403, 404)
            assert client.get("me").status_code == 302
    assert everything(town.store) == before
    with Client(served.base) as client:
        good = served.invite(name="Good", uses=1)
        client.get(good)
        without = client.request("POST", good, headers={})
        attempts.append("an invitation without the token against forged requests")
        assert without.status_code == 403
        assert client.sign_in(good).status_code == 303


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "POST"])
def test_no_other_method_does_anything(town: Town, method: str, attempts: list[str]) -> None:
    before = everything(town.store)
    posted = {asking.path for asking in ASKED if asking.method == "POST"}
    for asking in ASKED:
        if method == "POST" and asking.path in posted:
            continue
        for name in ("kari", "ola", "nobody"):
            answer = send(town.people[name], replace(asking, method=method, sent={}, file=None), town)
            attempts.append(name)
            assert answer.status_code in (403, 404, 405, 501), f"{name}: {method} {asking.path}"
    assert everything(town.store) == before


PATHS = {
    "static/page.css": (
        "static/..%2fapp.py", "static/../../app.py", "static/%2e%2e/app.py", "static//etc/passwd",
    ),
    address_of("page.css", ""): (
        "static/assets/..%2f..%2fapp.py", "static/assets/%2e%2e/%2e%2e/app.py", "static/assets//etc/passwd",
        "static/assets/..%2fassets.json", "static/assets/%2e%2e/page.css", "static/assets/client.js%00.js",
    ),
    "document/strategy.html": (
        "document/..%2fstrategy.html", "document/strategy.%2e%2e", "document/strategy.html%00.pdf",
        "document/strategy.html/../../me.json",
    ),
    "import/projects.xlsx": ("import/..%2fprojects.xlsx", "import/%2fetc%2fpasswd.xlsx"),
    "print/04_anchoring": ("print/..%2f04_anchoring", "print/%2fetc%2fpasswd", "print/04_anchoring%00"),
    "session/04_anchoring": (
        "session/..%2f..%2fcourse%2fcli", "session/%2fetc%2fpasswd", "session/04_anchoring.ipynb",
        "session/....//04_anchoring",
    ),
    "look/logo.png": ("look/..%2flogo.png", "look/%2e%2e%2fworkbook.sqlite"),
    "papers/sv.html": ("papers/..%2fsv.html", "papers/%2e%2e.html"),
}  # fmt: skip


def test_no_path_leads_out(town: Town, attempts: list[str]) -> None:
    kari = town.people["kari"]
    for right, wrong in PATHS.items():
        for path in wrong:
            for name in ("kari", "nobody"):
                request = requests.Request("GET", f"{town.served.base}{path}").prepare()
                request.url = f"{town.served.base}{path}"  # as it is: nothing is resolved on the way
                request.headers["Cookie"] = "; ".join(
                    f"{cookie.name}={cookie.value}" for cookie in town.people[name].session.cookies
                )
                answer = town.people[name].session.send(request, allow_redirects=False, timeout=60)
                attempts.append(path)
                assert answer.status_code in (302, 400, 403, 404), f"{name}: {path}"
                assert "root:" not in answer.text and "import annotations" not in answer.text
        answer = kari.get(right)
        assert answer.status_code == 200, right
        end_kernel(kari, answer)


ELSEWHERE = (
    "https://elsewhere.example/",
    "//elsewhere.example",
    "/\\elsewhere.example",
    "javascript:alert(1)",
    "https:elsewhere.example",
)
SAID_TO_BE = (
    {},
    {"Host": "elsewhere.example"},
    {"X-Forwarded-Host": "elsewhere.example", "X-Forwarded-Proto": "https"},
)


def test_signing_in_leads_nowhere_else(town: Town, attempts: list[str]) -> None:
    served = town.served
    for where in ELSEWHERE:
        for headers in (
            {},
            {"Host": "elsewhere.example"},
            {"X-Forwarded-Host": "elsewhere.example", "X-Forwarded-Proto": "https"},
        ):
            with Client(served.base) as client:
                link = served.invite(name="Lead")
                asked = {"next": where, "url": where, "redirect_uri": where}
                page = client.get(link, params=asked, headers=headers)
                token = {"X-XSRFToken": client.session.cookies.get("_xsrf", "")}
                answers = [
                    page,
                    client.get("sign-in", params=asked, headers=headers),
                    client.get("me", params=asked, headers=headers),
                    client.post(link, params=asked, headers={**headers, **token}),
                    client.get("me", params=asked, headers=headers),
                    client.post("sign-out", params=asked, headers={**headers, **token}),
                ]
                for answer in answers:
                    attempts.append(where)
                    led = urljoin(served.base, answer.headers.get("Location", ""))
                    assert led.startswith(served.base), f"{where}: led to {led}"
                    targets = re.findall(r'(?:action|href|src)="([^"]*)"', answer.text)
                    for target in (one for one in targets if one != "data:,"):
                        assert urljoin(served.base, target).startswith(served.base), f"{where}: {target}"
    with Client(served.base) as client:
        assert client.sign_in(served.invite(name="Lead")).headers["Location"] == "/"


def test_the_log_has_no_token_and_nothing_that_was_written(town: Town) -> None:
    assert eventually(lambda: "Refused" in town.served.log)
    assert MARK not in town.served.log
    for cookie in town.people["kari"].session.cookies:
        if cookie.name != "workbook_language":
            assert cookie.value not in town.served.log
