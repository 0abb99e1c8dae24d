"""The public register of municipalities in Norway, Sweden and Denmark (``data/municipalities.csv``)."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Collection
from functools import cache, cached_property
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from .levels import key_words
from .settings import settings

__all__ = [
    "Country",
    "MunicipalityRegister",
    "RegisteredMunicipality",
    "UnknownMunicipality",
    "municipality_register",
]

Country = Literal["NO", "SE", "DK"]


class UnknownMunicipality(LookupError):
    """A municipality that is not where it was looked for."""


class RegisteredMunicipality(BaseModel):
    """A municipality as the public register has it. `language_form` is empty where it was not found."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    country: Country
    code: str = Field(pattern=r"^\d{4}$")
    name: str = Field(min_length=1)
    region: str
    language_form: Literal["", "nynorsk", "bokmal", "neutral"] = ""

    @field_validator("language_form", mode="before")
    @classmethod
    def _our_code(cls, written: str) -> str:
        """Our codes are plain ASCII; the register writes the language's own name."""
        return "bokmal" if written == "bokmål" else written


class MunicipalityRegister:
    """The municipalities of Norway (as of 1 January 2026), Sweden and Denmark, by country and code."""

    def __init__(self, municipalities: tuple[RegisteredMunicipality, ...]) -> None:
        self._by_code: dict[tuple[str, str], RegisteredMunicipality] = {
            (entry.country, entry.code): entry for entry in municipalities
        }
        if len(self._by_code) != len(municipalities):
            raise ValueError("The register of municipalities has a code twice.")

    @cached_property
    def _by_key(self) -> dict[str, RegisteredMunicipality]:
        names = Counter(key_words(entry.name) for entry in self._by_code.values())
        return {
            (words if names[words] == 1 else f"{words}-{entry.code}"): entry
            for entry in self._by_code.values()
            for words in (key_words(entry.name),)
        }

    def __len__(self) -> int:
        return len(self._by_code)

    def municipality(self, country: str, code: str) -> RegisteredMunicipality:
        """Return the municipality that has `code` in `country`.

        Raises
        ------
        UnknownMunicipality
            When there is none; codes of years before 2026 are not in the register.
        """
        found = self._by_code.get((country, code))
        if found is None:
            countries = ", ".join(sorted({entry for entry, _ in self._by_code}))
            raise UnknownMunicipality(
                f"The register has no municipality with code “{code}” in “{country}”. "
                f"It has the {len(self)} present ones of: {countries}."
            )
        return found

    def key_of(self, municipality: RegisteredMunicipality) -> str:
        """Return the key of ours that a municipality of the register gets when it joins a cohort.

        It is made of its name alone, so that it can be read back without asking a database; where two have
        the same name, the code is added.
        """
        words = key_words(municipality.name)
        return words if self._by_key.get(words) == municipality else f"{words}-{municipality.code}"

    def with_key(self, key: str) -> RegisteredMunicipality | None:
        """Return the municipality that has, or would get, that key of ours."""
        return self._by_key.get(key)

    def of(self, countries: Collection[str]) -> list[RegisteredMunicipality]:
        """Return the municipalities of some countries, in the register's order."""
        return [entry for entry in self._by_code.values() if entry.country in countries]


def municipality_register() -> MunicipalityRegister:
    """Return the public register of municipalities, read once."""
    return _read_register(settings().data_dir / "municipalities.csv")


@cache
def _read_register(path: Path) -> MunicipalityRegister:
    with path.open(encoding="utf-8", newline="") as lines:
        return MunicipalityRegister(
            tuple(RegisteredMunicipality.model_validate(row) for row in csv.DictReader(lines))
        )
