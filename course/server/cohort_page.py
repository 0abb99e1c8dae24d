"""`/cohort`: the municipalities of a cohort for those who follow it, what they run, whom they invite."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from tornado.web import authenticated

from ..faces.comments import open_threads
from ..faces.followed import followed
from ..faces.opening import reading_of
from ..faces.snapshots import moment_in_words
from ..grants import INVITES, ROLE_NAMES, Action, Grant
from ..i18n import N_, Translator, translator
from ..levels import municipality_of
from ..outline import HOME, sessions
from ..records import Message
from ..store import SignOffs, Store
from ..store.guests import Invited, invited
from ..store.jobs import Jobs
from .cohort_table import asked_of, table_of
from .frame import COHORT
from .handlers import Page
from .run_words import run_in_words
from .runs import Runs
from .turned import Turned

__all__ = ["CohortHandler", "CohortPage"]


class CohortHandler(Page):
    """What the facilitators' pages share: whom they are for, and what stands on the first of them."""

    @property
    def store(self) -> Store:
        """The store."""
        store: Store = self.settings["store"]
        return store

    @property
    def runs(self) -> Runs:
        """The server's jobs."""
        runs: Runs = self.settings["runs"]
        return runs

    @property
    def translate(self) -> Translator:
        """The translator into the visitor's language."""
        return translator(self.language)

    def granted(self, action: Action = Action.HOLD) -> Grant:
        """Return the visitor's grant if it allows `action` for the whole of its cohort, or turn them away."""
        grant: Grant = self.current_user.grant
        if not grant.may_in_all(action, grant.cohort):
            raise Turned(403, N_("This page is for those who hold the gatherings."))
        return grant

    async def show_cohort(
        self,
        grant: Grant,
        *,
        status: int = 200,
        link: str = "",
        written: Mapping[str, str] | None = None,
        errors: Mapping[str, Message] | None = None,
    ) -> None:
        """Answer with the facilitators' page.

        Parameters
        ----------
        grant
            The visitor's, which spans the cohort.
        status
            The HTTP status.
        link
            A sign-in link that has just been made: it is shown here, and never again.
        written, errors
            What stood in the form of an invitation, and what was the matter with it.
        """
        query = {name: self.get_query_argument(name) for name in self.request.query_arguments}
        content = await asyncio.to_thread(self._content, grant, query)
        self.show(
            "cohort.html.j2",
            status=status,
            title=self.translate(COHORT),
            link=link,
            written={"name": "", "role": "participant", "organisation": "", "days": "14", **(written or {})},
            errors={name: message.text(self.translate) for name, message in (errors or {}).items()},
            **content,
        )

    def places(self, grant: Grant) -> dict[str, str]:
        """Return what the municipalities and their units are called, by key, each followed by its units."""
        found = {}
        for key in self.store.organisations(grant.cohort):
            found[key] = self.store.name_of(key)[0]
            for unit in self.store.units(grant, grant.cohort, key):
                found[unit.key] = f"{unit.name}, {found[key]}"
        return found

    def _content(self, grant: Grant, query: dict[str, str]) -> dict[str, Any]:
        translate, cohort, places = self.translate, grant.cohort, self.places(grant)
        municipalities = [key for key in places if not municipality_of(key)]
        readings = {
            key: reading_of(
                self.store, grant, cohort=cohort, organisation=key, session=HOME, language=self.language
            )
            for key in municipalities
        }
        comments = {
            (key, session.key): open_threads(reading, session.key)
            for key, reading in readings.items()
            for session in sessions(reading.level)
        }
        rows = followed(readings, SignOffs(self.store, grant, cohort), comments)
        return {
            "table": table_of(rows, asked_of(query), translate, self.base_url),
            "units": len(places) > len(municipalities),
            "runs": [
                run_in_words(job, translate, self.base_url) for job in Jobs(self.store).newest(grant, cohort)
            ],
            "places": places,
            "roles": [
                {"code": role.value, "label": translate(ROLE_NAMES[role])}
                for role in ROLE_NAMES
                if role in INVITES.get(grant.role, ())
            ],
            "people": [
                self._person(one, grant, places, translate) for one in invited(self.store, grant, cohort)
            ],
        }

    @staticmethod
    def _person(one: Invited, grant: Grant, places: dict[str, str], translate: Translator) -> dict[str, Any]:
        until = moment_in_words(one.link_until, translate) if one.link_until else ""
        inside = moment_in_words(one.signed_in_at, translate) if one.signed_in_at else ""
        return {
            "key": one.person,
            "name": one.name,
            "role": translate(ROLE_NAMES[one.role]),
            "place": places.get(one.organisation or "", ""),
            "link": translate(N_("Link works until {moment}")).format(moment=until) if until else "",
            "inside": translate(N_("Signed in {moment}")).format(moment=inside) if inside else "",
            "revocable": one.person != grant.person and one.role in INVITES.get(grant.role, ()),
        }


class CohortPage(CohortHandler):
    """The page itself."""

    @authenticated
    async def get(self) -> None:
        """Show the municipalities, the runs and the people."""
        grant = self.granted()
        self.runs.clear()
        await self.show_cohort(grant)
