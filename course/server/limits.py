"""How large a request may be, for pages that say so: known before its body is read."""

from __future__ import annotations

from typing import Any

from tornado.httputil import HTTPServerRequest
from tornado.web import Application, RequestHandler, _HandlerDelegate

__all__ = ["BoundedApplication"]


class BoundedApplication(Application):
    """Reads no more of a request than its handler takes: `largest_body` bytes, where it has that."""

    def get_handler_delegate(
        self,
        request: HTTPServerRequest,
        target_class: type[RequestHandler],
        target_kwargs: dict[str, Any] | None = None,
        path_args: list[bytes] | None = None,
        path_kwargs: dict[str, bytes] | None = None,
    ) -> _HandlerDelegate:
        """Bound the connection for this request; tornado has a new one for the next."""
        most = getattr(target_class, "largest_body", None)
        if most is not None and request.connection is not None:
            request.connection.set_max_body_size(most)  # type: ignore[attr-defined]
        return super().get_handler_delegate(request, target_class, target_kwargs, path_args, path_kwargs)
