"""The server: `Workbook`, Voilà with our own routes, identity, pages and kernels. A process of its own."""

from __future__ import annotations

import asyncio
import errno
import logging
import shutil
import signal
import tempfile
from collections import abc
from pathlib import Path
from typing import Any

from jupyter_core.paths import jupyter_path
from jupyter_server.services.contents.largefilemanager import LargeFileManager
from nbformat import NotebookNode
from traitlets import Callable, Dict, Instance, default
from traitlets.config import Config
from voila.app import Voila
from voila.exporter import VoilaExporter

from ..grants import Action
from ..kernel import CannotFork, Preloaded
from ..notebooks import prepare
from ..providers import Provider, providers
from ..settings import Settings
from ..store import Store
from ..store.access import Access
from ..store.news import News
from .authorizer import KernelOwnership
from .bounds import BoundedApplication, Server
from .colleagues import Colleagues
from .handlers import NotThere, SessionPage
from .headers import log_request
from .identity import WorkbookIdentity
from .kept import KeptSheets
from .kernels import Kernels, KernelSpecs, WidgetMessages
from .pages import TEMPLATES
from .provider_sign_in import openid_settings
from .routes import routes
from .runs import Runs
from .secret import cookie_secret
from .watch import watch

__all__ = ["CannotServe", "Workbook", "serve"]

_EXTENSIONS = ["@jupyter-widgets/jupyterlab-manager", "@voila-dashboards/widgets-manager8", "anywidget"]
_LOG_FORMAT = "%(asctime)s %(levelname)s %(message)s"
_LONGEST_SOCKET = 107
"""How long the path of a unix socket may be (Linux's sun_path, less its end)."""
_KERNEL_FILE = len("/workbook-12345678/kernel-00000000-0000-0000-0000-000000000000-ipc-1")


class CannotServe(Exception):
    """The server cannot start; the sentence says why and what to do."""


class NotebookFiles(LargeFileManager):
    """Reads the project's notebooks; whether a user once trusted one in JupyterLab does not matter here."""

    def mark_trusted_cells(self, nb: NotebookNode, path: str = "") -> None:
        """Do nothing: it would open a database of signatures in the user's home."""


