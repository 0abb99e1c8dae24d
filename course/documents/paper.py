"""What a document's template is given: the records, and how they are said on paper."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from markupsafe import Markup

from ..countries import case_part, own_name
from ..faces import CohortReading, Reading
from ..faces.links import link_to
from ..faces.session import MADE_UP
from ..i18n import N_, PRINTED
from ..levels import municipality_of
from ..organisations import is_made_up
from ..outline import title_of
from ..records import KINDS, Question, is_empty, questions
from ..store import Look, Stored
from ..vocabulary import vocabulary
from . import phrases
from .colours import Colours
from .declared import Document
from .letterhead import Letterhead

__all__ = ["Cell", "Paper"]

_NOT_ANSWERED = N_("“{question}” is not answered yet.")
_NAMED = N_("“{question}” is not answered yet for {name}.")
_NOTHING = N_("“{kind}”: nothing has been written down yet.")
_NO_EVIDENCE = N_("Not among “{what}” yet: {name}.")
_FILL_IN = N_("Fill it in: “{session}”")
_CHANGE = N_("Change: {what}")
_MUNICIPALITY = N_("{name} municipality")
_LOGO = N_("Logo of {name}")
_MADE = N_("Made on {day} from the workbook’s answers, revision {revision}. Language: {language}.")


@dataclass(frozen=True)
class Cell:
    """A cell of a table: its words, and the number they say where they say one."""

    text: str
    number: float | None = None


@dataclass(frozen=True)
class Paper:
    """One document of one organisation, as its template sees it.

    In a `draft` what is missing is said, with a link to where it is filled in, and what is there links
    back to its place. Without, what is missing is left out.
    """

    document: Document
    reading: Reading
    draft: bool = False
    face: str = ""
    """Where its links lead; as the settings say where it is empty."""
    cohort: CohortReading | None = None
    """The municipalities it is about, where it belongs to a cohort as a whole."""

    @property
    def language(self) -> str:
        """The code of the language it is written in."""
        return self.reading.language

    @property
    def title(self) -> str:
        """What the document is called; the case for the council is called by its country's own word."""
        return self.document.called(self.reading)

    @property
    def warning(self) -> str:
        """What stands at the head of every page of it, or nothing."""
        return self.reading.translate(self.document.warning)

    @property
    def warnings(self) -> list[str]:
        """What is said before anything else: that it is no official form, or that nothing in it is real."""
        made_up = self.reading.translate(MADE_UP) if self._is_made_up else ""
        return [said for said in (self.warning, made_up) if said]

    @property
    def municipality(self) -> str:
        """Whose it is."""
        name = phrases.clean(self.reading.municipality)
        whose = phrases.clean(self._look.name) or own_name(self.reading.view.cohort, self._key)
        if not whose:
            as_it_is = self._is_made_up or self.cohort
            whose = name if as_it_is else self.reading.translate(_MUNICIPALITY).format(name=name)
        unit = self.reading.unit
        return f"{phrases.clean(unit.name)}, {whose}" if unit else whose

    @cached_property
    def letterhead(self) -> Letterhead:
        """What the head of its first page shows, and its colours."""
        look = self._look
        alternative = look.alternative or self.reading.translate(_LOGO).format(name=self.reading.municipality)
        return Letterhead(Colours.of(look.colour), look.logo, phrases.clean(alternative))

    @cached_property
    def _look(self) -> Look:
        return self.reading.view.look

    @property
    def _is_made_up(self) -> bool:
        return is_made_up(self.reading.view.cohort, self._key)

    @property
    def _key(self) -> str:
        organisation = self.reading.view.organisation
        return municipality_of(organisation) or organisation

    @property
    def currency(self) -> str:
        """What the municipality's own money is called after an amount."""
        return self.reading.currency

    def money(self, label: str) -> str:
        """Return the head of a column of sums of the municipality's own money."""
        return self.reading.money_column(label)

    def part(self, name: str) -> str:
        """Return what a part of the case for the council is called in the municipality's country."""
        return case_part(self.reading.country, name, self.language)

    @property
    def running(self) -> str:
        """What stands at the head of a page."""
        return " · ".join(part for part in (self.municipality, self.title, self.warning) if part)

    @property
    def today(self) -> str:
        """The day it is made."""
        return phrases.day(self.reading.today, self.language)

    @property
    def made(self) -> str:
        """When it was made, of which answers, in which language."""
        return self.reading.translate(_MADE).format(
            day=self.today, revision=self.reading.view.change, language=PRINTED[self.language]
        )

    def all(self, kind: str, **where: object) -> list[Stored]:
        """Return the records of a kind whose fields are as in `where`, or contain it where they are lists."""

        def fits(stored: Stored) -> bool:
            values = stored.values
            return all(
                wanted in values[name] if isinstance(values[name], list) else values[name] == wanted
                for name, wanted in where.items()
            )

        return [stored for stored in self.reading.records[kind] if fits(stored)]

    def one(self, kind: str) -> Stored:
        """Return the single record of a kind."""
        return self.reading.records[kind][0]

    def name(self, stored: Stored | None) -> str:
        """Return what a record is called."""
        return phrases.clean(self.reading.name(stored)) if stored else ""

    def named(self, ids: Iterable[str]) -> list[Stored]:
        """Return the records of some ids, without those that are gone."""
        return [self.reading.by_id[one] for one in ids if one in self.reading.by_id]

    def says(self, stored: Stored, name: str) -> str:
        """Return an answer in one line; empty when there is none."""
        question = self.question(stored, name)
        return " ".join(phrases.clean(self.reading.shown(question, self._value(stored, name))).split())

    def label(self, name: str, code: str | None) -> str:
        """Return the term of a code, in the language of the paper."""
        return vocabulary(name).label(code, self.language) if code else ""

    def has(self, stored: Stored, *names: str) -> bool:
        """Whether all these answers are there."""
        return not any(is_empty(self._value(stored, name)) for name in names)

    def worded(self, municipality: str, unit: str) -> str:
        """Return the one of two sentences that is right for whose paper it is."""
        return unit if self.reading.unit else municipality

    def row(self, items: Iterable[str]) -> str:
        """Return several as prose: “a, b and c”."""
        return phrases.in_a_row(list(items), self.language)

    def apart(self, items: Iterable[str]) -> str:
        """Return several that may have an “and” of their own as prose: “a; b and c; d”."""
        return phrases.apart(list(items), self.language)

    def day(self, on: date | None) -> str:
        """Return a day in words."""
        return phrases.day(on, self.language)

    def number(self, value: float | Decimal | None) -> str:
        """Return a number; a dash where it is not known."""
        return "–" if value is None else phrases.number(value, self.language)

    def cell(self, value: float | Decimal | None) -> Cell:
        """Return a number as a cell of a table, which a workbook of tables can reckon with."""
        return Cell(self.number(value), None if value is None else float(value))

    def told(self, stored: Stored, name: str, lead: str = "") -> Markup:
        """Return an answer as paragraphs, `lead` before the first; a draft says where it is missing."""
        text = self.reading.shown(self.question(stored, name), self._value(stored, name))
        parts = phrases.paragraphs(phrases.sentence(text))
        if not parts:
            return self.missing(stored, name)
        if lead:
            parts[0] = Markup("<strong>{}</strong> {}").format(lead, parts[0])
        parts[-1] += self.change(stored, name)
        return Markup("\n").join(Markup("<p>{}</p>").format(part) for part in parts)

    def line(self, text: str, stored: Stored | None = None, name: str = "", kind: str = "") -> Markup:
        """Return a sentence of the template's own as a paragraph, with the way back to what it is made of."""
        if not text.strip():
            return Markup("")
        back = self.change(stored, name) if stored else self.place(kind) if kind else Markup("")
        return Markup("<p>{}{}</p>").format(phrases.clean(text), back)

    def missing(self, stored: Stored, *names: str) -> Markup:
        """Return, in a draft, what is not answered of a record, with a link to where it is."""
        if not self.draft:
            return Markup("")
        said = [
            self._note(self._not_answered(stored, name), stored.record.home, f"q-{stored.id}-{name}")
            for name in names
            if not self.has(stored, name) and self._is_asked(stored, name)
        ]
        return Markup("\n").join(said)

    def none(self, kind: str) -> Markup:
        """Return, in a draft, that nothing of a kind has been written down, with a link to where it is."""
        if not self.draft:
            return Markup("")
        model = KINDS[kind]
        said = self.reading.translate(_NOTHING).format(
            kind=self.reading.translate(model.plural_at(self.reading.level))
        )
        return self._note(said, model.home, f"k-{kind}")

    def remark(self, text: str, kind: str) -> Markup:
        """Return, in a draft, a sentence for whoever writes it, with a link to where a kind is written."""
        return self._note(text, KINDS[kind].home, f"k-{kind}") if self.draft else Markup("")

    def change(self, stored: Stored, name: str) -> Markup:
        """Return, in a draft, the link from a paragraph to the place of its record."""
        if not self.draft:
            return Markup("")
        question = self.question(stored, name or stored.record.name_field)
        words = self.reading.translate(_CHANGE).format(what=self.reading.translate(question.label))
        href = self._href(stored.record.home, f"q-{stored.id}-{question.name}")
        return Markup(' <a class="place" href="{}">{}</a>').format(href, words)

    def linked(self, stored: Stored, name: str) -> Markup:
        """Return what a record is called; in a draft as a link to one of its answers."""
        model = type(stored.record)
        called = Markup.escape(self.reading.translate(model.title) if model.single else self.name(stored))
        if not self.draft:
            return called
        return Markup('<a href="{}">{}</a>').format(
            self._href(stored.record.home, f"q-{stored.id}-{name}"), called
        )

    def lacks(self, stored: Stored, what: str, *names: str) -> Markup:
        """Return, in a draft, that a record is no evidence of `what` yet, and what it lacks."""
        missing = self.missing(stored, *names)
        if missing or not self.draft:
            return missing
        said = self.reading.translate(_NO_EVIDENCE).format(what=what, name=self.name(stored))
        return self._note(said, stored.record.home, f"q-{stored.id}-{names[0]}")

    def place(self, kind: str) -> Markup:
        """Return, in a draft, the link from what is made of all records of a kind to where they are."""
        if not self.draft:
            return Markup("")
        model = KINDS[kind]
        plural = self.reading.translate(model.plural_at(self.reading.level))
        words = self.reading.translate(_CHANGE).format(what=plural)
        return Markup(' <a class="place" href="{}">{}</a>').format(self._href(model.home, f"k-{kind}"), words)

    def _note(self, said: str, home: str, place: str) -> Markup:
        session = title_of(home, self.reading.translate)
        link = self.reading.translate(_FILL_IN).format(session=session)
        return Markup('<p class="missing">{} <a href="{}">{}</a></p>').format(
            said, self._href(home, place), link
        )

    def _not_answered(self, stored: Stored, name: str) -> str:
        label = self.reading.translate(self.question(stored, name).label)
        if stored.record.single:
            return self.reading.translate(_NOT_ANSWERED).format(question=label)
        return self.reading.translate(_NAMED).format(question=label, name=self.name(stored))

    def _href(self, home: str, place: str) -> str:
        return f"{link_to(self.reading, home, self.face)}#{place}"

    def _value(self, stored: Stored, name: str) -> Any:
        return getattr(stored.record, name)

    def question(self, stored: Stored, name: str) -> Question:
        """Return how a field of a record is asked for, at the level of the paper where it is asked there."""
        model, level = type(stored.record), self.reading.level
        return next(
            asked
            for asked in questions(model, level if self._is_asked(stored, name) else None)
            if asked.name == name
        )

    def _is_asked(self, stored: Stored, name: str) -> bool:
        return any(
            asked.name == name
            for asked in questions(type(stored.record), self.reading.level, self.reading.country)
        )


def cells(row: Sequence[str | Cell]) -> list[Cell]:
    """Return a row of a table as cells."""
    return [cell if isinstance(cell, Cell) else Cell(phrases.clean(cell)) for cell in row]
