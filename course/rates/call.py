"""What is known of the calls of one year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

from ..i18n import N_, translator
from ..records.refusal import Message
from .rows import (
    AnyRow,
    AwardCriterion,
    CountryGroup,
    Deadline,
    Family,
    FormQuestion,
    IndividualSupport,
    Limit,
    Nordplus,
    OrganisationalSupport,
    Other,
    ProgrammeCountry,
    Rate,
    Travel,
    read,
)

Who = Literal["staff", "pupils"]

_NO_RATES = N_("There are no rates for the call of {year}. There are rates for: {years}.")
_NO_YEAR = N_("Enter the call year under what the budget is reckoned with. There are rates for: {years}.")
_NO_TRAVEL = N_("No travel rate for this distance was found for the call of {year}.")
_NO_DAY_RATES = N_(
    "The day rates of {agency} were not found for the call of {year}. Write them where the "
    "budget asks for them."
)
_NO_ORGANISATIONAL = N_(
    "No organisational support for this type of activity was found for the call of {year}."
)
_NO_OTHER = N_("No rate called “{name}” was found for the call of {year}.")
_NO_NORDPLUS = N_("Nordplus has no travel rate for this country in the call of {year}.")
_NO_LIMIT = N_("No limit called “{name}” was found for this programme in the call of {year}.")
_NO_GROUP = N_("This country belongs to no country group of Erasmus+ in the call of {year}.")


class _Said(LookupError):
    """An error for readers: `message` is its sentence, to be said in their language."""

    def __init__(self, sentence: str, **blanks: object) -> None:
        self.message = Message(sentence, blanks)
        super().__init__(self.message.text(translator("en")))


class NoRates(_Said):
    """A call year of which nothing is known, or none at all."""


class MissingRate(_Said):
    """A figure that was not found for a call."""


class Rates:
    """What is known of the calls of one year. Made by `rates`."""

    def __init__(self, call_year: int) -> None:
        self.call_year = call_year

    def travel(self, distance_band: str, *, green: bool) -> Rate:
        """Return the Erasmus+ travel support for a person; `distance_band` is a code of that vocabulary."""
        row = self._one("travel", Travel, (distance_band,), _NO_TRAVEL)
        return row.rate(row.green if green else row.normal)

    def individual_support(self, country_group: int, who: Who, national_agency: str) -> Rate:
        """Return the Erasmus+ support for a person and day that `national_agency` has set.

        Accompanying persons count as staff. How days beyond `full_rate_days` are paid says
        ``other("reduced_rate")``.
        """
        key = national_agency, country_group
        row = self._one("individual_support", IndividualSupport, key, _NO_DAY_RATES, agency=national_agency)
        return row.rate(getattr(row, who))

    def agencies(self) -> tuple[str, ...]:
        """Return the national agencies whose day rates are known."""
        rows = self._all("individual_support", IndividualSupport)
        return tuple(dict.fromkeys(row.national_agency for row in rows))

    def organisational_support(self, activity_type: str) -> Rate:
        """Return the Erasmus+ support to the organisation for a participant; companions do not count."""
        row = self._one("organisational_support", OrganisationalSupport, (activity_type,), _NO_ORGANISATIONAL)
        return row.rate(row.amount)

    def other(self, code: str) -> Rate:
        """Return another figure of Erasmus+, such as ``course_fee``: docs/data.md lists them."""
        row = self._one("other", Other, (code,), _NO_OTHER, name=code)
        return row.rate(row.amount)

    def nordplus(self, code: str) -> Rate:
        """Return a flat rate of Nordplus Junior, such as ``subsistence_week``: docs/data.md lists them."""
        row = self._one("nordplus", Nordplus, (code,), _NO_OTHER, name=code)
        return row.rate(row.amount)

    def nordplus_travel(self, country: str) -> Rate:
        """Return Nordplus' travel support for a person who goes to, or comes from, `country`.

        It is the dearer end of a journey that counts: from Norway to Iceland, ask for Iceland.
        """
        for row in self._all("nordplus", Nordplus):
            if country in row.countries:
                return row.rate(row.amount)
        raise MissingRate(_NO_NORDPLUS, year=self.call_year)

    def limit(self, programme: str, code: str) -> Rate:
        """Return a limit of a programme, such as ``participants_most`` of ``ka122``."""
        row = self._one("limits", Limit, (programme, code), _NO_LIMIT, name=code)
        return row.rate(row.amount)

    def limits(self, programme: str) -> dict[str, Rate]:
        """Return every limit of a programme by its code, empty where none was found."""
        rows = self._all("limits", Limit)
        return {row.code: row.rate(row.amount) for row in rows if row.programme == programme}

    def country_group(self, country: str) -> CountryGroup:
        """Return the group of a country of Erasmus+. The groups are not verified: see `CountryGroup`."""
        return self._one("country_groups", CountryGroup, (country,), _NO_GROUP)

    def form_questions(self, programme: str) -> tuple[FormQuestion, ...]:
        """Return the questions of a programme's form in their order, empty where none were found."""
        rows = self._all("form_questions", FormQuestion)
        return tuple(row for row in rows if row.programme == programme)

    def award_criteria(self, programme: str) -> tuple[AwardCriterion, ...]:
        """Return what an application for a programme is assessed by, empty where it was not found."""
        rows = self._all("award_criteria", AwardCriterion)
        return tuple(row for row in rows if row.programme == programme)

    def programme_countries(self, family: Family) -> tuple[str, ...]:
        """Return the codes of the countries that take part in Erasmus+ or in Nordplus."""
        rows = self._all("programme_countries", ProgrammeCountry)
        return tuple(row.country for row in rows if row.programme == family)

    def _all(self, file: str, model: type[AnyRow]) -> Iterator[AnyRow]:
        return (row for row in read(file, model) if row.call_year == self.call_year)

    def _one(
        self, file: str, model: type[AnyRow], key: tuple[object, ...], sentence: str, **blanks: object
    ) -> AnyRow:
        for row in self._all(file, model):
            if row.key() == key:
                return row
        raise MissingRate(sentence, year=self.call_year, **blanks)


def call_years() -> tuple[int, ...]:
    """Return the years of whose calls the rates are known."""
    return tuple(sorted({row.call_year for row in read("travel", Travel)}))


def rates(call_year: int | None) -> Rates:
    """Return what is known of the calls of `call_year`; None is the year of nobody who has chosen one.

    Raises
    ------
    NoRates
        When nothing is; the sentence names the years there are.
    """
    years = ", ".join(map(str, call_years()))
    if call_year is None:
        raise NoRates(_NO_YEAR, years=years)
    if call_year not in call_years():
        raise NoRates(_NO_RATES, year=call_year, years=years)
    return Rates(call_year)


def deadlines(programme: str | None = None, since: date = date.min) -> tuple[Deadline, ...]:
    """Return the last days to apply from `since` on, in their order, of whatever call; `since` counts."""
    rows = [row for row in read("deadlines", Deadline) if programme in (None, row.programme)]
    return tuple(sorted((row for row in rows if row.on >= since), key=lambda row: row.on))
