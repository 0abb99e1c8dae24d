"""Controlled vocabularies: stable codes, what people see instead of them, and where they come from.

Each is a CSV file in ``data/vocabularies``; the countries' names are CLDR's, by way of Babel.
docs/data.md says what the columns mean.
"""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterator
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Annotated

from babel import Locale
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, field_validator

from .settings import settings

__all__ = [
    "COUNTRY",
    "LABEL_LANGUAGES",
    "BadVocabulary",
    "Term",
    "UnknownTerm",
    "UnknownVocabulary",
    "Vocabulary",
    "vocabularies",
    "vocabulary",
]

LABEL_LANGUAGES = ("en", "nb", "nn", "sv", "da")
"""The languages a term has a column for; a label in `sv` or `da` may be missing."""

COUNTRY = "country"
"""The one vocabulary that is not a file: ISO 3166-1 alpha-2 codes with CLDR's names."""

_NO_COUNTRIES = frozenset(
    {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"}
)
"""Two-letter regions of CLDR that ISO 3166-1 has no country for: unions, islands of others, test names."""

_AFTER_Z = {"en": "", "nb": "æøå", "nn": "æøå", "da": "æøå", "sv": "åäö"}


class UnknownVocabulary(LookupError):
    """A vocabulary that is not there."""

    def __init__(self, name: str) -> None:
        super().__init__(f"There is no vocabulary “{name}”. There are: {', '.join(vocabularies())}.")


class UnknownTerm(LookupError):
    """A code that a vocabulary does not have."""

    def __init__(self, code: str, name: str) -> None:
        super().__init__(f"The vocabulary “{name}” has no code “{code}”.")


class BadVocabulary(ValueError):
    """A file in data/vocabularies that cannot be used."""


def _day(value: object) -> object:
    return None if value == "" else value


Day = Annotated[date | None, BeforeValidator(_day)]


class Term(BaseModel):
    """One code of a vocabulary with its labels.

    `official` says that the term is its source's own wording, not ours. `checked` is the day it was
    last compared with `source`; none where it rests on general knowledge or is proposed by us.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str = Field(pattern=r"^([a-z][a-z0-9_]*|[A-Z]{2})$", max_length=60)
    labels: dict[str, str]
    official: bool
    valid_from: Day = None
    valid_to: Day = None
    source: str = Field(min_length=1)
    checked: Day = None
    extra: dict[str, str] = {}

    @field_validator("labels")
    @classmethod
    def _complete(cls, labels: dict[str, str]) -> dict[str, str]:
        """Require what our readers are shown; a missing Swedish or Danish label falls back on English."""
        missing = [language for language in ("en", "nb", "nn") if not labels.get(language)]
        if missing:
            raise ValueError(f"no label in {', '.join(missing)}")
        return labels

    def label(self, language: str) -> str:
        """Return the term in `language`, in English where that column is empty."""
        if language not in LABEL_LANGUAGES:
            raise ValueError(f"Terms have no language “{language}”, only: {', '.join(LABEL_LANGUAGES)}.")
        return self.labels.get(language) or self.labels["en"]

    def text(self, column: str, language: str) -> str:
        """Return the further column `column` in `language`, for example a plan's “cycle”.

        The file has one such column for each language, named ``cycle_en``, ``cycle_nb`` and so on.
        """
        return self.extra.get(f"{column}_{language}") or self.extra[f"{column}_en"]

    def offered_in(self, country: str) -> bool:
        """Whether the term is for municipalities in `country`; one that names no country is for all."""
        return self.extra.get("country") in (None, "", country)

    def valid_on(self, day: date) -> bool:
        """Whether the term may be chosen on `day`; both ends belong to the period."""
        return (self.valid_from or date.min) <= day <= (self.valid_to or date.max)


class Vocabulary:
    """The terms of one vocabulary, in the order they are offered."""

    def __init__(self, name: str, terms: tuple[Term, ...], *, alphabetical: bool = False) -> None:
        self.name = name
        self._terms = {term.code: term for term in terms}
        self._alphabetical = alphabetical
        if len(self._terms) != len(terms):
            raise BadVocabulary(f"The vocabulary “{name}” has a code twice.")

    def __contains__(self, code: object) -> bool:
        return code in self._terms

    def __iter__(self) -> Iterator[Term]:
        return iter(self._terms.values())

    def __len__(self) -> int:
        return len(self._terms)

    @property
    def codes(self) -> tuple[str, ...]:
        """Every code, valid today or not: what was stored once stays readable."""
        return tuple(self._terms)

    def term(self, code: str) -> Term:
        """Return the term with `code`.

        Raises
        ------
        UnknownTerm
            When there is none.
        """
        try:
            return self._terms[code]
        except KeyError:
            raise UnknownTerm(code, self.name) from None

    def label(self, code: str, language: str) -> str:
        """Return what people see instead of `code`."""
        return self.term(code).label(language)

    def options(
        self, language: str, on: date | None = None, country: str | None = None
    ) -> list[tuple[str, str]]:
        """Return (code, label) of what may be chosen, on the day `on` and in `country` if given.

        Countries come in the alphabetical order of `language`, all else in the order of its file.
        """
        chosen = [
            (term.code, term.label(language))
            for term in self
            if (on is None or term.valid_on(on)) and (country is None or term.offered_in(country))
        ]
        return (
            sorted(chosen, key=lambda option: alphabet(option[1], language)) if self._alphabetical else chosen
        )


def alphabet(label: str, language: str) -> list[tuple[int, str]]:
    """Return a key that sorts å, ä, æ, ö and ø where `language` has them: after z, or beside a and o."""
    after = _AFTER_Z[language]
    key: list[tuple[int, str]] = []
    for letter in unicodedata.normalize("NFC", label.casefold()):
        place = after.find(letter)
        plain = unicodedata.normalize("NFD", letter)[0]
        key.append((1, chr(ord("a") + place)) if place >= 0 else (0, plain))
    return key


def vocabularies() -> list[str]:
    """Return the names of all vocabularies, in alphabetical order."""
    return list(_names(_folder()))


def vocabulary(name: str) -> Vocabulary:
    """Return the vocabulary `name`, read once.

    Raises
    ------
    UnknownVocabulary
        When there is none of that name.
    BadVocabulary
        When its file breaks a rule; the sentence names file and line.
    """
    if name == COUNTRY:
        return _countries()
    path = _folder() / f"{name}.csv"
    # Held against the list, not only opened: a name may come from outside and must not lead elsewhere.
    if name not in _names(path.parent):
        raise UnknownVocabulary(name)
    return _read(path)


def _folder() -> Path:
    return settings().data_dir / "vocabularies"


@cache
def _names(folder: Path) -> tuple[str, ...]:
    """List a folder once: a page looks up vocabularies hundreds of times."""
    return tuple(sorted([COUNTRY, *(path.stem for path in folder.glob("*.csv"))]))


@cache
def _read(path: Path) -> Vocabulary:
    with path.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, restkey="beyond", restval="")
        return Vocabulary(path.stem, tuple(_term(row, path, rows.line_num) for row in rows))


def _term(row: dict[str, str], path: Path, line: int) -> Term:
    columns = {*Term.model_fields} - {"labels", "extra", "official"}
    labels = {language: row.get(language, "") for language in LABEL_LANGUAGES}
    extra = {name: text for name, text in row.items() if name not in {*columns, *LABEL_LANGUAGES, "official"}}
    try:
        if "beyond" in row:
            raise BadVocabulary(f"{path.name}, line {line}: there are more values than columns.")
        return Term.model_validate(
            {
                **{name: row.get(name, "") for name in columns},
                "labels": labels,
                "official": row.get("official"),
                "extra": extra,
            }
        )
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise BadVocabulary(f"{path.name}, line {line}, {where}: {first['msg']}.") from None


@lru_cache(maxsize=1)
def _countries() -> Vocabulary:
    names = {language: _territories(language) for language in LABEL_LANGUAGES}
    codes = sorted(code for code in names["en"] if len(code) == 2 and code not in _NO_COUNTRIES)
    return Vocabulary(
        COUNTRY,
        tuple(
            Term(
                code=code,
                labels={language: names[language].get(code, "") for language in LABEL_LANGUAGES},
                official=False,
                source="Unicode CLDR, by way of Babel",
            )
            for code in codes
        ),
        alphabetical=True,
    )


def _territories(language: str) -> dict[str, str]:
    return {str(code): str(name) for code, name in Locale.parse(language).territories.items()}
