"""The tables of a document as a workbook: one sheet for each, figures as figures, all else as text."""

from __future__ import annotations

import io
import re

from bs4 import BeautifulSoup, Tag
from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from .colours import Colours
from .letterhead import PLAIN, Letterhead

__all__ = ["mark_heading", "name_of_sheet", "write_cell", "xlsx"]

_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\']")
_LONGEST_NAME = 31
_LONGEST_TEXT = 32_767
"""Excel's own limits: characters in a sheet's name, and in a cell."""

_CHARACTERS = 110
"""What a page in landscape holds; the columns share it as they do on paper."""


def xlsx(html: str, head: Letterhead = PLAIN) -> bytes:
    """Return the tables of a document's HTML, after a sheet that says what it is."""
    page = BeautifulSoup(html, "html.parser")
    book = Workbook()
    front = book.active
    assert isinstance(front, Worksheet)
    _front(front, page)
    for number, table in enumerate(page.find_all("table"), start=1):
        caption = _text(table.find("caption"))
        sheet = book.create_sheet(name_of_sheet(number, caption))
        _sheet(sheet, table, _heading(table), caption, head.colours)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _front(sheet: Worksheet, page: BeautifulSoup) -> None:
    sheet.title = name_of_sheet(0, _text(page.find("h1")))
    lines = [_text(page.find("h1"))]
    lines += [_text(line) for line in page.select(".warning p, .owner p, .facts p, .made p")]
    for number, line in enumerate(lines, start=1):
        write_cell(sheet.cell(number, 1), line)
    sheet["A1"].font = Font(bold=True, size=16)
    sheet.column_dimensions["A"].width = _CHARACTERS


def _sheet(sheet: Worksheet, table: Tag, heading: str, caption: str, colours: Colours) -> None:
    write_cell(sheet.cell(1, 1), f"{heading} – {caption}" if heading else caption)
    sheet["A1"].font = Font(bold=True, size=12)
    sheet["A1"].alignment = Alignment(wrap_text=False)
    for number, width in enumerate(table.find_all("col"), start=1):
        percent = float(re.sub(r"[^\d.]", "", str(width.get("style", ""))) or 20)
        sheet.column_dimensions[get_column_letter(number)].width = max(10, percent * _CHARACTERS / 100)
    for row, line in enumerate(table.find_all("tr"), start=2):
        for column, cell in enumerate(line.find_all(["th", "td"]), start=1):
            written = sheet.cell(row, column)
            write_cell(written, _text(cell), cell.get("data-number"))
            written.alignment = Alignment(wrap_text=True, vertical="top")
            if row == 2:
                mark_heading(written, colours)
    sheet.freeze_panes = "B3"
    sheet.print_title_rows = "2:2"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def mark_heading(cell: Cell | MergedCell, colours: Colours = PLAIN.colours) -> None:
    """Give a cell the looks of a heading of a table."""
    cell.font = Font(bold=True)
    cell.fill = PatternFill("solid", fgColor=colours.tint[1:].upper())
    cell.border = Border(bottom=Side("medium", color=colours.accent[1:].upper()))


def write_cell(cell: Cell | MergedCell, text: str, number: object = None) -> None:
    """Write a figure, or a text as text: what begins with = + - or @ must never be reckoned with."""
    if number is not None:
        figure = float(str(number))
        cell.value = int(figure) if figure.is_integer() else figure
        return
    cell.value = text[:_LONGEST_TEXT]
    cell.data_type = "s"
    cell.quotePrefix = True


def _text(tag: object) -> str:
    return " ".join(tag.get_text().split()) if isinstance(tag, Tag) else ""


def _heading(table: Tag) -> str:
    return _text(table.find_previous(["h2", "h3", "h4"]))


def name_of_sheet(number: int, caption: str) -> str:
    """Return a sheet's name: short, without what Excel refuses, different from all others by its number."""
    plain = " ".join(_NOT_IN_A_NAME.sub(" ", caption).split())
    return (f"{number} {plain}" if number else plain)[:_LONGEST_NAME].strip() or str(number)
