"""The checklist of a kind whose records belong to the rows of a vocabulary."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import traitlets

from course.faces import Reading, checklist_content
from course.grants import NotGranted
from course.records import KINDS
from course.store import NotFound, Stored, place_of

from ..face import sources
from ..messages import Change, Save
from ..records import RecordWidget

if TYPE_CHECKING:
    from ..session.work import WorkSession

__all__ = ["Checklist"]


class Checklist(RecordWidget):
    """Rows that are always there; answering one makes its record.

    `value` holds the accepted records, each as field name → JSON value; it can be observed.
    """

    _esm, _css = sources("checklist").values()

    value: traitlets.List[dict[str, Any]] = traitlets.List(read_only=True)

    def __init__(self, work: WorkSession, kind: str, intro: str, chosen: Mapping[str, str]) -> None:
        super().__init__(
            work, kind, lambda reading: checklist_content(reading, kind, intro=intro, chosen=chosen)
        )
        self.set_trait("value", _values(work.reading, kind))

    def show(self, reading: Reading) -> None:
        """Show what the records say now."""
        super().show(reading)
        self.set_trait("value", _values(reading, self._kind))

    def _change(self, request: Change) -> Stored:
        """Change a record where it is: no row gets a second one, and none wanders to another row."""
        if not isinstance(request, Save) or request.kind != self._kind:
            return super()._change(request)
        view = self._work.reading.view
        model = KINDS[self._kind]
        try:
            current = view.get(request.record)
        except NotFound:
            row = place_of(model, request.values)
            if row is None or request.record != view.row_id(self._kind, row):
                raise NotGranted(f"record {request.record} is not the one of its row") from None
            return super()._change(request)
        if current.kind == self._kind and any(
            request.values.get(name, current.values[name]) != current.values[name] for name in model.one_for
        ):
            raise NotGranted(f"record {request.record} belongs to another row")
        if current.kind == self._kind and current.deleted and request.revision == 0:
            # Answered anew after it was deleted: the same record again, without what was deleted with it.
            restored = view.restore(current.id, current.revision)
            anew = {**model().values(), **{name: current.values[name] for name in model.one_for}}
            return view.save(self._kind, current.id, {**anew, **request.values}, restored.revision)
        return super()._change(request)


def _values(reading: Reading, kind: str) -> list[dict[str, Any]]:
    return [stored.values for stored in reading.records[kind]]
