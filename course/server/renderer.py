"""A session's page from its notebook: Voilà's renderer, with cells that the kernel has run in itself.

Everything of a page that does not change from one to the next is made once: Voilà's own handler makes an
exporter, and with it a template environment, for every request.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

from nbformat import NotebookNode
from voila.execute import VoilaExecutor
from voila.exporter import VoilaExporter
from voila.notebook_renderer import NotebookRenderer

from ..kernel.orders import Notebook
from ..kernel.runs import Copied, RunClient, RunManager, code_cells

__all__ = ["SessionRenderer", "cells_of"]


def cells_of(notebook: NotebookNode, seconds: float, *, told: bool) -> Notebook:
    """Return what a kernel is to run of a page's notebook before it opens its sockets.

    Parameters
    ----------
    notebook, seconds
        Prepared already; how long a cell may take.
    told
        Whether the page is told the state of the widgets with their faces; otherwise it asks the kernel.
    """
    return Notebook(cells=code_cells(notebook), seconds=seconds, comms=told)


class SessionRenderer(NotebookRenderer):  # type: ignore[misc]
    """Renders one page.

    Parameters
    ----------
    notebook
        Prepared already.
    exporter
        Shared by all pages.
    run
        The cells as the kernel runs them in itself; None where they are to be sent to it.
    **rest
        What Voilà's renderer is made with.
    """

    def __init__(
        self, *, notebook: NotebookNode, exporter: VoilaExporter, run: Copied | None, **rest: Any
    ) -> None:
        super().__init__(**rest)
        self.notebook, self.exporter = notebook, exporter
        self.cwd, self.theme = "", self.voila_configuration.theme
        self._run = run
        self._client: RunClient | None = None
        self.page_config["jupyterLabTheme"] = self.theme
        self.resources = {
            "base_url": self.base_url,
            "theme": self.theme,
            "template": self.voila_configuration.template,
            "metadata": {"name": "session"},
            "page_config": self.page_config,
        }

    async def pieces(self, kernel_id: str, kernel: Any, patience: float) -> AsyncIterator[str | None]:
        """Yield the page piece by piece, and None whenever the next has not come for `patience` seconds."""
        pieces = self.generate_content_generator(kernel_id, kernel).__aiter__()
        coming: asyncio.Task[Any] | None = None
        while True:
            coming = coming or asyncio.ensure_future(_next(pieces.__anext__))
            done, _ = await asyncio.wait([coming], timeout=patience)
            if not done:
                yield None
                continue
            piece, coming = coming.result(), None
            if piece is None:
                return
            yield piece[0]

    def close(self) -> None:
        """Let the kernel go on, whether or not whoever asked for the page is still there."""
        if self._client is not None:
            self._hearing_out = asyncio.ensure_future(self._client.stop_channels())

    async def _jinja_kernel_start(self, nb: NotebookNode, kernel_id: str, kernel_future: Any) -> str:
        if self._run is None:
            return str(await super()._jinja_kernel_start(nb, kernel_id, kernel_future))
        client = self._client = RunClient(self._run)
        self.executor = VoilaExecutor(
            nb,
            km=RunManager(client),
            config=self.traitlet_config,
            show_tracebacks=self.voila_configuration.show_tracebacks,
        )
        self.executor.kc = client
        self.kernel_started = True
        return kernel_id


async def _next(ask: Callable[[], Awaitable[Any]]) -> Any:
    try:
        return await ask()
    except StopAsyncIteration:
        return None
