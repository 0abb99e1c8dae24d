"""How a field of a record is asked for: the one declaration that everything else is made from."""

from __future__ import annotations

import types
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, Union, get_args, get_origin

from annotated_types import Ge, Le, MaxLen

from ..countries import COUNTRIES, Country
from ..levels import EVERYWHERE, Level

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo

    from .base import Record

QuestionType = Literal[
    "line",
    "text",
    "number",
    "year",
    "date",
    "url",
    "choice",
    "choices",
    "reference",
    "references",
    "yesno",
]


@dataclass(frozen=True, kw_only=True)
class Ask:
    """What stands beside a field for the person who fills it in.

    `label`, `help`, `group` and `unit` are English source sentences, marked with `N_`.
    `required` means needed before the record counts as complete; a record may be stored without.
    `levels` are those at which it is asked. `unit_label`, `unit_help` and `unit_group` are what a unit
    is asked instead, where a municipality's wording would be wrong; None means the same words.
    """

    label: str
    help: str = ""
    required: bool = False
    type: QuestionType | None = None
    vocabulary: str = ""
    refers_to: str = ""
    group: str = ""
    unit: str = ""
    column: bool = True
    """Whether a table of many records has a column for it; the record itself always shows it."""
    levels: frozenset[Level] = EVERYWHERE
    countries: frozenset[Country] = frozenset(COUNTRIES)
    """Where it is asked: some questions have a meaning in one country only."""
    unit_label: str | None = None
    unit_help: str | None = None
    unit_group: str | None = None


@dataclass(frozen=True, kw_only=True)
class Question:
    """One field as it is asked: its `Ask` with the limits its pydantic type sets.

    `limit` counts characters; `minimum` and `maximum` are numbers in the field's own unit.
    """

    name: str
    label: str
    help: str
    required: bool
    type: QuestionType
    limit: int | None
    minimum: float | None
    maximum: float | None
    vocabulary: str
    refers_to: str
    group: str
    unit: str
    column: bool
    levels: frozenset[Level]
    countries: frozenset[Country]


@cache
def questions(
    kind: type[Record], level: Level | None = Level.MUNICIPALITY, country: Country | None = None
) -> tuple[Question, ...]:
    """Return the questions of a kind of record, in the order of its fields.

    Parameters
    ----------
    level
        Only those that are asked there, in the words they are asked with there. None means all there
        are, in a municipality's words.
    country
        Only those that are asked there. None means wherever they are asked.

    Raises
    ------
    TypeError
        When a field carries no `Ask`: nobody could fill it in.
    """
    asked = tuple(
        question
        for name, field in kind.model_fields.items()
        for question in (_question(name, field, _ask(name, field)),)
        if country is None or country in question.countries
    )
    if level is None:
        return asked
    said = {name: _ask(name, field) for name, field in kind.model_fields.items()}
    return tuple(_at(level, question, said[question.name]) for question in asked if level in question.levels)


def _at(level: Level, question: Question, ask: Ask) -> Question:
    """Return a question in the words of a level."""
    if not level.is_unit:
        return question
    return replace(
        question,
        label=ask.label if ask.unit_label is None else ask.unit_label,
        help=ask.help if ask.unit_help is None else ask.unit_help,
        group=ask.group if ask.unit_group is None else ask.unit_group,
    )


def _ask(name: str, field: FieldInfo) -> Ask:
    for item in (*field.metadata, *_inner_metadata(field.annotation)):
        if isinstance(item, Ask):
            return item
    raise TypeError(f"The field “{name}” carries no Ask.")


def _question(name: str, field: FieldInfo, ask: Ask) -> Question:
    metadata = [*field.metadata, *_inner_metadata(field.annotation)]
    limits = [item.max_length for item in metadata if isinstance(item, MaxLen)]
    lows = [item.ge for item in metadata if isinstance(item, Ge)]
    highs = [item.le for item in metadata if isinstance(item, Le)]
    return Question(
        name=name,
        label=ask.label,
        help=ask.help,
        required=ask.required,
        type=ask.type or _type_of(field.annotation, ask, limits),
        limit=limits[0] if limits and not _is_list(field.annotation) else None,
        minimum=_number(lows),
        maximum=_number(highs),
        vocabulary=ask.vocabulary,
        refers_to=ask.refers_to,
        group=ask.group,
        unit=ask.unit,
        column=ask.column,
        levels=ask.levels,
        countries=ask.countries,
    )


def _inner_metadata(annotation: Any) -> Iterator[Any]:
    """Yield what stands inside a union (`Annotated[int, Ge(0)] | None`) or a list."""
    for part in get_args(annotation):
        yield from getattr(part, "__metadata__", ())


def _number(bounds: list[Any]) -> float | None:
    return float(bounds[0]) if bounds else None


def _plain(annotation: Any) -> Any:
    """Return the type inside an optional or annotated one."""
    if get_origin(annotation) in (Union, types.UnionType):
        annotation = next(part for part in get_args(annotation) if part is not type(None))
    return (
        getattr(annotation, "__origin__", annotation) if hasattr(annotation, "__metadata__") else annotation
    )


def _is_list(annotation: Any) -> bool:
    return get_origin(_plain(annotation)) is list


def _type_of(annotation: Any, ask: Ask, limits: list[int]) -> QuestionType:
    """Read the kind of question off the field's type, so that it is said only once."""
    if _is_list(annotation):
        return "references" if ask.refers_to else "choices"
    if ask.refers_to:
        return "reference"
    if ask.vocabulary:
        return "choice"
    plain = _plain(annotation)
    if plain is bool:
        return "yesno"
    if plain is date:
        return "date"
    if plain in (int, float):
        return "number"
    return "text" if limits and limits[0] > LINE else "line"


LINE = 200
"""Longest answer, in characters, that is asked for on one line."""
