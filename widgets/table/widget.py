"""The table of all records of a kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import traitlets

from course.faces import Reading, table_content

from ..face import sources
from ..records import RecordWidget

if TYPE_CHECKING:
    from ..session.work import WorkSession

__all__ = ["Table"]


class Table(RecordWidget):
    """Many records: add, change, delete and take back, put in order.

    `value` holds the accepted records in order, each as field name → JSON value; it can be observed.
    """

    _esm, _css = sources("table").values()

    value: traitlets.List[dict[str, Any]] = traitlets.List(read_only=True)

    def __init__(self, work: WorkSession, kind: str, intro: str = "") -> None:
        super().__init__(work, kind, lambda reading: table_content(reading, kind, intro=intro))
        self.set_trait("value", _values(work.reading, kind))

    def show(self, reading: Reading) -> None:
        """Show what the records say now."""
        super().show(reading)
        self.set_trait("value", _values(reading, self._kind))


def _values(reading: Reading, kind: str) -> list[dict[str, Any]]:
    return [stored.values for stored in reading.records[kind] if not stored.carried]
