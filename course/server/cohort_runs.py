"""`/cohort/run…`: start a run of notebooks, follow it, stop it, and download what it has made."""

from __future__ import annotations

from tornado.web import authenticated

from ..grants import Action, Grant
from ..i18n import N_
from ..levels import municipality_of
from ..outline import HOME, sessions
from ..records import Message
from ..store import NotFound
from ..store.jobs import Busy, Job, Jobs
from .cohort_page import CohortHandler
from .run_choice import Choice
from .run_words import run_in_words
from .turned import Turned

__all__ = ["RunPage", "RunProgress", "RunResults", "RunStart", "RunStop"]

_NOBODY = N_("Choose at least one municipality, and at least one session or the papers.")
_BUSY = N_("A run of this cohort is under way. Wait for it to end, or stop it first.")
_NO_RUN = N_("There is no such run.")
_NO_RESULTS = N_("The results of this run are no longer kept. Start it again.")
_PIECE = 1 << 20
"""Bytes that are read and sent at once."""


class RunStart(CohortHandler):
    """Starts a run and leads to its page."""

    @authenticated
    async def get(self) -> None:
        """Lead to the page where the form is."""
        self.granted(Action.RUN)
        self.redirect(f"{self.base_url}cohort#runs")

    @authenticated
    async def post(self) -> None:
        """Start, or say what is the matter."""
        grant = self.granted(Action.RUN)
        places, working = self.places(grant), [one.key for one in sessions() if one.key != HOME]
        municipalities = [key for key in places if not municipality_of(key)]
        asked = set(self.get_body_arguments("municipality"))
        held = set(self.get_body_arguments("session"))
        if not asked <= set(municipalities) or not held <= set(working):
            raise Turned(400, N_("Go back to the start page and try again."))
        choice = Choice(
            municipalities=tuple(key for key in municipalities if key in asked),
            sessions=tuple(key for key in working if key in held),
            papers=self.get_body_argument("papers", "") == "yes",
            units=self.get_body_argument("units", "") == "yes",
            snapshots=self.get_body_argument("moment", "") == "snapshots",
        )
        if not choice.municipalities or not (choice.sessions or choice.papers):
            await self.show_cohort(grant, status=400, errors={"run": Message(_NOBODY)})
            return
        try:
            job = self.runs.start(grant, choice, places)
        except Busy:
            await self.show_cohort(grant, status=409, errors={"run": Message(_BUSY)})
            return
        self.log.info("Run %s started by %s", job.id, grant.person)
        self.redirect(f"{self.base_url}cohort/run/{job.id}", status=303)


class _RunHandler(CohortHandler):
    def found(self, job: str) -> tuple[Grant, Job]:
        """Return the run in the address, if it is one of the visitor's cohort."""
        grant = self.granted(Action.RUN)
        try:
            return grant, Jobs(self.store).one(grant, grant.cohort, job)
        except NotFound:
            raise Turned(404, _NO_RUN) from None


class RunPage(_RunHandler):
    """How a run goes, for whoever comes back to it."""

    @authenticated
    async def get(self, job: str) -> None:
        """Show it."""
        _, found = self.found(job)
        words = run_in_words(found, self.translate, self.base_url)
        self.show("run.html.j2", title=words["title"], run=words)


class RunProgress(_RunHandler):
    """The same, for the script of that page."""

    @authenticated
    async def get(self, job: str) -> None:
        """Send it as JSON."""
        _, found = self.found(job)
        words = run_in_words(found, self.translate, self.base_url)
        self.set_header("Cache-Control", "no-store")
        self.finish({name: words[name] for name in ("runs", "state", "now", "done", "total", "failed")})


class RunStop(_RunHandler):
    """Stops a run."""

    @authenticated
    async def get(self, job: str) -> None:
        """Lead to the page of the run."""
        self.found(job)
        self.redirect(f"{self.base_url}cohort/run/{job}")

    @authenticated
    async def post(self, job: str) -> None:
        """Stop it, and lead back to its page."""
        grant, _ = self.found(job)
        await self.runs.stop(job, grant.name)
        self.redirect(f"{self.base_url}cohort/run/{job}", status=303)


class RunResults(_RunHandler):
    """What a run has made, as one ZIP."""

    @authenticated
    async def get(self, job: str) -> None:
        """Send it, piece by piece."""
        self.runs.clear()
        _, found = self.found(job)
        path = self.runs.results(job)
        if not found.expires_at or not path.exists():
            raise Turned(404, _NO_RESULTS)
        self.set_header("Content-Type", "application/zip")
        self.set_header("Content-Length", str(path.stat().st_size))
        name = f"{found.cohort}-{found.made_at:%Y-%m-%d}.zip"
        self.set_header("Content-Disposition", f'attachment; filename="{name}"')
        self.set_header("Cache-Control", "no-store")
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                self.write(piece)
                await self.flush()
        self.finish()
