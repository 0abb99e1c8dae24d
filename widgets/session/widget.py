"""The heading of a session."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from pydantic import ValidationError

from course.faces import session_content

from ..face import Face, sources
from ..messages import Refresh, read

if TYPE_CHECKING:
    from .work import WorkSession

__all__ = ["Heading"]

log = logging.getLogger("workbook.widgets")


class Heading(Face):
    """Where in the course year one is, what is complete, what the checks say, when it was saved.

    It also asks for the whole page what others have written: once, however many forms there are.
    """

    _esm, _css = sources("session").values()

    def __init__(self, work: WorkSession) -> None:
        self._work = work
        super().__init__(session_content, work.reading)
        self.on_msg(self._answer)

    def _answer(self, _widget: object, content: object, _buffers: object) -> None:
        """Read the records anew; nothing else can be asked of a heading."""
        try:
            request = read(content)
        except ValidationError as error:
            log.warning("A browser said what it may not: %d errors; refused.", error.error_count())
            return
        if isinstance(request, Refresh):
            self._work.refresh()
