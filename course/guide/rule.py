"""One rule of the guide, and the answers it may ask about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from ..records import ProgrammeChoice

__all__ = [
    "Effect",
    "Rule",
    "abroad_at_least",
    "abroad_fewer_than",
    "adults_only",
    "always",
    "applies",
    "both",
    "goes",
    "lasts",
    "many_units",
    "no_grant",
    "only_journeys",
    "partners_in",
    "single_unit",
    "works_together",
]

Holds = Callable[[ProgrammeChoice], bool]


class Effect(StrEnum):
    """What a rule does when it holds."""

    FOR = "for"
    AGAINST = "against"
    CLOSES = "closes"
    NOTE = "note"


@dataclass(frozen=True)
class Rule:
    """One sentence about one programme: what it does, when it holds, and where it is from.

    `year` is the call year or the period the source speaks of; empty where the source has none.
    """

    programme: str
    effect: Effect
    sentence: str
    year: str
    source: str
    holds: Holds


def always(choice: ProgrammeChoice) -> bool:
    """Whatever was answered."""
    return True


def both(one: Holds, other: Holds) -> Holds:
    """Return a condition that holds when the two do."""
    return lambda choice: one(choice) and other(choice)


def applies(*applicants: str) -> Holds:
    """One of these (codes of `applicant`) is to apply."""
    return lambda choice: choice.applicant in applicants


def goes(*groups: str) -> Holds:
    """At least one of these groups (codes of `participant_group`) is to take part."""
    return lambda choice: bool(set(groups).intersection(choice.who_travels))


def adults_only(choice: ProgrammeChoice) -> bool:
    """Adult learners take part and no child, pupil or member of staff does."""
    return choice.who_travels == ["adult_learners"]


def partners_in(*regions: str) -> Holds:
    """The partners are in one of these (codes of `partner_region`)."""
    return lambda choice: choice.partner_region in regions


def abroad_at_least(number: int) -> Holds:
    """At least this many partners abroad are there."""
    return lambda choice: choice.partners_abroad is not None and choice.partners_abroad >= number


def abroad_fewer_than(number: int) -> Holds:
    """Fewer than this many partners abroad are there; unanswered is not fewer."""
    return lambda choice: choice.partners_abroad is not None and choice.partners_abroad < number


def lasts(*horizons: str) -> Holds:
    """It is to last for one of these (codes of `horizon`)."""
    return lambda choice: choice.horizon in horizons


def many_units(choice: ProgrammeChoice) -> bool:
    """Several units are to take part under one application."""
    return choice.several_units is True


def single_unit(choice: ProgrammeChoice) -> bool:
    """One unit goes alone."""
    return choice.several_units is False


def works_together(choice: ProgrammeChoice) -> bool:
    """Something is to be developed together with partners."""
    return choice.product is True


def only_journeys(choice: ProgrammeChoice) -> bool:
    """Nothing is to be developed: it is about visits."""
    return choice.product is False


def no_grant(choice: ProgrammeChoice) -> bool:
    """No grant is needed."""
    return choice.needs_money is False
