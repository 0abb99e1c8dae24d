"""Numbers and frames as a reader should see them; shared by the figures and the reports that reckon."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import TypeVar

import pandas as pd
from babel.numbers import format_decimal, format_percent

from ..i18n import N_
from ..records import Record
from .blocks import Block, column, table
from .reading import Reading

__all__ = ["NOT_KNOWN", "frame_table", "number", "of_kind", "percent"]

NOT_KNOWN = N_("Not known")

_Kind = TypeVar("_Kind", bound=Record)


def of_kind(reading: Reading, kind: type[_Kind]) -> list[_Kind]:
    """Return all records of a kind, in their order."""
    found = (stored.record for stored in reading.records[kind.kind])
    return [record for record in found if isinstance(record, kind)]


def number(reading: Reading, value: float | Decimal) -> str:
    """Return a number in the reader's way of writing: 16 574 or 16,574."""
    return str(format_decimal(value, locale=reading.language))


def percent(reading: Reading, share: float) -> str:
    """Return a share of 1 as whole per cent."""
    return str(format_percent(share, locale=reading.language))


def frame_table(reading: Reading, caption: str, frame: pd.DataFrame) -> Block:
    """Return a frame whose columns have translated names as a table; what is missing is said in words."""
    numeric = [pd.api.types.is_numeric_dtype(frame[name]) for name in frame.columns]
    return table(
        caption,
        [
            column(str(name), numeric=is_number)
            for name, is_number in zip(frame.columns, numeric, strict=True)
        ],
        [_row(reading, row) for row in frame.itertuples(index=False, name=None)],
    )


def _row(reading: Reading, row: Iterable[object]) -> list[str]:
    return [_cell(reading, cell) for cell in row]


def _cell(reading: Reading, cell: object) -> str:
    if pd.isna(cell):  # type: ignore[call-overload]
        return reading.translate(NOT_KNOWN)
    return number(reading, cell) if isinstance(cell, (int, float, Decimal)) else str(cell)
