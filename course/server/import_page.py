"""`/import`: registers from spreadsheets, in three steps: choose a file, see what will happen, confirm."""

from __future__ import annotations

import asyncio
from typing import Any

from tornado.web import authenticated

from ..i18n import N_, translator
from ..outline import HOME
from ..spreadsheets import (
    MOST_BYTES,
    Moved,
    Preview,
    Register,
    Sheet,
    UnknownRegister,
    Unreadable,
    add,
    preview,
    read_register,
    register_of,
    registers_for,
    template,
)
from ..store import View
from .downloads import Download
from .frame import address, visit_frame
from .import_form import TITLE, done, import_form, previewed
from .kept import KeptSheets
from .pages import render
from .turned import Turned
from .visits import Visit, settle

__all__ = ["ImportAdd", "ImportFile", "ImportPage"]

_NO_FILE = N_("No file was chosen.")
_GONE = N_("The file is no longer kept here, or has been added already. Choose it again to see what is new.")
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class _Import(Download):
    """What the steps share: for whom, what may be brought in there, and the page around it."""

    @property
    def kept(self) -> KeptSheets:
        """The sheets that wait for an answer."""
        sheets: KeptSheets = self.settings["kept_sheets"]
        return sheets

    def asked(self, argument: Any) -> Visit:
        """Return the visit whose register it is, or turn away those who may bring nothing in there."""
        visit = settle(
            self.settings["store"],
            self.current_user,
            HOME,
            municipality=argument("municipality", None) or None,
            unit=argument("unit", None) or None,
            language=self.get_query_argument("language", None),
            chosen_before=self.chosen_language,
        )
        if not registers_for(visit.visitor.grant, visit.organisation):
            raise Turned(403, N_("You cannot change this here."))
        return visit

    def register(self, visit: Visit, key: str) -> Register:
        """Return a register that may be brought in there, or turn the visitor away."""
        try:
            register = register_of(key)
        except UnknownRegister:
            raise Turned(404, N_("There is no such register.")) from None
        if register not in registers_for(visit.visitor.grant, visit.organisation):
            raise Turned(403, N_("You cannot change this here."))
        return register

    def view(self, visit: Visit) -> View:
        """Return what is written there, for the visitor."""
        grant = visit.visitor.grant
        view: View = self.settings["store"].view(grant, grant.cohort, visit.organisation)
        return view

    def page(
        self, visit: Visit, *, status: int = 200, chosen: str = "", error: str = "", **shown: Any
    ) -> None:
        """Answer with the page: the form with an `error` of it, and what has come of it before."""
        translate = translator(visit.language)
        around = visit_frame(
            visit, base_url=self.base_url, xsrf=self.xsrf_token.decode(), title=translate(TITLE)
        )
        # What was chosen and seen cannot be had again in another language by following a link.
        around["languages"] = []
        around["levels"] = []
        form = import_form(visit, self.base_url, translate, chosen=chosen, error=error)
        nothing = {"preview": None, "token": "", "done": None, "moved": False}
        self.set_status(status)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        self.finish(render("import.html.j2", around, form=form, **(nothing | shown)))

    def show_preview(
        self, visit: Visit, register: Register, sheet: Sheet, shown: Preview, *, moved: bool = False
    ) -> None:
        """Answer with what will happen, and keep the sheet until it is confirmed."""
        token = self.kept.keep(visit.visitor.sign_in, visit.organisation, register.key, sheet, shown)
        self.page(
            visit,
            status=409 if moved else 200,
            chosen=register.key,
            preview=previewed(shown, translator(visit.language)),
            token=token,
            moved=moved,
        )


class ImportPage(_Import):
    """The form, and the preview of the file it sends."""

    # The page can still say of a file that is somewhat too large how large it may be.
    largest_body = 2 * MOST_BYTES

    @authenticated
    async def get(self) -> None:
        """Show the form."""
        visit = self.asked(self.get_query_argument)
        if self.asked_language:
            self.remember_language(self.asked_language)  # the steps that follow are in it too
        self.page(visit, chosen=self.get_query_argument("register", ""))

    @authenticated
    async def post(self) -> None:
        """Show what will happen with each row; nothing is written."""
        visit = self.asked(self.get_body_argument)
        register = self.register(visit, self.get_body_argument("register", ""))
        sent = self.request.files.get("file", [])
        if not sent or not sent[0].body:
            said = translator(visit.language)(_NO_FILE)
            self.page(visit, status=400, chosen=register.key, error=said)
            return
        content, view = sent[0].body, self.view(visit)

        def read() -> tuple[Sheet, Preview]:
            sheet = read_register(content, register, view.level)
            return sheet, preview(self.settings["store"], view, register, sheet)

        try:
            sheet, shown = await asyncio.to_thread(read)
        except Unreadable as error:
            said = error.message.text(translator(visit.language))
            self.page(visit, status=400, chosen=register.key, error=said)
            return
        self.show_preview(visit, register, sheet, shown)


class ImportAdd(_Import):
    """`/import/add`: writes what was shown."""

    @authenticated
    async def get(self) -> None:
        """Lead to the form: nothing is written by following a link."""
        self.redirect(f"{self.base_url}import")

    @authenticated
    async def post(self) -> None:
        """Add the new rows of the sheet that was previewed, all or none."""
        visit = self.asked(self.get_body_argument)
        kept = self.kept.take(self.get_body_argument("token", ""), visit.visitor.sign_in, visit.organisation)
        if kept is None:
            self.page(visit, status=400, error=translator(visit.language)(_GONE))
            return
        register = self.register(visit, kept.register)
        try:
            number = await asyncio.to_thread(
                add, self.settings["store"], self.view(visit), register, kept.sheet, kept.shown
            )
        except Moved as moved:
            self.show_preview(visit, register, kept.sheet, moved.preview, moved=True)
            return
        self.page(
            visit,
            chosen=register.key,
            done={
                "sentence": done(register, number, translator(visit.language)),
                "href": address(self.base_url, register.session, **visit.query),
            },
        )


class ImportFile(_Import):
    """`/import/<register>.xlsx`: a template to fill in, or what is there in the same columns."""

    @authenticated
    async def get(self, key: str) -> None:
        """Send the workbook."""
        visit = self.asked(self.get_query_argument)
        register = self.register(visit, key)
        filled = self.get_query_argument("filled", "") == "yes"
        content = await asyncio.to_thread(
            template,
            self.settings["store"],
            self.view(visit),
            register,
            translator(visit.language),
            filled=filled,
        )
        name = f"{key}-{visit.organisation}" if filled else f"{key}-{visit.language}"
        self.send(content, media_type=_XLSX, name=f"{name}.xlsx")
