"""Which column answers which question: known by what the question is called, in any of our languages."""

from __future__ import annotations

import csv
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from ..i18n import LANGUAGES, N_, translator
from ..levels import Level
from ..records import Question
from ..settings import settings
from ..vocabulary import LABEL_LANGUAGES
from .registers import Register
from .sheet import Line, Sheet, Unreadable, read_sheet

__all__ = ["Columns", "called", "find_columns", "plain", "read_register"]

_SEARCHED = 10
"""A table may have a title above its headings; they are looked for in so many rows."""

_NO_NAME = N_(
    "No column is called “{name}”. The first row has to say what the columns are; the template shows how."
)


@dataclass(frozen=True)
class Columns:
    """The columns of a sheet: field → number of its column from 0, the rows below, and what is left out."""

    fields: dict[str, int]
    headings: dict[str, str]
    below: tuple[Line, ...]
    left_out: tuple[str, ...]


class _Heading(BaseModel):
    """A further word for a question: ``data/spreadsheet_headings.csv``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    register_key: str = Field(alias="register")
    field: str
    language: str
    heading: str = Field(min_length=1)
    source: str = Field(min_length=1)


def read_register(content: bytes, register: Register, level: Level) -> Sheet:
    """Return the sheet of a file of which most columns are known; errors as for `read_sheet`."""

    def known(sheet: Sheet) -> int:
        return max((len(_known(register, level, line)) for line in sheet.lines[:_SEARCHED]), default=0)

    return read_sheet(content, known)


def find_columns(register: Register, level: Level, sheet: Sheet) -> Columns:
    """Return the columns of a sheet, by its row of headings: the one of the first rows most is known of.

    Raises
    ------
    Unreadable
        When there is no column for the name, without which nothing can be told apart.
    """
    first = sheet.lines[:_SEARCHED]
    place = max(range(len(first)), key=lambda number: len(_known(register, level, first[number])))
    fields = _known(register, level, first[place])
    name = next(asked for asked in register.questions(level) if asked.name == register.name_field)
    if name.name not in fields:
        raise Unreadable(_NO_NAME, name=_Label(name))
    known = set(fields.values())
    return Columns(
        fields=fields,
        headings={field: first[place].cells[column].text for field, column in fields.items()},
        below=sheet.lines[place + 1 :],
        left_out=tuple(
            cell.text for column, cell in enumerate(first[place].cells) if cell.text and column not in known
        ),
    )


class _Label:
    """What a question is called, in the reader's language."""

    def __init__(self, question: Question) -> None:
        self._label = question.label

    def text(self, translate: object) -> str:
        """Return it in the translator's language."""
        return str(translate(self._label)) if callable(translate) else self._label

    def __str__(self) -> str:
        return self._label


def plain(text: str) -> str:
    """Return a heading or a label without what people write differently: capitals, signs, spaces."""
    folded = unicodedata.normalize("NFC", text).casefold()
    return " ".join(re.sub(r"[\W_]+", " ", folded).split())


def called(name: str) -> str:
    """Return a name without what people do not tell apart: capitals, and how many spaces."""
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def _known(register: Register, level: Level, line: Line) -> dict[str, int]:
    """Return the known columns of a row of headings; of two for the same question the first counts."""
    names = headings(register.key, level)
    found: dict[str, int] = {}
    for column, cell in enumerate(line.cells):
        field = names.get(plain(cell.text)) if cell.text and not cell.formula else None
        if field:
            found.setdefault(field, column)
    return found


@cache
def headings(key: str, level: Level) -> dict[str, str]:
    """Return what a column may be called, plain → field; the questions' own labels win."""
    from .registers import register_of

    asked = register_of(key).questions(level)
    names: dict[str, str] = {}
    for language in LANGUAGES:
        for question in asked:
            names.setdefault(plain(translator(language)(question.label)), question.name)
    for question in asked:
        names.setdefault(plain(question.name), question.name)
    fields = {question.name for question in asked}
    for further in _further(settings().data_dir / "spreadsheet_headings.csv"):
        if further.register_key == key and further.field in fields:
            names.setdefault(plain(further.heading), further.field)
    return names


@cache
def _further(path: Path) -> tuple[_Heading, ...]:
    with path.open(encoding="utf-8", newline="") as lines:
        found = tuple(_Heading.model_validate(row) for row in csv.DictReader(lines))
    for one in found:
        if one.language not in LABEL_LANGUAGES:
            raise ValueError(f"{path.name}: “{one.language}” is none of our languages.")
    return found
