"""`/units`: what answers the form by which a unit is entered or renamed."""

from __future__ import annotations

from tornado.web import authenticated

from ..i18n import N_, translator
from ..outline import HOME
from ..records import Refused
from .frame import address, visit_frame
from .handlers import Page
from .pages import render
from .turned import Turned
from .unit_form import unit_form
from .visits import Visit, settle

__all__ = ["UnitsPage"]

_TITLE = N_("The unit was not kept")


class UnitsPage(Page):
    """Enters a unit under the visitor's municipality, or gives one another name."""

    @authenticated
    async def get(self) -> None:
        """Lead to the start page, where the form is."""
        self.redirect(self.base_url)

    @authenticated
    async def post(self) -> None:
        """Keep what was written, and lead back to where the form was; otherwise say what is the matter."""
        visit = self._settled()
        store, grant = self.settings["store"], visit.visitor.grant
        name = self.get_body_argument("name", "")
        unit_type = self.get_body_argument("unit_type", "")
        try:
            if visit.unit:
                store.rename_unit(grant, grant.cohort, visit.unit.key, name)
            else:
                store.add_unit(grant, grant.cohort, visit.place.key, name=name, unit_type=unit_type)
        except Refused as refused:
            self._say(visit, {"name": name, "unit_type": unit_type}, refused)
            return
        self.redirect(address(self.base_url, HOME, **visit.query), status=303)

    def _settled(self) -> Visit:
        """Return the visit whose unit it is, or turn away those who may not enter one there."""
        asked = self.get_body_argument("unit", "") or None
        visit = settle(
            self.settings["store"],
            self.current_user,
            HOME,
            municipality=self.get_body_argument("municipality", None),
            unit=asked,
            language=None,
            chosen_before=self.chosen_language,
        )
        # Whoever belongs to one unit is there whatever is asked: entering another is not renaming it.
        entering_from_a_unit = visit.unit is not None and asked is None
        if entering_from_a_unit or unit_form(visit, translator(visit.language)) is None:
            raise Turned(403, N_("You cannot change this here."))
        return visit

    def _say(self, visit: Visit, written: dict[str, str], refused: Refused) -> None:
        translate = translator(visit.language)
        around = visit_frame(
            visit, base_url=self.base_url, xsrf=self.xsrf_token.decode(), title=translate(_TITLE)
        )
        around["unit_form"] = unit_form(visit, translate, written=written, errors=refused.errors)
        self.set_status(400)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        self.finish(render("units.html.j2", around))
