"""What a batch is going to do: one task per municipality and session, settled before anything is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from .. import outline
from ..grants import Grant, Role
from ..i18n import translator
from ..levels import Level
from ..organisations import Cohort
from ..settings import settings
from ..store import Unit
from ..store.whole import key_of_whole


@dataclass(frozen=True)
class Task:
    """One session of one municipality, or of a unit under it, to be run and left under `out`.

    It holds names of things only, so that it can be sent to another process or another machine.
    """

    cohort: str
    municipality: str
    municipality_name: str
    session: str
    language: str
    out: Path
    unit: str = ""
    comments: bool = False
    """Whether the page shows the comments."""
    revision: int = 0
    """The change up to which its answers are shown; 0 for the answers as they are now."""
    database: str = ""
    """The address of the store it is read from; that of the settings where there is none."""

    @classmethod
    def from_message(cls, message: Mapping[str, Any]) -> Task:
        """Return the task that `as_message` was made of."""
        return cls(**{**message, "out": Path(message["out"])})

    @property
    def as_message(self) -> dict[str, Any]:
        """The task as JSON values."""
        return {**asdict(self), "out": str(self.out)}

    @property
    def title(self) -> str:
        """Whose session, and which."""
        return f"{self.municipality_name}, {self.session}"

    def carry_out(self) -> tuple[Path, ...]:
        """Run it, and return what it has left."""
        # Imported only where it is run: Papermill alone takes a second.
        from .execute import execute

        execute(self)
        return self.notebook, self.page

    @property
    def folder(self) -> Path:
        """Where the results lie: those of a unit in a folder of their own below its municipality's."""
        return self.out / self.cohort / self.municipality / self.unit

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
        """What the kernel may do: read this municipality's answers and its units', and nothing else.

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

    @property
    def environment(self) -> dict[str, str]:
        """What whoever runs the cells is told: whose answers may be read, and where they are."""
        return (
            settings().for_drawing
            | self.grant.to_environment()
            | {
                "WORKBOOK_COHORT": self.cohort,
                "WORKBOOK_COMMENTS": str(self.comments).lower(),
                "WORKBOOK_FACE": "file",
                "WORKBOOK_DATABASE_URL": self.database or settings().database,
            }
        )


def plan(
    cohort: Cohort,
    out: Path,
    *,
    sessions: Sequence[str] = (),
    municipalities: Sequence[str] = (),
    language: str = "",
    again: Mapping[str, Sequence[str]] | None = None,
    units: Mapping[str, Sequence[Unit]] | None = None,
) -> list[Task]:
    """Return the tasks of a batch, municipality by municipality, each followed by its units.

    Parameters
    ----------
    sessions, municipalities
        Keys; empty means all there are.
    language
        Empty means each municipality's own.
    again
        Where all sessions are run: those that a municipality or a unit holds again, by its key.
    units
        The units to be run with their municipality, by its key. They are run for the sessions held there.

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
            municipality_name=f"{unit.name}, {municipality.name}" if unit else municipality.name,
            session=session,
            language=language or municipality.language,
            out=out.resolve(),
            unit=unit.key if unit else "",
        )
        for municipality in {entry.key: entry for entry in chosen}.values()
        for unit in (None, *(units or {}).get(municipality.key, ()))
        for session in _sessions(
            [text for text in sessions if text not in whole],
            unit.level if unit else Level.MUNICIPALITY,
            (again or {}).get(unit.key if unit else municipality.key, ()),
        )
    ]


def _sessions(asked: Sequence[str], level: Level, again: Sequence[str]) -> list[str]:
    """Return the sessions to be run at a level: those asked for as far as they are held there, or all."""
    if asked:
        return [text for text in dict.fromkeys(asked) if level in outline.session(text).levels]
    return list(dict.fromkeys([*(entry.key for entry in outline.sessions(level)), *again]))
