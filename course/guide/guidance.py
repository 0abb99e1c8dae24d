"""Add up the rules: which programmes are open, which of them fit, and in what order."""

from __future__ import annotations

from dataclasses import dataclass

from ..records import ProgrammeChoice, Question, is_empty, questions
from .rules import PROGRAMMES, RULES, Effect, Rule

__all__ = ["Guidance", "Option", "guide", "situation"]


@dataclass(frozen=True)
class Option:
    """One programme held against a group's situation: every rule of it that holds."""

    programme: str
    rules: tuple[Rule, ...]

    def by(self, effect: Effect) -> tuple[Rule, ...]:
        """Return the rules that hold and have this effect."""
        return tuple(rule for rule in self.rules if rule.effect is effect)

    @property
    def open(self) -> bool:
        """Whether nothing shuts the applicant out, as the situation is now."""
        return not self.by(Effect.CLOSES)

    @property
    def balance(self) -> int:
        """How many rules speak for it less how many speak against it."""
        return len(self.by(Effect.FOR)) - len(self.by(Effect.AGAINST))

    @property
    def suggested(self) -> bool:
        """Whether it is open and more speaks for it than against it."""
        return self.open and self.balance > 0


@dataclass(frozen=True)
class Guidance:
    """What the guide says to one situation.

    `suggestions` come with the best first; `others` are open but fit less well, or are closed.
    `missing` are the questions without an answer: until they have one the suggestion is for now only.
    """

    suggestions: tuple[Option, ...]
    others: tuple[Option, ...]
    missing: tuple[Question, ...]

    def option(self, programme: str) -> Option:
        """Return what is said of one programme.

        Raises
        ------
        KeyError
            When the guide does not know the programme.
        """
        options = {option.programme: option for option in (*self.suggestions, *self.others)}
        return options[programme]


def situation() -> tuple[Question, ...]:
    """Return the questions a suggestion rests on: those of the record's first group."""
    asked = questions(ProgrammeChoice)
    return tuple(question for question in asked if question.group == asked[0].group)


def guide(choice: ProgrammeChoice) -> Guidance:
    """Return the programmes that fit the situation described in `choice`, and what speaks against the rest.

    A programme is suggested when it is open and more rules speak for it than against it; the one with
    the largest balance comes first, and where two are equal the one that is easier to begin with
    (the order of `PROGRAMMES`). Nothing is suggested before a single question is answered.
    """
    missing = tuple(question for question in situation() if is_empty(getattr(choice, question.name)))
    options = [
        Option(programme, tuple(rule for rule in RULES if rule.programme == programme and rule.holds(choice)))
        for programme in PROGRAMMES
    ]
    if len(missing) == len(situation()):
        return Guidance((), tuple(options), missing)
    ranked = sorted(options, key=lambda option: -option.balance)  # sorting keeps the order of equals
    return Guidance(
        tuple(option for option in ranked if option.suggested),
        tuple(option for option in ranked if not option.suggested),
        missing,
    )
