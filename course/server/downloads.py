"""What is downloaded rather than shown: following such a link ends no page, and starts no kernel."""

from __future__ import annotations

from tornado.web import authenticated

from ..blank_form import blank_form
from ..calendar import MEDIA_TYPE, calendar
from ..faces import Reading
from ..faces.opening import reading_of
from ..outline import HOME
from .handlers import Page, require_session
from .visits import Turned, Visit, settle

__all__ = ["BlankForm", "CalendarFile"]


class Download(Page):
    """A file made of the answers of one municipality; authorised as its pages are."""

    def settled(self, session: str) -> Visit:
        """Return the visit that the request asks for, or turn the visitor away."""
        try:
            return settle(
                self.settings["store"],
                self.current_user,
                session,
                municipality=self.get_query_argument("municipality", None),
                unit=self.get_query_argument("unit", None),
                language=self.get_query_argument("language", None),
                chosen_before=self.chosen_language,
            )
        except Turned as turned:
            self.log.warning(
                "Refused: %s asked for %s. %s", self.current_user.username, self.request.path, turned
            )
            raise

    def reading(self, visit: Visit) -> Reading:
        """Return what the visitor sees of the municipality."""
        grant = visit.visitor.grant
        return reading_of(
            self.settings["store"],
            grant,
            cohort=grant.cohort,
            organisation=visit.organisation,
            session=visit.session,
            language=visit.language,
        )

    def send(self, content: bytes, *, media_type: str, name: str) -> None:
        """Answer with a file; no browser or proxy keeps it."""
        self.set_header("Content-Type", media_type)
        self.set_header("Content-Disposition", f'attachment; filename="{name}"')
        self.set_header("Cache-Control", "no-store")
        self.finish(content)


class CalendarFile(Download):
    """`/calendar.ics`: the gatherings and the municipality's own dates."""

    @authenticated
    async def get(self) -> None:
        """Send the calendar."""
        visit = self.settled(HOME)
        self.send(
            calendar(self.reading(visit)), media_type=MEDIA_TYPE, name=f"workbook-{visit.organisation}.ics"
        )


class BlankForm(Download):
    """`/print/<key>`: a session's questions on paper, without anybody's answers."""

    @authenticated
    async def get(self, session: str) -> None:
        """Send the form."""
        require_session(session)
        visit = self.settled(session)
        page = blank_form(session, visit.language, visit.level).encode()
        self.send(page, media_type="text/html; charset=utf-8", name=f"{session}-{visit.language}.html")
