"""Coming in by a link, staying in over a restart, going out."""

from __future__ import annotations

import re
import stat
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from course.grants import Role
from course.i18n import LANGUAGES
from tests.serving import Client, eventually, serving


@pytest.fixture
def guest(served):
    with Client(served.base) as client:
        yield client


def test_without_signing_in_there_is_no_page(guest):
    for path in ("", "session/00_mandate", "session/nothing", "?municipality=sula"):
        answer = guest.get(path)
        assert answer.status_code == 302
        assert answer.headers["Location"].partition("?")[0] == "/sign-in"
    page = guest.get("sign-in", headers={"Accept-Language": "en"})
    assert "Open the link in the invitation" in page.text


def test_opening_a_link_uses_nothing_up_and_its_button_does(served, guest):
    link = served.invite(name="Once", uses=1)
    for _ in range(3):
        assert guest.get(link).status_code == 200
    assert guest.get("").status_code == 302
    guest.sign_in(link)
    assert guest.get("?language=en").status_code == 200
    with Client(served.base) as another:
        answer = another.get(link, headers={"Accept-Language": "en"})
        assert answer.status_code == 403
        assert "has been used already" in answer.text
        assert another.post(link).status_code == 403
        assert another.get("").status_code == 302


def test_the_link_in_the_mail_goes_on_working_for_the_one_who_used_it(served, guest):
    link = served.invite(name="Again", uses=2)
    guest.sign_in(link)
    kernel = guest.open("?language=en").kernel
    guest.sign_in(link)
    assert guest.kernel_status(kernel) == 200, "signing in again makes a stranger of the page that is open"
    with Client(served.base) as phone:
        phone.sign_in(link)


def test_a_demonstration_link_works_as_often_as_anyone_likes(served):
    link = served.invite(name="Demo")
    for _ in range(3):
        with Client(served.base) as visitor:
            visitor.sign_in(link)


@pytest.mark.parametrize(
    ("how", "sentence"),
    [
        ({"valid_for": timedelta(seconds=-1)}, "The invitation has expired."),
        ({"uses": 0}, "has been used already"),
    ],
)
def test_a_link_that_is_no_longer_good_says_so(served, guest, how, sentence):
    link = served.invite(name="Late", **how)
    for answer in (guest.get(link, headers={"Accept-Language": "en"}), guest.post(link)):
        assert answer.status_code == 403
    assert sentence in guest.get(link, headers={"Accept-Language": "en"}).text
    assert guest.get("").status_code == 302


def test_an_unknown_link_says_so(guest):
    answer = guest.get("invitation/" + "x" * 43, headers={"Accept-Language": "en"})
    assert answer.status_code == 403
    assert "The link is not complete." in answer.text
    assert guest.get("invitation/short").status_code == 404


def test_taking_access_back_takes_effect_at_once(served, guest):
    link = served.invite(name="Gone")
    guest.sign_in(link)
    kernel = guest.open("?language=en").kernel
    assert served.access.revoke("gone-sula") == 1
    assert guest.get("").status_code == 302
    assert guest.kernel_status(kernel) == 403
    answer = guest.get(link, headers={"Accept-Language": "en"})
    assert "has been withdrawn" in answer.text


def test_the_button_cannot_be_pressed_from_elsewhere(served, guest):
    link = served.invite(name="Forged")
    guest.get(link)
    assert guest.post(link, headers={}).status_code == 403
    token = guest.session.cookies["_xsrf"]
    forged = guest.post(link, headers={"X-XSRFToken": token, "Origin": "https://elsewhere.example"})
    assert forged.status_code == 404
    assert guest.get("").status_code == 302


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(served, guest):
    cookie = guest.sign_in(served.invite(name="Flags")).headers["Set-Cookie"]
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Path=/" in cookie
    assert "Secure" not in cookie, "over plain HTTP the browser would not send it back"
    xsrf = Client(served.base).get("sign-in").headers["Set-Cookie"]
    assert xsrf.startswith("_xsrf=") and "SameSite=Lax" in xsrf


def test_a_claim_to_come_over_tls_is_not_believed_from_anyone(served, guest):
    link = served.invite(name="Claims")
    guest.get(link)
    headers = {"X-XSRFToken": guest.session.cookies["_xsrf"], "X-Forwarded-Proto": "https"}
    assert "Secure" not in guest.post(link, headers=headers).headers["Set-Cookie"]


def test_a_cookie_that_was_tampered_with_is_nobodys(served, guest):
    guest.sign_in(served.invite(name="Tamper"))
    (name,) = [cookie.name for cookie in guest.session.cookies if cookie.name.startswith("workbook-1")]
    value = guest.session.cookies[name]
    for wrong in (value[:-8] + '00000000"', value.replace("|", ""), "x", '"2|1:0|10:1|1:x|0:|00"'):
        answer = guest.session.get(served.base, cookies={name: wrong}, allow_redirects=False, timeout=30)
        assert answer.status_code in (200, 302)
        guest.session.cookies.clear()
        answer = guest.session.get(
            served.base, headers={"Cookie": f"{name}={wrong}"}, allow_redirects=False, timeout=30
        )
        assert answer.status_code == 302


