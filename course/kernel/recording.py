"""A kernel before its sockets are open: what it would send is kept, and handed over in one message."""

from __future__ import annotations

import base64
import io
from typing import Any

from jupyter_client.session import Session

from .orders import Said

__all__ = ["RecordedStream", "RecordingSession"]

_COMM = "comm_"


class RecordingSession(Session):
    """The session of a kernel that may not have its sockets yet.

    ipykernel sends whatever it has to say through `send`. Until the sockets are open that is kept in
    `said`; from then on it goes where it always does.
    """

    said: list[Said] | None = None
    keeps_comms = True
    outputs: frozenset[str] = frozenset()
    """The comms of Output widgets: what is shown in them is for whoever made the page to say."""

    def send(self, stream: Any, msg_or_type: Any, content: Any = None, *args: Any, **kwargs: Any) -> Any:
        """Keep a message, or send it. Takes what `Session.send` takes."""
        if self.said is None:
            return super().send(stream, msg_or_type, content, *args, **kwargs)
        if isinstance(msg_or_type, str):
            message = self.msg(msg_or_type, content, metadata=kwargs.get("metadata"))
        else:
            message = msg_or_type
        buffers = kwargs.get("buffers") or message.get("buffers") or []
        kind = message["header"]["msg_type"]
        if kind == "comm_open" and _is_output(message["content"]):
            self.outputs |= {message["content"]["comm_id"]}
        its_own = message["content"].get("comm_id") in self.outputs
        if self.keeps_comms or its_own or not kind.startswith(_COMM):
            self.said.append(
                Said(
                    msg_type=kind,
                    content=message["content"],
                    metadata=message.get("metadata") or {},
                    date=message["header"]["date"].isoformat(),
                    buffers=[base64.b64encode(buffer).decode() for buffer in buffers],
                )
            )
        return message


def _is_output(content: Any) -> bool:
    state = content.get("data", {}).get("state", {})
    return bool(state.get("_model_name") == "OutputModel")


class RecordedStream(io.TextIOBase):
    """`sys.stdout` or `sys.stderr` of such a kernel: what is written in a row becomes one message."""

    encoding = "UTF-8"

    def __init__(self, session: RecordingSession, name: str) -> None:
        self._session, self._name = session, name
        self._parts: list[str] = []

    def writable(self) -> bool:
        """Yes."""
        return True

    def write(self, text: str) -> int:
        """Keep `text` until the stream is flushed."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text)}")
        self._parts.append(text)
        return len(text)

    def flush(self) -> None:
        """Say what was written."""
        text = "".join(self._parts)
        self._parts.clear()
        if text:
            self._session.send(None, "stream", {"name": self._name, "text": text})

    def fileno(self) -> int:
        """Return the descriptor that programs begun from here write to."""
        return {"stdout": 1, "stderr": 2}[self._name]

    def isatty(self) -> bool:
        """No: nobody sits at it."""
        return False
