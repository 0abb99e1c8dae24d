"""A run in words: what was asked for, how far it has come, what went wrong."""

from __future__ import annotations

import json
from typing import Any

from ..faces.snapshots import moment_in_words
from ..i18n import N_, Translator
from ..outline import UnknownSession, title_of
from ..store.jobs import Failure, Job, JobState

__all__ = ["run_in_words"]

_TITLE = N_("Run of {moment}, {who}")
_STATES: dict[JobState, str] = {
    JobState.RUNNING: N_("Running: {done} of {total} made."),
    JobState.DONE: N_("Ended: {done} of {total} run."),
    JobState.STOPPED: N_("Stopped by {by} after {done} of {total}. Nothing of it is kept."),
    JobState.BROKEN_OFF: N_(
        "Broken off after {done} of {total}, because the server was started anew. Nothing of it is kept. "
        "Start it again."
    ),
    JobState.FAILED: N_("It could not be run. The reason is in the server’s log."),
}
_NOW = N_("Now: {what}")
_BEGINS = N_("It is about to begin.")
_PAPERS = N_("papers")
_OF = N_("{place}, {what}")
_KEPT = N_("Can be downloaded until {moment}.")


def run_in_words(job: Job, translate: Translator, base_url: str) -> dict[str, Any]:
    """Return a run as the pages show it; every value is text to be escaped."""
    state = translate(_STATES[job.state]).format(done=job.done, total=job.total, by=job.ended_by or "")
    if job.runs and not job.total:
        state = translate(_BEGINS)
    place, what = json.loads(job.now) if job.now else ("", "")
    page = f"{base_url}cohort/run/{job.id}"
    return {
        "title": translate(_TITLE).format(moment=moment_in_words(job.made_at, translate), who=job.made_by),
        "href": page,
        "runs": job.runs,
        "state": state,
        "done": job.done,
        "total": job.total,
        "now": translate(_NOW).format(what=_named(place, what, translate)) if job.runs and job.now else "",
        "failed": translate.ngettext("{number} failed.", "{number} failed.", len(job.failures)).format(
            number=len(job.failures)
        )
        if job.failures
        else "",
        "failures": [_failure(one, translate) for one in job.failures],
        "zip": f"{page}.zip" if job.expires_at else "",
        "kept": translate(_KEPT).format(moment=moment_in_words(job.expires_at, translate))
        if job.expires_at
        else "",
    }


def _named(place: str, what: str, translate: Translator) -> str:
    try:
        title = title_of(what, translate) if what else translate(_PAPERS)
    except UnknownSession:
        title = what
    return translate(_OF).format(place=place, what=title)


def _failure(one: Failure, translate: Translator) -> str:
    if not one.place:
        return one.error
    named = _named(one.place, one.what, translate)
    return translate(N_("{what}: {error}")).format(what=named, error=one.error)
