"""`/changes`: the line on which a page is told what others write, and who they are.

A WebSocket, and not a stream of events: of those a browser opens six to a server and no more, so that
the seventh open page would find the whole workbook hanging.
"""

from __future__ import annotations

import json
from typing import Any, cast

from jupyter_server.auth.decorator import ws_authenticated
from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.base.websocket import WebSocketMixin
from tornado.web import HTTPError
from tornado.websocket import WebSocketClosedError, WebSocketHandler

from .colleagues import Colleagues, OpenPage
from .handlers import require_session
from .headers import Hardened
from .visits import settle

__all__ = ["Changes"]


class Changes(Hardened, WebSocketMixin, WebSocketHandler, JupyterHandler):
    """Tells one page; authorised as the page itself is, and silent to whatever the page says."""

    # Tornado's own keep-alive, in seconds: who has lost the network is gone from the page soon.
    ping_interval = 10.0
    ping_timeout = 10.0
    page: OpenPage | None = None

    @property
    def max_message_size(self) -> int:
        """Bytes of a message, of which none should come."""
        return 1000

    @property
    def colleagues(self) -> Colleagues:
        """The pages that are open."""
        return cast(Colleagues, self.settings["colleagues"])

    @ws_authenticated
    async def get(self) -> None:
        """Open the line, if the visitor may open the page."""
        session = self.get_query_argument("session", "")
        require_session(session)
        visit = settle(
            self.settings["store"],
            self.current_user,
            session,
            municipality=self.get_query_argument("municipality", None),
            unit=self.get_query_argument("unit", None),
            language=None,
            chosen_before=None,
        )
        if not self.colleagues.has_room_for(visit.visitor.sign_in):
            raise HTTPError(429, "One browser has too many pages open.")
        self.page = OpenPage(visit, self._tell, self.close)
        await super().get()

    def open(self) -> None:
        """Enter the page among those that are told."""
        if self.page:
            self.colleagues.come(self.page)

    def on_message(self, message: str | bytes) -> None:
        """Hang up: a page has nothing to say here."""
        self.close()

    def on_close(self) -> None:
        """Forget the page."""
        if self.page:
            self.colleagues.go(self.page)

    def _tell(self, news: dict[str, Any]) -> None:
        try:
            self._told = self.write_message(json.dumps(news))
        except WebSocketClosedError:
            self.on_close()
