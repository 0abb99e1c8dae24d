"""Registers from spreadsheets: projects, units and partners that a municipality keeps in a table already.

A file is read as a grid of texts (`sheet`), its columns are known by what the questions are called
(`columns`), each row is held against the record's declaration and against what is there (`preview`), and
what is new is written in one go (`adding`). Nothing is guessed, and nothing that is there is changed.
"""

from .adding import Moved, add
from .columns import read_register
from .preview import STATES, Preview, Row, State, preview
from .registers import REGISTERS, Register, UnknownRegister, register_of, registers_for
from .sheet import MOST_BYTES, MOST_ROWS, Sheet, Unreadable
from .template import template

__all__ = [
    "MOST_BYTES",
    "MOST_ROWS",
    "REGISTERS",
    "STATES",
    "Moved",
    "Preview",
    "Register",
    "Row",
    "Sheet",
    "State",
    "UnknownRegister",
    "Unreadable",
    "add",
    "preview",
    "read_register",
    "register_of",
    "registers_for",
    "template",
]
