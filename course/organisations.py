"""The municipalities that follow the course, in cohorts, with what public sources say of them.

In a cohort a municipality has a key of our own, which never changes. Its official code does (many
Norwegian codes changed in 2020 and 2024), so codes carry the days they are valid and are looked up
by date. docs/data.md says where each file comes from.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from .i18n import LANGUAGES
from .municipalities import (
    Country,
    MunicipalityRegister,
    RegisteredMunicipality,
    UnknownMunicipality,
    municipality_register,
)
from .settings import settings

__all__ = [
    "KEY",
    "Cohort",
    "Municipality",
    "MunicipalityRegister",
    "OfficialCode",
    "RegisteredMunicipality",
    "UnknownCohort",
    "UnknownMunicipality",
    "cohort",
    "cohorts",
    "demonstration_records",
    "is_made_up",
    "municipality_register",
]

KEY = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"
"""Single dashes only: two stand between a municipality and a unit of its."""


class UnknownCohort(LookupError):
    """A cohort that is not there."""

    def __init__(self, key: str, opened: Iterable[str] = ()) -> None:
        there = sorted({*cohorts(), *opened})
        super().__init__(f"There is no cohort “{key}”. There are: {', '.join(there)}.")


class _Fact(BaseModel):
    """What is read from our data files: nothing unknown passes, nothing changes afterwards."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class OfficialCode(_Fact):
    """A municipality's official code and the days it is valid, both included; none means not known."""

    code: str = Field(pattern=r"^\d{4}$")
    valid_from: date | None = None
    valid_to: date | None = None
    source: str

    def valid_on(self, day: date) -> bool:
        """Whether this is the municipality's code on `day`."""
        return (self.valid_from or date.min) <= day <= (self.valid_to or date.max)


class LanguageForm(_Fact):
    """The form of Norwegian a municipality has chosen, and how sure we are of it."""

    code: Literal["nynorsk", "bokmal", "neutral"]
    certainty: Literal["official", "unconfirmed", "weak"]
    source: str


class Predecessor(_Fact):
    """A municipality that became part of this one, for those who read older figures."""

    name: str
    code: str = Field(pattern=r"^\d{4}$")
    source: str


class Inhabitants(_Fact):
    """A count of inhabitants, on a day where the source gives one, otherwise some time in a year."""

    count: int = Field(gt=0)
    on: date | None = None
    year: int | None = None
    source: str

    @model_validator(mode="after")
    def _dated(self) -> Inhabitants:
        if (self.on is None) == (self.year is None):
            raise ValueError("give either the day or the year")
        return self

    @property
    def when(self) -> date:
        """The day counted on; 1 January where only the year is known, for sorting."""
        return self.on or date(self.year or 1, 1, 1)


class KnownDocument(_Fact):
    """A steering document a source names; all that the source does not say is left out.

    `wording` says whether the title is the source's or our description of it.
    """

    called: str
    wording: Literal["source", "ours"] = "source"
    type: str
    valid_from: int | None = None
    valid_to: int | None = None
    source: str


class KnownGoal(_Fact):
    """A goal a source states, with the sentence it was stated in."""

    called: str
    wording: Literal["source", "ours"] = "source"
    quotation: str
    source: str


class Municipality(_Fact):
    """A municipality that follows the course.

    `key` is ours and stays; `language` is what its people are first shown, one of `LANGUAGES`. `full_name`
    is what it calls itself on paper, where that cannot be made of its name: “Norrköpings kommun”.
    One that is `made_up` does not exist: it is there to be shown full, and has no official code.
    """

    key: str = Field(pattern=KEY, max_length=60)
    country: Country
    name: str = Field(min_length=1)
    full_name: str = ""
    language: str
    language_source: str
    language_form: LanguageForm | None = None
    made_up: bool = False
    codes: tuple[OfficialCode, ...] = ()
    predecessors: tuple[Predecessor, ...] = ()
    inhabitants: tuple[Inhabitants, ...] = ()
    documents: tuple[KnownDocument, ...] = ()
    goals: tuple[KnownGoal, ...] = ()

    @field_validator("language")
    @classmethod
    def _written(cls, language: str) -> str:
        if language not in LANGUAGES:
            raise ValueError(f"the workbook has only: {', '.join(LANGUAGES)}")
        return language

    @field_validator("codes")
    @classmethod
    def _one_at_a_time(cls, codes: tuple[OfficialCode, ...]) -> tuple[OfficialCode, ...]:
        for earlier, later in pairwise(codes):
            if (earlier.valid_to or date.max) >= (later.valid_from or date.min):
                raise ValueError(f"{earlier.code} and {later.code} are valid at once, or in the wrong order")
        return codes

    @model_validator(mode="after")
    def _has_a_code(self) -> Municipality:
        if self.made_up == bool(self.codes):
            raise ValueError("a municipality has an official code, unless it is made up")
        return self

    def code_on(self, day: date) -> str | None:
        """Return the official code on `day`, or nothing where none is known to have been valid."""
        return next((entry.code for entry in self.codes if entry.valid_on(day)), None)


