"""ipykernel's application in two halves: what can be made before a fork, and what only its copy can have."""

from __future__ import annotations

import asyncio
import sys
import threading
from types import SimpleNamespace
from typing import Any

from ipykernel.iostream import IOPubThread
from ipykernel.ipkernel import IPythonKernel
from ipykernel.kernelapp import IPKernelApp
from IPython.core.history import HistoryManager
from traitlets.config import Config

from .recording import RecordedStream, RecordingSession

__all__ = ["WarmApp", "WarmKernel"]

_KEEPS_NO_HISTORY = Config({"HistoryManager": {"enabled": False}})


class WarmKernel(IPythonKernel):
    """A kernel that is there before its sockets are."""

    @classmethod
    def instance(cls, *args: Any, **kwargs: Any) -> WarmKernel:
        """Return the one there is; with sockets among `kwargs` it takes them."""
        known: WarmKernel = super().instance(*args, **({} if cls.initialized() else kwargs))
        if kwargs.get("shell_stream") is not None:
            known.open(**kwargs)
        return known

    def open(self, *, parent: WarmApp, **parts: Any) -> None:
        """Take the sockets, streams and threads."""
        parts.pop("user_ns", None)
        self.update_config(parent.config)
        for name, part in parts.items():
            setattr(self, name, part)
        self._stdout, self._stderr = sys.stdout, sys.stderr
        shell: Any = self.shell
        shell.profile_dir = self.profile_dir
        shell.update_config(parent.config)
        for publisher in (shell.displayhook, shell.display_pub):
            publisher.session, publisher.pub_socket = self.session, self.iopub_socket
        self._main_asyncio_lock = asyncio.Lock()
        if getattr(self, "debugger", None) is not None:
            self.debugger = self.debugger_class(
                self.log,
                self.debugpy_stream,
                self._publish_debug_event,
                self.debug_shell_socket,
                self.session,
                self._kernel_modules,
                self.debug_just_my_code,
                self.filter_internal_frames,
            )


class _WithoutPort(IOPubThread):
    """Listens on no TCP port.

    ipykernel would open one for what a forked child prints; a port is open to everybody on the machine.
    """

    def _setup_pipe_in(self) -> None:
        self._pipe_flag = False


class WarmApp(IPKernelApp):
    """ipykernel's application, made before the fork by `warm`, opened in the copy by `initialize`."""

    session: RecordingSession
    kernel: WarmKernel
    kernel_class = WarmKernel

    @classmethod
    def warm(cls) -> WarmApp:
        """Return the application with its session, kernel and shell, and no socket, thread or file."""
        app: WarmApp = cls.instance()
        app.session = RecordingSession(parent=app)
        app.session.said = []
        app.config.merge(_KEEPS_NO_HISTORY)
        app.kernel = WarmKernel.instance(
            parent=app,
            session=app.session,
            log=app.log,
            user_ns=None,
            # Asked for by cells that await; who runs them is the main thread, here as later.
            shell_channel_thread=SimpleNamespace(parent_thread=threading.main_thread()),
        )
        app.shell = app.kernel.shell
        app.config = Config()
        app.parent_handle = 1  # somebody has asked for it: it need not say how to connect to it
        app.record()
        return app

    def record(self) -> None:
        """Keep what is said from now on, through streams that nobody has replaced."""
        self.session.said = []
        self.session.outputs = frozenset()
        sys.stdout = RecordedStream(self.session, "stdout")
        sys.stderr = RecordedStream(self.session, "stderr")

    def init_poller(self) -> None:
        """Nothing to do: the kernel of the system ends a copy whose parent is gone."""

    def init_iopub(self, context: Any) -> None:
        """Open the line to everybody, without ipykernel's port."""
        from ipykernel import kernelapp

        kernelapp.IOPubThread = _WithoutPort  # type: ignore[attr-defined]
        super().init_iopub(context)

    def init_io(self) -> None:
        """Speak through the sockets from here on."""
        self.session.said = None
        sys.stdout, sys.stderr = sys.__stdout__, sys.__stderr__
        super().init_io()

    def init_kernel(self) -> None:
        """Give the kernel what it lacked, a history too where one is wanted."""
        super().init_kernel()
        shell: Any = self.kernel.shell
        # Whether there is one is for the configuration to say: the parent here is who has read it.
        shell.history_manager = HistoryManager(shell=shell, parent=self)
        shell.configurables.append(shell.history_manager)
