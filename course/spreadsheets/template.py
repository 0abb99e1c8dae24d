"""A register as an Excel workbook: empty to be filled in, or with what is there to take along."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from ..documents.xlsx import mark_heading, name_of_sheet, write_cell
from ..i18n import N_, Translator
from ..records import Question, is_empty
from ..store import Store, View
from ..vocabulary import vocabulary
from .registers import Register
from .sheet import MOST_ROWS

__all__ = ["template"]

_CHOICES = N_("Choices")
_WIDTH = 24


def template(store: Store, view: View, register: Register, translate: Translator, *, filled: bool) -> bytes:
    """Return a workbook with a column for each question, in the reader's language, and the choices beside.

    Parameters
    ----------
    filled
        Whether what is there stands in it, or nothing but the headings.
    """
    asked = register.questions(view.level)
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = name_of_sheet(0, translate(register.title))
    _headings(sheet, [translate(question.label) for question in asked])
    lists = _choices(book, register, asked, translate)
    for column, question in enumerate(asked, start=1):
        if question.type == "choice" and question.name in lists:
            offered = DataValidation(type="list", formula1=lists[question.name], allow_blank=True)
            sheet.add_data_validation(offered)
            letter = get_column_letter(column)
            offered.add(f"{letter}2:{letter}{MOST_ROWS + 1}")
    names = _names(view, asked) if filled else {}
    for number, values in enumerate(_rows(store, view, register) if filled else (), start=2):
        for column, question in enumerate(asked, start=1):
            value = values.get(question.name)
            if is_empty(value):
                continue
            number_alone = value if question.type in ("number", "year") else None
            write_cell(sheet.cell(number, column), _said(question, value, names, translate), number_alone)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _headings(sheet: Worksheet, headings: Sequence[str]) -> None:
    for column, heading in enumerate(headings, start=1):
        cell = sheet.cell(1, column)
        write_cell(cell, heading)
        mark_heading(cell)
        sheet.column_dimensions[get_column_letter(column)].width = _WIDTH
    sheet.freeze_panes = "A2"


def _choices(
    book: Workbook, register: Register, asked: Sequence[Question], translate: Translator
) -> dict[str, str]:
    """Write what may be chosen on a sheet of its own; return where the answers to each question stand."""
    sheet = book.create_sheet(name_of_sheet(0, translate(_CHOICES)))
    places: dict[str, str] = {}
    choosing = [question for question in asked if question.vocabulary]
    _headings(sheet, [translate(question.label) for question in choosing])
    for column, question in enumerate(choosing, start=1):
        codes = register.codes(question)
        options = [
            label
            for code, label in vocabulary(question.vocabulary).options(translate.language)
            if codes is None or code in codes
        ]
        for row, label in enumerate(options, start=2):
            write_cell(sheet.cell(row, column), label)
        letter = get_column_letter(column)
        places[question.name] = f"{quote_sheetname(sheet.title)}!${letter}$2:${letter}${len(options) + 1}"
    return places


def _rows(store: Store, view: View, register: Register) -> Iterator[dict[str, Any]]:
    if register.kind:
        yield from (stored.values for stored in view.all(register.kind) if not stored.carried)
        return
    for unit in store.units(view.grant, view.cohort, view.organisation):
        yield {"name": unit.name, "unit_type": unit.unit_type}


def _names(view: View, asked: Sequence[Question]) -> dict[str, str]:
    kinds = {question.refers_to for question in asked if question.refers_to}
    if not kinds:
        return {}
    records = view.everything()
    return {stored.id: stored.record.name() for kind in kinds for stored in records[kind]}


def _said(question: Question, value: Any, names: dict[str, str], translate: Translator) -> str:
    """Return an answer in words that are read back as the same answer."""
    several = value if isinstance(value, list) else [value]
    if question.vocabulary:
        said = [vocabulary(question.vocabulary).label(code, translate.language) for code in several]
    elif question.refers_to:
        said = [names[one] for one in several if names.get(one)]
    else:
        said = [str(one) for one in several]
    return "; ".join(said)
