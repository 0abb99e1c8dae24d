"""Mail, handed to a real server: who gets a link, in which language, and that nobody learns who is known."""

from __future__ import annotations

from contextlib import suppress
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from course.addresses import BadAddress, address_of
from course.mail import CannotSend, send, sign_in_message
from course.settings import Settings


class Box:
    """Takes mail in, as a mail server does."""

    def __init__(self) -> None:
        self.taken = []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd's own name
        self.taken.append((envelope.rcpt_tos, message_from_bytes(envelope.content, policy=policy.default)))
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):  # noqa: N802
        if address.startswith("full@"):
            return "550 no room"
        envelope.rcpt_tos.append(address)
        return "250 OK"


class Inbox(Controller):
    """A mail server of the tests' own, on a port that is free."""

    def _trigger_server(self):
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@pytest.fixture
def inbox():
    controller = Inbox(Box(), hostname="127.0.0.1", port=0)
    controller.start()
    yield controller
    with suppress(RuntimeError):  # a test may have stopped it
        controller.stop(no_assert=True)


def settings(controller, **changed) -> Settings:
    return Settings(
        smtp_host="127.0.0.1", smtp_port=controller.port, smtp_security="none",
        smtp_from="workbook@example.org", address="https://workbook.example.org/", **changed,
    )  # fmt: skip


def message(chosen, to="kari@example.org", **changed):
    told = {"name": "Kari", "link": "https://workbook.example.org/invitation/x", "minutes": 30} | changed
    return sign_in_message(chosen, to, **{"language": "nn", **told})


def test_a_link_comes_as_text_and_as_a_page_in_the_persons_language(inbox):
    send(settings(inbox), message(settings(inbox)))
    ((to, taken),) = inbox.handler.taken
    assert to == ["kari@example.org"]
    assert (taken["From"], taken["To"]) == ("workbook@example.org", "kari@example.org")
    assert taken["Subject"] == "Logg inn i Arbeidsbok for internasjonalisering"
    text, page = (taken.get_body((kind,)).get_content() for kind in ("plain", "html"))
    for body in (text, page):
        assert "Hei, Kari!" in body and "Opne lenkja" in body and "/invitation/x" in body
    assert '<html lang="nn">' in page


def test_a_name_is_shown_as_text_and_reaches_no_header(inbox):
    name = "Kari <b>\r\nBcc: all@example.org"
    send(settings(inbox), message(settings(inbox), name=name))
    ((to, taken),) = inbox.handler.taken
    assert to == ["kari@example.org"] and taken["Bcc"] is None
    assert "&lt;b&gt;" in taken.get_body(("html",)).get_content()


@pytest.mark.parametrize(
    "text",
    ["", "kari", "kari@", "@example.org", "kari@example.org\r\nBcc: x@example.org", "a b@example.org",
     "kari@example.org, ola@example.org", "x" * 400 + "@example.org"],
    ids=lambda text: ascii(text)[:20],
)  # fmt: skip
def test_what_is_no_address_is_refused(text):
    with pytest.raises(BadAddress):
        address_of(text)


def test_an_address_is_kept_in_one_form():
    for written in (" Kari.Nes@Example.ORG ", "Kari <kari.nes@example.org>"):
        assert address_of(written) == "kari.nes@example.org"


def test_a_mail_server_that_is_away_or_will_not_is_a_sentence(inbox):
    chosen = settings(inbox)
    with pytest.raises(CannotSend, match="no mail for that address"):
        send(chosen, message(chosen, to="full@example.org"))
    # This one has no certificate: nothing is sent in the clear where the operator wants it sealed.
    for security in ("starttls", "tls"):
        with pytest.raises(CannotSend, match="WORKBOOK_SMTP_") as error:
            send(chosen.model_copy(update={"smtp_security": security}), message(chosen))
        assert "kari" not in str(error.value)
    inbox.stop()
    with pytest.raises(CannotSend):
        send(chosen, message(chosen))
    assert inbox.handler.taken == []


def test_the_password_is_read_from_its_file(tmp_path):
    seen = []

    def who(server, session, envelope, mechanism, data):
        seen.append((data.login, data.password))
        return AuthResult(success=data.password == b"a secret")

    controller = Inbox(Box(), hostname="127.0.0.1", port=0, authenticator=who, auth_require_tls=False)
    controller.start()
    try:
        file = tmp_path / "password"
        chosen = settings(controller, smtp_user="workbook", smtp_password_file=file)
        for password, taken in (("wrong", 0), ("a secret\n", 1)):
            file.write_text(password)
            if taken:
                send(chosen, message(chosen))
            else:
                with pytest.raises(CannotSend) as error:
                    send(chosen, message(chosen))
                assert "wrong" not in str(error.value)
            assert len(controller.handler.taken) == taken
    finally:
        controller.stop()
    assert (b"workbook", b"a secret") in seen


def test_mail_needs_somebody_it_is_from_and_an_address_links_begin_with():
    with pytest.raises(ValueError, match="WORKBOOK_ADDRESS"):
        Settings(smtp_host="mail.example.org", smtp_from="workbook@example.org")
    with pytest.raises(ValueError, match="WORKBOOK_SMTP_FROM"):
        Settings(smtp_host="mail.example.org", address="https://workbook.example.org")
