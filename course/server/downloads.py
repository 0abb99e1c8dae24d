"""What is downloaded rather than shown: following such a link ends no page, and starts no kernel."""

from __future__ import annotations

import asyncio

from tornado.web import authenticated

from ..blank_form import blank_form
from ..calendar import MEDIA_TYPE, calendar
from ..countries import country_of
from ..documents import CannotMake, Document, Made, UnknownDocument, document_of, formats_of, make
from ..documents.offer import offer_content
from ..faces import CohortReading, Reading
from ..faces import render as still
from ..faces.opening import cohort_reading_of, reading_of
from ..i18n import N_, PRINTED
from ..outline import HOME
from .frame import languages, same_page, visit_frame
from .handlers import Page, require_session
from .pages import render
from .turned import Turned
from .visits import Visit, settle

__all__ = ["BlankForm", "CalendarFile", "DocumentFile", "Draft", "Papers"]


class Download(Page):
    """A file made of the answers of one municipality; authorised as its pages are."""

    printed = False
    """Whether it is a paper, which may be asked for in more languages than a page."""

    def settled(self, session: str) -> Visit:
        """Return the visit that the request asks for, or turn the visitor away."""
        return settle(
            self.settings["store"],
            self.current_user,
            session,
            municipality=self.get_query_argument("municipality", None),
            unit=self.get_query_argument("unit", None),
            language=self.get_query_argument("language", None),
            chosen_before=self.chosen_language,
            printed=self.printed,
        )

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
            printed=self.printed,
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
        country = country_of(visit.visitor.grant.cohort, visit.place.key)
        page = blank_form(session, visit.language, visit.level, country).encode()
        self.send(page, media_type="text/html; charset=utf-8", name=f"{session}-{visit.language}.html")


class DocumentFile(Download):
    """`/document/<key>.<format>`: a document made of the municipality's answers."""

    printed = True

    @authenticated
    async def get(self, key: str, form: str) -> None:
        """Send the document."""
        made = await self.made(key, form)
        self.send(made.content, media_type=made.media_type, name=made.name)

    async def made(self, key: str, form: str, *, draft: bool = False) -> Made:
        """Return the document, made beside the server's own thread; or turn the visitor away."""
        document = self._document(key, form)
        visit = self.settled(HOME)
        if document.whole and draft:
            raise Turned(404, N_("There is no such document."))
        if visit.level not in document.levels:
            raise Turned(404, N_("There is no such document."))
        if document.reader != "group" and not visit.visitor.grant.holds(visit.visitor.grant.cohort):
            raise Turned(403, N_("This page is for those who hold the gatherings."))
        try:
            return await asyncio.to_thread(
                make, document, self.read_for(document, visit), form, draft=draft, face="page"
            )
        except CannotMake as error:
            self.log.error("Could not make %s as %s. %s", key, form, error.details)
            raise Turned(500, error.message.sentence) from error

    def read_for(self, document: Document, visit: Visit) -> Reading | CohortReading:
        """Return what the document is made of: the municipality of the visit, or its cohort as a whole."""
        if not document.whole:
            return self.reading(visit)
        grant = visit.visitor.grant
        return cohort_reading_of(
            self.settings["store"],
            grant,
            cohort=grant.cohort,
            session=HOME,
            language=visit.language,
            printed=self.printed,
        )

    def _document(self, key: str, form: str) -> Document:
        try:
            document = document_of(key)
        except UnknownDocument:
            raise Turned(404, N_("There is no such document.")) from None
        if form not in formats_of(document):
            raise Turned(404, N_("The document is not made in this format."))
        return document


class Papers(Download):
    """`/papers/<language>.html`: the documents to download in a language the page itself may not have."""

    @authenticated
    async def get(self, printed_in: str) -> None:
        """Show them."""
        if printed_in not in PRINTED:
            raise Turned(404, N_("There is no such document."))
        visit = self.settled(HOME)
        content = offer_content(self.reading(visit), level=2, language=printed_in, face="page")
        title = f"{content['title']}: {PRINTED[printed_in]}"
        around = visit_frame(visit, base_url=self.base_url, xsrf=self.xsrf_token.decode(), title=title)
        around["languages"] = languages(visit.language, lambda code: same_page(self.request.query, code))
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        self.finish(render("papers.html.j2", around, papers=still(content)))


class Draft(DocumentFile):
    """`/draft/<key>.html`: a document to read and go on with, beside the page it was opened from."""

    @authenticated
    async def get(self, key: str) -> None:
        """Show the draft."""
        made = await self.made(key, "html", draft=True)
        self.set_header("Content-Type", made.media_type)
        self.set_header("Cache-Control", "no-store")
        self.finish(made.content)
