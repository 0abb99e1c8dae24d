"""Signing in by a provider (OpenID Connect): the way there, and what happens with those who come back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jupyter_server.auth.decorator import allow_unauthenticated
from tornado.web import HTTPError

from ..i18n import N_, translator
from ..providers import Provider
from ..settings import Settings
from ..store.access import InvitationRefused
from ..store.accounts import Account, Accounts, Allowed, Entered, NotLetIn, Why
from ..store.invited import new_person
from .door import Door
from .identity import Visitor
from .openid import BadAnswer, OpenID, Unreachable
from .pages import REFUSALS
from .started import SECONDS, Started, StartedSignIns
from .throttle import Throttle

__all__ = ["ProviderBack", "ProviderStart", "openid_settings"]

_NOT_SIGNED_IN = N_("You are not signed in")
_UNREACHABLE = N_("{provider} does not answer as it should. Try again in a while, or sign in by a link.")
_BEGIN_AGAIN = N_(
    "This sign-in was begun in another browser, has been used already, or took too long. Begin again."
)
_BROKEN_OFF = N_("Signing in at {provider} was broken off. Begin again, or sign in by a link.")
_BAD_ANSWER = N_(
    "{provider} did not confirm who you are. Begin again; if it happens again, tell your facilitator."
)

NOT_LET_IN: dict[Why, str] = {
    Why.UNKNOWN: N_(
        "{provider} knows you, but nobody has invited you by that account yet. If you have an invitation, "
        "open its link and choose {provider} there; otherwise ask your facilitator for one."
    ),
    Why.TAKEN_BACK: N_("You have no role here any more. If you should have one, ask your facilitator."),
    Why.ANOTHERS: N_(
        "Your account at {provider} belongs to somebody else here, not to the one the invitation is for. "
        "Ask your facilitator to invite you as the one you are."
    ),
    Why.SHARED: N_(
        "The link you came by is for anybody, so no account can belong to it. Use its own button to sign in."
    ),
    Why.NO_SUCH_PLACE: N_(
        "{provider} says where you work, but that municipality does not take part here. "
        "If it should, tell your facilitator."
    ),
    Why.NAMELESS: N_(
        "{provider} does not tell your name, and nobody is here without one. Ask your facilitator for an "
        "invitation."
    ),
}
"""Why an account lets nobody in → the sentence for whoever has it."""


def openid_settings(settings: Settings, found: Mapping[str, Provider]) -> dict[str, Any]:
    """Return what the handlers need to know of the providers the operator has named."""
    return {
        "openid": {
            key: OpenID(provider, f"{settings.reached_at}/sign-in/{key}/back")
            for key, provider in found.items()
        },
        "started": StartedSignIns(),
    }


class _ProviderPage(Door):
    """What the way there and the way back share."""

    by_visitor = Throttle(most=60, seconds=600)
    """A whole gathering may sign in from one room."""
    by_account = Throttle(most=20, seconds=600)

    def _openid(self, key: str) -> OpenID:
        found: OpenID | None = self.settings["openid"].get(key)
        if found is None:
            raise HTTPError(404)
        return found

    def _cookie_name(self) -> str:
        return f"{self.identity.get_cookie_name(self)}-begun"

    def _turn_away(self, status: int, sentence: str, openid: OpenID, reason: object) -> None:
        """Say why nobody was signed in; `reason` is for the log."""
        self.log.warning("Refused: a sign-in by %s. %s", openid.provider.key, reason)
        _ = translator(self.language)
        self.show(
            "not_signed_in.html.j2",
            status=status,
            title=_(_NOT_SIGNED_IN),
            sentence=_(sentence).format(provider=openid.provider.label),
        )


class ProviderStart(_ProviderPage):
    """`/sign-in/<provider>`: begins a sign-in, by the button's POST only."""

    @allow_unauthenticated
    async def get(self, provider: str) -> None:
        """Lead to the page with the button."""
        self._openid(provider)
        self.redirect(self.settings["login_url"])

    @allow_unauthenticated
    async def post(self, provider: str) -> None:
        """Send the browser to the provider.

        By a page of our own that goes on by itself, not by a redirect: what a form may lead to
        (`form-action`) also holds for every redirect after it, and providers redirect to wherever they like.
        """
        openid = self._openid(provider)
        self.by_visitor.require(self.place)
        token = self.get_body_argument("invitation", "") or None
        try:
            if token is not None:
                self.invited_language = self.identity.access.invitation(token).language
        except InvitationRefused as refused:
            self._turn_away(403, REFUSALS[refused.refusal], openid, refused)
            return
        to = self.base_url if token else self.own_path(self.get_body_argument("next", ""))
        started = Started(provider, to, token)
        try:
            address = await openid.way_there(started, self.language)
        except Unreachable as error:
            self._turn_away(502, _UNREACHABLE, openid, error)
            return
        self.settings["started"].keep(started)
        self.identity.set_flow_cookie(self, self._cookie_name(), started.browser, SECONDS)
        self.set_header("Refresh", f"0; url={address}")
        _ = translator(self.language)
        self.show(
            "to_provider.html.j2",
            title=_(N_("To {provider}")).format(provider=openid.provider.label),
            address=address,
            label=openid.provider.label,
        )


