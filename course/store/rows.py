"""Kinds with one record for each row of a fixed list: the id such a record has, and no second one.

Two who answer the same row first at the same moment write the same record, since its id follows from
where it belongs; one of them is told.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from ..i18n import N_
from ..records import Message, Record, Refused

__all__ = ["is_free", "place_of", "refuse_second", "row_id"]

_TWICE = N_("This has been answered already. Change the answer that is there.")


def row_id(namespace: uuid.UUID, where: str, model: type[Record], place: Mapping[str, str]) -> str:
    """Return the id of the record of `model` at `place`: field → code for each field of `one_for`.

    `where` names organisation, cohort and occasion.
    """
    codes = "/".join(place[name] for name in model.one_for)
    return str(uuid.uuid5(namespace, f"{where}/{model.kind}/{codes}"))


def is_free(record: str) -> bool:
    """Whether an id follows from no place: one that does would take that place from whoever has it."""
    try:
        return uuid.UUID(record).version == 4
    except ValueError:
        return False


def place_of(model: type[Record], values: Mapping[str, Any]) -> dict[str, str] | None:
    """Return the row some values belong to; None for a kind without rows, or while a part is missing."""
    place = {name: values.get(name) for name in model.one_for}
    return {name: str(code) for name, code in place.items()} if place and all(place.values()) else None


def refuse_second(record: Record, others: Iterable[Mapping[str, Any]]) -> None:
    """Refuse a record at a place where one of the `others`, by their stored values, is already.

    Raises
    ------
    Refused
        With a sentence at the field that names the row.
    """
    place = place_of(type(record), record.values())
    if place is not None and any(place_of(type(record), values) == place for values in others):
        raise Refused({record.one_for[0]: Message(_TWICE)})
