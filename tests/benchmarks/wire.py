"""What a page brings over the network, counted where it crosses: headers, and lines as compressed."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from urllib.parse import urlsplit

PART = 1 << 16


class Wire:
    """A port that leads to a server, and counts.

    Attributes
    ----------
    base
        The address by which the server is reached through it.
    received
        Bytes that have come from the server.
    """

    def __init__(self, base: str) -> None:
        self._server = "127.0.0.1", urlsplit(base).port
        self._port = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.base = f"http://127.0.0.1:{self._port.getsockname()[1]}/"
        self.received = 0
        self._lock = threading.Lock()

    def __enter__(self) -> Wire:
        threading.Thread(target=self._listen, daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._port.close()

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                browser, _ = self._port.accept()
                server = socket.create_connection(self._server)
                for source, sink in ((browser, server), (server, browser)):
                    threading.Thread(
                        target=self._pass_on, args=(source, sink, source is server), daemon=True
                    ).start()

    def _pass_on(self, source: socket.socket, sink: socket.socket, counted: bool) -> None:
        with suppress(OSError):
            while part := source.recv(PART):
                if counted:
                    with self._lock:
                        self.received += len(part)
                sink.sendall(part)
        for end in (source, sink):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
