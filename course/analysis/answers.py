"""The answers of a kind of record as a frame: a row for each record, a column for each field."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from ..i18n import Translator
from ..records import KINDS, questions
from ..store import Stored

__all__ = ["answers_frame"]

_TYPES = {"number": "Float64", "year": "Int64", "yesno": "boolean", "date": "datetime64[s]"}
"""Types of answers that have a type of their own in pandas, each with room for “not answered”."""


def answers_frame(kind: str, records: Iterable[Stored], translate: Translator | None = None) -> pd.DataFrame:
    """Return the answers of all `records` that are of `kind`.

    The index holds the records' ids; the cells hold codes and ids, as they are stored. The columns are
    the names of the fields, or with `translate` what a reader sees beside the questions.
    """
    asked = questions(KINDS[kind], None)
    written = [stored for stored in records if stored.kind == kind]
    frame = pd.DataFrame(
        [stored.values for stored in written],
        columns=[question.name for question in asked],
        index=pd.Index([stored.id for stored in written], name="id", dtype="object"),
        dtype="object",
    ).astype({question.name: _TYPES.get(question.type, "object") for question in asked})
    if translate is not None:
        frame.columns = pd.Index([translate(question.label) for question in asked])
    return frame
