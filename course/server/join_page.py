"""`/join…`: where municipalities apply that nobody here knows yet.

Nothing here asks who somebody is, and nothing tells one applicant of another. How often one may send, how
much, and how many a cohort takes is bounded.
"""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Mapping

from jupyter_server.auth.decorator import allow_unauthenticated
from tornado.web import HTTPError

from ..i18n import N_, Translator, translator
from ..joining import application_message
from ..mail import CannotSend, send
from ..records import Message, Refused
from ..store import NotFound, Store
from ..store.applications import AlreadySent, Applications, Closed, Full
from ..store.calls import Call, Calls
from .door import Door
from .join_form import (
    FIELDS,
    MUNICIPALITY,
    application_in,
    chosen_municipality,
    form,
    municipalities,
)
from .join_words import call_in_words, day_in_words
from .throttle import Throttle, TooOften
from .turned import Turned

__all__ = ["ApplyPage", "JoinPage", "Joining"]

_JOIN = N_("Apply to take part")
_APPLY = N_("Apply to take part in {cohort}")
_NO_COHORT = N_("No applications are taken here.")
_FULL = N_("No more applications can be taken here. Ask those who hold the course.")
_SENT_BEFORE = N_("This form has been sent already. Its personal link was shown then.")


class Joining(Door):
    """What the public pages share."""

    largest_body = 160_000
    """Bytes; the whole form, every field as long as it may be, as a browser sends it."""
    largest_of_strangers = largest_body
    too_often = "too many applications from one place, or to one cohort"
    by_visitor = Throttle(most=40, seconds=600)
    sent_by_visitor = Throttle(most=10, seconds=900)
    sent_to_cohort = Throttle(most=60, seconds=900)
    mailed_to = Throttle(most=3, seconds=86_400)

    @property
    def store(self) -> Store:
        """The store."""
        store: Store = self.settings["store"]
        return store

    @property
    def translate(self) -> Translator:
        """The translator into the reader's language."""
        return translator(self.language)

    def written(self) -> dict[str, str]:
        """Return what a form has in its fields; what is no field of it is left out."""
        return {name: self.get_body_argument(name, "") for name in (*FIELDS, MUNICIPALITY)}


class JoinPage(Joining):
    """`/join`: the cohorts that can be applied to."""

    @allow_unauthenticated
    async def get(self) -> None:
        """Show them."""
        calls = [call_in_words(self.store, one, self.translate) for one in Calls(self.store).open_now()]
        self.show("join.html.j2", title=self.translate(_JOIN), calls=calls)


class ApplyPage(Joining):
    """`/join/<cohort>`: the form by which a municipality applies."""

    @allow_unauthenticated
    async def get(self, cohort: str) -> None:
        """Show it, or say that it is too late."""
        self._show(self._call(cohort), {})

    @allow_unauthenticated
    async def post(self, cohort: str) -> None:
        """Keep the application, and lead to it; otherwise say what is the matter."""
        call, written = self._call(cohort), self.written()
        self.by_visitor.require(self.place)
        key = self.get_body_argument("form", "")
        if not _is_key(key):
            raise HTTPError(400)
        errors: dict[str, Message] = {}
        try:
            municipality = chosen_municipality(written[MUNICIPALITY], call.offer.countries)
        except Refused as refused:
            errors |= refused.errors
        try:
            answers = application_in(written)
        except Refused as refused:
            errors |= refused.errors
        if errors:
            self._show(call, written, status=400, errors=errors, key=key)
            return
        self.sent_by_visitor.require(self.place)
        self.sent_to_cohort.require(call.cohort)
        try:
            token = await asyncio.to_thread(
                Applications(self.store).send, key, call.cohort, municipality, self.language, answers
            )
        except Closed:
            self._show(self._call(cohort), {}, status=403)
            return
        except Full:
            raise Turned(403, _FULL) from None
        except AlreadySent:
            raise Turned(409, _SENT_BEFORE) from None
        self.log.info("An application to %s has arrived.", call.cohort)
        self._mailing = asyncio.ensure_future(asyncio.to_thread(self._mail, token, call, self.language))
        self.set_header("Cache-Control", "no-store")
        self.redirect(f"{self.base_url}application/{token}", status=303)

    def _call(self, cohort: str) -> Call:
        try:
            return Calls(self.store).of(cohort)
        except NotFound:
            raise Turned(404, _NO_COHORT) from None

    def _show(
        self,
        call: Call,
        written: Mapping[str, str],
        *,
        status: int = 200,
        errors: Mapping[str, Message] | None = None,
        key: str = "",
    ) -> None:
        translate = self.translate
        self.show(
            "apply.html.j2",
            status=status,
            title=translate(_APPLY).format(cohort=call.called(self.language)),
            call=call_in_words(self.store, call, translate),
            municipalities=municipalities(call.offer.countries, self.language),
            form=form(written, translate, errors=errors),
            key=key or str(uuid.uuid4()),
        )

    def _mail(self, token: str, call: Call, language: str) -> None:
        """Send the personal link to the contact, where there is a mail server."""
        settings = self.settings["workbook_settings"]
        try:
            applied = Applications(self.store).opened(token)
            # Whoever sends forms could have others drowned in mail.
            if not settings.smtp_host:
                return
            self.mailed_to.require(applied.answers.contact_email)
            message = application_message(
                settings,
                applied,
                cohort=call.called(language),
                link=f"{settings.reached_at}/application/{token}",
                deadline=day_in_words(call, translator(language)),
            )
            send(settings, message)
        except TooOften:
            self.log.warning("Refused: too many applications by one address; its link was not sent.")
        except CannotSend as error:
            self.log.error("The link of an application could not be sent. %s", error)
        except Exception:
            self.log.exception("Unexpected: while sending the link of an application.")


def _is_key(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False
