"""What will happen with each row of a spreadsheet, said before anything is written."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ..i18n import N_, Translator
from ..records import KINDS, Message, Question, Refused, is_empty, validate
from ..register.periods import read_period
from ..store import MOST_UNITS, Store, View
from ..store.units import validated
from .cells import NotRead, answer
from .columns import Columns, called, find_columns
from .registers import Register
from .sheet import Line, Sheet, name_of_cell

__all__ = ["STATES", "Preview", "Row", "State", "preview"]

_AT = N_("{cell} ({heading}): {why}")
_DIFFERS = N_("Here it is written otherwise: {questions}. What is there stays; change it on its page.")
_TWICE = N_("Row {row} of the file says the same.")
_TWICE_OTHER = N_("Row {row} of the file has the same name and says otherwise. Give each a name of its own.")
_FULL = N_("There are {most} of these already, which is as many as can be kept.")
_WITHOUT_NAME = N_("The row has no name.")
_UNDER_WAY = "pågår"


class State(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    SAME = "same"
    OTHER = "other"
    REFUSED = "refused"


STATES: dict[State, str] = {
    State.NEW: N_("Will be added"),
    State.SAME: N_("There already"),
    State.OTHER: N_("There already, and stays as it is"),
    State.REFUSED: N_("Not taken"),
}
"""What a reader is told of each state: English source sentences."""


@dataclass(frozen=True)
class Row:
    """A row of the file: its number there, its name, what becomes of it and why, and its answers."""

    number: int
    name: str
    state: State
    why: tuple[Message, ...]
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Preview:
    """All rows of a file; `change` is the last change of the answers they were compared with."""

    register: Register
    rows: tuple[Row, ...]
    left_out: tuple[str, ...]
    change: int

    @property
    def new(self) -> tuple[Row, ...]:
        """The rows that will be added."""
        return tuple(row for row in self.rows if row.state is State.NEW)

    @property
    def count(self) -> Counter[State]:
        """How many rows there are of each state."""
        return Counter(row.state for row in self.rows)

    @property
    def digest(self) -> str:
        """What tells two previews apart that a reader would see as different."""
        said = [[row.number, row.name, row.state, dict(row.values)] for row in self.rows]
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True)
class _Labels:
    """What some questions are called, in the reader's language."""

    questions: tuple[Question, ...]

    def text(self, translate: Translator) -> str:
        """Return the labels, separated by commas."""
        return ", ".join(translate(question.label) for question in self.questions)


def preview(store: Store, view: View, register: Register, sheet: Sheet) -> Preview:
    """Return what will happen with each row of `sheet` when it is added to what `view` shows.

    Raises
    ------
    Unreadable
        When the sheet has no column for the name.
    """
    columns = find_columns(register, view.level, sheet)
    change = view.change
    there = _There(store, view, register)
    rows: list[Row] = []
    for line in columns.below:
        row = _row(line, columns, register, view, there)
        rows.append(row)
        if row.state is State.NEW:
            there.enter(row)
    return Preview(register, tuple(rows), columns.left_out, change)


