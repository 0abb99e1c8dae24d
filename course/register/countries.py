"""Read countries from lists and sentences (rules C1 to C6)."""

from __future__ import annotations

import csv
import re
import unicodedata
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from ..settings import settings
from ..vocabulary import COUNTRY, LABEL_LANGUAGES, vocabulary

__all__ = ["Countries", "countries_named", "read_countries"]

_COMMA = re.compile(r"[,;]")
_AND = re.compile(r"\s+(?:och|og|and)\s+")


class Countries(BaseModel):
    """A list of countries as read: codes in the list's order, each once, and what was not read."""

    model_config = ConfigDict(frozen=True)

    codes: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


class _Alias(BaseModel):
    """A name CLDR does not have, or a place that stands for its country in a sentence."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    code: str = Field(pattern=r"^[A-Z]{2}$")
    kind: Literal["country", "place"]
    source: str


def read_countries(written: str | None) -> Countries:
    """Return the countries of a list such as “Polen, Italien och Kroatien.”.

    Names may be in any language the vocabularies have; one that is not known is kept as text and
    marked, never left out.
    """
    items = list(chain.from_iterable(_items(piece) for piece in _COMMA.split(written or "")))
    if not items:
        return Countries(remarks=("countries_missing",))
    found = {item: _names().get(_plain(item)) for item in items}
    unread = tuple(item for item, code in found.items() if code is None)
    return Countries(
        codes=tuple(dict.fromkeys(code for code in found.values() if code)),
        unread=unread,
        remarks=("country_unread",) if unread else (),
    )


def countries_named(sentence: str, *, home: str) -> frozenset[str]:
    """Return the codes of countries other than `home` that a Swedish sentence names, or a place in them.

    Only whole names count: “spanska elever” names no country.
    """
    found = (_in_sentences()[name] for name in _any_name().findall(unicodedata.normalize("NFC", sentence)))
    return frozenset(found) - {home}


def _items(piece: str) -> list[str]:
    """Split a piece at “och”, but keep the names that have one in them (“Bosnien och Hercegovina”)."""
    words = [word for part in _AND.split(piece) if (word := part.strip(" .\t\r\n\xa0"))]
    items: list[str] = []
    while words:
        length = next(
            (n for n in range(len(words), 1, -1) if _plain(" och ".join(words[:n])) in _names()),
            1,
        )
        items.append(" och ".join(words[:length]))
        words = words[length:]
    return items


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


@cache
def _names() -> dict[str, str]:
    """Return every known name of a country, in any of our languages, with its code."""
    labels = {
        _plain(label): term.code
        for term in vocabulary(COUNTRY)
        for language in LABEL_LANGUAGES
        if (label := term.labels[language])
    }
    return labels | {_plain(alias.name): alias.code for alias in _aliases() if alias.kind == "country"}


@cache
def _in_sentences() -> dict[str, str]:
    """Return the Swedish names, with the places: what a sentence of the register may name."""
    return {term.labels["sv"]: term.code for term in vocabulary(COUNTRY) if term.labels["sv"]} | {
        alias.name: alias.code for alias in _aliases()
    }


@cache
def _any_name() -> re.Pattern[str]:
    longest_first = sorted(_in_sentences(), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b")


def _aliases() -> tuple[_Alias, ...]:
    return _read_aliases(settings().data_dir / "country_aliases.csv")


@cache
def _read_aliases(path: Path) -> tuple[_Alias, ...]:
    with path.open(encoding="utf-8", newline="") as lines:
        return tuple(_Alias.model_validate(row) for row in csv.DictReader(lines))
