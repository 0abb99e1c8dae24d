"""The course year: which sessions there are, in which order, and where in the year each belongs.

Order and place stand in ``data/outline.toml``; the sentences shown for them stand here, where they
can be marked for translation. On which days a gathering is held belongs to a cohort, and is a record.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict

from .i18n import N_, Translator
from .levels import Level
from .settings import settings

__all__ = [
    "DOCUMENTS",
    "HOME",
    "OCCASIONS",
    "Gathering",
    "Session",
    "SessionKey",
    "UnknownSession",
    "gatherings",
    "leads_to",
    "session",
    "sessions",
    "sessions_before",
    "sessions_for_facilitators",
    "title_of",
]

HOME = "home"
"""The page from which the others are opened; it belongs to no gathering."""

TITLES = {
    HOME: N_("Your workbook"),
    "00_mandate": N_("Mandate and project group"),
    "01_baseline": N_("Why, and where you stand"),
    "02_needs": N_("What is needed"),
    "03_documents": N_("The steering documents"),
    "04_anchoring": N_("Goals and anchoring"),
    "05_activities": N_("Programmes, partners and activities"),
    "06_roles": N_("Roles, routines and quality"),
    "07_followup": N_("Follow-up and sharing"),
    "08_decision": N_("Getting it decided"),
    "09_facilitator": N_("The municipalities of the course"),
}
"""What each session is called."""

PLACES = {
    "all_year": N_("The whole course year"),
    "before_gathering_1": N_("Before gathering 1 (October)"),
    "gathering_1": N_("Gathering 1 (October)"),
    "between_1_and_2": N_("Work at home between gatherings 1 and 2 (October to December)"),
    "gathering_2": N_("Gathering 2 (December)"),
    "between_2_and_3": N_("Work at home between gatherings 2 and 3 (December to February)"),
    "gathering_3": N_("Gathering 3 (February, in Brussels)"),
    "between_3_and_4": N_("Work at home between gatherings 3 and 4 (February to April)"),
    "gathering_4": N_("Gathering 4 (April)"),
    "after_gathering_4": N_("Work at home after gathering 4 (April to June)"),
}
"""Where in the course year a session belongs. Months: HK-dir's call for the third run, 2024 to 2025."""

OCCASIONS = {
    "plus-6": N_("Six months after the course"),
    "plus-12": N_("Twelve months after the course"),
}
"""When a session is held again."""

GATHERING_PLACES = {"brussels": N_("Brussels")}
"""Where a gathering is held whatever the cohort."""

DOCUMENTS = {
    "strategy": N_("Strategy for international cooperation"),
    "anchoring_matrix": N_("Anchoring matrix"),
    "council_case": N_("Case for the council"),
    "action_plan": N_("Action plan with budget estimate"),
    "application": N_("Draft application"),
    "follow_up_report": N_("Follow-up report"),
}
"""What the sessions contribute to."""

_PART = re.compile(r"[a-z0-9]+(?:[_-][a-z0-9]+)*")
_LONGEST = 60


class UnknownSession(LookupError):
    """A session that is not in the outline or not held at a level, or a name that cannot be one.

    `existing` names those there are.
    """

    def __init__(self, text: str, level: Level | None = None) -> None:
        self.existing = ", ".join(str(key) for entry in sessions(level) for key in entry.keys)
        super().__init__(f"There is no session “{text}”. There are: {self.existing}.")


class SessionKey(NamedTuple):
    """One time a session is held: which notebook, and the occasion when it is held again.

    Written ``04_anchoring``, or ``07_followup@plus-6`` for a later occasion. `occasion` is empty the
    first time.
    """

    notebook: str
    occasion: str = ""

    @classmethod
    def parse(cls, text: str) -> SessionKey:
        """Return the key that `text` writes; it need not be in the outline.

        Raises
        ------
        UnknownSession
            When `text` cannot be the name of a session.
        """
        notebook, at, occasion = text.partition("@")
        good = _is_part(notebook) and (_is_part(occasion) if at else True)
        if not good:
            raise UnknownSession(text)
        return cls(notebook, occasion)

    def __str__(self) -> str:
        return f"{self.notebook}@{self.occasion}" if self.occasion else self.notebook


