"""What a batch is going to do: one task per municipality and session, settled before anything is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from .. import outline
from ..grants import Grant, Role
from ..i18n import translator
from ..organisations import Cohort


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
        """What the kernel may do: read this municipality's answers, and nothing else."""
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
) -> list[Task]:
    """Return the tasks of a batch, municipality by municipality.

    Parameters
    ----------
    sessions, municipalities
        Keys; empty means all there are.
    language
        Empty means each municipality's own.

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
    return [
        Task(
            cohort=cohort.key,
            municipality=municipality.key,
            municipality_name=municipality.name,
            session=session,
            language=language or municipality.language,
            out=out.resolve(),
        )
        for municipality in {entry.key: entry for entry in chosen}.values()
        for session in dict.fromkeys(sessions or [entry.key for entry in outline.sessions()])
    ]