class _There:
    """What a row is compared with: what is there, and the rows before it."""

    def __init__(self, store: Store, view: View, register: Register) -> None:
        self._register = register
        self.named: dict[str, dict[str, str]] = {}
        if register.kind:
            records = view.everything()
            self._values = [stored.values for stored in records[register.kind] if not stored.carried]
            self.most = KINDS[register.kind].most
            for kind in {asked.refers_to for asked in register.questions(view.level) if asked.refers_to}:
                self.named[kind] = {
                    called(stored.record.name()): stored.id
                    for stored in records[kind]
                    if stored.record.name()
                }
        else:
            units = store.units(view.grant, view.cohort, view.organisation)
            self._values = [{"name": unit.name, "unit_type": unit.unit_type} for unit in units]
            self.most = MOST_UNITS
        self._rows: list[tuple[int, Mapping[str, Any]]] = []

    @property
    def name_field(self) -> str:
        return self._register.name_field

    @property
    def full(self) -> bool:
        return len(self._values) + len(self._rows) >= self.most

    def enter(self, row: Row) -> None:
        self._rows.append((row.number, row.values))

    def like(self, values: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """Return what is there of the same number or, unless both have one, of the same name."""
        return next((known for known in self._values if self._same(known, values)), None)

    def row_like(self, values: Mapping[str, Any]) -> tuple[int, Mapping[str, Any]] | None:
        """Return the earlier row that is of the same thing."""
        return next((row for row in self._rows if self._same(row[1], values)), None)

    def _same(self, one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
        number = self._register.number_field
        if number and one.get(number) is not None and other.get(number) is not None:
            return bool(one[number] == other[number])
        name = self._register.name_field
        return called(str(one[name])) == called(str(other[name]))


def _row(line: Line, columns: Columns, register: Register, view: View, there: _There) -> Row:
    asked = {question.name: question for question in register.questions(view.level)}
    name = line.at(columns.fields[register.name_field]).text
    values: dict[str, object] = {}
    why: list[Message] = []

    def at(field: str, message: Message) -> Message:
        column = columns.fields.get(field)
        if column is None:
            return message
        cell = name_of_cell(line.number, column)
        return Message(_AT, {"cell": cell, "heading": columns.headings[field], "why": message})

    for field, column in columns.fields.items():
        cell = line.at(column)
        if not cell.text:
            continue
        try:
            values[field] = answer(asked[field], cell, codes=register.codes(asked[field]), named=there.named)
        except NotRead as error:
            why.append(at(field, error.message))
    if not name:
        why.append(Message(_WITHOUT_NAME))
    if not why:
        try:
            found = _held(register, _with_period(register, values))
        except Refused as refused:
            why += [at(field, message) for field, message in refused.errors.items()]
        else:
            return _compared(line.number, name, found, asked.values(), there)
    return Row(line.number, name, State.REFUSED, tuple(why), {})


def _held(register: Register, values: Mapping[str, object]) -> dict[str, Any]:
    """Return the answers as they would be stored."""
    if not register.kind:
        return validated(str(values.get("name", "")), str(values.get("unit_type", ""))).model_dump()
    return validate(KINDS[register.kind], values).values()


def _compared(
    number: int, name: str, values: dict[str, Any], asked: Iterable[Question], there: _There
) -> Row:
    known = there.like(values)
    if known is not None:
        differing = tuple(_differing(asked, values, known, there.name_field))
        if not differing:
            return Row(number, name, State.SAME, (), values)
        return Row(number, name, State.OTHER, (Message(_DIFFERS, {"questions": _Labels(differing)}),), values)
    earlier = there.row_like(values)
    if earlier is not None:
        differing = tuple(_differing(asked, values, earlier[1], there.name_field))
        if differing:
            return Row(number, name, State.REFUSED, (Message(_TWICE_OTHER, {"row": earlier[0]}),), {})
        return Row(number, name, State.SAME, (Message(_TWICE, {"row": earlier[0]}),), values)
    if there.full:
        return Row(number, name, State.REFUSED, (Message(_FULL, {"most": there.most}),), {})
    return Row(number, name, State.NEW, (), values)


def _differing(
    asked: Iterable[Question], values: Mapping[str, Any], known: Mapping[str, Any], name_field: str
) -> Iterator[Question]:
    """Yield the questions a row answers otherwise; an empty cell says nothing."""
    for question in asked:
        one, other = values.get(question.name), known.get(question.name)
        if isinstance(one, list) and isinstance(other, list):
            one, other = sorted(one), sorted(other)
        if question.name == name_field:
            one, other = called(str(one)), called(str(other))
        if not is_empty(one) and one != other:
            yield question


def _with_period(register: Register, values: dict[str, object]) -> dict[str, object]:
    """Read a project's period where the file has no years of its own, as a register's is read (P1 to P6).

    Only the word “Pågår” (under way) before it, or what the period itself says, tells of the status.
    """
    written = str(values.get("period_text", ""))
    if register.kind != "project" or not written or "from_year" in values or "to_year" in values:
        return values
    under_way = written.casefold().startswith(_UNDER_WAY)
    text = written[len(_UNDER_WAY) :].lstrip(" :") if under_way else written
    read = read_period(text)
    status = read.status if under_way or read.status in ("extended", "dormant") else None
    return {
        "from_year": read.from_year,
        "to_year": read.to_year,
        "status": status,
        "remarks": list(read.remarks),
        **values,
    }
