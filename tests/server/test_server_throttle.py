"""Who tries to sign in too often is told to wait, whatever they claim about where they come from."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup

from course.i18n import translator
from course.server.pages import STATUS_SENTENCES
from tests.serving import Client, Served, serving


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server that nobody else wears out, without a proxy."""
    with serving(tmp_path_factory.mktemp("alone")) as server:
        yield server


@pytest.fixture(scope="module")
def trusting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server that believes its proxy."""
    with serving(tmp_path_factory.mktemp("trusting"), WORKBOOK_BEHIND_PROXY="true") as server:
        yield server


def guess(client: Client, number: int, **headers: str):
    return client.get("invitation/" + f"{number:043}", headers=headers)


def told_to_wait(answer, language: str) -> bool:
    _, page = translator(language), BeautifulSoup(answer.content, "html5lib")
    heading, sentence = STATUS_SENTENCES[429]
    return (
        answer.status_code == 429
        and page.html["lang"] == language
        and _(heading) in page.main.get_text()
        and _(sentence) in page.main.get_text()
        and 0 < int(answer.headers["Retry-After"]) <= 900
    )


def test_who_guesses_links_is_told_to_wait_and_no_claim_changes_that(alone):
    with Client(alone.base) as client:
        for number in range(30):
            claimed = f"192.0.2.{number}"
            claims = {"X-Forwarded-For": claimed, "X-Real-IP": claimed, "Forwarded": f"for={claimed}"}
            assert guess(client, number, **claims).status_code == 403
        for language in ("en", "nb", "nn"):
            answer = guess(client, 31, **{"X-Forwarded-For": "192.0.2.99", "Accept-Language": language})
            assert told_to_wait(answer, language)
        link = alone.invite(name="Comes late")
        assert client.get(link).status_code == 429
        assert client.post(link, headers={"X-XSRFToken": client.session.cookies["_xsrf"]}).status_code == 429
        assert client.get("sign-in").status_code == 200
    assert "Refused: too many tries to sign in from one place, or for one person." in alone.log
    assert link.rpartition("/")[2] not in alone.log


def test_behind_a_proxy_only_the_address_it_adds_is_counted(trusting):
    with Client(trusting.base) as client:
        for number in range(30):
            claims = {"X-Forwarded-For": f"192.0.2.{number}, 198.51.100.7", "X-Real-IP": f"192.0.2.{number}"}
            assert guess(client, number, **claims).status_code == 403
        assert guess(client, 31, **{"X-Forwarded-For": "192.0.2.200, 198.51.100.7"}).status_code == 429
        assert guess(client, 31, **{"X-Forwarded-For": "198.51.100.8"}).status_code == 403
        assert guess(client, 31, **{"X-Real-IP": "198.51.100.7"}).status_code == 403
        # Of IPv6 one has a whole network.
        for number in range(30):
            guess(client, number, **{"X-Forwarded-For": f"2001:db8::{number:x}"})
        assert guess(client, 31, **{"X-Forwarded-For": "2001:db8::ffff"}).status_code == 429
        assert guess(client, 31, **{"X-Forwarded-For": "2001:db8:0:1::1"}).status_code == 403


def test_the_button_of_one_link_is_not_pressed_without_end(trusting):
    link, other = trusting.invite(name="Pressed"), trusting.invite(name="Not pressed")
    with Client(trusting.base) as client:
        client.speak("nn")
        client.get(link)
        token = client.session.cookies["_xsrf"]

        def press(link: str, number: int):
            headers = {"X-XSRFToken": token, "X-Forwarded-For": f"203.0.113.{number}"}
            return client.post(link, headers=headers)

        assert [press(link, number).status_code for number in range(30)] == [303] * 30
        assert told_to_wait(press(link, 31), "nn")
        assert press(other, 31).status_code == 303


def test_a_claim_to_come_over_tls_counts_only_from_a_trusted_proxy(alone, trusting):
    claims = {"X-Forwarded-Proto": "https"}
    for server, secure in ((alone, False), (trusting, True)):
        with Client(server.base) as client:
            answer = client.get("sign-in?language=nn", headers=claims)
            cookies = answer.raw.headers.getlist("Set-Cookie")
            assert len(cookies) == 2
            assert [("Secure" in cookie) for cookie in cookies] == [secure] * 2
            assert "Secure" not in client.get("privacy", headers={"X-Scheme": "https"}).headers.get(
                "Set-Cookie", ""
            )
