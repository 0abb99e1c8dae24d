"""Which registers can be brought in from a spreadsheet, and what is asked of each row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from ..countries import COUNTRIES
from ..grants import Action, Grant
from ..i18n import N_
from ..levels import EVERYWHERE, Level, municipality_of, types_of_units
from ..outline import HOME
from ..records import KINDS, Question, questions

__all__ = ["REGISTERS", "Register", "UnknownRegister", "register_of", "registers_for"]

_NAME = N_("Name of the unit")
_TYPE = N_("Type of unit")
_MARKS = "remarks"


class UnknownRegister(LookupError):
    """A register that cannot be brought in."""

    def __init__(self, key: str) -> None:
        super().__init__(f"There is no register “{key}”. There are: {', '.join(REGISTERS)}.")


@dataclass(frozen=True, kw_only=True)
class Register:
    """A register: its title (an English source sentence), and the kind of record its rows become.

    `kind` is empty for units, which are organisations and not records.
    """

    key: str
    title: str
    kind: str
    name_field: str
    number_field: str = ""

    @property
    def session(self) -> str:
        """The session on whose page the rows are seen."""
        return KINDS[self.kind].home if self.kind else HOME

    def questions(self, level: Level) -> tuple[Question, ...]:
        """Return what a row may answer, in the order of the form."""
        if self.kind:
            # What a reading leaves uncertain is marked by whoever reads, not by the file.
            return tuple(asked for asked in questions(KINDS[self.kind], level) if asked.name != _MARKS)
        return (_asked("name", _NAME, "line", 150), _asked("unit_type", _TYPE, "choice", None, "unit_type"))

    def codes(self, question: Question) -> frozenset[str] | None:
        """Return the codes that may be chosen where they are fewer than the vocabulary has."""
        return None if self.kind else frozenset(types_of_units())


def _asked(name: str, label: str, kind: str, limit: int | None, vocabulary: str = "") -> Question:
    return Question(
        name=name,
        label=label,
        help="",
        required=True,
        type=kind,  # type: ignore[arg-type]
        limit=limit,
        minimum=None,
        maximum=None,
        vocabulary=vocabulary,
        refers_to="",
        group="",
        unit="",
        column=True,
        levels=EVERYWHERE,
        countries=frozenset(COUNTRIES),
    )


REGISTERS: Mapping[str, Register] = MappingProxyType(
    {
        register.key: register
        for register in (
            Register(
                key="projects",
                title=N_("Projects"),
                kind="project",
                name_field="called",
                number_field="number",
            ),
            Register(key="units", title=N_("Units"), kind="", name_field="name"),
            Register(key="partners", title=N_("Partners"), kind="partner", name_field="called"),
        )
    }
)
"""Every register by its key, in the order in which they are offered."""


def register_of(key: str) -> Register:
    """Return the register `key`.

    Raises
    ------
    UnknownRegister
        With one sentence that names those there are.
    """
    try:
        return REGISTERS[key]
    except KeyError:
        raise UnknownRegister(key) from None


def registers_for(grant: Grant, organisation: str) -> list[Register]:
    """Return the registers that the grant's holder may bring in there.

    Records need the right to write them; units the right to arrange a municipality's, as on its start page.
    """
    if not grant.covers(grant.cohort, organisation):
        return []
    return [
        register
        for register in REGISTERS.values()
        if grant.may(Action.WRITE if register.kind else Action.ARRANGE)
        and (register.kind or municipality_of(organisation) is None)
    ]
