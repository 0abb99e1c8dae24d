"""What a browser may say to a widget. Everything it says is hostile until it has passed here."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from annotated_types import Ge, Le, MaxLen, MinLen
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

__all__ = [
    "Change",
    "Comment",
    "Delete",
    "Deleted",
    "History",
    "Move",
    "Refresh",
    "Request",
    "Resolve",
    "Restore",
    "Reword",
    "Save",
    "Talk",
    "Withdraw",
    "read",
]

Identifier = Annotated[str, MinLen(1), MaxLen(60)]
Token = Annotated[str, MaxLen(80)] | Annotated[int, Ge(0), Le(2**53)]
RevisionNumber = Annotated[int, Ge(0), Le(2**31 - 1)]


class _Message(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    token: Token
    """Comes back with the answer, so that the browser knows what was answered."""


class Save(_Message):
    """Some answers of a record, and the revision they are based on (0 for a new record)."""

    type: Literal["save"]
    kind: Identifier
    record: Identifier
    revision: RevisionNumber
    values: Annotated[dict[Identifier, Any], MinLen(1), MaxLen(100)]


class Delete(_Message):
    """Delete a record."""

    type: Literal["delete"]
    record: Identifier
    revision: RevisionNumber


class Restore(_Message):
    """Take a deleted record back."""

    type: Literal["restore"]
    record: Identifier
    revision: RevisionNumber


class Move(_Message):
    """Place a record before another, or last."""

    type: Literal["move"]
    record: Identifier
    revision: RevisionNumber
    before: Identifier | None


class Refresh(_Message):
    """Show what the records say now."""

    type: Literal["refresh"]


class History(_Message):
    """Tell what a record has been; `before` asks for what is older than that revision."""

    type: Literal["history"]
    record: Identifier
    before: RevisionNumber | None = None


class Deleted(_Message):
    """Tell which records have been deleted."""

    type: Literal["deleted"]


class Comment(_Message):
    """Comment on a record, one of its fields, or another comment. The id is the browser's choice."""

    type: Literal["comment"]
    comment: Identifier
    record: Identifier
    field: Annotated[str, MaxLen(60)] = ""
    thread: Annotated[str, MaxLen(60)] = ""
    text: Annotated[str, MaxLen(20_000)]


class Reword(_Message):
    """Change the text of one's own comment."""

    type: Literal["reword"]
    comment: Identifier
    revision: RevisionNumber
    text: Annotated[str, MaxLen(20_000)]


class Withdraw(_Message):
    """Take one's own comment back."""

    type: Literal["withdraw"]
    comment: Identifier
    revision: RevisionNumber


class Resolve(_Message):
    """Say that a thread is settled, or open it again."""

    type: Literal["resolve"]
    comment: Identifier
    revision: RevisionNumber
    resolved: bool


Talk = Comment | Reword | Withdraw | Resolve
Change = Save | Delete | Restore | Move
Request = Annotated[Change | Refresh | History | Deleted | Talk, Field(discriminator="type")]

_ADAPTER: TypeAdapter[Request] = TypeAdapter(Request)


def read(content: object) -> Request:
    """Return what a browser said.

    Raises
    ------
    pydantic.ValidationError
        When it is nothing a browser may say.
    """
    return _ADAPTER.validate_python(content)
