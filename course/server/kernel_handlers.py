"""The routes of a kernel: its owner asks for it, talks to it, interrupts it and ends it."""

from __future__ import annotations

from typing import Any, cast

from jupyter_core.utils import ensure_async
from jupyter_server.auth.decorator import authorized
from jupyter_server.base.handlers import APIHandler
from jupyter_server.services.kernels.handlers import KernelHandler
from tornado.web import authenticated
from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler

from .headers import Hardened
from .kernels import Kernels

__all__ = ["Kernel", "KernelChannels", "KernelEnd", "KernelInterrupt"]


class Kernel(Hardened, KernelHandler):
    """`/api/kernels/<id>`: whether one's kernel is there (GET), and ending it (DELETE)."""

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Say also why a kernel is gone, for the page that asks."""
        kernels = cast(Kernels, self.kernel_manager)
        if status_code == 404 and kernels.crashed(self.path_kwargs.get("kernel_id", "")):
            self.finish({"message": "Kernel does not exist", "reason": "crashed"})
        else:
            super().write_error(status_code, **kwargs)


class KernelInterrupt(Hardened, APIHandler):
    """`/api/kernels/<id>/interrupt`. There is no restart: a kernel that comes back empty looks alive."""

    auth_resource = "kernels"

    @authenticated
    @authorized
    async def post(self, kernel_id: str) -> None:
        """Interrupt one's own kernel."""
        await ensure_async(cast(Any, self.kernel_manager).interrupt_kernel(kernel_id))
        self.set_status(204)
        self.finish()


class KernelEnd(Hardened, APIHandler):
    """`/voila/api/shutdown/<id>`: what a page sends when its tab is closed."""

    auth_resource = "kernels"

    @authenticated
    @authorized
    async def post(self, kernel_id: str) -> None:
        """End one's own kernel."""
        await ensure_async(cast(Any, self.kernel_manager).shutdown_kernel(kernel_id))
        self.set_status(204)
        self.finish()


class KernelChannels(Hardened, VoilaKernelWebsocketHandler):  # type: ignore[misc]
    """`/api/kernels/<id>/channels`: the line between a page and its kernel."""

    # Tornado's own keep-alive, in seconds; Jupyter Server's counts in milliseconds under the same names.
    ping_interval = 30.0
    ping_timeout = 20.0

    def get_compression_options(self) -> dict[str, Any]:
        """Compress what goes over the line: a save brings back every widget it has changed.

        Both directions keep what they have seen. With this much memory for the one and the window it needs,
        a page costs the server about 0.2 MB.
        """
        return {"compression_level": 6, "mem_level": 5}

    async def open(self, kernel_id: str) -> None:
        """Connect the page to its kernel."""
        await self.connection.connect()
