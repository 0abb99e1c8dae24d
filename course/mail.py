"""Mail: a fresh link to sign in, and other letters, sent by the server the operator has named."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, make_msgid

from markupsafe import Markup

from .i18n import N_, translator
from .settings import Settings

__all__ = ["CannotSend", "letter", "send", "sign_in_message"]

_SUBJECT = N_("Sign in to the Workbook for internationalisation")
_GREETING = N_("Hello {name},")
_ASKED = N_(
    "somebody, presumably you, has asked for a link to sign in to the Workbook for internationalisation."
)
_HOW = N_("Open the link and press the button there. It works once, and for {minutes} minutes.")
_NOT_YOU = N_("If it was not you, you need do nothing: without this message nobody gets in.")
_LINK = N_("Open the link")

_PATIENCE = 20
"""Seconds the mail server may take to answer."""


class CannotSend(OSError):
    """The mail server did not take a message."""


def sign_in_message(
    settings: Settings, to: str, *, name: str, link: str, minutes: int, language: str
) -> EmailMessage:
    """Return the message with a fresh link, as plain text and as HTML.

    Parameters
    ----------
    to
        An e-mail address that has been checked.
    name, link, minutes
        Whom it is for, the whole address of the link, and how long it works.
    language
        Code of the language it is written in.
    """
    _ = translator(language)
    return letter(
        settings,
        to,
        subject=_(_SUBJECT),
        before=(_(_GREETING).format(name=name), _(_ASKED), _(_HOW).format(minutes=minutes)),
        link=link,
        after=(_(_NOT_YOU),),
        language=language,
    )


def letter(
    settings: Settings,
    to: str,
    *,
    subject: str,
    before: Sequence[str],
    link: str = "",
    after: Sequence[str] = (),
    language: str,
) -> EmailMessage:
    """Return a message as plain text and as HTML, in which all is text; `to` is an address that was checked.

    Parameters
    ----------
    subject, before, link, after
        What it says, paragraph by paragraph, and the address between them, if there is one.
    language
        Code of the language it is written in.
    """
    message = EmailMessage(policy=SMTP)
    message["Subject"] = " ".join(subject.split())
    message["From"] = Address(addr_spec=settings.smtp_from)
    message["To"] = Address(addr_spec=to)
    message["Date"] = formatdate()
    message["Message-ID"] = make_msgid(domain=settings.smtp_from.rpartition("@")[2])
    # No answering machine answers this, and none of its own is set going.
    message["Auto-Submitted"] = "auto-generated"
    message.set_content("\n\n".join((*before, *([link] if link else ()), *after)) + "\n")
    paragraph = Markup("<p>{}</p>")
    there = Markup('<p><a href="{link}">{open}</a></p><p>{link}</p>').format(
        link=link, open=translator(language)(_LINK)
    )
    page = Markup(
        '<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8"><title>{subject}</title></head>'
        "<body>{before}{link}{after}</body></html>"
    ).format(
        language=language,
        subject=subject,
        before=Markup().join(paragraph.format(text) for text in before),
        link=there if link else "",
        after=Markup().join(paragraph.format(text) for text in after),
    )
    message.add_alternative(str(page), subtype="html")
    message["Content-Language"] = language  # not before: content that is set takes such headers away
    return message


def send(settings: Settings, message: EmailMessage) -> None:
    """Hand a message over to the mail server; this takes as long as it takes.

    Raises
    ------
    CannotSend
        When it is not taken; the reason names no address.
    """
    try:
        with _connected(settings) as server:
            server.send_message(message)
    except smtplib.SMTPRecipientsRefused as error:
        raise CannotSend("The mail server takes no mail for that address.") from error
    except (OSError, smtplib.SMTPException, ValueError) as error:
        raise CannotSend(
            f"{settings.smtp_host} did not take a message: {type(error).__name__}. Look at the "
            "WORKBOOK_SMTP_ settings, and at what the mail server logs."
        ) from error


@contextmanager
def _connected(settings: Settings) -> Iterator[smtplib.SMTP]:
    where = (settings.smtp_host, settings.smtp_port)
    trusted = ssl.create_default_context()
    server: smtplib.SMTP
    if settings.smtp_security == "tls":
        server = smtplib.SMTP_SSL(*where, timeout=_PATIENCE, context=trusted)
    else:
        server = smtplib.SMTP(*where, timeout=_PATIENCE)
    with server:
        if settings.smtp_security == "starttls":
            server.starttls(context=trusted)
        if settings.smtp_user:
            password = settings.smtp_password_file.read_text("utf-8") if settings.smtp_password_file else ""
            server.login(settings.smtp_user, password.strip())
        yield server
