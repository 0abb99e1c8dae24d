"""What every answer of the server carries, and what its log never does."""

from __future__ import annotations

import logging
import re
from typing import Any

from tornado.httputil import HTTPServerRequest
from tornado.web import HTTPError, RequestHandler, StaticFileHandler

from .turned import Turned

__all__ = [
    "LARGEST_FORM",
    "POLICY",
    "VOILA_POLICY",
    "Hardened",
    "log_request",
    "without_secrets",
]

_log = logging.getLogger("course.server")


def _policy(scripts: str = "'self'", styles: str = "'self'") -> str:
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {scripts}",
            f"style-src {styles}",
            "img-src 'self' data:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
            "object-src 'none'",
        )
    )


POLICY = _policy()
VOILA_POLICY = _policy("'self' blob:", "'self' 'unsafe-inline'")
"""For a page with Voilà's own front end: widgets bring code and style as text, and Lumino style elements."""

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Invitation links are secrets: no address leaves in a Referer.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

LARGEST_FORM = 64_000
"""Bytes of a form without a file; the longest names every municipality of a cohort."""

_TOKEN = re.compile(r"(/(?:invitation|application)/)[^/?#\s]+")


def without_secrets(uri: str) -> str:
    """Return an address as it may stand in a log: without query and without tokens."""
    return _TOKEN.sub(r"\1…", uri.partition("?")[0])


def log_request(handler: RequestHandler) -> None:
    """Log one answered request (tornado's `log_function`)."""
    status = handler.get_status()
    level = logging.INFO if status < 400 else logging.WARNING if status < 500 else logging.ERROR
    if status < 400 and isinstance(handler, StaticFileHandler):
        level = logging.DEBUG  # a hundred for each page
    visitor = getattr(handler, "_jupyter_current_user", None)
    _log.log(
        level,
        "%d %s %s %.0f ms %s",
        status,
        handler.request.method,
        without_secrets(handler.request.uri or ""),
        1000 * handler.request.request_time(),
        getattr(visitor, "username", "-"),
    )


class Hardened(RequestHandler):
    """Mixed in before every handler, so that no kind of answer goes without the headers."""

    policy = POLICY
    largest_body = LARGEST_FORM
    """Bytes a request may bring; what is more is answered before it is kept (`bounds`)."""
    largest_of_strangers = LARGEST_FORM
    """The same for who brings no sign-in of ours: a file from a stranger is refused anyway."""
    compressed = False
    """Whether what is sent may be compressed on its way (`bounds`)."""
    request: HTTPServerRequest

    def set_default_headers(self) -> None:
        """Set the security headers; what the bases would set comes first."""
        super().set_default_headers()
        for name, value in _HEADERS.items():
            self.set_header(name, value)
        self.set_header("Content-Security-Policy", self.policy)
        self.clear_header("Server")

    def set_cookie(self, name: str, value: str | bytes, *args: Any, **flags: Any) -> None:
        """Set a cookie as all of ours are: for our own addresses, and over TLS for nothing else.

        Behind a proxy `protocol` is what the proxy says, and only if the operator trusts it.
        """
        own = {"path": self.settings["base_url"], "samesite": "Lax"}
        super().set_cookie(name, value, *args, **(flags | own | {"secure": self.request.protocol == "https"}))

    def _request_summary(self) -> str:
        return f"{self.request.method} {without_secrets(self.request.uri or '')}"

    def log_exception(self, typ: object, value: BaseException | None, tb: object) -> None:
        """Log what went wrong; tornado's own way would print whole addresses, tokens too."""
        if isinstance(value, Turned):
            visitor = getattr(self, "_jupyter_current_user", None)
            who, path = getattr(visitor, "username", "a stranger"), without_secrets(self.request.path)
            _log.warning("Refused: %s asked for %s. %s", who, path, value)
        elif isinstance(value, HTTPError):
            _log.warning(
                "%d %s: %s",
                value.status_code,
                self._request_summary(),
                value.log_message or value.reason or "",
            )
        else:
            _log.error("Unexpected: %s", self._request_summary(), exc_info=(typ, value, tb))  # type: ignore[arg-type]
