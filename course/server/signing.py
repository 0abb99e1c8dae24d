"""Coming in and going out: invitation links, the page for those who are not signed in, signing out."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import cast

from jupyter_server.auth.decorator import allow_unauthenticated
from tornado.web import HTTPError

from ..addresses import BadAddress, address_of
from ..i18n import LANGUAGES, N_, translator
from ..invitations import link_for_address
from ..mail import CannotSend, send, sign_in_message
from ..records.refusal import SENTENCES
from ..store.access import InvitationRefused, Refusal
from ..store.calls import Calls
from .door import Door
from .identity import Visitor
from .kernels import Kernels
from .pages import REFUSALS
from .throttle import Throttle

__all__ = ["LINK_MINUTES", "InvitationPage", "SignInPage", "SignOut"]

LINK_MINUTES = 30
"""How long a link works that was sent by mail."""

_NO_ADDRESS = SENTENCES["not_an_email"]
_SENT = N_(
    "If {address} is known here, a link is on its way there. It works for {minutes} minutes. If none comes, "
    "look among unwanted mail, or ask your facilitator for a link."
)


class InvitationPage(Door):
    """`/invitation/<token>`: a page with one button.

    Opening the link uses nothing up: mail programs open links to look at them.
    """

    guesses = Throttle(most=30, seconds=600)
    """Links from one place that nobody was ever given. A whole town hall may be one place."""
    presses = Throttle(most=30, seconds=600)
    """How often the button of one link is pressed."""

    @allow_unauthenticated
    async def get(self, token: str) -> None:
        """Show whom the link lets in."""
        self.guesses.ask(self.place)
        try:
            opened = self.identity.access.invitation(token)
        except InvitationRefused as refused:
            self._refuse(refused)
            return
        self.invited_language = opened.language
        _ = translator(self.language)
        self.show(
            "invitation.html.j2",
            title=_(N_("Sign in")),
            name=opened.grant.name,
            # Whoever comes by a link that is for anybody is nobody whose an account could be.
            providers=[] if opened.shared else self.providers,
            token=token,
        )

    @allow_unauthenticated
    async def post(self, token: str) -> None:
        """Let the person in."""
        visitor: Visitor | None = self.current_user
        self.guesses.ask(self.place)
        self.presses.require(token)
        try:
            opened = self.identity.access.invitation(token)
            if visitor is None or visitor.grant.person != opened.grant.person:
                self.identity.sign_in(self, token)
            elif not opened.again:
                # Who is in already needs no other sign-in: it would make strangers of pages that are open.
                self.identity.access.choose(visitor.sign_in, opened.grant)
        except InvitationRefused as refused:
            self._refuse(refused)
            return
        self.log.info("Signed in: %s", opened.grant.person)
        self.redirect(self.base_url, status=303)

    def _refuse(self, refused: InvitationRefused) -> None:
        _ = translator(self.language)
        self.log.warning("Refused: an invitation that is %s.", refused.refusal)
        if refused.refusal == Refusal.UNKNOWN:
            self.guesses.count(self.place)
        self.show(
            "error.html.j2",
            status=403,
            title=_(N_("This link does not open the workbook")),
            sentence=_(REFUSALS[refused.refusal]),
        )


class SignInPage(Door):
    """`/sign-in`: where those end up who are not signed in.

    Whoever was here before can have a fresh link sent, where the operator has named a mail server.
    """

    by_visitor = Throttle(most=10, seconds=600)
    by_address = Throttle(most=3, seconds=900)

    @property
    def sends(self) -> bool:
        """Whether there is a mail server."""
        return bool(self.settings["workbook_settings"].smtp_host)

    @allow_unauthenticated
    async def get(self) -> None:
        """Say how one gets in."""
        self._show()

    @allow_unauthenticated
    async def post(self) -> None:
        """Have a link sent to the address that was written.

        The answer is the same, and comes as fast, whether anybody here has that address or not.
        """
        if not self.sends:
            raise HTTPError(404)
        _ = translator(self.language)
        self.by_visitor.require(self.place)
        written = self.get_body_argument("address", "")
        try:
            address = address_of(written)
        except BadAddress:
            self._show(status=400, written=written[:320], problem=_(_NO_ADDRESS))
            return
        self.by_address.require(address)
        self._sending = asyncio.ensure_future(asyncio.to_thread(self._send, address))
        self._show(sent=_(_SENT).format(address=address, minutes=LINK_MINUTES))

    def _show(self, *, status: int = 200, written: str = "", problem: str = "", sent: str = "") -> None:
        self.show(
            "sign_in.html.j2",
            status=status,
            title=translator(self.language)(N_("Sign in")),
            sends=self.sends and not sent,
            providers=self.providers,
            next=self.own_path(self.get_argument("next", "")),
            joins=bool(Calls(self.settings["store"]).open_now()),
            written=written,
            problem=problem,
            sent=sent,
        )

    def _send(self, address: str) -> None:
        """Send a link to whoever has the address; nothing of it comes back to who has asked."""
        settings = self.settings["workbook_settings"]
        try:
            found = link_for_address(
                self.settings["store"], address, valid_for=timedelta(minutes=LINK_MINUTES)
            )
            if found is None:
                self.log.info("A link was asked for by an address that nobody here has.")
                return
            link, language = found
            message = sign_in_message(
                settings,
                address,
                name=link.grant.name,
                link=f"{settings.reached_at}/{link.path}",
                minutes=LINK_MINUTES,
                language=language if language in LANGUAGES else "en",
            )
            send(settings, message)
            self.log.info("A link to sign in was sent to %s.", link.grant.person)
        except CannotSend as error:
            self.log.error("No link could be sent. %s", error)
        except Exception:
            self.log.exception("Unexpected: while sending a link.")


class SignOut(Door):
    """`/sign-out`: ends the sign-in and the kernels of its pages."""

    @allow_unauthenticated
    async def post(self) -> None:
        """Sign out."""
        visitor: Visitor | None = self.current_user
        self.identity.sign_out(self)
        if visitor is not None:
            self.log.info("Signed out: %s", visitor.username)
            self._ending = asyncio.ensure_future(
                cast(Kernels, self.kernel_manager).end_kernels_of(visitor.sign_in)
            )
        self.redirect(self.settings["login_url"], status=303)
