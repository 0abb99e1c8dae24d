"""A spreadsheet as a grid of texts: CSV and XLSX, within bounds, and without reckoning anything."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from operator import is_
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell.read_only import EMPTY_CELL
from openpyxl.utils import get_column_letter

from ..i18n import N_
from ..records import Message

__all__ = ["MOST_BYTES", "MOST_ROWS", "Cell", "Line", "Sheet", "Unreadable", "read_sheet"]

MOST_BYTES = 5_000_000
MOST_ROWS = 2_000
MOST_COLUMNS = 100
_MOST_UNPACKED = 40_000_000
_MOST_PARTS = 500
_MOST_SHEETS = 20
_LONGEST_CELL = 32_767
_LAST_ROW = 1_048_576
"""Excel's own limits: characters in a cell, rows of a sheet."""
_EMPTY_ROW = (EMPTY_CELL,) * (MOST_COLUMNS + 1)
_DELIMITERS = (";", ",", "\t")

_LARGE = N_(
    "The file is too large. Use at most {most} MB, and remove pictures and sheets that are not needed."
)
_MANY = N_("The file has more than {most} rows. Split it into several.")
_WIDE = N_("The file has more than {most} columns. Remove those that are not needed.")
_LONG = N_("The cell {cell} holds more than {most} characters.")
_NO_TEXT = N_(
    "The file is neither a CSV file nor an Excel workbook (XLSX). Save it as one of them and try again."
)
_DAMAGED = N_("The Excel workbook cannot be read. Save it anew as XLSX, or as CSV, and try again.")
_EMPTY = N_("The file has no rows.")


class Unreadable(ValueError):
    """A file that is not read; `message` is a sentence for whoever chose it."""

    def __init__(self, sentence: str, **blanks: object) -> None:
        self.message = Message(sentence, blanks)
        super().__init__(sentence.format(**blanks))


@dataclass(frozen=True)
class Cell:
    """A cell's text; `formula` says that it is reckoned, so that its text is not what a reader sees."""

    text: str = ""
    formula: bool = False


@dataclass(frozen=True)
class Line:
    """A row that is not empty, with the number a spreadsheet program shows beside it."""

    number: int
    cells: tuple[Cell, ...]

    def at(self, column: int) -> Cell:
        """Return the cell of a column, counted from 0."""
        return self.cells[column] if column < len(self.cells) else Cell()


@dataclass(frozen=True)
class Sheet:
    """The rows of a sheet that are not empty."""

    lines: tuple[Line, ...]


def name_of_cell(line: int, column: int) -> str:
    """Return what a spreadsheet program calls a cell, for example “D4”."""
    return f"{get_column_letter(column + 1)}{line}"


def read_sheet(content: bytes, suits: Callable[[Sheet], int]) -> Sheet:
    """Return the rows of a file.

    Parameters
    ----------
    content
        The file, whatever its name says.
    suits
        How well a grid suits: of the ways a file can be read, and of its sheets, the best one counts.

    Raises
    ------
    Unreadable
        When it is too large, or no spreadsheet.
    """
    if len(content) > MOST_BYTES:
        raise Unreadable(_LARGE, most=MOST_BYTES // 1_000_000)
    sheets = list(_workbook(content) if content.startswith(b"PK") else _separated(content))
    best = max(sheets, key=suits, default=None)  # of several that suit as well, the first
    if best is None or not best.lines:
        raise Unreadable(_EMPTY)
    return best


def _sheet(rows: Iterable[tuple[int, Sequence[Cell]]]) -> Sheet:
    lines: list[Line] = []
    for number, cells in rows:
        filled = [column for column, cell in enumerate(cells) if cell.text]
        if not filled:
            continue
        if filled[-1] >= MOST_COLUMNS:
            raise Unreadable(_WIDE, most=MOST_COLUMNS)
        for column in filled:
            if len(cells[column].text) > _LONGEST_CELL:
                raise Unreadable(_LONG, cell=name_of_cell(number, column), most=_LONGEST_CELL)
        if len(lines) > MOST_ROWS:
            raise Unreadable(_MANY, most=MOST_ROWS)
        lines.append(Line(number, tuple(cells[: filled[-1] + 1])))
    return Sheet(tuple(lines))


def _separated(content: bytes) -> Iterator[Sheet]:
    """Yield what a text is with each delimiter that may separate its columns."""
    text = _decoded(content)
    first, _, rest = text.partition("\n")
    delimiters: tuple[str, ...] = _DELIMITERS
    skipped = 0
    if first.strip().lower() in {f"sep={delimiter}" for delimiter in _DELIMITERS}:
        # What Excel writes at the head of a file to say so itself.
        delimiters, text, skipped = (first.strip()[4],), rest, 1
    for delimiter in delimiters:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        try:
            yield _sheet(
                (number, [Cell(text.strip()) for text in row]) for number, row in _numbered(rows, skipped)
            )
        except csv.Error:
            raise Unreadable(_NO_TEXT) from None


def _numbered(rows: Iterator[list[str]], skipped: int) -> Iterator[tuple[int, list[str]]]:
    """Yield rows with the numbers a spreadsheet program gives them: a break inside a cell is none."""
    yield from enumerate(rows, start=1 + skipped)


def _decoded(content: bytes) -> str:
    encodings = ("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if any(ord(sign) < 32 and sign not in "\t\r\n\f\v" for sign in text):
            break  # no text at all
        return text
    raise Unreadable(_NO_TEXT)


def _workbook(content: bytes) -> Iterator[Sheet]:
    """Yield the sheets of an Excel workbook."""
    _require_bounds(content)
    try:
        # Read only: no drawings, no links; formulas stay the text they are. defusedxml refuses entities.
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        try:
            for sheet in book.worksheets[:_MOST_SHEETS]:
                rows = _filled(sheet.iter_rows(max_row=_LAST_ROW, max_col=MOST_COLUMNS + 1))
                yield _sheet((number, [_cell(cell) for cell in row]) for number, row in rows)
        finally:
            book.close()
    except Unreadable:
        raise
    except Exception:
        # Whatever openpyxl or an XML parser makes of a damaged or hostile file.
        raise Unreadable(_DAMAGED) from None


def _filled(rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """Yield the rows in which something stands, with their numbers.

    A sheet that is formatted down to its end has a million rows of nothing: they may cost next to nothing.
    """
    empty: object = None
    for number, row in enumerate(rows, start=1):
        if row is empty:
            continue  # where the file has no row, it is the same empty one each time
        if all(map(is_, row, _EMPTY_ROW)):
            empty = row
        else:
            yield number, row


def _require_bounds(content: bytes) -> None:
    """Refuse an archive that unpacks to more than a register can be; its directory says how much."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError):
        raise Unreadable(_DAMAGED) from None
    # A part that unpacks to more than it says is cut off there when it is read.
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_UNPACKED:
        raise Unreadable(_LARGE, most=MOST_BYTES // 1_000_000)


def _cell(cell: Any) -> Cell:
    value = cell.value
    if value is None:
        return Cell()
    if cell.data_type in ("f", "e") or not isinstance(value, str | bool | int | float | date | time):
        # A formula's text is not what its reader sees, and an error is no answer.
        return Cell(str(value) or "=", formula=True)
    return Cell(_text(value).strip())


def _text(value: str | bool | float | date | time) -> str:
    """Return a value as somebody would write it who had only text."""
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)
