"""Words and phrases that rules look for in what people write: tables in `data/checks`, in five languages.

A group may write in another language than the one its pages are shown in, so a text is held against
the phrases of all languages at once.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ..settings import settings

__all__ = ["BadPhrases", "Matcher", "Phrase", "matcher", "phrases"]


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


class Matcher:
    """Finds phrases as whole words; where two begin at the same place, the longer one.

    A text is first searched for the phrases as they are, which is fast, and only those that are there
    are held against the bounds of words: every page reads every text of its municipality.
    """

    def __init__(self, some: Iterable[Phrase], *, case: bool) -> None:
        self._fold = str if case else str.casefold
        flags = re.NOFLAG if case else re.IGNORECASE
        self._patterns = [
            (
                frozenset(re.findall(r"\w+", self._fold(phrase))) if "*" not in phrase else frozenset(),
                self._fold(_literal(phrase)),
                re.compile(_pattern(phrase), flags),
            )
            for phrase in sorted({one.phrase for one in some})
        ]

    def search(self, text: str, start: int = 0) -> re.Match[str] | None:
        """Return the first place from `start` on where a phrase stands."""
        found = (pattern.search(text, start) for pattern in self._likely(text))
        return min((one for one in found if one), key=_first_and_longest, default=None)

    def match(self, text: str) -> re.Match[str] | None:
        """Return the phrase the text begins with."""
        found = (pattern.match(text) for pattern in self._likely(text))
        return min((one for one in found if one), key=_first_and_longest, default=None)

    def every(self, text: str) -> list[re.Match[str]]:
        """Return all places where a phrase stands, in the order of the text."""
        found = (one for pattern in self._likely(text) for one in pattern.finditer(text))
        return sorted(found, key=_first_and_longest)

    def _likely(self, text: str) -> list[re.Pattern[str]]:
        plain = " ".join(self._fold(text).split())
        there = set(re.findall(r"\w+", plain))
        return [pattern for words, literal, pattern in self._patterns if words <= there and literal in plain]


@cache
def matcher(name: str, *, with_activity: bool | None = None, case: bool = False) -> Matcher:
    """Return what finds the phrases of a table, or of those that are, or are not, `with_activity`.

    `case` tells capitals from small letters, as abbreviations need it.
    """
    chosen = [one for one in phrases(name) if with_activity in (None, one.with_activity)]
    return Matcher(chosen, case=case)


def _first_and_longest(found: re.Match[str]) -> tuple[int, int]:
    return found.start(), -found.end()


def _literal(phrase: str) -> str:
    """Return the longest part of a phrase that stands in every text the phrase is found in."""
    return max(phrase.removesuffix(".").split("*"), key=len).strip()


def _pattern(phrase: str) -> str:
    """Return the pattern of one phrase as whole words, so that “reise” is not found in “reiseliv”."""
    ends_clause = phrase.endswith(".")
    words = phrase.removesuffix(".").split()
    body = r"\s+".join(re.escape(word).replace(r"\*", r"\w*") for word in words)
    after = r"(?=\s*(?:[.,;:!?)\n]|$))" if ends_clause else r"(?!\w)"
    return rf"(?<!\w){body}{after}"
