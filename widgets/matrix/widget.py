"""The anchoring matrix."""

from __future__ import annotations

from typing import TYPE_CHECKING

import traitlets

from course.checks import anchoring
from course.faces import Reading, matrix_content

from ..face import sources
from ..records import RecordWidget

if TYPE_CHECKING:
    from ..session.work import WorkSession

__all__ = ["Matrix"]


class Matrix(RecordWidget):
    """Goals × steering documents; a cell opens the anchor between the two.

    `degree` is the share of goals that are anchored, 0 to 1, None without goals; it can be observed.
    """

    _esm, _css = sources("matrix").values()

    degree = traitlets.Float(None, allow_none=True, read_only=True)

    def __init__(self, work: WorkSession, intro: str = "") -> None:
        super().__init__(work, "anchor", lambda reading: matrix_content(reading, intro=intro))
        self.set_trait("degree", anchoring(work.reading.records).degree)

    def show(self, reading: Reading) -> None:
        """Show what the records say now."""
        super().show(reading)
        self.set_trait("degree", anchoring(reading.records).degree)
