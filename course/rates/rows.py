"""The lines of the files in ``data/rates``, validated as they are read."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date, time
from functools import cache
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from ..settings import settings
from ..vocabulary import vocabulary

EVERY_AGENCY = "all"
"""The `national_agency` of what the programme itself sets, the same in every country."""

Family = Literal["erasmus", "nordplus"]


class BadRates(ValueError):
    """A file in data/rates that cannot be used."""


def _none_if_empty(value: object) -> object:
    return None if value == "" else value


def _in(name: str) -> AfterValidator:
    """Return a check that a code belongs to the vocabulary `name`."""

    def known(code: str) -> str:
        if code not in vocabulary(name):
            raise ValueError(f"the vocabulary “{name}” has no code “{code}”")
        return code

    return AfterValidator(known)


Day = Annotated[date | None, BeforeValidator(_none_if_empty)]
Amount = Annotated[int, Field(ge=0)]
Programme = Annotated[str, _in("programme")]
Country = Annotated[str, _in("country")]


class Rate(BaseModel):
    """A figure and where it comes from.

    `unit` says in English what `amount` counts; money is in EUR. `checked` is the day it was last
    compared with `source`; none where it rests on general knowledge.
    """

    model_config = ConfigDict(frozen=True)

    call_year: int
    national_agency: str = EVERY_AGENCY
    amount: Amount
    unit: str
    source: str
    checked: Day = None


class Row(BaseModel):
    """One line of a file: nothing unknown passes, nothing changes afterwards."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    call_year: int = Field(ge=2021, le=2100)
    source: str = Field(min_length=1)
    checked: Day = None

    identity: ClassVar[tuple[str, ...]]
    """The columns that together no other line of the same year may share."""

    def key(self) -> tuple[object, ...]:
        """Return the values of `identity`."""
        return tuple(getattr(self, column) for column in self.identity)

    def rate(self, amount: int) -> Rate:
        """Return `amount`, a figure of this line, with its source."""
        return Rate.model_validate({**self.model_dump(), "amount": amount})


class ByAgency(Row):
    """A figure that one national agency has set, or the programme for all."""

    national_agency: str = Field(min_length=1)
    unit: str = Field(min_length=1)


class Travel(ByAgency):
    """Erasmus+ travel support for a person, by distance."""

    identity: ClassVar[tuple[str, ...]] = ("distance_band",)

    distance_band: Annotated[str, _in("distance_band")]
    normal: Amount
    green: Amount


class IndividualSupport(ByAgency):
    """Erasmus+ support for a person and day."""

    identity: ClassVar[tuple[str, ...]] = ("national_agency", "country_group")

    country_group: int = Field(ge=1, le=3)
    staff: Amount
    pupils: Amount


class OrganisationalSupport(ByAgency):
    """Erasmus+ support to the organisation for a participant."""

    identity: ClassVar[tuple[str, ...]] = ("activity_type",)

    activity_type: Annotated[str, _in("activity_type")]
    amount: Amount


class Other(ByAgency):
    """A figure with a name of its own."""

    identity: ClassVar[tuple[str, ...]] = ("code",)

    code: str = Field(min_length=1)
    amount: Amount


class Limit(Other):
    """A limit a programme sets."""

    identity: ClassVar[tuple[str, ...]] = ("programme", "code")

    programme: Programme


class Nordplus(Row):
    """A flat rate of Nordplus Junior, and the countries it holds for."""

    identity: ClassVar[tuple[str, ...]] = ("code",)

    code: str = Field(min_length=1)
    amount: Amount
    unit: str = Field(min_length=1)
    countries: Annotated[list[Country], BeforeValidator(lambda text: text.split(";") if text else [])]


class ProgrammeCountry(Row):
    """A country that takes part."""

    identity: ClassVar[tuple[str, ...]] = ("programme", "country")

    programme: Family
    country: Country


class CountryGroup(Row):
    """The group of a country, by which Erasmus+ sets day rates; `verified` says if it was checked."""

    identity: ClassVar[tuple[str, ...]] = ("country",)

    country: Country
    country_group: int = Field(ge=1, le=3)
    verified: bool


class Deadline(Row):
    """The last day to apply, and the hour where it was found.

    `round` is “main”, or “visits” for Nordplus' autumn round for preparatory and study visits.
    `certain` is false for a day that is usual but not yet published.
    """

    identity: ClassVar[tuple[str, ...]] = ("programme", "round")

    programme: Programme
    round: Literal["main", "visits"]
    on: date
    at: Annotated[time | None, BeforeValidator(_none_if_empty)] = None
    time_zone: str = ""
    certain: bool


class FormQuestion(Row):
    """A question of an application's form; `characters` is the most its answer may have, where found."""

    identity: ClassVar[tuple[str, ...]] = ("programme", "code")

    programme: Programme
    section: Literal["background", "objectives", "management"]
    code: str = Field(min_length=1)
    characters: Annotated[int | None, BeforeValidator(_none_if_empty)] = None
    verified: bool


class AwardCriterion(Row):
    """A part of what an application is assessed by, and its points of 100."""

    identity: ClassVar[tuple[str, ...]] = ("programme", "code")

    programme: Programme
    code: Literal["relevance", "objectives", "activities", "management", "design", "follow_up"]
    points: int = Field(ge=0, le=100)


AnyRow = TypeVar("AnyRow", bound=Row)


def read(name: str, model: type[AnyRow]) -> Sequence[AnyRow]:
    """Return the lines of ``data/rates/<name>.csv``.

    Raises
    ------
    BadRates
        When a line breaks a rule; the sentence names file and line.
    """
    return _read(settings().data_dir / "rates" / f"{name}.csv", model)


@cache
def _read(path: Path, model: type[AnyRow]) -> Sequence[AnyRow]:
    found: dict[tuple[object, ...], AnyRow] = {}
    with path.open(encoding="utf-8", newline="") as lines:
        table: csv.DictReader[Any] = csv.DictReader(lines, restkey="beyond", restval="")
        for line in table:
            where = f"{path.name}, line {table.line_num}"
            try:
                row = model.model_validate(line)
            except ValidationError as error:
                first = error.errors(include_url=False)[0]
                field = ".".join(str(part) for part in first["loc"])
                raise BadRates(f"{where}, {field}: {first['msg']}.") from None
            if found.setdefault((row.call_year, *row.key()), row) is not row:
                raise BadRates(f"{where}: the same figure stands there twice.")
    return tuple(found.values())
