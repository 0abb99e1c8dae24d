"""The routes of the workbook: pages, signing in and out, static files."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, cast
from urllib.parse import parse_qsl, unquote, urlencode

from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.base.handlers import JupyterHandler
from tornado.web import HTTPError, authenticated
from voila.tornado.handler import TornadoVoilaHandler
from voila.utils import get_page_config

from ..i18n import LANGUAGES, N_, translator
from ..kernel.provisioner import first_run
from ..outline import HOME, UnknownSession
from ..outline import session as session_of
from ..store import Store
from .assets import client, preloads
from .frame import broken_off, frame, languages, same_page, visit_frame
from .headers import POLICY, VOILA_POLICY, Hardened
from .identity import Visitor, WorkbookIdentity
from .kernels import Kernels
from .look_form import look_form, may_change_look, visit_look
from .pages import STATUS_SENTENCES, render
from .renderer import SessionRenderer, cells_of
from .sign_off_form import sign_off_form
from .throttle import TooOften
from .turned import Turned
from .visits import Visit, current_visit, settle

__all__ = [
    "Health",
    "NotThere",
    "SessionPage",
    "TooMuch",
    "require_session",
]

_LANGUAGE_COOKIE = "workbook_language"
_OWN_PATH = re.compile(r"/[A-Za-z0-9._~!$&'()*+,;=:@/%?-]*")
_LONGEST_PATH = 2000
_MEANWHILE = "<!-- -->\n"
"""Sent while a cell takes long, so that nothing between here and the browser takes the line for dead."""


class Page(Hardened, JupyterHandler):
    """What the workbook's own pages share: their language, their frame, their errors."""

    @property
    def identity(self) -> WorkbookIdentity:
        """Who signs visitors in and out."""
        return cast(WorkbookIdentity, self.identity_provider)

    invited_language: str | None = None
    """The language of whoever an invitation is for; they are not signed in yet."""

    @property
    def asked_language(self) -> str | None:
        """The language the address asks for, if the workbook has it."""
        asked = self.request.query_arguments.get("language", [b""])[-1].decode("ascii", "replace")
        return asked if asked in LANGUAGES else None

    @property
    def chosen_language(self) -> str | None:
        """The language this browser chose earlier."""
        chosen = self.get_cookie(_LANGUAGE_COOKIE)
        return chosen if chosen in LANGUAGES else None

    @property
    def language(self) -> str:
        """The language for a page that belongs to no visit: asked, chosen, the person's, the browser's."""
        visitor: Visitor | None = getattr(self, "_jupyter_current_user", None)
        known = visitor.language if visitor else self.invited_language
        known = known if known in LANGUAGES else None
        return self.asked_language or self.chosen_language or known or self._browser_language()

    def _browser_language(self) -> str:
        for part in self.request.headers.get("Accept-Language", "").split(","):
            tag = part.partition(";")[0].strip().lower().partition("-")[0]
            # “no” covers both written forms; Bokmål is what browsers mean by it.
            tag = "nb" if tag == "no" else tag
            if tag in LANGUAGES:
                return tag
        return "en"

    def remember_language(self, language: str) -> None:
        """Keep the language the visitor chose, in this browser."""
        self.set_cookie(_LANGUAGE_COOKIE, language, expires_days=365, httponly=True)

    @property
    def reached_at(self) -> str:
        """Where people reach the server, without a slash at the end.

        As the operator says; where nothing is said, as this browser has reached it.
        """
        here = f"{self.request.protocol}://{self.request.host}{self.base_url}"
        said: str | None = self.settings["workbook_settings"].address
        return (said or here).rstrip("/")

    def own_path(self, written: str) -> str:
        """Return the page of ours that was written down to go to, else the start page.

        Nothing that a browser could take for another server's address passes, nor one above our own.
        """
        path = written.partition("?")[0]
        known = path.startswith(self.base_url) and len(written) <= _LONGEST_PATH
        steps = unquote(path).replace("\\", "/").removeprefix("/").split("/")
        if not (known and _OWN_PATH.fullmatch(written)) or {".", ".."} & set(steps) or "" in steps[:-1]:
            return self.base_url
        return written

    @property
    def providers(self) -> list[tuple[str, str]]:
        """The providers of sign-in there are: key and what people call them."""
        return [(key, openid.provider.label) for key, openid in self.settings["openid"].items()]

    def show(self, template: str, *, status: int = 200, title: str, **values: Any) -> None:
        """Answer with one of our pages; `title` and every value are shown as they are, escaped."""
        self.set_status(status)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        around = frame(
            self.language,
            base_url=self.base_url,
            visitor=getattr(self, "_jupyter_current_user", None),
            xsrf=self.xsrf_token.decode(),
            title=title,
        )
        around["languages"] = languages(self.language, lambda code: same_page(self.request.query, code))
        if self.asked_language:
            self.remember_language(self.asked_language)
        self.finish(render(template, around, **values))

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Answer with a page that says in words what is the matter; nothing of the program shows."""
        _ = translator(self.language)
        title, sentence = STATUS_SENTENCES.get(status_code, STATUS_SENTENCES[500])
        raised = (kwargs.get("exc_info") or (None, None))[1]
        said = _(sentence)
        if isinstance(raised, Turned):
            title = raised.title or title
            said = _(raised.sentence).format(**raised.values)
        if isinstance(raised, TooOften):
            self.set_header("Retry-After", str(raised.seconds))
        self.show("error.html.j2", status=status_code, title=_(title), sentence=said)


class SessionPage(Page, TornadoVoilaHandler):  # type: ignore[misc]
    """A session's notebook, live: `/` and `/session/<key>`."""

    compressed = True

    @property
    def policy(self) -> str:  # type: ignore[override]
        """What the page may load: with Voilà's own front end more than with ours."""
        return VOILA_POLICY if self._by_voila else POLICY

    @property
    def _by_voila(self) -> bool:
        return self.request.query_arguments.get("front", [b""])[-1] == b"voila"

    @authenticated
    async def get(self, session: str = HOME) -> None:
        """Show the session for the visitor's municipality, or the one asked for."""
        grant = self.current_user.grant
        if session == HOME and grant.holds(grant.cohort) and not self._municipalities(grant.cohort):
            # A cohort in which nobody has been accepted yet has no start page to show.
            self.redirect(f"{self.base_url}cohort")
            return
        self.visit = self._settle(session)
        token = current_visit.set(self.visit)
        try:
            await self._render(session_of(session).path.name)
        finally:
            current_visit.reset(token)

    async def _render(self, path: str) -> None:
        """Write the page as it comes about, as Voilà's own handler does."""
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        notebook = self.prelaunch_hook(self, notebook=None, cwd="")
        kernels = cast(Kernels, self.kernel_manager)
        wanted = first_run.set(
            cells_of(notebook, self.traitlet_config.VoilaExecutor.timeout, told=not self.visit.by_voila)
        )
        try:
            kernel_id = await kernels.start_kernel(kernel_name=notebook.metadata.kernelspec.name, path="")
        finally:
            first_run.reset(wanted)
        renderer = SessionRenderer(
            notebook=notebook,
            exporter=self.settings["page_exporter"],
            run=kernels.first_run(kernel_id),
            request_handler=self,
            voila_configuration=self.voila_configuration,
            traitlet_config=self.traitlet_config,
            notebook_path=path,
            template_paths=self.template_paths,
            config_manager=self.config_manager,
            contents_manager=self.contents_manager,
            base_url=self.base_url,
            kernel_spec_manager=self.kernel_spec_manager,
            prelaunch_hook=self.prelaunch_hook,
            page_config=self._page_config(),
        )
        patience = self.voila_configuration.http_keep_alive_timeout
        try:
            async for html in renderer.pieces(kernel_id, kernels.get_kernel(kernel_id), patience):
                if html is None and self._has_lost_its_kernel():
                    self.write(broken_off(self.visit.language))
                    break
                self.write(_MEANWHILE if html is None else html)
                self.flush()
        finally:
            renderer.close()

    def _page_config(self) -> dict[str, Any]:
        given = {
            "base_url": self.base_url,
            "settings": self.settings,
            "log": self.log,
            "voila_configuration": self.voila_configuration,
        }
        config: dict[str, Any] = self.page_config_hook(get_page_config(**given), **given)
        return config

    def _municipalities(self, cohort: str) -> Sequence[str]:
        store: Store = self.settings["store"]
        return store.organisations(cohort)

    def _has_lost_its_kernel(self) -> bool:
        """Whether the kernel died before the page was ready; Voilà would go on waiting for it."""
        kernels = cast(Kernels, self.kernel_manager)
        return bool(self.visit.kernel) and kernels.owner(self.visit.kernel) is None

    def set_header(self, name: str, value: Any) -> None:
        """Set a header; Voilà's own Content-Type names no character set."""
        super().set_header(name, "text/html; charset=utf-8" if value == "text/html" else value)

    def _settle(self, session: str) -> Visit:
        language = self.get_query_argument("language", None)
        require_session(session)
        visit = settle(
            self.settings["store"],
            self.current_user,
            session,
            municipality=self.get_query_argument("municipality", None),
            unit=self.get_query_argument("unit", None),
            language=language,
            chosen_before=self.chosen_language,
            revision=self.get_query_argument("revision", None),
        )
        if language is not None:
            self.remember_language(language)
        visit.by_voila = self._by_voila
        return visit

    def frame(self, title: str) -> dict[str, Any]:
        """Return the frame of this page.

        Reading the XSRF token sets its cookie: without it the message that the tab was closed would be
        refused, and the kernel would live on.
        """
        visit, base_url = self.visit, self.base_url
        around = visit_frame(visit, base_url=base_url, xsrf=self.xsrf_token.decode(), title=title)
        if visit.session == HOME and may_change_look(visit):
            look = visit_look(self.settings["store"], visit)
            around["look_form"] = look_form(visit, look, translator(visit.language), base_url=base_url)
        if visit.revision:
            for language in around["languages"]:
                language["href"] += f"&revision={visit.revision}"
        around["sign_off"] = sign_off_form(self.settings["store"], visit, base_url)
        if not visit.by_voila:
            ordinary = f"?{urlencode([*parse_qsl(self.request.query), ('front', 'voila')])}"
            around["client"] = client(base_url, ordinary=ordinary)
            around["preloads"] = preloads(base_url)
        return around


def require_session(text: str) -> None:
    """Return if there is such a session; otherwise turn the visitor away."""
    try:
        session_of(text)
    except UnknownSession as unknown:
        raise Turned(
            404, N_("There is no session “{key}”. There are: {keys}."), key=text, keys=unknown.existing
        ) from None


class Health(Hardened, JupyterHandler):
    """`/healthz`: whether the server answers and reaches its database; says nothing else."""

    @allow_unauthenticated
    async def get(self) -> None:
        """Answer “ok”, or fail."""
        self.settings["store"].check()
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        self.finish("ok\n")


class NotThere(Page):
    """Every address that is nothing of ours, whatever the method."""

    refusal = 404

    @allow_unauthenticated
    def _answer(self, *_args: str, **_kwargs: str) -> None:
        raise HTTPError(self.refusal)

    get = head = post = put = patch = delete = options = _answer

    def check_xsrf_cookie(self) -> None:
        """Do not ask for a token: there is nothing here to protect, and 404 is the answer."""


class TooMuch(NotThere):
    """In place of the handler whose request was larger than it may be (`bounds`)."""

    def initialize(self, status: int) -> None:
        """Take the status to answer with."""
        self.refusal = status
