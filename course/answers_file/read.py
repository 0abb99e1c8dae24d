"""Read a file of answers back: hold every part of it against what may stand there, then bring it in whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from ..grants import Grant
from ..outline import UnknownSession
from ..outline import session as session_of
from ..records import KINDS, Record, Refused, questions, validate
from ..records.refusal import SENTENCES
from ..store import Brought, BroughtState, NewUnit, Part, Store, bring_in
from ..store.units import validated
from .shape import AnswersFile, Entry, Head
from .written import VERSION

__all__ = ["MOST_BYTES", "NotTaken", "bring_back", "read_answers"]

MOST_BYTES = 100_000_000
"""Most of a file that is read: a municipality of many units with its whole history stays far below."""

Shaped = TypeVar("Shaped", bound=BaseModel)

_NEWER = "It was written by a newer version of the workbook; install that one to read it."


class NotTaken(ValueError):
    """A file of answers that is not brought in; the sentence says where in it and why."""

    def __init__(self, why: str, where: str = "") -> None:
        super().__init__(f"Nothing was imported. {where}{': ' if where else ''}{why}")


def bring_back(store: Store, grant: Grant, cohort: str, organisation: str, parts: list[Part]) -> int:
    """Write what was read from a file as the answers of an organisation nobody has written for.

    Returns
    -------
    int
        How many records that made.

    Raises
    ------
    NotTaken
        When something in it cannot be kept there; nothing is written then.
    StoreError, NotGranted
        When something has been written there before, or the grant does not reach there.
    """
    try:
        return bring_in(store, grant, cohort, organisation, parts)
    except Refused as refused:
        raise NotTaken(str(refused)) from None


def read_answers(content: bytes, *, history: bool = False) -> list[Part]:
    """Return what a file of answers holds: the organisation's own part, then one for each of its units.

    Parameters
    ----------
    history
        Whether every state of every record is wanted, and those that were deleted.

    Raises
    ------
    NotTaken
        When it is no such file, is too large, or anything in it could not have been written.
    """
    file = _file(content)
    if history and not file.history:
        raise NotTaken(
            "The file has no history: it was made without --history. Import it without, or export it anew."
        )
    parts = [_part(file.records, None, file.organisation, file.history, history)]
    for number, unit in enumerate(file.units, start=1):
        where = f"Unit {number}"
        try:
            new = validated(unit.name, unit.unit_type)
        except Refused as refused:
            raise NotTaken(str(refused), where) from None
        parts.append(_part(unit.records, new, unit.key, file.history, history, where=f"{where}, "))
    _require_whole(parts)
    return parts


def _file(content: bytes) -> AnswersFile:
    if len(content) > MOST_BYTES:
        raise NotTaken(f"The file is larger than {MOST_BYTES // 1_000_000} MB.")
    version = _shaped(Head, content).version
    if version > VERSION:
        raise NotTaken(f"The file is of version {version}, this workbook reads up to {VERSION}. {_NEWER}")
    return _shaped(AnswersFile, content)


def _shaped(model: type[Shaped], content: bytes) -> Shaped:
    try:
        return model.model_validate_json(content)
    except ValidationError as error:
        finding = error.errors(include_url=False, include_input=False)[0]
        if finding["type"] in ("json_invalid", "model_type"):
            raise NotTaken("The file is not JSON as the workbook writes it.") from None
        if finding["type"] == "extra_forbidden":
            why = f"This version knows no such thing. {_NEWER}"
        else:
            why = SENTENCES.get(finding["type"], "This is not what stands there.")
            why = why.format_map(finding.get("ctx", {}))
        raise NotTaken(why, _place(finding["loc"])) from None


def _place(location: tuple[int | str, ...]) -> str:
    """Return where something stands: “records, need, no. 3, values”."""
    return ", ".join(f"no. {part + 1}" if isinstance(part, int) else f"“{part[:60]}”" for part in location)


def _part(
    records: Mapping[str, list[Entry]],
    unit: NewUnit | None,
    key: str,
    has_history: bool,
    wanted: bool,
    *,
    where: str = "",
) -> Part:
    brought: list[Brought] = []
    for kind, entries in records.items():
        model = KINDS.get(kind)
        if model is None and not entries:
            continue  # a kind of a newer version in which nothing was written
        if model is None:
            raise NotTaken(f"This version knows no such kind of record. {_NEWER}", f"{where}“{kind[:60]}”")
        for number, entry in enumerate(entries, start=1):
            at = f"{where}“{kind}”, no. {number}"
            if (entry.history is not None) != has_history:
                raise NotTaken("The file says otherwise whether it has history.", at)
            _require_occasion(model, entry, at)
            if wanted or not entry.deleted:
                brought.append(_brought(model, entry, number, at, wanted))
    return Part(key=key, unit=unit, records=tuple(brought))


def _require_occasion(model: type[Record], entry: Entry, at: str) -> None:
    if not entry.occasion:
        return
    try:
        if not model.per_occasion:
            raise UnknownSession(entry.occasion)
        session_of(f"{model.home}@{entry.occasion}")
    except UnknownSession:
        raise NotTaken(f"There is no occasion “{entry.occasion}” of it.", at) from None


def _brought(model: type[Record], entry: Entry, number: int, at: str, wanted: bool) -> Brought:
    now = _valid(model, entry.values, f"{at}, “values”")
    if not wanted:
        return Brought(
            entry.id, model, entry.occasion, float(number), (BroughtState(now, float(number)),), at
        )
    states = entry.history or []
    last = states[-1] if states else None
    if [state.revision for state in states] != list(range(1, entry.revision + 1)) or last is None:
        raise NotTaken("The states are not numbered from 1 to the record's own revision.", f"{at}, “history”")
    if any(earlier.change >= later.change for earlier, later in pairwise(states)):
        raise NotTaken("The changes do not follow each other.", f"{at}, “history”")
    told = tuple(
        BroughtState(
            _valid(model, state.values, f"{at}, “history”, no. {state.revision}, “values”"),
            state.position,
            state.deleted,
            state.made_at,
            state.made_by,
            state.change,
        )
        for state in states
    )
    agrees = (last.deleted, last.made_at, last.made_by) == (entry.deleted, entry.updated_at, entry.updated_by)
    if not agrees or told[-1].record != now:
        raise NotTaken("The last state is not what the record says.", f"{at}, “history”")
    position = last.position if entry.position is None else entry.position
    return Brought(entry.id, model, entry.occasion, position, told, at)


def _valid(model: type[Record], values: Mapping[str, Any], at: str) -> Record:
    unknown = sorted(set(values) - set(model.model_fields))
    if unknown:
        raise NotTaken(f"This version knows no such question. {_NEWER}", f"{at}, “{unknown[0][:60]}”")
    try:
        return validate(model, values)
    except Refused as refused:
        raise NotTaken(str(refused), at) from None


def _require_whole(parts: list[Part]) -> None:
    """Refuse an id that stands twice, and a reference within the file to what may not be referred to.

    A reference to what is not in the file is left as it is: what was deleted may have been referred to.
    """
    everywhere: dict[str, tuple[Part, Brought]] = {}
    for part in parts:
        for record in part.records:
            if record.id in everywhere:
                raise NotTaken("Another record has the same id.", record.where)
            everywhere[record.id] = (part, record)
    for part in parts:
        for record in part.records:
            for question, identifier, kind in _references(record):
                there = everywhere.get(identifier)
                if there is None:
                    continue
                owner, named = there
                reached = owner is part or (owner is parts[0] and named.model.carried)
                if named.model.kind != kind or not reached:
                    raise NotTaken(
                        "This refers to a record it cannot refer to.", f"{record.where}, “{question}”"
                    )


def _references(record: Brought) -> Iterator[tuple[str, str, str]]:
    """Yield what a record refers to or ever has: question, id and kind."""
    for question in questions(record.model, None):
        if question.refers_to:
            for state in record.states:
                value = getattr(state.record, question.name)
                for identifier in value if isinstance(value, list) else [value] if value else []:
                    yield question.name, identifier, question.refers_to
