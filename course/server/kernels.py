"""Kernels: one for each open page, owned by its visitor, with no more of the server than it needs."""

from __future__ import annotations

import asyncio
import json
import os
import time
from collections import Counter, deque
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any, cast
from uuid import uuid4

from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_core.utils import ensure_async
from jupyter_server.services.kernels.connection.base import (
    deserialize_binary_message,
    deserialize_msg_from_ws_v1,
)
from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from tornado.web import HTTPError
from tornado.websocket import WebSocketClosedError
from traitlets import Integer, List, Unicode

from ..grants import Grant
from ..i18n import N_
from ..kernel import harmless_environment
from ..kernel.provisioner import PROGRAM
from ..kernel.runs import Copied
from ..settings import Settings
from .turned import Turned
from .visits import Visit, current_visit

__all__ = [
    "ALLOWED_MESSAGES",
    "KernelSpecs",
    "Kernels",
    "TooManyPages",
    "WidgetMessages",
    "kernel_environment",
]

ALLOWED_MESSAGES = ["comm_open", "comm_close", "comm_msg", "comm_info_request", "kernel_info_request"]
"""What a browser may send. Nothing that executes, and no shutdown: pages end through the REST route."""

_CONTROL = "jupyter.widget.control"
_MOST_PARTS = 100


def kernel_environment(
    visit: Visit, settings: Settings, base_url: str, inherited: Mapping[str, str]
) -> dict[str, str]:
    """Return the whole environment of a kernel: an allow-list, and the grant of its visitor.

    A name that is not on the list stays behind, so that whatever secret an operator puts into the
    server's environment never reaches a process in which a notebook runs.
    """
    return harmless_environment(inherited) | settings.for_drawing | visit.visitor.grant.to_environment() | {
        "WORKBOOK_BASE_URL": base_url,
        "WORKBOOK_COHORT": visit.visitor.grant.cohort,
        "WORKBOOK_DATABASE_URL": settings.database,
        "WORKBOOK_DATA_DIR": str(settings.data_dir.absolute()),
        "WORKBOOK_FACE": "page",
        "WORKBOOK_NOTEBOOKS_DIR": str(settings.notebooks_dir.absolute()),
        "WORKBOOK_TIME_ZONE": settings.time_zone,
        "WORKBOOK_WIDGET_CODE": "text" if visit.by_voila else "name",
    }  # fmt: skip


class KernelSpecs(KernelSpecManager):
    """Offers one kernel, the server's own Python: a user's `python3` kernelspec may be another one."""

    kernel_dirs = List(Unicode(), [])

    memory_mb = Integer(0, config=True, help="Megabytes a kernel may have of its own.")

    cpu_seconds = Integer(0, config=True, help="Seconds a kernel may compute without coming to rest.")

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """Return how the kernel is started: as a copy of the preloaded process, else as `PROGRAM`."""
        spec = super().get_kernel_spec(kernel_name)
        place = spec.argv.index("-m")
        spec.argv[place : place + 2] = [str(PROGRAM)]
        limits = {"memory_mb": self.memory_mb, "cpu_seconds": self.cpu_seconds}
        spec.metadata["kernel_provisioner"] = {"provisioner_name": "workbook", "config": limits}
        return spec


class TooManyPages(Turned):
    """A visitor has as many pages open as one may have."""

    title = N_("Too many pages are open")

    def __init__(self, most: int) -> None:
        super().__init__(
            429,
            N_(
                "You have {number} pages of the workbook open in this browser, and no more can be open at a "
                "time. Close one of them, and load this page again."
            ),
            number=str(most),
        )


