"""How a field of a record is asked for: the one declaration that everything else is made from."""

from __future__ import annotations

import types
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, Union, get_args, get_origin

from annotated_types import Ge, Le, MaxLen

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


@cache
def questions(kind: type[Record]) -> tuple[Question, ...]:
    """Return the questions of a kind of record, in the order of its fields.

    Raises
    ------
    TypeError
        When a field carries no `Ask`: nobody could fill it in.
    """
    return tuple(_question(name, field) for name, field in kind.model_fields.items())


def _question(name: str, field: FieldInfo) -> Question:
    metadata = [*field.metadata, *_inner_metadata(field.annotation)]
    ask = next((item for item in metadata if isinstance(item, Ask)), None)
    if ask is None:
        raise TypeError(f"The field “{name}” carries no Ask.")
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