class ProviderBack(_ProviderPage):
    """`/sign-in/<provider>/back`: where a provider sends people back to."""

    @allow_unauthenticated
    async def get(self, provider: str) -> None:
        """Sign in whoever the provider says this is, if they may be here."""
        openid = self._openid(provider)
        browser = self.get_signed_cookie(self._cookie_name(), max_age_days=SECONDS / 86400)
        started = self.settings["started"].take(
            self.get_query_argument("state", ""), provider, (browser or b"").decode("ascii", "replace")
        )
        if started is None:
            self._turn_away(400, _BEGIN_AGAIN, openid, "Its state is unknown here.")
            return
        self.identity.clear_flow_cookie(self, self._cookie_name())
        try:
            claims = await self._claims(openid, started)
        except Unreachable as error:
            self._turn_away(502, _UNREACHABLE, openid, error)
        except BadAnswer as error:
            broken_off = self.get_query_argument("error", "") == "access_denied"
            self._turn_away(403, _BROKEN_OFF if broken_off else _BAD_ANSWER, openid, error)
        else:
            self._enter(openid.provider, started, claims)

    async def _claims(self, openid: OpenID, started: Started) -> dict[str, Any]:
        if self.get_query_argument("error", ""):
            raise BadAnswer("The provider has signed nobody in.")
        # Who answers, if they say so (RFC 9207): two providers must not be mixed up.
        if self.get_query_argument("iss", openid.provider.issuer) != openid.provider.issuer:
            raise BadAnswer("Another provider answers.")
        return await openid.claims(self.get_query_argument("code", ""), started)

    def _enter(self, provider: Provider, started: Started, claims: dict[str, Any]) -> None:
        account = Account(provider.key, provider.issuer, claims["sub"])
        openid = self._openid(provider.key)
        self.by_account.require(account.digest)
        try:
            entered = self._entered(provider, account, started, claims)
        except InvitationRefused as refused:
            self._turn_away(403, REFUSALS[refused.refusal], openid, refused)
        except NotLetIn as refused:
            self._turn_away(403, NOT_LET_IN[refused.why], openid, refused)
        else:
            if entered.key is not None:
                self.identity.remember(self, entered.key)
            self.log.info("Signed in by %s: %s", provider.key, entered.person)
            self.redirect(started.to, status=303)

    def _entered(
        self, provider: Provider, account: Account, started: Started, claims: dict[str, Any]
    ) -> Entered:
        visitor: Visitor | None = self.current_user
        name = _name(claims)
        return Accounts(self.settings["store"].engine).enter(
            account,
            valid_for=self.identity.sign_in_for,
            token=started.invitation,
            address=provider.address(claims),
            allowed=[
                Allowed(entry.role, entry.cohort, entry.municipality or None)
                for entry in provider.lets(claims)
            ],
            newcomer=(new_person(name), name) if name else None,
            already=visitor.username if visitor else None,
        )


def _name(claims: Mapping[str, Any]) -> str:
    """Return the name of a person as it is kept: one line of at most 200 characters."""
    parts = [claims.get(part) for part in ("given_name", "family_name")]
    said = claims.get("name") or " ".join(part for part in parts if isinstance(part, str))
    name = " ".join(said.split()) if isinstance(said, str) else ""
    return name if name.isprintable() and len(name) <= 200 else ""
