"""The base of every kind of record, and the field types they share."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, ClassVar
from urllib.parse import urlsplit

from annotated_types import Ge, Le, MaxLen
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, ValidationError
from pydantic_core import PydanticCustomError

from ..levels import EVERYWHERE, Level
from .refusal import refused

__all__ = [
    "Address",
    "Choice",
    "Choices",
    "Code",
    "Count",
    "Date",
    "Emptied",
    "Kept",
    "Line",
    "Record",
    "Reference",
    "References",
    "Text",
    "Title",
    "Year",
    "is_empty",
    "none_if_empty",
    "on_one_line",
    "validate",
]


def _kept(text: str) -> str:
    """Refuse what no database or page can carry: NUL and halves of surrogate pairs.

    PostgreSQL's JSON refuses NUL, and half a pair cannot be written as UTF-8: both would fail at
    commit, when the writer can no longer be told which field it was.
    """
    if "\x00" in text or not _can_be_written(text):
        raise PydanticCustomError("character_not_kept", "a character that cannot be kept")
    return unicodedata.normalize("NFC", text).strip()


def _can_be_written(text: str) -> bool:
    """Whether a text is whole in UTF-8. Asked of every text at every reading, so it has to be quick."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def on_one_line(name: str) -> str:
    """Refuse a name that breaks the line, or has in it what cannot be seen."""
    if any(unicodedata.category(character) in ("Cc", "Cf", "Zl", "Zp") for character in name):
        raise PydanticCustomError("character_not_kept", "a character that cannot be kept")
    return name


def none_if_empty(value: Any) -> Any:
    """Return None for a text without words: an emptied field is one nobody has answered."""
    return None if isinstance(value, str) and not value.strip() else value


def _text_if_none(value: Any) -> Any:
    """Return an empty text for None: so a browser says that everything in a field has been deleted."""
    return "" if value is None else value


def _web_address(text: str) -> str:
    """Let through only addresses that a link may safely lead to: no `javascript:`, no `data:`."""
    if not text:
        return text
    try:
        parts = urlsplit(text)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.hostname or any(c.isspace() for c in text):
        raise PydanticCustomError("not_an_address", "not a web address")
    return text


def _in_our_time(day: date | None) -> date | None:
    """Refuse what a mistyped year makes: nothing a municipality plans lies outside."""
    if day is not None and not 1900 <= day.year <= 2100:
        raise PydanticCustomError("year_out_of_range", "not a year of our time")
    return day


Kept = AfterValidator(_kept)
Emptied = BeforeValidator(_text_if_none)
# The limit comes first: it is held against what was written, and pydantic then says “string too long”.
Title = Annotated[str, MaxLen(150), Kept, Emptied]
Line = Annotated[str, MaxLen(200), Kept, Emptied]
Text = Annotated[str, MaxLen(2000), Kept, Emptied]
Address = Annotated[str, MaxLen(2000), Kept, AfterValidator(_web_address), Emptied]
Code = Annotated[str, MaxLen(60), Kept]
Choice = Annotated[Code | None, BeforeValidator(none_if_empty)]
Choices = Annotated[list[Code], MaxLen(50)]
Reference = Annotated[Code | None, BeforeValidator(none_if_empty)]
References = Annotated[list[Code], MaxLen(50)]
Count = Annotated[Annotated[int, Ge(0), Le(10_000_000)] | None, BeforeValidator(none_if_empty)]
Year = Annotated[Annotated[int, Ge(1900), Le(2100)] | None, BeforeValidator(none_if_empty)]
Date = Annotated[date | None, BeforeValidator(none_if_empty), AfterValidator(_in_our_time)]


class Record(BaseModel):
    """One thing a group has written down.

    Every field may be empty, since a form is filled in bit by bit; `Ask.required` says which ones
    a complete record needs.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=False)

    kind: ClassVar[str]
    title: ClassVar[str]
    plural: ClassVar[str]
    home: ClassVar[str]
    """The session in which this kind is written; everywhere else it is shown read-only."""
    single: ClassVar[bool] = False
    """Whether a municipality has one such record rather than a list."""
    needed: ClassVar[bool] = False
    """Whether the session is complete only when at least one is there."""
    most: ClassVar[int] = 500
    """Most records of the kind in one organisation; without a rule, a bound against a wild browser."""
    name_field: ClassVar[str] = "title"
    per_occasion: ClassVar[bool] = False
    """Whether each time the session is held has its own."""
    one_for: ClassVar[tuple[str, ...]] = ()
    """Fields no two records share all of: the one that names the row of a checklist, then its selectors."""
    levels: ClassVar[frozenset[Level]] = EVERYWHERE
    """The levels at which such records are written."""
    carried: ClassVar[bool] = False
    """Whether a unit reads its municipality's records of this kind, and may refer to them."""
    unit_title: ClassVar[str] = ""
    unit_plural: ClassVar[str] = ""
    """What a unit's page says instead of `title` and `plural`, where those would be wrong there."""

    def name(self) -> str:
        """Return what this record is called where others refer to it; may be empty."""
        return str(getattr(self, self.name_field) or "")

    @classmethod
    def title_at(cls, level: Level) -> str:
        """Return the title in the words of a level, an English source sentence."""
        return (level.is_unit and cls.unit_title) or cls.title

    @classmethod
    def plural_at(cls, level: Level) -> str:
        """Return the plural in the words of a level, an English source sentence."""
        return (level.is_unit and cls.unit_plural) or cls.plural

    def values(self) -> dict[str, Any]:
        """Return the stored shape: field name → text, number, boolean, ISO date, list or null."""
        return self.model_dump(mode="json")


def is_empty(value: object) -> bool:
    """Whether a field holds no answer. `False` and 0 are answers."""
    return value is None or value == "" or value == []


def validate(kind: type[Record], values: Mapping[str, object]) -> Record:
    """Return the record of `kind` with these answers.

    Raises
    ------
    Refused
        With one sentence for each field whose answer cannot be taken.
    """
    from .vocabularies import check_choices  # late: vocabularies read data files

    try:
        record = kind.model_validate(dict(values))
    except ValidationError as error:
        raise refused(error) from None
    check_choices(record)
    return record
