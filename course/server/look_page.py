"""`/look`: what answers the form for the look of a municipality's papers, and shows its logo."""

from __future__ import annotations

import asyncio

from tornado.web import authenticated

from ..i18n import N_, translator
from ..looks import LARGEST_FILE, change_look
from ..outline import HOME
from ..records import Refused
from .downloads import Download
from .frame import address, visit_frame
from .handlers import Page
from .look_form import look_form, may_change_look, visit_look
from .pages import render
from .turned import Turned
from .visits import Visit, settle

__all__ = ["LogoPicture", "LookPage"]

_TITLE = N_("Name, logo and colours were not kept")
_WRITTEN = ("name", "alternative", "colour")


class LookPage(Page):
    """Gives the papers of the visitor's municipality another look."""

    # The page can still say of a logo that is somewhat too large how large it may be.
    largest_body = 4 * LARGEST_FILE

    @authenticated
    async def get(self) -> None:
        """Lead to the start page, where the form is."""
        self.redirect(self.base_url)

    @authenticated
    async def post(self) -> None:
        """Keep what was chosen, and lead back to where the form was; otherwise say what is the matter."""
        visit = self._settled()
        grant = visit.visitor.grant
        written = {name: self.get_body_argument(name, "") for name in _WRITTEN}
        files = self.request.files.get("logo", [])
        revision = self.get_body_argument("revision", "")
        try:
            await asyncio.to_thread(
                change_look,
                self.settings["store"],
                grant,
                grant.cohort,
                visit.place.key,
                **written,
                file=files[0].body if files else b"",
                without_logo=self.get_body_argument("without_logo", "") == "yes",
                revision=revision,
            )
        except Refused as refused:
            self._say(visit, written, refused)
            return
        self.redirect(f"{address(self.base_url, HOME, **visit.query)}#wb-look-title", status=303)

    def _settled(self) -> Visit:
        """Return the visit whose municipality it is, or turn away those who may not change its look."""
        visit = settle(
            self.settings["store"],
            self.current_user,
            HOME,
            municipality=self.get_body_argument("municipality", None),
            language=None,
            chosen_before=self.chosen_language,
        )
        if not may_change_look(visit):
            raise Turned(403, N_("You cannot change this here."))
        return visit

    def _say(self, visit: Visit, written: dict[str, str], refused: Refused) -> None:
        translate = translator(visit.language)
        around = visit_frame(
            visit, base_url=self.base_url, xsrf=self.xsrf_token.decode(), title=translate(_TITLE)
        )
        look = visit_look(self.settings["store"], visit)
        around["look_form"] = look_form(
            visit, look, translate, base_url=self.base_url, written=written, errors=refused.errors
        )
        self.set_status(400)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        self.finish(render("look.html.j2", around))


class LogoPicture(Download):
    """`/look/logo.png`: the logo of the visitor's municipality, in pixels."""

    @authenticated
    async def get(self) -> None:
        """Send the picture."""
        visit = self.settled(HOME)
        logo = visit_look(self.settings["store"], visit).logo
        if logo is None:
            raise Turned(404, N_("The municipality has no logo here yet."))
        self.set_header("Content-Type", "image/png")
        self.set_header("Cache-Control", "no-store")
        self.finish(logo.pixels)
