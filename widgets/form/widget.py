"""The form of a single record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import traitlets

from course.faces import Reading, form_content
from course.records import Refused

from ..face import sources
from ..records import RecordWidget

if TYPE_CHECKING:
    from ..session.work import WorkSession

__all__ = ["Form"]


class Form(RecordWidget):
    """The questions of one record, each answer saved as it is given.

    `value` holds the accepted answers, field name → JSON value. It can be observed and linked like the
    value of any ipywidget; giving it new answers saves them, with the same checks as in the browser.
    """

    _esm, _css = sources("form").values()

    value = traitlets.Dict()

    def __init__(self, work: WorkSession, kind: str, intro: str = "") -> None:
        self._accepted: dict[str, Any] = work.reading.records[kind][0].values
        super().__init__(
            work, kind, lambda reading: form_content(reading, kind, intro=intro), value=self._accepted
        )
        self.observe(self._given, "value")

    def show(self, reading: Reading) -> None:
        """Show what the record says now."""
        super().show(reading)
        self._accepted = reading.records[self._kind][0].values
        self.value = self._accepted

    def _given(self, change: dict[str, Any]) -> None:
        """Save answers given from Python; what is refused leaves the value as it was."""
        new = {name: answer for name, answer in change["new"].items() if answer != self._accepted.get(name)}
        if not new:
            return
        stored = self._work.reading.records[self._kind][0]
        try:
            self._work.reading.view.save(self._kind, stored.id, new, stored.revision)
        except Refused as error:
            self.value = self._accepted
            raise traitlets.TraitError(str(error)) from error
        self._work.refresh()