class Cohort(_Fact):
    """The municipalities that follow one run of the course together.

    `demonstration` marks what is there to show the workbook, with facts from public sources. One that was
    opened for applications has no municipality until the first is accepted.
    """

    key: str = Field(pattern=KEY, max_length=60)
    demonstration: bool = False
    name: dict[str, str]
    source: str
    sources: dict[str, str]
    municipalities: tuple[Municipality, ...] = Field(alias="municipality")

    @model_validator(mode="before")
    @classmethod
    def _sourced(cls, values: Any) -> Any:
        """Refuse a fact whose source is not in the file's own list of sources."""
        cited = set(_cited(values, "source")) | set(_cited(values, "language_source"))
        missing = cited - set(values.get("sources", {}))
        if missing:
            raise ValueError(f"no such source in [sources]: {', '.join(sorted(missing))}")
        return values

    @model_validator(mode="after")
    def _distinct(self) -> Cohort:
        if len(set(self.keys)) != len(self.keys):
            raise ValueError("a key is used twice")
        return self

    @property
    def keys(self) -> tuple[str, ...]:
        """The municipalities' keys, in the order of the file."""
        return tuple(entry.key for entry in self.municipalities)

    def label(self, language: str) -> str:
        """Return what the cohort is called in `language`, in English where it has no name there."""
        return self.name.get(language) or self.name["en"]

    def municipality(self, text: str) -> Municipality:
        """Return the municipality whose key or name is `text`, in any case.

        Raises
        ------
        UnknownMunicipality
            With one sentence that names those the cohort has.
        """
        wanted = text.casefold()
        for entry in self.municipalities:
            if wanted in (entry.key, entry.name.casefold()):
                return entry
        raise UnknownMunicipality(
            f"The cohort “{self.key}” has no municipality “{text}”. It has: {', '.join(self.keys)}."
        )


def _cited(values: Any, field: str) -> list[str]:
    if isinstance(values, dict):
        own = [values[field]] if isinstance(values.get(field), str) else []
        return own + [name for inner in values.values() for name in _cited(inner, field)]
    return [name for inner in values for name in _cited(inner, field)] if isinstance(values, list) else []


def cohorts() -> list[str]:
    """Return the keys of the cohorts there are, in alphabetical order."""
    return sorted(path.stem for path in (settings().data_dir / "cohorts").glob("*.toml"))


def cohort(key: str) -> Cohort:
    """Return the cohort `key`, read once.

    Raises
    ------
    UnknownCohort
        With one sentence that names those there are.
    """
    # Held against the list, not only opened: a key may come from outside and must not lead elsewhere.
    if key not in cohorts():
        raise UnknownCohort(key)
    return _read_cohort(settings().data_dir / "cohorts" / f"{key}.toml")


@cache
def _read_cohort(path: Path) -> Cohort:
    with path.open("rb") as source:
        return Cohort.model_validate(tomllib.load(source))


def is_made_up(cohort_key: str, municipality: str) -> bool:
    """Whether a municipality does not exist; one that no file knows of is taken for a real one."""
    known = cohort(cohort_key).municipalities if cohort_key in cohorts() else ()
    return any(entry.made_up for entry in known if entry.key == municipality)


def demonstration_records(group: Cohort) -> list[tuple[str, str, dict[str, object]]]:
    """Return what public sources say of a cohort's municipalities, as records to store.

    Returns
    -------
    list of (municipality's key, kind of record, answers)
        Only what a source states; every other question is left unanswered.
    """
    return [(entry.key, kind, values) for entry in group.municipalities for kind, values in _records(entry)]


def _records(entry: Municipality) -> list[tuple[str, dict[str, object]]]:
    profile: dict[str, object] = {}
    if entry.language_form:
        profile["language_form"] = entry.language_form.code
    if entry.inhabitants:
        profile["inhabitants"] = max(entry.inhabitants, key=lambda counted: counted.when).count
    documents = [
        document.model_dump(include={"called", "type", "valid_from", "valid_to"}, exclude_none=True)
        for document in entry.documents
    ]
    return [
        *([("profile", profile)] if profile else []),
        *(("steering_document", document) for document in documents),
        *(("goal", {"called": goal.called}) for goal in entry.goals),
    ]
