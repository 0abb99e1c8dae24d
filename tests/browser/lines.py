"""What goes over the line between a page and its kernel, read from outside: saves and what came of them."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from jupyter_server.services.kernels.connection.base import deserialize_msg_from_ws_v1
from playwright.sync_api import Page, WebSocket

__all__ = ["Line", "Saved"]


@dataclass(frozen=True)
class Saved:
    """A save that the kernel has acknowledged."""

    record: str
    revision: int
    values: dict[str, Any]


@dataclass
class Line:
    """The saves of one page; listens from the moment it is made."""

    page: Page
    acknowledged: list[Saved] = field(default_factory=list)
    stale: int = 0
    refused: list[dict[str, Any]] = field(default_factory=list)
    _sent: dict[str, dict[str, Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.page.on("websocket", self._listen)

    def _listen(self, socket: WebSocket) -> None:
        if "/channels" in socket.url:
            socket.on("framesent", self._leaves)
            socket.on("framereceived", self._comes)

    def _leaves(self, frame: str | bytes) -> None:
        message = _custom(frame)
        if message and message.get("type") == "save":
            self._sent[message["token"]] = message

    def _comes(self, frame: str | bytes) -> None:
        message = _custom(frame)
        sent = self._sent.get(message.get("token", "")) if message else None
        if not message or not sent:
            return
        if message["type"] == "saved":
            self.acknowledged.append(Saved(sent["record"], message["revision"], sent["values"]))
        elif message["type"] == "stale":
            self.stale += 1
        else:
            self.refused.append(message)


def _custom(frame: str | bytes) -> dict[str, Any] | None:
    """Return what a frame says to or from a widget; None when it says something else."""
    with suppress(ValueError, KeyError, IndexError, TypeError):
        if isinstance(frame, bytes):
            content = json.loads(deserialize_msg_from_ws_v1(frame)[1][3])
        else:
            content = json.loads(frame)["content"]
        if content["data"]["method"] == "custom":
            said: dict[str, Any] = content["data"]["content"]
            return said
    return None