class Kernels(AsyncMappingKernelManager):
    """Starts kernels for visits, remembers whose they are, and ends those nobody uses."""

    alone_timeout = Integer(180, config=True, help="Seconds a kernel may live without a page.")

    most_per_visitor = Integer(15, config=True, help="Kernels one sign-in may have at a time.")

    process = Integer(0, config=True, help="Which of several server processes this one is.")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.allowed_message_types = ALLOWED_MESSAGES
        self._owners: dict[str, str] = {}
        self._grants: dict[str, Grant] = {}
        self._alone_since: dict[str, float] = {}
        self._crashed: deque[str] = deque(maxlen=1000)
        self._starting: Counter[str] = Counter()
        self._ending: set[str] = set()

    def crashed(self, kernel_id: str) -> bool:
        """Whether a kernel that is gone ended by itself; known for the last thousand."""
        return kernel_id in self._crashed

    def owner(self, kernel_id: str) -> str | None:
        """Return the sign-in that started the kernel; None for a kernel that is not there."""
        return self._owners.get(kernel_id)

    def new_kernel_id(self, **_kwargs: Any) -> str:
        """Return an id that a proxy can read the server process from: its first two digits.

        What a page sends to its kernel has to reach the process that holds it.
        """
        made = str(uuid4())
        return f"{self.process:02x}{made[2:]}" if self.process else made

    async def start_kernel(self, *, env: Mapping[str, str] | None = None, **kwargs: Any) -> str:  # type: ignore[override]
        """Start a kernel for the current visit.

        `env`, in which Voilà hands over the server's whole environment, is not used.
        """
        visit = current_visit.get()
        if visit is None:
            raise HTTPError(403, "A kernel without a visit was asked for.")
        server, sign_in = cast(Any, self.parent), visit.visitor.sign_in
        self._starting[sign_in] += 1
        try:
            await self._make_room(sign_in)
            kernel_id: str = await super().start_kernel(
                env=kernel_environment(visit, server.workbook_settings, server.base_url, os.environ),
                # Nothing is typed at these kernels: no history file, and no thread that keeps one. What
                # is written past Python belongs into the server's log, and not onto a page.
                extra_arguments=[
                    "--HistoryManager.enabled=False",
                    "--IPKernelApp.capture_fd_output=False",
                ],
                **kwargs,
            )
            self._owners[kernel_id] = sign_in
        finally:
            self._starting[sign_in] -= 1
            self._starting += Counter()  # forgets those who wait for none
        visit.kernel = kernel_id
        self._grants[kernel_id] = visit.visitor.grant
        self._alone_since[kernel_id] = time.monotonic()
        return kernel_id

    async def _make_room(self, sign_in: str) -> None:
        """End what a visitor has left behind, the oldest first, until one more kernel may start.

        Raises
        ------
        TooManyPages
            When all of them are in use.
        """
        own = [each for each, owner in self._owners.items() if owner == sign_in and each not in self._ending]
        over = len(own) + self._starting[sign_in] - self.most_per_visitor
        if over <= 0:
            return
        alone = sorted(self._alone_since.keys() & set(own), key=self._alone_since.__getitem__)[:over]
        if len(alone) < over:
            self.log.warning("Refused: one sign-in has %d kernels and wants another.", len(own))
            raise TooManyPages(self.most_per_visitor)
        self.log.info("Ending %d kernels without a page: their visitor opens another.", len(alone))
        self._ending.update(alone)
        await self.end(alone)

    def first_run(self, kernel_id: str) -> Copied | None:
        """Return the cells a kernel has run in itself; None where it is to be told them one by one."""
        return getattr(self._kernels[kernel_id].provisioner, "run", None)

    async def restart_kernel(self, *_args: Any, **_kwargs: Any) -> None:  # type: ignore[override]
        """Refuse: a restarted kernel is empty, and its page would look alive and keep nothing."""
        raise HTTPError(405, "Kernels are not restarted; the page is loaded anew.")

    def uses(self) -> dict[str, tuple[str, Grant]]:
        """Return for each kernel the sign-in that started it, and the grant it was given."""
        return {kernel_id: (owner, self._grants[kernel_id]) for kernel_id, owner in self._owners.items()}

    async def end_kernels_of(self, sign_in: str) -> None:
        """End every kernel of a sign-in."""
        await self.end(kernel_id for kernel_id, owner in self._owners.items() if owner == sign_in)

    async def end(self, kernels: Iterable[str]) -> None:
        """End kernels at once, and tell their pages; one that is busy is not waited for.

        What a kernel has acknowledged is committed by then; what it has not, the page keeps.
        """
        ending = [
            ensure_async(self.shutdown_kernel(kernel_id, now=True))
            for kernel_id in list(kernels)
            if kernel_id in self
        ]
        await asyncio.gather(*ending, return_exceptions=True)

    def notify_connect(self, kernel_id: str) -> None:
        """A page has connected."""
        super().notify_connect(kernel_id)
        self._alone_since.pop(kernel_id, None)

    def notify_disconnect(self, kernel_id: str) -> None:
        """A page has gone, or its network has: it may come back."""
        super().notify_disconnect(kernel_id)
        if self._kernel_connections.get(kernel_id) == 0:
            self._alone_since[kernel_id] = time.monotonic()

    async def cull_kernel_if_idle(self, kernel_id: str) -> None:
        """End a kernel that was left alone or not used for long."""
        since = self._alone_since.get(kernel_id)
        if since is not None and time.monotonic() - since > self.alone_timeout:
            self.log.info("Ending kernel %s: no page has been connected to it for a while.", kernel_id)
            await ensure_async(self.shutdown_kernel(kernel_id))
            return
        await super().cull_kernel_if_idle(kernel_id)

    def _handle_kernel_died(self, kernel_id: str) -> None:
        kernel = self._kernels.get(kernel_id)
        if kernel is not None:
            self._crashed.append(kernel_id)
            self.stop_watching_activity(kernel_id)
            self.stop_buffering(kernel_id)
            self._cleaning = asyncio.ensure_future(ensure_async(kernel.cleanup_resources()))
        super()._handle_kernel_died(kernel_id)

    def remove_kernel(self, kernel_id: str) -> Any:
        """Forget a kernel that has ended, and tell the pages that were connected to it."""
        kernel = super().remove_kernel(kernel_id)
        self._owners.pop(kernel_id, None)
        self._ending.discard(kernel_id)
        self._grants.pop(kernel_id, None)
        self._alone_since.pop(kernel_id, None)
        self._kernel_connections.pop(kernel_id, None)
        for connection in list(ZMQChannelsWebsocketConnection._open_sockets):
            if connection.kernel_id == kernel_id and isinstance(connection, WidgetMessages):
                connection.say_goodbye()
        return kernel


