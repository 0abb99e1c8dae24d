"""What one reader sees of one organisation at one moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time
from babel.numbers import format_decimal

from ..checks import Completeness, Finding, Standing, completeness, findings, standings
from ..countries import Country, country_of, currency
from ..i18n import N_, Translator
from ..levels import Level, municipality_of
from ..outline import SessionKey, sessions
from ..records import KINDS, Question, is_empty, questions
from ..settings import settings
from ..store import Comment, SignOff, Stored, Unit, View
from ..vocabulary import vocabulary

__all__ = ["Reading"]

YES = N_("Yes")
NO = N_("No")
UNNAMED = N_("Without a name")
_CARRIED = N_("{name} (from {municipality})")


@dataclass(frozen=True)
class Reading:
    """The records of one organisation as one reader gets them: language, session, names."""

    view: View
    translate: Translator
    session: SessionKey
    municipality: str
    records: Mapping[str, Sequence[Stored]]
    gatherings: Sequence[Stored] = ()
    """The gatherings of the cohort, as far as a facilitator has written them down."""
    unit: Unit | None = None
    """The unit under the municipality whose records they are; None when they are the municipality's."""
    units: Sequence[Unit] = ()
    """The municipality's units, as far as the reader may open them."""
    standing: int = 0
    """What `View.standing` was before the records were read; 0 where nobody asks."""
    snapshot: SignOff | None = None
    """The snapshot that is read, when it is one; the records are then as they were."""

    @property
    def level(self) -> Level:
        """Whether a municipality or what kind of unit is read of."""
        return self.view.level

    @cached_property
    def country(self) -> Country:
        """The country of the municipality: it decides on money, documents and rules."""
        organisation = self.view.organisation
        return country_of(self.view.cohort, municipality_of(organisation) or organisation)

    @property
    def currency(self) -> str:
        """What the municipality's own money is called in the reader's language."""
        return currency(self.country, self.language)

    def money_column(self, label: str) -> str:
        """Return the head of a column of sums, with a capital where it begins with the money itself."""
        said = label.format(currency=self.currency)
        return said[:1].upper() + said[1:]

    @property
    def place(self) -> str:
        """What whoever the records belong to is called; a unit always with its municipality."""
        if self.unit is None:
            return self.municipality
        return f"{self.unit.name}, {self.municipality}"

    @property
    def today(self) -> date:
        """The day it is for the reader."""
        return datetime.now(ZoneInfo(settings().time_zone)).date()

    def at(self, occasion: str) -> Reading:
        """Return the reading of another time the same session is held."""
        if occasion == self.session.occasion:
            return self
        if occasion not in self._others:
            self._others[occasion] = self._read_at(occasion)
        return self._others[occasion]

    @cached_property
    def _others(self) -> dict[str, Reading]:
        return {}

    def _read_at(self, occasion: str) -> Reading:
        view = self.view.at(occasion)
        session = self.session._replace(occasion=occasion)
        # What is not written anew each time is the same on every occasion, and has been read.
        again = [kind for kind, model in KINDS.items() if model.per_occasion]
        return replace(self, view=view, session=session, records={**self.records, **view.everything(again)})

    @cached_property
    def findings(self) -> list[Finding]:
        """What the checks say of all sessions."""
        return findings(self.records, today=self.today, level=self.level)

    @cached_property
    def standings(self) -> dict[str, Standing]:
        """What each anchor has become, by its id."""
        return standings(self.records)

    @cached_property
    def states(self) -> dict[str, Completeness]:
        """How far each session has come on this occasion, by its notebook's key."""
        return {
            session.key: completeness(self.records, session.key, self.level)
            for session in sessions(self.level)
        }

    @cached_property
    def deleted(self) -> Mapping[str, Sequence[Stored]]:
        """What has been deleted, by kind, the last one deleted first."""
        return self.view.deleted()

    @cached_property
    def comments(self) -> Sequence[Comment]:
        """What is said of the records, the oldest first."""
        return self.view.comments.everything()

    @cached_property
    def by_id(self) -> dict[str, Stored]:
        """Every record by its id."""
        return {stored.id: stored for all_of_kind in self.records.values() for stored in all_of_kind}

    @property
    def language(self) -> str:
        """The code of the reader's language."""
        return self.translate.language

    @property
    def storage_key(self) -> str:
        """Where a browser keeps what this person has not yet had acknowledged here."""
        view = self.view
        # What waits to be sent belongs to the answers as they are now, and never to those of an earlier day.
        then = (f"@{view.change}",) if view.past else ()
        return ":".join(("workbook", view.grant.person, view.cohort, view.organisation, view.occasion, *then))

    def name(self, stored: Stored) -> str:
        """Return what a record is called; never empty."""
        record = stored.record
        named = next(asked for asked in questions(type(record)) if asked.name == record.name_field)
        return self.shown(named, getattr(record, named.name)) or self.translate(UNNAMED)

    def name_and_origin(self, stored: Stored) -> str:
        """Return what a record is called, with the municipality it is carried over from if it is."""
        name = self.name(stored)
        if not stored.carried:
            return name
        return self.translate(_CARRIED).format(name=name, municipality=self.municipality)

    def name_of(self, record: str | None) -> str:
        """Return what the record of an id is called; empty when there is none of that id."""
        stored = self.by_id.get(record or "")
        return self.name(stored) if stored else ""

    def values(self, stored: Stored) -> dict[str, Any]:
        """Return a record's stored shape without references to what has been deleted since.

        They stay in the store, so that taking the deleted record back brings the link back too.
        """
        values = stored.values
        for question in questions(type(stored.record), None):
            if question.type == "references":
                values[question.name] = [one for one in values[question.name] if one in self.by_id]
            elif question.type == "reference" and values[question.name] not in self.by_id:
                values[question.name] = None
        return values

    def clock(self, moment: datetime | None) -> str:
        """Return the time of day of a moment, in the operator's time zone, for example 14:02."""
        if moment is None:
            return ""
        zone = ZoneInfo(settings().time_zone)
        return format_time(moment.astimezone(zone), "HH:mm", locale=self.language)

    def options(self, question: Question) -> list[dict[str, str]]:
        """Return what can be chosen: terms of a vocabulary, or records of the kind referred to."""
        if question.vocabulary:
            return [
                {"value": code, "label": label}
                for code, label in vocabulary(question.vocabulary).options(
                    self.language, country=self.country
                )
            ]
        if question.refers_to:
            return [
                {"value": stored.id, "label": self.name_and_origin(stored)}
                for stored in self.records[question.refers_to]
            ]
        return []

    def unit_of(self, question: Question) -> str:
        """Return what a number answers in, “kroner a year”; empty where it counts."""
        return self.translate(question.unit).format(currency=self.currency)

    def shown(self, question: Question, value: Any) -> str:
        """Return an answer as a reader should see it; empty when there is none."""
        if is_empty(value):
            return ""
        if isinstance(value, list):
            parts = [self._shown_one(question, item) for item in value]
            return "; ".join(part for part in parts if part)
        return self._shown_one(question, value)

    def _shown_one(self, question: Question, value: Any) -> str:
        if isinstance(value, bool):
            return self.translate(YES if value else NO)
        if question.vocabulary:
            return vocabulary(question.vocabulary).label(value, self.language)
        if question.refers_to:
            referred = self.by_id.get(value)
            return self.name_and_origin(referred) if referred else ""
        if isinstance(value, date):
            return format_date(value, "long", locale=self.language)
        if isinstance(value, int) and question.type != "year":
            number = format_decimal(value, locale=self.language)
            return f"{number} {self.unit_of(question)}" if question.unit else number
        return str(value)
