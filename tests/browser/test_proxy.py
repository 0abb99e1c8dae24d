"""The server below a path behind Debian's nginx with TLS, set up as docs/deploy.md says."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from http.cookies import SimpleCookie
from urllib.parse import urljoin, urlsplit

import pytest
import requests
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, Page, expect

from course.grants import Role
from course.server.assets import address_of
from tests.browser.conftest import watch
from tests.conftest import FACILITATOR
from tests.proxied import Proxied, behind_nginx
from tests.serving import Client, eventually

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def proxied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxied]:
    with behind_nginx(tmp_path_factory.mktemp("proxied")) as proxied:
        yield proxied


@pytest.fixture
def kari(proxied: Proxied) -> Iterator[Client]:
    with proxied.client() as client:
        client.speak("en")
        client.sign_in(proxied.link(name="Kari"))
        yield client


def opened(page: Page) -> None:
    page.wait_for_selector("body[data-forms=open]")


def test_a_person_signs_in_writes_and_comes_back(browser: Browser, proxied: Proxied) -> None:
    context = browser.new_context(ignore_https_errors=True)
    page = context.new_page()
    wrong, asked, lines = watch(page, []), [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("websocket", lambda line: lines.append(line.url))
    try:
        page.goto(proxied.link(name="In a browser"))
        page.locator("main button").click()
        opened(page)
        assert page.url == proxied.public
        page.locator("main a[href*='session/00_mandate']").first.click()
        page.wait_for_url("**/x/session/00_mandate*")
        opened(page)
        mandate = page.locator('#k-profile [data-field="mandate"] textarea')
        mandate.fill("Written through the proxy")
        mandate.blur()
        view = proxied.server.store.view(FACILITATOR, "pilot", "sula")
        assert eventually(lambda: view.one("profile").record.mandate == "Written through the proxy")
        page.reload()
        opened(page)
        expect(page.locator('#k-profile [data-field="mandate"] textarea')).to_have_value(
            "Written through the proxy"
        )
        cookies = {cookie["name"].partition("-")[0]: cookie for cookie in context.cookies()}
        kernel = page.evaluate(
            "JSON.parse(document.getElementById('jupyter-config-data').textContent).kernelId"
        )
        page.close(run_before_unload=True)
        assert eventually(lambda: f"204 POST /x/voila/api/shutdown/{kernel}" in proxied.server.log)
    finally:
        context.close()
    assert wrong == []
    assert all(address.startswith((proxied.public, "data:", "blob:")) for address in asked), asked
    secure = proxied.public.replace("https", "wss")
    assert len(lines) >= 4 and all(address.startswith(secure) for address in lines), lines
    assert {"workbook", "_xsrf"} <= set(cookies)
    for name, cookie in cookies.items():
        assert cookie["secure"] and cookie["path"] == "/x/" and cookie["sameSite"] == "Lax", name
        # Voilà's own script reads that one, to say that a tab is closed.
        assert cookie["httpOnly"] or name == "_xsrf"


def test_every_cookie_is_secure_and_below_the_path(proxied: Proxied) -> None:
    with proxied.client() as client:
        link = proxied.link(name="Cookies")
        answers = [client.get("sign-in?language=nb"), client.sign_in(link), client.post("sign-out")]
        seen: dict[str, str] = {}
        for answer in answers:
            for line in answer.raw.headers.getlist("Set-Cookie"):
                ((name, cookie),) = SimpleCookie(line).items()
                assert cookie["secure"] and cookie["path"] == "/x/" and cookie["samesite"] == "Lax", line
                seen[name.partition("-")[0]] = cookie["httponly"]
    assert seen == {"_xsrf": "", "workbook_language": True, "workbook": True}


def test_files_and_downloads_arrive_whole(proxied: Proxied, kari: Client) -> None:
    inner = Client(proxied.server.base)
    for path in ("static/page.css", address_of("client.js", ""), "voila/static/voila.js"):
        assert kari.get(path).content == inner.get(path).content, path
    for path in (
        "calendar.ics",
        "document/strategy.docx",
        "print/00_mandate",
        "me.json",
        "import/projects.xlsx",
    ):
        answer = kari.get(path)
        assert answer.status_code == 200 and answer.content, path
        assert "attachment" in answer.headers["Content-Disposition"]
    assert kari.get("document/strategy.pdf").content.startswith(b"%PDF")
    inner.session.close()


def test_text_is_compressed_and_the_headers_are_still_there(proxied: Proxied, kari: Client) -> None:
    style, page = kari.get("static/page.css"), kari.open("?language=en").answer
    for answer in (style, page):
        assert answer.headers["Content-Encoding"] == "gzip"
        assert "'unsafe-eval'" not in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert answer.headers["Strict-Transport-Security"].startswith("max-age=")
        assert answer.headers["Server"] == "nginx"


def test_the_lines_of_a_page_are_open(proxied: Proxied, kari: Client) -> None:
    kernel = kari.open("session/00_mandate?language=en").kernel
    trusting = {"ca_certs": str(proxied.certificate)}
    kari.connect(kernel, sslopt=trusting).shutdown()
    line = kari.connect("", sslopt=trusting, path="changes?session=00_mandate")
    assert "standing" in json.loads(line.recv())
    line.shutdown()


def test_nothing_leads_out_of_the_path(proxied: Proxied, kari: Client) -> None:
    with proxied.client() as facilitator, proxied.client() as stranger:
        facilitator.sign_in(proxied.link(Role.FACILITATOR, None, name="Fride"))
        pages = {
            facilitator: (
                "",
                "cohort",
                "session/03_documents?municipality=sula",
                "gathering/1?municipality=sula",
            ),
            kari: ("", "session/00_mandate", "me", "privacy", "import", "papers/nn.html", "nothing"),
            stranger: ("sign-in", "privacy", "invitation/" + "x" * 43, "nothing"),
        }
        found = 0
        for client, paths in pages.items():
            for path in paths:
                answer = client.get(path)
                html = BeautifulSoup(answer.content, "html5lib")
                for name in ("href", "src", "action", "data-changes", "content"):
                    for element in html.find_all(attrs={name: re.compile("^(/|https?:)")}):
                        leads = urljoin(proxied.public, element[name])
                        if leads.startswith(proxied.public):
                            found += 1
                        else:
                            assert urlsplit(leads).hostname != "127.0.0.1", (path, element)
                assert not re.search(r'"/(?!x/)[a-z]+/', answer.text), path
        assert found > 100
        leading = [
            stranger.get(""), stranger.get("session/00_mandate"), stranger.get("calendar.ics"),
            kari.get("units"), kari.get("sign-off"), kari.get("role"), kari.get("import/add"),
            facilitator.get("cohort/invite"), facilitator.post("sign-out"),
        ]  # fmt: skip
        for answer in leading:
            assert answer.status_code in (302, 303)
            assert urljoin(answer.url, answer.headers["Location"]).startswith(proxied.public), answer.url
    trusting = {"verify": str(proxied.certificate), "allow_redirects": False, "timeout": 30}
    shorter = requests.get(proxied.public.rstrip("/"), **trusting)
    assert (shorter.status_code, shorter.headers["Location"]) == (301, proxied.public)
    unencrypted = requests.get(proxied.plain, allow_redirects=False, timeout=30)
    assert (unencrypted.status_code, unencrypted.headers["Location"]) == (301, "https://127.0.0.1/x/")


def test_links_lead_to_the_public_address(proxied: Proxied) -> None:
    assert proxied.server.printed() == "Sign in as:\n"
    printed = proxied.server.printed().split()[-1]
    assert printed.startswith(f"{proxied.public}invitation/")
    with proxied.client() as somebody, proxied.client() as facilitator:
        somebody.sign_in(printed)
        facilitator.sign_in(proxied.link(Role.FACILITATOR, None, name="Invites"))
        wanted = {"name": "Siv", "role": "reader", "organisation": "sula", "days": "3"}
        answer = facilitator.post("cohort/invite", data=wanted)
        link = BeautifulSoup(answer.content, "html5lib").find(id="wb-link")["value"]
        assert link.startswith(f"{proxied.public}invitation/")
        with proxied.client() as siv:
            siv.sign_in(link)
        assert link.rpartition("/")[2] not in proxied.access_log + proxied.server.log
        assert " POST 303 " in proxied.access_log


def test_who_guesses_is_slowed_down_and_nobody_else_is(proxied: Proxied) -> None:
    with proxied.client("127.0.0.3") as guesser, proxied.client("127.0.0.4") as other:
        seen = []
        for number in range(40):
            claimed = f"192.0.2.{number}"
            headers = {"X-Forwarded-For": claimed, "X-Real-IP": claimed, "Forwarded": f"for={claimed}"}
            seen.append(guesser.get("invitation/" + f"{number:043}", headers=headers).status_code)
        assert seen == [403] * 30 + [429] * 10, "what a browser claims is believed"
        other.sign_in(proxied.link(name="Comes from elsewhere"))


def test_what_is_too_large_is_said_by_the_server_up_to_what_nginx_takes(
    proxied: Proxied, kari: Client
) -> None:
    kari.get("sign-in")
    answer = kari.post("units", data=b"x" * 100_000)
    assert answer.status_code == 413 and "That is more than can be sent here" in answer.text
    answer = kari.post("import", files={"file": ("f.csv", b"x" * 11_000_000)})
    assert answer.status_code == 413 and "That is more than can be sent here" in answer.text
    assert kari.post("import", files={"file": ("f.csv", b"x" * 13_000_000)}).status_code == 413