def _require_few_parts(parts: int) -> None:
    """Return if a message has as many parts as ours do.

    How many there are it says itself, in its first bytes, and Jupyter's own readers make a list of that
    length before they look further: one short message could keep the whole server busy.

    Raises
    ------
    ValueError
        When it claims more than `_MOST_PARTS`.
    """
    if parts > _MOST_PARTS:
        raise ValueError("A message of too many parts.")


class WidgetMessages(ZMQChannelsWebsocketConnection):
    """The browser's line to its kernel: messages to widgets that exist, and nothing else."""

    def handle_incoming_message(self, incoming_msg: Any) -> None:
        """Pass a message on if a page of ours could have sent it."""
        try:
            passes = self._may_pass(incoming_msg)
        except Exception:
            self.log.warning("Refused: a message to kernel %s that cannot be read.", self.kernel_id)
            return
        if passes:
            super().handle_incoming_message(incoming_msg)

    def _may_pass(self, message: str | bytes) -> bool:
        if self.subprotocol == "v1.kernel.websocket.jupyter.org":
            _require_few_parts(int.from_bytes(message[:8], "little"))  # type: ignore[arg-type]
            _, parts = deserialize_msg_from_ws_v1(message)
            header, content = json.loads(parts[0]), json.loads(parts[3])
        else:
            if isinstance(message, bytes):
                _require_few_parts(int.from_bytes(message[:4], "big"))
            read = json.loads(message) if isinstance(message, str) else deserialize_binary_message(message)
            header, content = read["header"], read["content"]
        kind = header["msg_type"]
        # Opening the control line is how a page asks for the widgets' state. Any other target would
        # make the kernel build a widget of the browser's choice.
        builds = kind == "comm_open" and content.get("target_name") != _CONTROL
        if builds or kind not in ALLOWED_MESSAGES:
            self.log.warning("Refused: a %s message from the browser to kernel %s.", kind, self.kernel_id)
            return False
        return True

    def on_restart_failed(self) -> None:
        """Do nothing: `say_goodbye` has told the page."""

    def say_goodbye(self) -> None:
        """Tell the page that its kernel is gone, and hang up."""
        # A page that has hung up already is told nothing, and keeps nobody from ending the kernel.
        with suppress(WebSocketClosedError):
            self._send_status_message("dead")
        self.websocket_handler.close()
