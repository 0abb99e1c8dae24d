"""The form in which a group says who took part in the gathering of its session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from course.faces import attendance_content, attendance_record
from course.grants import NotGranted
from course.records import Attendance
from course.store import Stored

from ..face import sources
from ..messages import Change, Save
from ..records import RecordWidget

if TYPE_CHECKING:
    from ..session.work import WorkSession

__all__ = ["AttendanceForm"]


class AttendanceForm(RecordWidget):
    """Who took part. Which gathering it is about is settled by the session, never by the browser."""

    _esm, _css = sources("form").values()

    def __init__(self, work: WorkSession, intro: str = "") -> None:
        super().__init__(work, Attendance.kind, lambda reading: attendance_content(reading, intro=intro))

    def _change(self, request: Change) -> Stored:
        own = attendance_record(self._work.reading)
        if not isinstance(request, Save) or request.record != own.id:
            raise NotGranted("this form is for who took part in the gathering of its session")
        values = {**request.values, **{name: getattr(own.record, name) for name in Attendance.one_for}}
        return super()._change(request.model_copy(update={"values": values}))