class Workbook(Voila):  # type: ignore[misc]
    """Voilà for signed-in visitors: each sees their own municipality, in their own kernel."""

    name = "workbook"
    workbook_settings = Instance(Settings)
    store = Instance(Store)
    providers = Dict(value_trait=Instance(Provider))
    on_listening = Callable()

    @default("config_file_paths")
    def _no_config_files(self) -> list[str]:
        """Read no `voila.json` that happens to lie about: it could loosen what is tightened here."""
        return []

    def initialize(self, argv: list[str] | None = None) -> None:
        """Set Voilà up; nothing is read from the command line."""
        settings = self.workbook_settings
        self.base_url = settings.base_url
        self.ip, self.port, self.port_retries = settings.host, settings.port, 0
        self.open_browser = False
        self.root_dir = str(settings.notebooks_dir.absolute())
        self.token = ""
        self.cookie_secret = cookie_secret(settings.var_dir)
        self.identity_provider_class = WorkbookIdentity
        self.authorizer_class = KernelOwnership
        self.kernel_websocket_connection_class = WidgetMessages
        self.update_config(_configuration(settings, _prepare))
        super().initialize(argv or [])

    def setup_template_dirs(self) -> None:
        """Use our own template and Voilà's bundled front end, wherever else Jupyter might look."""
        self.template_paths = [str(TEMPLATES / "workbook"), str(TEMPLATES)]
        bundled = [Path(root) / "voila" / "templates" / "base" / "static" for root in jupyter_path()]
        self.static_paths = [str(folder) for folder in bundled if folder.is_dir()][:1]
        if not self.static_paths:
            raise CannotServe("Voilà's browser part is not installed. Install the package voila again.")

    def init_settings(self) -> dict[str, Any]:
        """Return the settings every handler sees."""
        settings: dict[str, Any] = super().init_settings()
        self.identity_provider.access = Access(self.store.engine)
        self.runs = Runs(self.store, self.workbook_settings)
        self.news = News(self.store.engine)
        self.contents_manager = NotebookFiles(parent=self)
        ours = {
            "colleagues": Colleagues(self.store, self.news),
            "compress_response": True,
            "contents_manager": self.contents_manager,
            "default_handler_class": NotThere,
            "kept_sheets": KeptSheets(),
            "log_function": log_request,
            "page_exporter": self._page_exporter(),
            "login_url": f"{self.base_url}sign-in",
            "runs": self.runs,
            "store": self.store,
            "websocket_max_message_size": 1_000_000,
            "workbook_settings": self.workbook_settings,
        }
        return settings | openid_settings(self.workbook_settings, self.providers) | ours

    def _page_exporter(self) -> VoilaExporter:
        """Make what all pages are rendered with; Voilà's own handler makes one for each request."""
        exporter = VoilaExporter(
            template_paths=self.template_paths,
            template_name=self.voila_configuration.template,
            config=self.config,
            contents_manager=self.contents_manager,
            base_url=self.base_url,
        )
        exporter.exclude_input = True
        return exporter

    def init_handlers(self) -> list[Any]:
        """Return the routes: all of ours, and of Voilà's only those a page needs."""
        return routes(
            self.base_url,
            page={
                "template_paths": self.template_paths,
                "config": self.config,
                "voila_configuration": self.voila_configuration,
            },
            static_paths=self.static_paths,
            labextensions=[path for path in self.labextensions_path if Path(path).is_dir()],
        )

    def start(self) -> None:
        """Serve until the process is told to stop."""
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        stopping = asyncio.Event()
        loop = asyncio.get_running_loop()
        for name in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(name, stopping.set)
        self.connection_dir = tempfile.mkdtemp(prefix="workbook-", dir=_short_folder())
        self.app = BoundedApplication(**self.init_settings())
        self.app.add_handlers(".*$", self.init_handlers())
        server = warming = None
        beside: list[asyncio.Task[None]] = []
        try:
            server = self._listen()
            self.runs.take_over()
            warming = asyncio.ensure_future(asyncio.to_thread(_warm))
            access = self.identity_provider.access
            beside = [
                asyncio.create_task(self.news.follow()),
                asyncio.create_task(watch(access, self.kernel_manager, self.news)),
            ]
            self.on_listening(f"http://{self.ip}:{self.port}{self.base_url}")
            await stopping.wait()
        finally:
            if server is not None:
                server.stop()
                # Before the kernels end: a page that could still ask would hear that its kernel is gone,
                # and not that the server is.
                await server.close_all_connections()
            self.app.settings["colleagues"].end()
            await self.runs.close()
            for task in beside:
                task.cancel()
            await self.kernel_manager.shutdown_all(now=True)
            if warming is not None:
                await asyncio.wait([warming])
                await asyncio.to_thread(Preloaded.close_here)
            shutil.rmtree(self.connection_dir, ignore_errors=True)

    def _listen(self) -> Any:
        try:
            server = Server(self.app, behind_proxy=self.workbook_settings.behind_proxy)
            server.listen(self.port, self.ip)
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise CannotServe(
                    f"Port {self.port} on {self.ip} is taken. Choose another with --port, "
                    f"for example --port {self.port + 1}."
                ) from None
            if error.errno == errno.EACCES:
                raise CannotServe(
                    f"Port {self.port} on {self.ip} may not be used. Choose one above 1023 with --port."
                ) from None
            raise CannotServe(f"The server cannot listen on {self.ip}: {error.strerror}.") from None
        if not self.port:
            self.port = next(iter(server._sockets.values())).getsockname()[1]
        return server


def serve(settings: Settings, on_listening: abc.Callable[[str, Store], None]) -> None:
    """Serve the workbook until the process is told to stop.

    Parameters
    ----------
    settings
        Where things are.
    on_listening
        Called once with the server's address and the store, when visitors can come.

    Raises
    ------
    CannotServe
        When the port is taken, among others.
    StoreError
        When the database is not prepared, or was written by a newer version.
    BadSetting
        When what the operator says of the providers of sign-in cannot be used.
    """
    store = Store(settings.database)
    store.check()
    named = providers(settings)
    _log_to_standard_error()
    # The one instance of the process: what has no other way to a log asks for that one.
    workbook = Workbook.instance(
        workbook_settings=settings,
        store=store,
        providers=named,
        on_listening=lambda base: on_listening(base, store),
    )
    workbook.initialize([])
    workbook.start()


