"""The base of the widgets that change records: every request is answered, none is believed."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError
from sqlalchemy.exc import SQLAlchemyError

from course.faces import Reading, deleted_content, history_content
from course.grants import NotGranted
from course.i18n import N_
from course.records import Refused
from course.store import NotFound, Stale, Stored

from .face import Face
from .messages import (
    Change,
    Comment,
    Delete,
    Deleted,
    History,
    Move,
    Refresh,
    Request,
    Reword,
    Save,
    Talk,
    Withdraw,
    read,
)

if TYPE_CHECKING:
    from .session.work import WorkSession

__all__ = ["RecordWidget"]

log = logging.getLogger("workbook.widgets")

_NOT_YOURS = N_("You cannot change this here.")
_NOT_THERE = N_("This is no longer there. Load the page again to see what is.")


class RecordWidget(Face):
    """A widget for the records of one kind in one session."""

    def __init__(
        self, work: WorkSession, kind: str, make: Callable[[Reading], dict[str, Any]], **traits: Any
    ) -> None:
        self._work = work
        self._kind = kind
        super().__init__(make, work.reading, **traits)
        self.on_msg(self._answer)

    def _answer(self, _widget: object, content: object, _buffers: object) -> None:
        """Answer one message of the browser's."""
        try:
            request = read(content)
        except ValidationError as error:
            log.warning("A browser said what it may not: %d errors; refused.", error.error_count())
            return
        try:
            self._carry_out(request)
        except Stale as error:
            self.send(self._reply("stale", request, error.current))
        except Refused as error:
            errors = {name: message.text(self._work.translate) for name, message in error.errors.items()}
            self._refuse(request, errors, errors.get("", ""))
        except (NotFound, NotGranted) as error:
            log.warning("Refused to %s: %s", self._work.grant.person, error)
            sentence = _NOT_YOURS if isinstance(error, NotGranted) else _NOT_THERE
            self._refuse(request, {}, self._work.translate(sentence))
        except SQLAlchemyError:
            # No answer: the browser keeps the text, says so, and tries again by itself.
            log.exception("The store could not be reached.")

    def _carry_out(self, request: Request) -> None:
        if isinstance(request, Refresh):
            self._work.refresh()
            return
        if isinstance(request, History | Deleted):
            self.send({"type": request.type, "token": request.token, **self._tell(request)})
            return
        if isinstance(request, Talk):
            self._talk(request)
            self._work.read()
            self.send({"type": "heard", "token": request.token})
            self._work.show()
            return
        stored = self._change(request)
        self._work.read()
        # The answer first: the browser is to know its own save before it is shown what follows from it.
        self.send(self._reply("saved", request, stored))
        self._work.show()

    def _tell(self, request: History | Deleted) -> dict[str, Any]:
        """Return what was asked for, of this widget's own kind only."""
        reading = self._work.reading
        if isinstance(request, Deleted):
            return {"records": deleted_content(reading, self._kind)}
        if reading.view.get(request.record).kind != self._kind:
            raise NotGranted(f"record {request.record} is not what this widget is for")
        return history_content(reading, request.record, request.before)

    def _talk(self, request: Talk) -> None:
        """Comment on a record of this widget's kind; others may than those who may write."""
        comments = self._work.reading.view.comments
        if isinstance(request, Comment):
            comments.add(
                request.comment,
                self._kind,
                request.record,
                request.text,
                field=request.field,
                thread=request.thread,
            )
            return
        if comments.get(request.comment).kind != self._kind:
            raise NotGranted(f"comment {request.comment} is not what this widget is for")
        if isinstance(request, Reword):
            comments.reword(request.comment, request.revision, request.text)
        elif isinstance(request, Withdraw):
            comments.withdraw(request.comment, request.revision)
        else:
            comments.resolve(request.comment, request.revision, resolved=request.resolved)

    def _change(self, request: Change) -> Stored:
        view = self._work.reading.view
        if isinstance(request, Save):
            if request.kind != self._kind:
                raise NotGranted(f"a “{request.kind}” is not what this widget is for")
            return view.save(request.kind, request.record, request.values, request.revision)
        if view.get(request.record).kind != self._kind:
            raise NotGranted(f"record {request.record} is not what this widget is for")
        if isinstance(request, Move):
            return view.move(request.record, request.revision, request.before)
        change = view.delete if isinstance(request, Delete) else view.restore
        return change(request.record, request.revision)

    def _reply(self, kind: str, request: Request, stored: Stored) -> dict[str, Any]:
        return {
            "type": kind,
            "token": request.token,
            "record": stored.id,
            "revision": stored.revision,
            "values": self._work.reading.values(stored),
            "deleted": stored.deleted,
            "clock": self._work.reading.clock(stored.updated_at),
            "by": stored.updated_by,
        }

    def _refuse(self, request: Request, errors: dict[str, str], message: str) -> None:
        self.send(
            {
                "type": "refused",
                "token": request.token,
                "record": getattr(request, "record", ""),
                "errors": errors,
                "message": message,
            }
        )
