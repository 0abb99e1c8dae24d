"""The worked example: one municipality's answers through the whole course year.

`data/examples/year` has one file for each session, named like it. In a file stand the answers of a record
under its kind; `key` is what other records call it by, and stands in place of an id wherever one record
refers to another.
"""

from __future__ import annotations

import tomllib
import uuid
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .grants import Grant, Role
from .organisations import Municipality
from .outline import session as session_of
from .outline import sessions, sessions_for_facilitators
from .records import KINDS, Question, questions, validate
from .settings import settings
from .store import Store, View
from .store.rows import place_of

__all__ = ["AlreadyAnswered", "Entry", "fill", "half_year", "year"]

KEY = "key"

_HALF = "04_anchoring"
_LEFT_OUT = frozenset({("need", "evidence"), ("goal", "owner"), ("indicator", "baseline"), ("goal", "needs")})


class AlreadyAnswered(ValueError):
    """Somebody has written there: an example is never mixed with what people have written."""


@dataclass(frozen=True)
class Entry:
    """One record of the example, before it has an id; `key` is empty where nothing refers to it."""

    session: str
    kind: str
    key: str
    answers: Mapping[str, Any]

    @property
    def occasion(self) -> str:
        """The later time the session is held, when it is one."""
        return self.session.partition("@")[2]


def year() -> list[Entry]:
    """Return every record of the example, each after those it refers to."""
    order = list(KINDS)
    entries = [entry for session in _sessions() for entry in _read(session)]
    return sorted(
        entries, key=lambda entry: order.index(entry.kind)
    )  # stable: the files' order within a kind


def half_year() -> list[Entry]:
    """Return the same year half-way: the sessions up to the goals, some required answers left out."""
    reached = _sessions().index(_HALF)
    early = set(_sessions()[: reached + 1])
    return [
        Entry(
            entry.session,
            entry.kind,
            entry.key,
            {name: value for name, value in entry.answers.items() if (entry.kind, name) not in _LEFT_OUT},
        )
        for entry in year()
        if entry.session in early
    ]


def fill(store: Store, cohort: str, municipality: Municipality, entries: Collection[Entry]) -> int:
    """Write the entries as the answers of a municipality and return how many records that made.

    The gatherings belong to the whole cohort: they are left as they are where somebody has written them.

    Raises
    ------
    AlreadyAnswered
        When anything has been written there before, even if it was deleted since.
    """
    participant = Grant(
        person="example-year",
        name=municipality.name,
        role=Role.PARTICIPANT,
        cohort=cohort,
        organisation=municipality.key,
    )
    facilitator = Grant(person="example-year", name="Example", role=Role.FACILITATOR, cohort=cohort)
    view = store.view(participant, cohort, municipality.key)
    gatherings = store.gatherings_view(facilitator, cohort)
    if view.change:
        raise AlreadyAnswered(
            f"“{municipality.name}” has answers already. Nothing was written, so that they stay as they are."
        )
    planned = bool(gatherings.change)
    written: dict[tuple[str, str], str] = {}
    places: dict[bool, list[tuple[str, str, Mapping[str, object], str]]] = {True: [], False: []}
    for entry in entries:
        of_cohort = session_of(entry.session).reader == "facilitator"
        answers = _resolved(entry, written)
        record = _id(gatherings if of_cohort else view.at(entry.occasion), entry.kind, answers)
        if entry.key:
            written[entry.kind, entry.key] = record
        places[of_cohort].append((entry.kind, record, answers, entry.occasion))
    view.make_all(places[False])
    if not planned:
        gatherings.make_all(places[True])
    return len(places[False]) + (0 if planned else len(places[True]))


def _sessions() -> list[str]:
    held = [str(key) for entry in sessions() for key in entry.keys]
    return [*held, *(entry.key for entry in sessions_for_facilitators())]


def _read(session: str) -> Iterator[Entry]:
    path = settings().data_dir / "examples" / "year" / f"{session}.toml"
    if not path.exists():
        return
    with path.open("rb") as source:
        written = tomllib.load(source)
    for kind, found in written.items():
        if kind not in KINDS or KINDS[kind].home != session.partition("@")[0]:
            raise ValueError(f"{path.name}: “{kind}” is no kind of record of this session.")
        for answers in [found] if KINDS[kind].single else found:
            key = str(answers.get(KEY, ""))
            yield Entry(session, kind, key, {name: each for name, each in answers.items() if name != KEY})


def _resolved(entry: Entry, written: Mapping[tuple[str, str], str]) -> dict[str, object]:
    """Return the answers with ids in place of keys, held against the record's declaration."""
    answers = dict(entry.answers)
    for question in questions(KINDS[entry.kind]):
        if question.refers_to and question.name in answers:
            answers[question.name] = _ids(entry, question, answers[question.name], written)
    return validate(KINDS[entry.kind], answers).values()


def _ids(
    entry: Entry, question: Question, named: Any, written: Mapping[tuple[str, str], str]
) -> str | list[str]:
    keys = named if isinstance(named, list) else [named]
    unknown = [key for key in keys if (question.refers_to, key) not in written]
    if unknown:
        raise ValueError(
            f"{entry.session}.toml: {entry.kind}.{question.name} names {question.refers_to} “{unknown[0]}”, "
            "which is not there."
        )
    ids = [written[question.refers_to, key] for key in keys]
    return ids if isinstance(named, list) else ids[0]


def _id(view: View, kind: str, answers: Mapping[str, object]) -> str:
    """Return the id a record gets: where a form would look for it, or one of its own."""
    model = KINDS[kind]
    place = place_of(model, answers)
    if model.single:
        return view.single_id(kind)
    return view.row_id(kind, place) if place else str(uuid.uuid4())