def _warm() -> None:
    """Have kernels at hand before the first visitor comes; where that fails, each is started anew."""
    try:
        Preloaded.here().wait_until_ready()
    except CannotFork as reason:
        logging.getLogger("course.kernel").warning("Kernels are started the ordinary way: %s", reason)


def _prepare(handler: SessionPage, notebook: NotebookNode, cwd: str) -> NotebookNode:
    """Return the notebook for the visit (Voilà's `prelaunch_hook`); the one that was read is left alone."""
    visit = handler.visit
    # Settled already when the request came; asked again where the notebook is made.
    visit.visitor.grant.require(Action.READ, visit.visitor.grant.cohort, visit.organisation)
    prepared = prepare(
        municipality=visit.place.key,
        unit=visit.unit.key if visit.unit else None,
        cohort=visit.visitor.grant.cohort,
        session=visit.session,
        language=visit.language,
        revision=visit.revision,
    )
    prepared.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    prepared.metadata["workbook"] = handler.frame(prepared.metadata.title)
    return prepared


def _configuration(settings: Settings, hook: abc.Callable[..., NotebookNode]) -> Config:
    idle = settings.kernel_idle_seconds
    return Config(
        {
            "VoilaConfiguration": {
                "template": "workbook",
                "allow_template_override": "NO",
                "allow_theme_override": "NO",
                "show_tracebacks": False,
                "strip_sources": True,
                "file_allowlist": [],
                "extension_allowlist": _EXTENSIONS,
                "multi_kernel_manager_class": Kernels,
                "kernel_spec_manager_class": KernelSpecs,
                "prelaunch_hook": hook,
                "page_config_hook": _page_config,
            },
            "VoilaExporter": {
                "markdown_renderer_class": "course.server.prose.ProseRenderer",
                "filters": {
                    "harmless": "course.export.sanitise.harmless",
                    "new_models": "course.server.models.new_models",
                },
            },
            # A cell that never ends would leave its page opening for ever.
            "VoilaExecutor": {"timeout": 120},
            "Kernels": {
                "cull_idle_timeout": idle,
                # Often enough that nobody is kept waiting for long, and the page is told (page.ts).
                "cull_interval": max(1, min(60, idle // 4, settings.kernel_alone_seconds // 4)),
                "cull_connected": True,
                "alone_timeout": settings.kernel_alone_seconds,
                "most_per_visitor": settings.kernels_per_visitor,
                "process": settings.process,
            },
            "Application": {"log_format": _LOG_FORMAT},
            "KernelSpecs": {
                "memory_mb": settings.kernel_memory_mb,
                "cpu_seconds": settings.kernel_cpu_seconds,
            },
            # Sockets, which only this user can open, instead of ports, which everybody on the machine can.
            "KernelManager": {"transport": "ipc"},
            # The restarter stays, to notice a kernel that has died, and never restarts one.
            "KernelRestarter": {"restart_limit": 0, "time_to_dead": 2.0},
        }
    )


def _page_config(page_config: dict[str, Any], **_context: Any) -> dict[str, Any]:
    """Keep of Voilà's page configuration what its front end needs; the rest tells of the machine."""
    needed = (
        "appUrl", "appVersion", "baseUrl", "extensionConfig", "federated_extensions", "fullLabextensionsUrl",
        "fullStaticUrl", "progressiveRendering", "terminalsAvailable",
    )  # fmt: skip
    return {name: page_config[name] for name in needed if name in page_config} | {
        "disabledExtensions": [],
        "fullMathjaxUrl": "null",
        "mathjaxConfig": "null",
    }


def _short_folder() -> str | None:
    """Return a folder in which the kernels' sockets have room for their names."""
    usual = tempfile.gettempdir()
    return usual if len(usual) + _KERNEL_FILE <= _LONGEST_SOCKET else "/tmp"  # noqa: S108


def _log_to_standard_error() -> None:
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter(_LOG_FORMAT))
    for name in ("course.server", "course.kernel"):
        logger = logging.getLogger(name)
        logger.handlers[:] = [handler]
        logger.setLevel(logging.INFO)
        logger.propagate = False