def _is_part(text: str) -> bool:
    """Letters, digits and single dashes only: a key becomes a file name and part of an address."""
    return len(text) <= _LONGEST and _PART.fullmatch(text) is not None


class Gathering(BaseModel):
    """One of the gatherings as the course has them; `place` is an English source sentence or empty."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    number: int
    month: int
    days: float
    place: str = ""

    @property
    def key(self) -> str:
        """Its code, as records and places in the outline have it."""
        return f"gathering_{self.number}"


class Session(BaseModel):
    """A session of the course.

    `title` and `place` are English source sentences, to be translated where they are shown; `at` is the
    code of the place. `builds_on` are keys of sessions, `contributes` codes of documents, `occasions`
    the times it is held again, `levels` those at which it is held.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str
    title: str
    place: str
    at: str
    when: Literal["all_year", "gathering", "between"]
    path: Path
    builds_on: tuple[str, ...] = ()
    contributes: tuple[str, ...] = ()
    occasions: tuple[str, ...] = ()
    reader: Literal["group", "facilitator"] = "group"
    levels: tuple[Level, ...] = tuple(Level)

    @property
    def keys(self) -> tuple[SessionKey, ...]:
        """Every time the session is held, the first one first."""
        return tuple(SessionKey(self.key, occasion) for occasion in ("", *self.occasions))


def sessions(level: Level | None = None) -> tuple[Session, ...]:
    """Return the sessions of a group in their order, the home page first; with `level` those held there."""
    return tuple(
        entry
        for entry in _everything().sessions
        if entry.reader == "group" and (level is None or level in entry.levels)
    )


def sessions_for_facilitators() -> tuple[Session, ...]:
    """Return the sessions that show a whole cohort, and that no group may open."""
    return tuple(entry for entry in _everything().sessions if entry.reader == "facilitator")


def gatherings() -> tuple[Gathering, ...]:
    """Return the gatherings of the course in their order."""
    return _everything().gatherings


def leads_to(text: str) -> Gathering | None:
    """Return the gathering for which a group gets ready in a session: the one it is held at, or the next.

    None for a session after the last gathering, for one of the whole year, and when it is held again.

    Raises
    ------
    UnknownSession
        As `session` does.
    """
    at = session(text).at
    if SessionKey.parse(text).occasion or at.startswith("after_"):
        return None
    return next((one for one in gatherings() if at.endswith(f"_{one.number}")), None)


def sessions_before(gathering: Gathering) -> tuple[Session, ...]:
    """Return the sessions in which a group gets ready for a gathering, in their order."""
    return tuple(entry for entry in sessions() if leads_to(entry.key) == gathering)


def session(text: str) -> Session:
    """Return the session that a key such as ``04_anchoring`` or ``07_followup@plus-6`` names.

    Raises
    ------
    UnknownSession
        With one sentence that names those there are; also when the session is not held on that occasion.
    """
    key = SessionKey.parse(text)
    for entry in _everything().sessions:
        if key in entry.keys:
            return entry
    raise UnknownSession(text)


def title_of(text: str, translate: Translator) -> str:
    """Return what a session is called, with the occasion when it is held again.

    Raises
    ------
    UnknownSession
        As `session` does.
    """
    title = translate(session(text).title)
    occasion = SessionKey.parse(text).occasion
    return f"{title} – {translate(OCCASIONS[occasion])}" if occasion else title


class _Outline(NamedTuple):
    sessions: tuple[Session, ...]
    gatherings: tuple[Gathering, ...]


def _everything() -> _Outline:
    return _read(settings().data_dir / "outline.toml", settings().notebooks_dir)


@cache
def _read(outline: Path, notebooks: Path) -> _Outline:
    with outline.open("rb") as source:
        written = tomllib.load(source)
    return _Outline(
        sessions=tuple(
            Session(
                **{name: value for name, value in entry.items() if name != "place"},
                title=TITLES[entry["key"]],
                place=PLACES[entry["place"]],
                at=entry["place"],
                path=notebooks / f"{entry['key']}.ipynb",
            )
            for entry in written["session"]
        ),
        gatherings=tuple(
            Gathering(**{**entry, "place": GATHERING_PLACES.get(entry.get("place", ""), "")})
            for entry in written["gathering"]
        ),
    )
