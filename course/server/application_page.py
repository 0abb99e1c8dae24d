"""`/application/<token>`: what somebody has sent, for whoever has its personal link."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from jupyter_server.auth.decorator import allow_unauthenticated
from tornado.web import HTTPError

from ..faces.snapshots import moment_in_words
from ..i18n import N_
from ..joining import DECIDED
from ..records import Message, Refused
from ..store import MovedOn, NotFound
from ..store.applications import Applications, Applied, Closed, Decided, State
from ..store.calls import Calls
from .join_form import application_in, form, missing_in_words, told, values_of
from .join_page import Joining
from .join_words import call_in_words
from .turned import Turned

__all__ = ["ApplicationPage", "WithdrawPage"]

_NO_APPLICATION = N_(
    "This is not the link of an application. Open it as it was shown or sent to you, or copy all of it."
)
_MOVED_ON = N_(
    "This application was changed on another page since. Nothing was saved: what you wrote stands below, and "
    "beside it what is kept. Save again to keep what stands in the fields."
)
_SAVED = N_("What you wrote is saved.")
_DECIDED = N_("It has been decided about this application, so that it can no longer be changed.")


class ApplicationPage(Joining):
    """`/application/<token>`: an application, for whoever has its personal link."""

    @allow_unauthenticated
    async def get(self, token: str) -> None:
        """Show it: as a form as long as it may be changed, as it is afterwards."""
        self._show(self.applied(token), token)

    @allow_unauthenticated
    async def post(self, token: str) -> None:
        """Keep what was changed, or say why not."""
        applied, written = self.applied(token), self.written()
        self.by_visitor.require(self.place)
        revision = self.get_body_argument("revision", "")
        if not (revision.isascii() and revision.isdigit() and len(revision) < 10):
            raise HTTPError(400)
        try:
            answers = application_in(written)
        except Refused as refused:
            self._show(applied, token, status=400, written=written, errors=refused.errors)
            return
        try:
            applied = await asyncio.to_thread(
                Applications(self.store).change, token, int(revision), self.language, answers
            )
        except (Closed, Decided):
            self._show(self.applied(token), token, status=403)
            return
        except MovedOn:
            applied = self.applied(token)
            self._show(applied, token, status=409, written=written, kept=values_of(applied.answers))
            return
        self._show(applied, token, said=_SAVED)

    def applied(self, token: str) -> Applied:
        """Return the application, or turn away whoever has no link of one."""
        try:
            found = Applications(self.store).opened(token)
        except NotFound:
            self.log.warning("Refused: no application has that link.")
            raise Turned(404, _NO_APPLICATION) from None
        self.invited_language = found.language
        return found

    def _show(
        self,
        applied: Applied,
        token: str,
        *,
        status: int = 200,
        said: str = "",
        written: Mapping[str, str] | None = None,
        errors: Mapping[str, Message] | None = None,
        kept: Mapping[str, str] | None = None,
    ) -> None:
        translate, call = self.translate, Calls(self.store).of(applied.cohort)
        changeable = applied.state is State.SENT and call.is_open()
        last = applied.decisions[-1] if applied.decisions else None
        self.show(
            "application.html.j2",
            status=status,
            title=translate(N_("Application for {municipality}")).format(municipality=applied.municipality),
            call=call_in_words(self.store, call, translate),
            link=f"{self.reached_at}/application/{token}",
            here=f"{self.base_url}application/{token}",
            state=translate(DECIDED[applied.state]),
            decided=translate(_DECIDED) if last else "",
            reason=last.reason.splitlines() if last else [],
            decided_at=moment_in_words(last.made_at, translate) if last else "",
            sent_at=moment_in_words(applied.made_at, translate),
            changed_at=moment_in_words(applied.updated_at, translate) if applied.revision > 1 else "",
            missing=missing_in_words(applied.answers, translate),
            form=form(written or values_of(applied.answers), translate, errors=errors, kept=kept)
            if changeable
            else None,
            revision=applied.revision,
            answers=told(applied.answers, translate),
            said=translate(said) if said else "",
            moved_on=translate(_MOVED_ON) if kept is not None else "",
        )


class WithdrawPage(ApplicationPage):
    """`/application/<token>/withdraw`: takes an application back, so that nothing of it is kept."""

    @allow_unauthenticated
    async def get(self, token: str) -> None:
        """Lead to the page where the button is."""
        self.redirect(f"{self.base_url}application/{token}")

    @allow_unauthenticated
    async def post(self, token: str) -> None:
        """Remove it."""
        self.applied(token)
        self.by_visitor.require(self.place)
        try:
            await asyncio.to_thread(Applications(self.store).withdraw, token)
        except (Closed, Decided):
            self._show(self.applied(token), token, status=403)
            return
        self.log.info("An application was withdrawn.")
        self.show("withdrawn.html.j2", title=self.translate(N_("The application is withdrawn")))
