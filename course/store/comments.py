"""Comments on records and their fields: threads, with every state they have had; never part of an answer."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from pydantic import BaseModel, ValidationError
from sqlalchemy import Connection, Engine, RowMapping, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from ..grants import Action, Grant, NotGranted
from ..i18n import N_
from ..records import KINDS, Message, Record, Refused, questions
from ..records.base import Text
from ..records.refusal import refused
from . import schema
from .errors import NotFound
from .place import Place

__all__ = ["MOST_COMMENTS", "Comment", "CommentState", "Comments"]

MOST_COMMENTS = 2000
"""Most comments in one organisation; without a rule, a bound against a wild browser."""

_EMPTY = N_("Write something first.")
_MOVED_ON = N_("This comment has been changed meanwhile. Look at it, and try again.")
_FULL = N_("There are {most} comments already, which is as many as can be kept.")


class _Written(BaseModel):
    text: Text


@dataclass(frozen=True)
class Comment:
    """One comment; `thread` is the id of the first one, and only that one can be resolved.

    `field` is empty for a comment on the record as a whole. `role` is what its writer was then.
    """

    id: str
    kind: str
    record: str
    field: str
    thread: str
    text: str
    resolved: bool
    withdrawn: bool
    revision: int
    made_at: datetime
    made_by: str
    person: str
    role: str
    updated_at: datetime
    updated_by: str


@dataclass(frozen=True)
class CommentState:
    """One state a comment has had, and who made it."""

    revision: int
    text: str
    resolved: bool
    withdrawn: bool
    made_at: datetime
    made_by: str


_COLUMNS = tuple(schema.comment.c[name] for name in Comment.__dataclass_fields__)


class Comments:
    """The comments of one organisation, as far as a grant reaches; made by `View.comments`."""

    def __init__(
        self,
        engine: Engine,
        place: Place,
        grant: Grant,
        occasion_of: Callable[[type[Record]], str],
        single_id: Callable[[str], str],
    ) -> None:
        self._engine = engine
        self._place = place
        self._grant = grant
        self._occasion_of = occasion_of
        self._single_id = single_id

    @property
    def may_write(self) -> bool:
        """Whether the grant lets its holder comment here."""
        return self._grant.may(Action.COMMENT) and self._grant.covers(
            self._place.cohort, self._place.organisation
        )

    def everything(self) -> list[Comment]:
        """Return all comments, withdrawn ones too (without their text), the oldest first."""
        at = schema.comment.c
        statement = self._here(select(*_COLUMNS, at.occasion)).order_by(at.made_at, at.id)
        with self._engine.connect() as connection:
            rows = connection.execute(statement).mappings().all()
        return [
            _comment(row)
            for row in rows
            if row["kind"] in KINDS and row["occasion"] == self._occasion_of(KINDS[row["kind"]])
        ]

    def get(self, comment: str) -> Comment:
        """Return one comment.

        Raises
        ------
        NotFound
            When this organisation has none with that id.
        """
        with self._engine.connect() as connection:
            return self._get(connection, comment)

    def history(self, comment: str) -> list[CommentState]:
        """Return every state of a comment, oldest first. Errors as for `get`."""
        self.get(comment)
        at = schema.comment_revision.c
        statement = select(at.revision, at.text, at.resolved, at.withdrawn, at.made_at, at.made_by)
        with self._engine.connect() as connection:
            rows = connection.execute(statement.where(at.comment == comment).order_by(at.revision))
            return [CommentState(*row) for row in rows]

    def add(
        self, comment: str, kind: str, record: str, text: str, *, field: str = "", thread: str = ""
    ) -> Comment:
        """Write a comment on a record or one of its fields; with `thread` an answer to another comment.

        Sent a second time by the same person, as a browser does that has heard no answer, it is the
        same comment.

        Raises
        ------
        NotGranted
            When the grant does not reach so far.
        NotFound
            When there is no such record, field or thread here.
        Refused
            With a sentence, when the text cannot be taken.
        """
        written = _text(text)
        with self._writing() as connection:
            if (known := self._own(connection, comment)) is not None:
                return known
            self._require_there(connection, kind, record, field)
            if thread:
                first = self._get(connection, thread)
                if first.thread != thread or (first.kind, first.record) != (kind, record):
                    raise NotFound(f"There is no thread {thread} on record {record}.")
                field = first.field
            counted = self._here(select(func.count(schema.comment.c.id)))
            if (connection.scalar(counted) or 0) >= MOST_COMMENTS:
                raise Refused({"": Message(_FULL, {"most": MOST_COMMENTS})})
            now = datetime.now(UTC)
            new = Comment(
                id=comment, kind=kind, record=record, field=field, thread=thread or comment, text=written,
                resolved=False, withdrawn=False, revision=1, made_at=now, made_by=self._grant.name,
                person=self._grant.person, role=self._grant.role.value, updated_at=now,
                updated_by=self._grant.name,
            )  # fmt: skip
            place = {
                "cohort": self._place.cohort,
                "organisation": self._place.organisation,
                "occasion": self._occasion_of(KINDS[kind]),
            }
            try:
                connection.execute(insert(schema.comment).values({**vars(new), **place}))
            except IntegrityError:
                # The id is taken in another organisation, or by somebody else: say no more.
                raise NotFound(f"There is no comment {comment} here.") from None
            self._note(connection, new)
            return new

    def reword(self, comment: str, base: int, text: str) -> Comment:
        """Change the text of one's own comment. Errors as for `add`."""
        return self._change(comment, base, {"text": _text(text)}, own=True)

    def withdraw(self, comment: str, base: int) -> Comment:
        """Take one's own comment back: it is not shown any more, its history stays. Errors as for `add`."""
        return self._change(comment, base, {"withdrawn": True}, own=True)

    def resolve(self, comment: str, base: int, *, resolved: bool) -> Comment:
        """Say that a thread is settled, or open it again; anybody who may comment may. Errors as `add`."""
        return self._change(comment, base, {"resolved": resolved}, own=False)

    def _change(self, comment: str, base: int, values: Mapping[str, object], *, own: bool) -> Comment:
        with self._writing() as connection:
            current = self._get(connection, comment)
            if own and current.person != self._grant.person:
                raise NotGranted(f"{self._grant.name} may not change a comment by {current.made_by}.")
            if current.withdrawn or (not own and current.thread != current.id):
                raise NotFound(f"There is no comment {comment} here that can be changed so.")
            row = {**values, "updated_at": datetime.now(UTC), "updated_by": self._grant.name}
            at = schema.comment.c
            statement = update(schema.comment).where(at.id == comment, at.revision == base)
            if connection.execute(statement.values(**row, revision=base + 1)).rowcount != 1:
                raise Refused({"": Message(_MOVED_ON)})
            after = Comment(**{**vars(current), **row, "revision": base + 1})
            self._note(connection, after)
            return after

    def _note(self, connection: Connection, comment: Comment) -> None:
        """Keep the state, and let the pages that are open be told."""
        connection.execute(
            insert(schema.comment_revision).values(
                comment=comment.id,
                revision=comment.revision,
                text=comment.text,
                resolved=comment.resolved,
                withdrawn=comment.withdrawn,
                made_at=comment.updated_at,
                made_by=comment.updated_by,
                person=self._grant.person,
            )
        )
        at = schema.participation.c
        connection.execute(
            update(schema.participation)
            .where(at.cohort == self._place.cohort, at.organisation == self._place.organisation)
            .values(comments=at.comments + 1)
        )

    def _require_there(self, connection: Connection, kind: str, record: str, field: str) -> None:
        """Return if there is such a record, or a form nobody has written in yet, with such a field."""
        model = KINDS.get(kind)
        row = self._place.row(connection, record)
        there = row.kind == kind if row else model is not None and self._is_form(model, record)
        if model is None or not there:
            raise NotFound(f"There is no record {record} here.")
        if field and field not in {asked.name for asked in questions(model, self._place.level)}:
            raise NotFound(f"A “{kind}” has no field “{field}”.")

    def _is_form(self, model: type[Record], record: str) -> bool:
        return model.single and self._place.level in model.levels and record == self._single_id(model.kind)

    def _get(self, connection: Connection, comment: str) -> Comment:
        statement = self._here(select(*_COLUMNS)).where(schema.comment.c.id == comment)
        row = connection.execute(statement).mappings().one_or_none()
        if row is None:
            raise NotFound(f"There is no comment {comment} here.")
        return _comment(row)

    def _own(self, connection: Connection, comment: str) -> Comment | None:
        """Return the comment if its writer has sent it before."""
        try:
            if str(uuid.UUID(comment)) != comment:
                raise ValueError
        except ValueError:
            raise NotFound(f"“{comment}” is no id of a comment.") from None
        statement = self._here(select(*_COLUMNS)).where(
            schema.comment.c.id == comment, schema.comment.c.person == self._grant.person
        )
        row = connection.execute(statement).mappings().one_or_none()
        return _comment(row) if row else None

    def _here(self, statement: Any) -> Any:
        at = schema.comment.c
        return statement.where(at.organisation == self._place.organisation, at.cohort == self._place.cohort)

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        self._grant.require(Action.COMMENT, self._place.cohort, self._place.organisation)
        with self._place.writing(self._engine) as connection:
            yield connection


def _text(text: str) -> str:
    try:
        written = _Written(text=text).text
    except ValidationError as error:
        raise refused(error) from None
    if not written:
        raise Refused({"text": Message(_EMPTY)})
    return written


def _comment(row: RowMapping) -> Comment:
    known = {name: row[name] for name in Comment.__dataclass_fields__}
    return Comment(**{**known, "text": "" if row["withdrawn"] else row["text"]})
