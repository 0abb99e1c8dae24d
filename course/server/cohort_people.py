"""`/cohort/invite` and `/cohort/revoke`: let somebody in, and take that back."""

from __future__ import annotations

from typing import Annotated

from annotated_types import Ge, Le, MaxLen
from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError
from pydantic_core import PydanticCustomError
from tornado.web import authenticated

from .. import invitations
from ..grants import INVITES, Action, Grant, NotGranted, Role
from ..i18n import N_
from ..records import Message
from ..store.cohorts import cohort_in
from ..store.guests import revoke
from .cohort_page import CohortHandler
from .turned import Turned

__all__ = ["InvitePage", "RevokePage"]

_NAME = N_("Write the name of the person it is for, on one line of at most 200 characters.")
_ROLE = N_("Choose one of the roles.")
_PLACE = N_("Choose the municipality or the unit that the person belongs to.")
_WHOLE = N_("This role follows the whole cohort: choose no municipality.")
_ABOVE = N_("This person has a role that you cannot invite to. Ask an administrator.")
_DAYS = N_("Give a number of days from 1 to 365.")
_SENTENCES = {"name": _NAME, "role": _ROLE, "organisation": _PLACE, "days": _DAYS}


def _one_line(name: str) -> str:
    name = name.strip()
    if not name or not name.isprintable():
        raise PydanticCustomError("not_a_name", "not a name")
    return name


class _Wanted(BaseModel):
    """An invitation as the form sends it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Annotated[str, MaxLen(200), AfterValidator(_one_line)]
    role: Role
    organisation: str
    days: Annotated[int, Ge(1), Le(365)]


class _PeopleHandler(CohortHandler):
    """What both share: whoever follows their address comes to the forms."""

    @authenticated
    async def get(self) -> None:
        """Lead to the page where the form is."""
        self.granted(Action.INVITE)
        self.redirect(f"{self.base_url}cohort#people")


class InvitePage(_PeopleHandler):
    """Makes a sign-in link and shows it once."""

    @authenticated
    async def post(self) -> None:
        """Make the link, or say what is the matter."""
        grant = self.granted(Action.INVITE)
        written = {name: self.get_body_argument(name, "") for name in _SENTENCES}
        try:
            wanted = _Wanted.model_validate(written)
        except ValidationError as error:
            errors = {
                str(each["loc"][0]): Message(_SENTENCES[str(each["loc"][0])]) for each in error.errors()
            }
            await self.show_cohort(grant, status=400, written=written, errors=errors)
            return
        if errors := self._errors(grant, wanted):
            await self.show_cohort(grant, status=400, written=written, errors=errors)
            return
        try:
            link = invitations.invite(
                self.store,
                grant,
                wanted.name,
                wanted.role,
                cohort_in(self.store, grant.cohort),
                wanted.organisation or None,
                wanted.days,
            )
        except NotGranted as error:
            self.log.warning("Refused: %s may not invite. %s", grant.person, error)
            await self.show_cohort(grant, status=400, written=written, errors={"name": Message(_ABOVE)})
            return
        self.log.info("Invited: %s as %s, by %s", link.grant.person, wanted.role, grant.person)
        address = f"{self.reached_at}/{link.path}"
        await self.show_cohort(grant, link=address)

    def _errors(self, grant: Grant, wanted: _Wanted) -> dict[str, Message]:
        if wanted.role not in INVITES.get(grant.role, ()):
            return {"role": Message(_ROLE)}
        whole = wanted.role in invitations.WHOLE_COHORT
        if whole and wanted.organisation:
            return {"organisation": Message(_WHOLE)}
        if not whole and wanted.organisation not in self.places(grant):
            return {"organisation": Message(_PLACE)}
        return {}


class RevokePage(_PeopleHandler):
    """Takes a person's invitations back and ends their sign-ins."""

    @authenticated
    async def post(self) -> None:
        """Take them back."""
        grant = self.granted(Action.INVITE)
        person = self.get_body_argument("person", "")
        try:
            if person == grant.person:
                raise NotGranted("One does not lock oneself out.")
            revoke(self.store, grant, grant.cohort, person)
        except NotGranted as error:
            self.log.warning("Refused: %s may not revoke. %s", grant.person, error)
            raise Turned(403, N_("You cannot take this person’s invitation back.")) from None
        self.log.info("Revoked: %s, by %s", person, grant.person)
        self.redirect(f"{self.base_url}cohort#people", status=303)
