"""The units under a municipality: which there are, entering one, giving one another name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from annotated_types import MaxLen
from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError
from pydantic_core import PydanticCustomError
from sqlalchemy import Connection, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from ..i18n import N_
from ..levels import Level, key_words, level_of, municipality_of, types_of_units, under
from ..records import Message, Refused
from ..records.base import Kept, on_one_line
from ..records.refusal import refused
from . import schema
from .errors import UnknownOrganisation

__all__ = [
    "MOST_UNITS",
    "NewUnit",
    "Unit",
    "enter_unit",
    "on_one_line",
    "rename_unit",
    "units_under",
    "validated",
]

MOST_UNITS = 300
"""Most units of one municipality; without a rule, a bound against a wild browser."""

_LONGEST_KEY = 80
_FULL = N_("There are {most} of these already, which is as many as can be kept.")
_TWICE = N_("There is a unit of that name already.")


def _named(name: str) -> str:
    if not name:
        raise PydanticCustomError("missing", "a unit without a name")
    return name


def _keeps_a_strategy(unit_type: str) -> str:
    if unit_type not in types_of_units():
        raise PydanticCustomError("not_in_vocabulary", "not a type of unit")
    return unit_type


Name = Annotated[str, MaxLen(150), Kept, AfterValidator(on_one_line), AfterValidator(_named)]


class NewUnit(BaseModel):
    """What is needed to enter a unit: what it is called, and its type."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Name
    unit_type: Annotated[str, MaxLen(60), AfterValidator(_keeps_a_strategy)]


class _Renamed(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Name


@dataclass(frozen=True)
class Unit:
    """A unit under a municipality. Its key never changes, its name may."""

    key: str
    name: str
    unit_type: str
    municipality: str

    @property
    def level(self) -> Level:
        """The level at which it writes."""
        return level_of(self.unit_type)


def validated(name: str, unit_type: str) -> NewUnit:
    """Return what a person has written about a new unit.

    Raises
    ------
    Refused
        With a sentence for each field that cannot be taken.
    """
    try:
        return NewUnit.model_validate({"name": name, "unit_type": unit_type})
    except ValidationError as error:
        raise refused(error) from None


def units_under(connection: Connection, cohort: str, municipality: str) -> Sequence[Unit]:
    """Return the units of a municipality that take part in a cohort, by type and name."""
    order = list(types_of_units())
    at = schema.organisation.c
    rows = connection.execute(
        select(at.key, at.name, at.unit_type)
        .join(schema.participation, schema.participation.c.organisation == at.key)
        .where(schema.participation.c.cohort == cohort, at.parent == municipality)
        .order_by(at.name, at.key)
    )
    found = [Unit(row.key, row.name, row.unit_type, municipality) for row in rows]
    return sorted(found, key=lambda unit: order.index(unit.unit_type))


def enter_unit(
    connection: Connection, cohort: str, municipality: str, new: NewUnit, wanted: str = ""
) -> Unit:
    """Enter a unit, in the country and the language of its municipality.

    Parameters
    ----------
    wanted
        A name for its key, where it had one before; used only if it is free.

    Raises
    ------
    Refused
        When there is one of that name, or there are as many as can be kept.
    """
    there = units_under(connection, cohort, municipality)
    if len(there) >= MOST_UNITS:
        raise Refused({"": Message(_FULL, {"most": MOST_UNITS})})
    _require_another_name(there, new.name)
    parent = connection.execute(
        select(schema.organisation).where(schema.organisation.c.key == municipality)
    ).one()
    key = _free_key(connection, municipality, new, wanted)
    try:
        connection.execute(
            insert(schema.organisation).values(
                key=key,
                parent=municipality,
                unit_type=new.unit_type,
                country=parent.country,
                name=new.name,
                language=parent.language,
            )
        )
    except IntegrityError:
        # Somebody entered the same unit at the same moment.
        raise Refused({"name": Message(_TWICE)}) from None
    connection.execute(insert(schema.participation).values(cohort=cohort, organisation=key, change=0))
    return Unit(key, new.name, new.unit_type, municipality)


def rename_unit(connection: Connection, cohort: str, key: str, name: str) -> Unit:
    """Give a unit another name; its key and its answers stay.

    Raises
    ------
    Refused
        When the name cannot be taken, or another unit has it.
    UnknownOrganisation
        When there is no such unit.
    """
    try:
        name = _Renamed.model_validate({"name": name}).name
    except ValidationError as error:
        raise refused(error) from None
    municipality = municipality_of(key) or ""
    there = {unit.key: unit for unit in units_under(connection, cohort, municipality)}
    if key not in there:
        raise UnknownOrganisation(f"There is no unit “{key}”.")
    _require_another_name([unit for unit in there.values() if unit.key != key], name)
    at = schema.organisation
    connection.execute(update(at).where(at.c.key == key).values(name=name))
    return Unit(key, name, there[key].unit_type, municipality)


def _require_another_name(there: Sequence[Unit], name: str) -> None:
    if name.casefold() in {unit.name.casefold() for unit in there}:
        raise Refused({"name": Message(_TWICE)})


def _free_key(connection: Connection, municipality: str, new: NewUnit, wanted: str) -> str:
    """Return a key made of the name, numbered where another unit had that name before."""
    room = _LONGEST_KEY - len(under(municipality, "")) - len("-999")
    stem = key_words(new.name)[:room].strip("-") or new.unit_type.replace("_", "-")[:room]
    if re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", wanted) and len(wanted) <= room:
        stem = wanted
    at = schema.organisation.c.key
    taken = set(connection.scalars(select(at).where(func.substr(at, 1, len(municipality)) == municipality)))
    numbered = (under(municipality, f"{stem}-{number}") for number in range(2, MOST_UNITS + 3))
    return next(key for key in (under(municipality, stem), *numbered) if key not in taken)
