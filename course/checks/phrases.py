"""Words and phrases that rules look for in what people write: tables in `data/checks`, in five languages.

A group may write in another language than the one its pages are shown in, so a text is held against
the phrases of all languages at once.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ..settings import settings

__all__ = ["BadPhrases", "Phrase", "matcher", "phrases"]


class BadPhrases(ValueError):
    """A file in data/checks that cannot be used."""


class Phrase(BaseModel):
    """One phrase of a table, with the language it is of and where it comes from.

    In `phrase`, * stands for any letters, and a full stop at the end for the end of a clause: “comes
    later.” is not found in “comes later in the year”. `with_activity` says that a verb counts only
    when a word for an activity follows; `written_out` is what an abbreviation stands for.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    language: Literal["en", "nb", "nn", "sv", "da"]
    phrase: str = Field(min_length=1, max_length=80)
    source: str = Field(min_length=1)
    with_activity: bool = False
    written_out: str = ""


def phrases(name: str) -> tuple[Phrase, ...]:
    """Return the phrases of the table `name`, read once.

    Raises
    ------
    BadPhrases
        When the file breaks a rule; the sentence names file and line.
    """
    return _read(settings().data_dir / "checks" / f"{name}.csv")


@cache
def _read(path: Path) -> tuple[Phrase, ...]:
    found = []
    with path.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, restkey="beyond")
        for row in rows:
            try:
                values = {name: unicodedata.normalize("NFC", text) for name, text in row.items()}
                found.append(Phrase.model_validate(values))
            except (TypeError, ValidationError) as error:
                raise BadPhrases(f"{path.name}, line {rows.line_num}: {error}") from None
    return tuple(found)


@cache
def matcher(some: tuple[Phrase, ...], *, case: bool = False) -> re.Pattern[str]:
    """Return a pattern that finds any of the phrases as whole words, the longest first.

    `case` tells capitals from small letters, as abbreviations need it.
    """
    longest_first = sorted({phrase.phrase for phrase in some}, key=lambda phrase: (-len(phrase), phrase))
    either = "|".join(_pattern(phrase) for phrase in longest_first)
    return re.compile(either or r"(?!)", 0 if case else re.IGNORECASE)


def _pattern(phrase: str) -> str:
    """Return the pattern of one phrase as whole words, so that “reise” is not found in “reiseliv”."""
    ends_clause = phrase.endswith(".")
    words = phrase.removesuffix(".").split()
    body = r"\s+".join(re.escape(word).replace(r"\*", r"\w*") for word in words)
    after = r"(?=\s*(?:[.,;:!?)\n]|$))" if ends_clause else r"(?!\w)"
    return rf"(?<!\w){body}{after}"
