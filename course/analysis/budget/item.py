"""One line of an estimate, and the sheet on which the lines of an activity are gathered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from babel.numbers import format_decimal

from ...i18n import Translator
from ...rates import MissingRate, Rate
from ...records import Message
from ...vocabulary import vocabulary

__all__ = ["Item", "Named", "Number", "Sheet", "whole"]


@dataclass(frozen=True)
class Item:
    """One line: what it is for, and the factors whose product it is (persons, days, euros).

    `source` says where the rate among them is from; empty where the group has entered it.
    """

    label: Message
    factors: tuple[Decimal, ...]
    source: str = ""

    @property
    def amount(self) -> Decimal:
        """Euros."""
        product = Decimal(1)
        for factor in self.factors:
            product *= factor
        return product


@dataclass
class Sheet:
    """What has been reckoned of one activity, what could not be, and what the reader should know."""

    items: list[Item] = field(default_factory=list)
    missing: list[Message] = field(default_factory=list)
    notes: list[Message] = field(default_factory=list)

    def add(self, label: str, *factors: int | Decimal, source: str = "", **blanks: object) -> None:
        """Write down a line; one with a nought among its factors is none."""
        if all(factors):
            item = Item(Message(label, blanks), tuple(Decimal(factor) for factor in factors), source)
            self.items.append(item)

    def found(self, find: Callable[[], Rate]) -> Rate | None:
        """Return a rate, or write down that it is missing."""
        try:
            return find()
        except MissingRate as error:
            self.lack(error.message)
            return None

    def lack(self, message: Message) -> None:
        """Write down that something is missing, once."""
        if message not in self.missing:
            self.missing.append(message)

    def note(self, sentence: str, **blanks: object) -> None:
        """Write down what the reader should know, once."""
        if (message := Message(sentence, blanks)) not in self.notes:
            self.notes.append(message)


@dataclass(frozen=True)
class Named:
    """A term in a sentence, in the reader's language."""

    vocabulary: str
    code: str

    def text(self, translate: Translator) -> str:
        """Return the term's label."""
        return vocabulary(self.vocabulary).label(self.code, translate.language)


@dataclass(frozen=True)
class Number:
    """A number in a sentence, written as the reader's language writes it: 20 000 or 20,000."""

    value: Decimal | int

    def text(self, translate: Translator) -> str:
        """Return the number, a whole one without decimals."""
        written: str = format_decimal(self.value, locale=translate.language)
        return written


def whole(amount: Decimal) -> Decimal:
    """Return the amount without cents; half of one goes up (Programme Guide 2026, second hand)."""
    return amount.quantize(Decimal(1), ROUND_HALF_UP)
