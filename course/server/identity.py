"""Who the visitor is: a signed cookie names a sign-in, and the sign-in is looked up at every request."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta

from jupyter_server.auth.identity import IdentityProvider, User
from tornado.httputil import HTTPServerRequest
from tornado.web import RequestHandler, decode_signed_value

from ..grants import Grant
from ..store import Held
from ..store.access import Access

__all__ = ["Visitor", "WorkbookIdentity"]


@dataclass
class Visitor(User):
    """Somebody who is signed in.

    `sign_in` names this browser's sign-in, so that two people behind one demonstration link are two
    visitors.
    """

    grant: Grant = field(kw_only=True)
    sign_in: str = field(kw_only=True)
    language: str | None = field(kw_only=True, default=None)
    roles: tuple[Held, ...] = field(kw_only=True, default=())
    """All that the person may be here; `grant` is what they are now."""


class WorkbookIdentity(IdentityProvider):
    """Signs visitors in and out; there are no passwords, and no token opens the server."""

    access: Access
    sign_in_for: timedelta = timedelta(days=30)

    async def get_user(self, handler: RequestHandler) -> Visitor | None:
        """Return the visitor, or None.

        Only what the cookie names is trusted, and only as long as the store knows it: signing out or
        revoking takes effect at the next request, whatever cookies are still about.
        """
        key = handler.get_signed_cookie(
            self.get_cookie_name(handler), max_age_days=self.sign_in_for / timedelta(days=1)
        )
        if not key:
            return None
        found = self.access.signed_in(key.decode("ascii", "replace"))
        if found is None:
            return None
        return Visitor(
            username=found.grant.person,
            name=found.grant.name,
            grant=found.grant,
            sign_in=found.key,
            language=found.language,
            roles=found.roles,
        )

    def sign_in(self, handler: RequestHandler, token: str) -> None:
        """Use the invitation `token` and remember this browser.

        Raises
        ------
        InvitationRefused
            When the invitation does not let anyone in.
        """
        self.remember(handler, self.access.redeem(token, valid_for=self.sign_in_for))

    def remember(self, handler: RequestHandler, key: str) -> None:
        """Remember this browser by the key of a new sign-in."""
        self._end_here(handler)  # whoever this browser was before
        handler.set_signed_cookie(
            self.get_cookie_name(handler),
            key,
            expires_days=self.sign_in_for / timedelta(days=1),
            httponly=True,
        )

    def sign_out(self, handler: RequestHandler) -> None:
        """End this browser's sign-in, on the server and in the browser."""
        self._end_here(handler)
        handler.clear_cookie(self.get_cookie_name(handler), httponly=True)

    def set_flow_cookie(self, handler: RequestHandler, name: str, value: str, seconds: int) -> None:
        """Let this browser be known again for some seconds, while somebody is away at a provider.

        `Lax`: the provider's way back is a link from another site, and must bring the cookie along.
        """
        handler.set_signed_cookie(name, value, expires_days=None, max_age=seconds, httponly=True)

    def clear_flow_cookie(self, handler: RequestHandler, name: str) -> None:
        """Forget it."""
        handler.clear_cookie(name, httponly=True)

    def _end_here(self, handler: RequestHandler) -> None:
        key = handler.get_signed_cookie(self.get_cookie_name(handler))
        if key:
            self.access.end(key.decode("ascii", "replace"))

    def get_cookie_name(self, handler: RequestHandler) -> str:
        """Return a name of our own for each host and port: browsers share cookies between ports."""
        return _cookie_name(handler.request)

    def recognises(self, request: HTTPServerRequest, secret: bytes) -> bool:
        """Whether a request brings a sign-in that this server once gave; whether it holds is not asked."""
        name = _cookie_name(request)
        brought = request.cookies.get(name)
        days = self.sign_in_for / timedelta(days=1)
        return bool(brought and decode_signed_value(secret, name, brought.value, max_age_days=days))

    def get_handlers(self) -> list[tuple[str, object]]:
        """Return none: the sign-in pages are the workbook's own."""
        return []

    def is_token_authenticated(self, handler: RequestHandler) -> bool:
        """Return False: a token would switch off the checks against forged requests."""
        return False


def _cookie_name(request: HTTPServerRequest) -> str:
    return "workbook-" + re.sub("[^A-Za-z0-9]", "-", request.host)
