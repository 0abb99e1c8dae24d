"""A work session: one reader at one municipality's answers, and the widgets that show them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, TypeVar

from course.faces import Reading, overview_content, render
from course.grants import Grant
from course.i18n import Translator

from ..checklist import Checklist
from ..face import Face
from ..form import Form
from ..matrix import Matrix
from ..report import Report
from ..table import Table
from .widget import Heading

__all__ = ["Overview", "WorkSession"]

FaceType = TypeVar("FaceType", bound=Face)


class Overview:
    """The home page's list of sessions; it has no live part."""

    def __init__(self, reading: Reading) -> None:
        self._content = overview_content(reading)

    def _repr_mimebundle_(self, **_options: Any) -> dict[str, str]:
        return {"text/html": str(render(self._content)), "text/plain": ""}


class WorkSession:
    """What `open_session` returns; a notebook calls its methods, one to a cell."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self._faces: list[Face] = []

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
        return self._showing(Heading(self.reading))

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

    def overview(self) -> Overview:
        """Return the list of all sessions with their state."""
        return Overview(self.reading)

    def refresh(self) -> None:
        """Read the records anew and show them in every widget of the session."""
        self.read()
        self.show()

    def read(self) -> None:
        """Read the records anew."""
        self.reading = replace(self.reading, records=self.reading.view.everything())

    def show(self) -> None:
        """Show what was read last in every widget of the session."""
        # A widget that the notebook has closed has no comm any more: it need not be written to.
        self._faces = [face for face in self._faces if face.comm is not None]
        for face in self._faces:
            face.show(self.reading)

    def _showing(self, face: FaceType) -> FaceType:
        self._faces.append(face)
        return face
