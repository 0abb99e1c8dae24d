"""A work session: one reader at one municipality's answers, and the widgets that show them."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TypeVar

from course.documents.offer import offer_content
from course.faces import (
    Reading,
    carried_content,
    gathering_content,
    gathering_of,
    overview_content,
    timeline_content,
    units_content,
)
from course.grants import Grant
from course.i18n import Translator

from ..checklist import Checklist
from ..face import Face
from ..figures import Figure
from ..form import AttendanceForm, Form
from ..matrix import Matrix
from ..report import Report
from ..still import Still
from ..table import Table
from .widget import Heading

__all__ = ["WorkSession"]

FaceType = TypeVar("FaceType", bound=Face)


class WorkSession:
    """What `open_session` returns; a notebook calls its methods, one to a cell."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self._faces: list[Face] = []
        self._figures: Counter[str] = Counter()

    @property
    def translate(self) -> Translator:
        """The translator into the reader's language."""
        return self.reading.translate

    @property
    def grant(self) -> Grant:
        """What the reader may do."""
        return self.reading.view.grant

    def heading(self) -> Heading:
        """Return where in the course year the session is, and how far it has come."""
        return self._showing(Heading(self))

    def form(self, kind: str, intro: str = "") -> Form:
        """Return the form of the single record of `kind`."""
        return self._showing(Form(self, kind, self.translate(intro)))

    def table(self, kind: str, intro: str = "") -> Table:
        """Return the table of all records of `kind`."""
        return self._showing(Table(self, kind, self.translate(intro)))

    def matrix(self, intro: str = "") -> Matrix:
        """Return the anchoring matrix."""
        return self._showing(Matrix(self, self.translate(intro)))

    def checklist(self, kind: str, intro: str = "", **chosen: str) -> Checklist:
        """Return the checklist of `kind`; `chosen` sets its selectors, such as ``moment="end"``."""
        return self._showing(Checklist(self, kind, self.translate(intro), chosen))

    def report(self, name: str, intro: str = "") -> Report:
        """Return the report `name` of `course.faces.reports`."""
        return self._showing(Report(self.reading, name, self.translate(intro)))

    def figure(self, name: str, intro: str = "") -> Figure:
        """Return the figure `name` of `course.faces.figures`."""
        self._figures[name] += 1
        return self._showing(Figure(self.reading, name, self.translate(intro), self._figures[name]))

    def gathering(self) -> Still:
        """Return when and where the gathering of the session is, its programme and its material."""
        return Still(gathering_content(self.reading))

    def attendance(self, intro: str = "") -> AttendanceForm | None:
        """Return the form for who took part in the gathering; nothing when the session is held at home."""
        if gathering_of(self.reading) is None:
            return None
        return self._showing(AttendanceForm(self, self.translate(intro)))

    def timeline(self) -> Still:
        """Return the course year in order, with today on it, and what comes next."""
        return Still(timeline_content(self.reading))

    def documents(self) -> Still:
        """Return the documents that can be made of what is written, with their links."""
        return Still(offer_content(self.reading))

    def overview(self) -> Still:
        """Return the list of all sessions with their state."""
        return Still(overview_content(self.reading))

    def units(self) -> Still:
        """Return the list of the municipality's units, with how far each has come."""
        return Still(units_content(self.reading))

    def carried(self, kind: str) -> Still:
        """Return the municipality's records of `kind` that a unit reads."""
        return Still(carried_content(self.reading, kind))

    def refresh(self) -> None:
        """Read the records anew and show them in every widget of the session."""
        self.read()
        self.show()

    def read(self) -> None:
        """Read the records anew."""
        # The number first: what is written in between is then asked for once more, and never missed.
        standing = self.reading.view.standing
        self.reading = replace(self.reading, standing=standing, records=self.reading.view.everything())

    def show(self) -> None:
        """Show what was read last in every widget of the session."""
        # A widget that the notebook has closed has no comm any more: it need not be written to.
        self._faces = [face for face in self._faces if face.comm is not None]
        for face in self._faces:
            face.show(self.reading)

    def _showing(self, face: FaceType) -> FaceType:
        self._faces.append(face)
        return face