def test_signing_out_ends_the_sign_in_and_its_kernels(served):
    with served.client(name="Leaves") as client:
        kernel = client.open("?language=en").kernel
        cookies = client.session.cookies.copy()
        answer = client.post("sign-out")
        assert answer.status_code == 303
        assert client.get("").status_code == 302
        client.session.cookies = cookies
        assert client.get("").status_code == 302, "the old cookie still opens the workbook"
        with served.client(name="Leaves") as again:
            assert eventually(lambda: again.kernel_status(kernel) == 404)


def test_the_language_chosen_is_kept_in_this_browser(served, guest):
    guest.sign_in(served.invite(name="Speaks"))
    assert '<html lang="nn">' in guest.open("").html, "Sula writes nynorsk"
    assert '<html lang="nb">' in guest.open("?language=nb").html
    assert '<html lang="nb">' in guest.open("session/00_mandate").html
    assert '<html lang="nb">' in guest.get("nothing").text


@pytest.mark.parametrize(
    "path", ["sign-in", "nothing", "/elsewhere.example/x", "invitation/" + "x" * 43, "sign-in?next=%2F&x=<b>"]
)
def test_who_is_not_signed_in_can_choose_a_language_too(served, guest, path):
    page = BeautifulSoup(guest.get(path, headers={"Accept-Language": "en"}).text, "html5lib")
    links = {link["lang"]: link["href"] for link in page.select(".wb-languages a")}
    assert list(links) == list(LANGUAGES)
    assert page.select_one(".wb-languages [aria-current=true]")["lang"] == page.html["lang"] == "en"
    assert all(href.startswith("?") for href in links.values()), "a link may not leave the server"
    there = BeautifulSoup(guest.get(path.partition("?")[0] + links["nn"]).text, "html5lib")
    assert there.html["lang"] == "nn"
    assert BeautifulSoup(guest.get("sign-in").text, "html5lib").html["lang"] == "nn"


def test_the_language_of_an_error_can_be_changed_without_losing_what_was_asked_for(served):
    with served.client(Role.FACILITATOR, None, name="Lost") as client:
        page = BeautifulSoup(client.get("?municipality=oslo&language=en").text, "html5lib")
        href = page.select_one(".wb-languages a[lang=nb]")["href"]
        assert href == "?municipality=oslo&language=nb"
        answer = client.get(href)
    assert answer.status_code == 404
    assert BeautifulSoup(answer.text, "html5lib").html["lang"] == "nb"


def test_everybody_is_told_who_they_are_and_where(served):
    with served.client(Role.READER, "asker", name="Rita <b>") as client:
        page = client.open("?language=en")
    assert "Rita &lt;b&gt; (reader)" in page.html
    assert '<p class="wb-place">Asker</p>' in page.html
    assert "Rita <b>" not in page.html


@pytest.mark.slow
def test_a_restart_keeps_everybody_signed_in(tmp_path):
    with serving(tmp_path) as server, server.client(name="Stays") as client:
        kernel = client.open("?language=en").kernel
        secret = (tmp_path / "cookie_secret").read_bytes()
        assert stat.S_IMODE((tmp_path / "cookie_secret").stat().st_mode) == 0o600
        server.restart()
        assert client.kernel_status(kernel) == 404
        assert client.open("?language=en").kernel != kernel
        assert (tmp_path / "cookie_secret").read_bytes() == secret


def test_behind_a_trusted_proxy_with_tls_cookies_are_secure(tmp_path):
    with serving(tmp_path, WORKBOOK_BEHIND_PROXY="true") as server, Client(server.base) as client:
        link = server.invite()
        client.get(link)
        headers = {"X-XSRFToken": client.session.cookies["_xsrf"], "X-Forwarded-Proto": "https"}
        assert "Secure" in client.post(link, headers=headers).headers["Set-Cookie"]


def test_the_whole_server_lives_under_its_base_url(tmp_path):
    with serving(tmp_path, WORKBOOK_BASE_URL="/course/book") as server:
        assert server.base.endswith("/course/book/")
        with server.client() as client:
            page = client.open("?language=en")
            found = re.search(r'href="/course/book/(static/assets/page-\w+\.css)"', page.html)
            assert found
            assert client.get(found[1]).status_code == 200
            assert client.kernel_status(page.kernel) == 200
            assert client.get("voila/static/voila.js").status_code == 200
            root = server.base.removesuffix("course/book/")
            assert client.get(root).status_code == 404
            assert client.get(f"{root}session/00_mandate").status_code == 404


def test_whoever_is_invited_is_greeted_in_their_municipalitys_language(served, guest):
    for browser in ("nb-NO", "en"):
        page = guest.get(
            served.invite(organisation="stranda", name="Siri"), headers={"Accept-Language": browser}
        )
        assert '<html lang="nn"' in page.text
    guest.sign_in(served.invite(organisation="stranda", name="Siri"))
    assert '<html lang="nn"' in guest.get("session/nothing", headers={"Accept-Language": "en"}).text
