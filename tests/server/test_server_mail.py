"""Asking for a fresh link on the sign-in page, with a mail server that is really there."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import requests
from bs4 import BeautifulSoup

from course.grants import Grant, Role
from tests.serving import Client, eventually, serving
from tests.test_mail import Box, Inbox


@pytest.fixture(scope="module")
def inbox():
    controller = Inbox(Box(), hostname="127.0.0.1", port=0)
    controller.start()
    yield controller
    controller.stop()


@pytest.fixture(scope="module")
def mailing(tmp_path_factory, inbox):
    """A server with a mail server."""
    with serving(
        tmp_path_factory.mktemp("mailing"),
        WORKBOOK_SMTP_HOST="127.0.0.1",
        WORKBOOK_SMTP_PORT=str(inbox.port),
        WORKBOOK_SMTP_SECURITY="none",
        WORKBOOK_SMTP_FROM="workbook@example.org",
        WORKBOOK_ADDRESS="https://workbook.example.org/",
    ) as server:
        kari = Grant(person="kari", name="Kari", role=Role.PARTICIPANT, cohort="pilot", organisation="sula")
        server.access.invite(kari, valid_for=timedelta(days=1), address="kari@example.org")
        yield server


def ask(client: Client, address: str):
    """Send the form; whatever host a browser names, no link may lead there."""
    client.get("sign-in")
    token = client.session.cookies["_xsrf"]
    headers = {"Host": "evil.example", "Cookie": f"_xsrf={token}; workbook_language=en"}
    return requests.post(
        f"{client.base}sign-in", data={"_xsrf": token, "address": address}, headers=headers, timeout=60
    )


def main(answer) -> str:
    return BeautifulSoup(answer.text, "html5lib").main.get_text(" ", strip=True)


def test_whoever_is_known_gets_a_link_and_nobody_learns_who_that_is(mailing, inbox):
    with Client(mailing.base) as client:
        client.speak("en")
        known = ask(client, "Kari@Example.org")
        unknown = ask(client, "nobody@example.org")
        assert known.status_code == unknown.status_code == 200
        assert main(known) == main(unknown).replace("nobody@example.org", "kari@example.org")
        assert eventually(lambda: inbox.handler.taken)
        ((to, mail),) = inbox.handler.taken
        assert to == ["kari@example.org"]
        link = re.search(r"https://\S+", mail.get_body(("plain",)).get_content())[0]
        assert link.startswith("https://workbook.example.org/invitation/"), (
            "a browser decides where links lead"
        )
        assert mail["Content-Language"] == "nn", "Sula writes nynorsk"
        path = link.removeprefix("https://workbook.example.org/")
        client.sign_in(f"{mailing.base}{path}")
        assert "Kari (participant)" in client.get("me").text
        with Client(mailing.base) as another:
            assert another.get(path).status_code == 403, "it works once"
        assert "kari@example.org" not in mailing.log and "nobody@example.org" not in mailing.log


def test_what_is_no_address_is_said_and_shown_as_text(mailing):
    with Client(mailing.base) as client:
        client.speak("en")
        answer = ask(client, '"><script>alert(1)</script>')
    assert answer.status_code == 400
    assert "This is no e-mail address." in answer.text
    assert "<script>alert" not in answer.text


def test_the_form_cannot_be_sent_from_elsewhere(mailing):
    with Client(mailing.base) as client:
        client.get("sign-in")
        assert client.post("sign-in", data={"address": "kari@example.org"}, headers={}).status_code == 403


def test_asking_too_often_is_refused_and_sends_no_more(mailing, inbox):
    siv = Grant(person="siv", name="Siv", role=Role.PARTICIPANT, cohort="pilot", organisation="sula")
    mailing.access.invite(siv, valid_for=timedelta(days=1), address="siv@example.org")
    with Client(mailing.base) as client:
        client.speak("en")
        before = len(inbox.handler.taken)
        # For one person, whoever asks, and whether anybody has that address or not.
        for address in ("siv@example.org", "nobody-else@example.org"):
            answers = [ask(client, address) for _ in range(4)]
            assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
            assert "too often" in answers[-1].text
            assert 0 < int(answers[-1].headers["Retry-After"]) <= 900
        # From one place, for whomever.
        rest = [ask(client, f"person-{number}@example.org").status_code for number in range(12)]
        assert rest[-1] == 429
        assert eventually(lambda: len(inbox.handler.taken) - before == 3)


def test_where_there_is_no_mail_server_no_link_is_offered(served, stranger):
    assert "wb-address" not in stranger.get("sign-in").text
    assert ask(stranger, "kari@example.org").status_code == 404
