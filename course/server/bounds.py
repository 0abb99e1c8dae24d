"""How much may be sent: decided as soon as a request's headers are there, before its body is kept.

Tornado knows one limit for all routes, and hangs up on whatever exceeds it. Here each route has a limit of
its own (`Hardened.largest_body`), and who sends more is told so on a page.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from tornado.httpserver import HTTPServer
from tornado.httputil import (
    HTTPConnection,
    HTTPHeaders,
    HTTPMessageDelegate,
    HTTPServerRequest,
    RequestStartLine,
    ResponseStartLine,
)
from tornado.web import Application, RequestHandler

from .handlers import TooMuch
from .headers import LARGEST_FORM
from .identity import WorkbookIdentity

__all__ = ["LARGEST_HEADERS", "MOST_FIELDS", "BoundedApplication", "Server"]

LARGEST_HEADERS = 16_000
"""Bytes of the request line and the headers together; a page's own come to some hundred."""
MOST_FIELDS = 500
"""How many fields an address or a form may have; the longest form names every municipality once.

Tornado hangs up at a thousand, without a word.
"""
_READ_ON = 20_000_000
"""Bytes up to which what is too much is read and thrown away.

Whoever is still sending when the connection is closed sees no answer, only that it was closed.
"""
_UNREADABLE_HEADERS = 65_536
_ENDLESS = 1 << 62
_IDLE = 600.0
_SENDING = 300.0
"""Seconds a connection may say nothing, and a body may take to arrive."""

_StartLine = RequestStartLine | ResponseStartLine


class BoundedApplication(Application):
    """An application whose routes take no more than they need."""

    def get_handler_delegate(  # type: ignore[override]
        self,
        request: HTTPServerRequest,
        target_class: type[RequestHandler],
        target_kwargs: dict[str, Any] | None = None,
        path_args: list[bytes] | None = None,
        path_kwargs: dict[str, bytes] | None = None,
    ) -> HTTPMessageDelegate:
        """Return what receives the request for a handler, within the handler's limit."""
        made = super().get_handler_delegate
        if "Range" in request.headers or not getattr(target_class, "compressed", False):
            # Tornado compresses for whoever asks: pieces of a file, and secrets beside what a stranger wrote.
            request.headers.pop("Accept-Encoding", None)
        most = getattr(target_class, "largest_body", LARGEST_FORM)
        identity: WorkbookIdentity = self.settings["identity_provider"]
        of_strangers = getattr(target_class, "largest_of_strangers", LARGEST_FORM)
        if most > of_strangers and not identity.recognises(request, self.settings["cookie_secret"]):
            most = of_strangers

        def refuse(status: int) -> HTTPMessageDelegate:
            return made(request, TooMuch, {"status": status})

        return _Bounded(
            made(request, target_class, target_kwargs, path_args, path_kwargs), refuse, request, most
        )


class _Bounded(HTTPMessageDelegate):
    """Hands a request on as long as it is within bounds, and afterwards keeps nothing of it."""

    def __init__(
        self,
        inner: HTTPMessageDelegate,
        refuse: Callable[[int], HTTPMessageDelegate],
        request: HTTPServerRequest,
        most: int,
    ) -> None:
        self._inner, self._refuse, self._request, self._most = inner, refuse, request, most
        self._received = 0
        self._fields = 1
        self._refused = self._answered = False

    def headers_received(self, start_line: _StartLine, headers: HTTPHeaders) -> Awaitable[None] | None:
        """Refuse what the headers say is too much."""
        size = len(self._request.uri or "") + sum(len(name) + len(text) for name, text in headers.get_all())
        announced = headers.get("Content-Length", "")
        length = int(announced) if announced.isascii() and announced.isdigit() else 0
        if size > LARGEST_HEADERS or self._request.query.count("&") >= MOST_FIELDS:
            self._turn_down(431)
        elif length > self._most:
            self._turn_down(413)
        # Whoever asks beforehand whether to send gets the answer in place of a “go on”.
        if self._refused and (headers.pop("Expect", "") or length > _READ_ON):
            self._answer()
        return None if self._refused else self._inner.headers_received(start_line, headers)

    def data_received(self, chunk: bytes) -> Awaitable[None] | None:
        """Keep a piece of the body, or throw it away."""
        self._received += len(chunk)
        if self._refused:
            if self._received > _READ_ON:
                self._answer()
            return None
        if self._request.headers.get("Content-Type", "").startswith("application/x-www-form-urlencoded"):
            self._fields += chunk.count(b"&")
        if self._received > self._most or self._fields > MOST_FIELDS:
            self._turn_down(413)
            return None
        return self._inner.data_received(chunk)

    def finish(self) -> None:
        """Have the request answered, by its handler or by a refusal."""
        if self._refused:
            self._answer()
        else:
            self._inner.finish()

    def on_connection_close(self) -> None:
        """Forget the request."""
        self._inner.on_connection_close()

    def _turn_down(self, status: int) -> None:
        # The body that did not come is not to be read as a form; and with `_inner` goes what was kept.
        self._request.headers.pop("Content-Type", None)
        self._inner = self._refuse(status)
        self._refused = True

    def _answer(self) -> None:
        if not self._answered:
            self._answered = True
            self._inner.finish()


class Server(HTTPServer):
    """Tornado's server, which believes of a trusted proxy what it is documented to say, and no more."""

    def initialize(self, request_callback: Application, *, behind_proxy: bool = False) -> None:  # type: ignore[override]
        """Set the server up; `behind_proxy` is whether X-Forwarded-For and X-Forwarded-Proto are believed."""
        super().initialize(
            request_callback,
            xheaders=behind_proxy,
            max_header_size=_UNREADABLE_HEADERS,
            idle_connection_timeout=_IDLE,
            body_timeout=_SENDING,
            # Each route has a limit of its own.
            max_body_size=_ENDLESS,
        )

    def start_request(self, server_conn: object, request_conn: HTTPConnection) -> HTTPMessageDelegate:
        """Return what receives a request."""
        return _Forwarded(super().start_request(server_conn, request_conn))


class _Forwarded(HTTPMessageDelegate):
    """Drops the headers a proxy may hand on as a browser wrote them.

    Tornado prefers X-Real-Ip and X-Scheme. A proxy that sets only X-Forwarded-… would let every browser
    say where it comes from.
    """

    def __init__(self, inner: HTTPMessageDelegate) -> None:
        self._inner = inner

    def headers_received(self, start_line: _StartLine, headers: HTTPHeaders) -> Awaitable[None] | None:
        """Drop them."""
        for name in ("X-Real-Ip", "X-Scheme"):
            headers.pop(name, None)
        return self._inner.headers_received(start_line, headers)

    def data_received(self, chunk: bytes) -> Awaitable[None] | None:
        """Hand on."""
        return self._inner.data_received(chunk)

    def finish(self) -> None:
        """Hand on."""
        self._inner.finish()

    def on_connection_close(self) -> None:
        """Hand on."""
        self._inner.on_connection_close()
