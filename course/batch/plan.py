"""What a batch is going to do: one task per municipality and session, settled before anything is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from .. import outline
from ..grants import Grant, Role
from ..i18n import translator
from ..organisations import Cohort
from ..store.whole import key_of_whole


@dataclass(frozen=True)
class Task:
    """One session of one municipality, to be run and left under `out`.

    It holds names of things only, so that it can be sent to another process or another machine.
    """

    cohort: str
    municipality: str
    municipality_name: str
    session: str
    language: str
    out: Path

    @property
    def folder(self) -> Path:
        """Where the results of the municipality lie."""
        return self.out / self.cohort / self.municipality

    @property
    def notebook(self) -> Path:
        """The executed notebook."""
        return self.folder / f"{self.session}.ipynb"

    @property
    def page(self) -> Path:
        """The notebook as a page."""
        return self.folder / f"{self.session}.html"

    @property
    def story(self) -> Path:
        """What went wrong; there is none when nothing did."""
        return self.folder / f"{self.session}.error.txt"

    @property
    def grant(self) -> Grant:
        """What the kernel may do: read this municipality's answers, and nothing else.

        A session that shows a whole cohort is run for a facilitator.
        """
        if outline.session(self.session).reader == "facilitator":
            return Grant(person="batch", name="workbook run", role=Role.FACILITATOR, cohort=self.cohort)
        return Grant(
            person="batch",
            name="workbook run",
            role=Role.READER,
            cohort=self.cohort,
            organisation=self.municipality,
        )


def plan(
    cohort: Cohort,
    out: Path,
    *,
    sessions: Sequence[str] = (),
    municipalities: Sequence[str] = (),
    language: str = "",
    again: Mapping[str, Sequence[str]] | None = None,
) -> list[Task]:
    """Return the tasks of a batch, municipality by municipality.

    Parameters
    ----------
    sessions, municipalities
        Keys; empty means all there are.
    language
        Empty means each municipality's own.
    again
        Where all sessions are run: those that a municipality holds again, by its key.

    Raises
    ------
    UnknownSession, UnknownMunicipality, LanguageError
        With one sentence that names those there are.
    """
    if language:
        translator(language)
    for session in sessions:
        outline.session(session)
    chosen = [cohort.municipality(text) for text in municipalities] or cohort.municipalities
    whole = [text for text in dict.fromkeys(sessions) if outline.session(text).reader == "facilitator"]
    of_cohort = [
        # In a folder of its own: those of the municipalities may be handed to them.
        Task(
            cohort=cohort.key,
            municipality=key_of_whole(cohort.key),
            municipality_name=cohort.label(language or "en"),
            session=session,
            language=language or "en",
            out=out.resolve(),
        )
        for session in whole
    ]
    if sessions and len(whole) == len(dict.fromkeys(sessions)):
        return of_cohort
    return of_cohort + [
        Task(
            cohort=cohort.key,
            municipality=municipality.key,
            municipality_name=municipality.name,
            session=session,
            language=language or municipality.language,
            out=out.resolve(),
        )
        for municipality in {entry.key: entry for entry in chosen}.values()
        for session in dict.fromkeys(
            [text for text in sessions if text not in whole]
            or [*(entry.key for entry in outline.sessions()), *(again or {}).get(municipality.key, ())]
        )
    ]
