"""What the self-assessment asks for next: more roles, a talk where answers differ, next steps.

Twelve statements, answered on four levels by at least two roles (domain: the model of the Building
Capacity for Erasmus+ project; statements and sentences are our own wording). No municipality is
compared with another, and no statement with another: they stand in the order they are asked in.
"""

from __future__ import annotations

from statistics import fmean

from ...i18n import N_
from ...vocabulary import Term, vocabulary
from ..blocks import Block, column, heading, listing, table, text
from ..figures.assessment import Spread, moments_of, spread
from ..reading import Reading

__all__ = ["GOOD_ENOUGH", "assessment_blocks"]

GOOD_ENOUGH = 2
"""The level from which a statement needs no next step: planned and shared."""

WIDE = 2
"""So many levels apart, two answers are something to talk about."""

_NOTHING = N_("When you have answered the statements, you see here what to talk about and what comes next.")
_ONE_ROLE = N_("{moment}: only one role has answered. It takes at least two to see where you differ.")
_WIDE = N_("Here your answers lie far apart. Tell each other what you see:")
_NEXT = N_("Next steps")
_NO_NEXT = N_("Every statement that has been answered is planned and shared on the whole.")
_STEP = N_("A next step")
_BELOW = N_("Statements that are not planned and shared yet")
_STATEMENTS = N_("Statement")


def assessment_blocks(reading: Reading) -> list[Block]:
    """Return the report: whether enough roles have answered, where to talk, then next steps."""
    answers = spread(reading.records["assessment"])
    if not answers:
        return [text(reading.translate(_NOTHING), "muted")]
    return _roles(reading, answers) + _talk(reading, answers) + _next(reading, answers)


def _roles(reading: Reading, answers: Spread) -> list[Block]:
    made = []
    for moment, label in moments_of(reading, answers):
        roles = {answer.role for (_, when), given in answers.items() if when == moment for answer in given}
        if len(roles) == 1:
            made.append(text(reading.translate(_ONE_ROLE).format(moment=label), "warning"))
    return made


def _latest(reading: Reading, answers: Spread) -> list[tuple[Term, list[int]]]:
    """Return the levels of each statement that was answered: those of the end, or of the start until then."""
    moments = [code for code, _ in moments_of(reading, answers)]
    latest = []
    for statement in vocabulary("assessment_statement"):
        for moment in reversed(moments):
            if given := answers.get((statement.code, moment)):
                latest.append((statement, [answer.level for answer in given]))
                break
    return latest


def _talk(reading: Reading, answers: Spread) -> list[Block]:
    apart = [
        statement.label(reading.language)
        for statement, levels in _latest(reading, answers)
        if max(levels) - min(levels) >= WIDE
    ]
    return [text(reading.translate(_WIDE), "strong"), listing(apart)] if apart else []


def _next(reading: Reading, answers: Spread) -> list[Block]:
    steps = [
        [statement.label(reading.language), statement.text("next", reading.language)]
        for statement, levels in _latest(reading, answers)
        if fmean(levels) < GOOD_ENOUGH
    ]
    if not steps:
        return [heading(reading.translate(_NEXT)), text(reading.translate(_NO_NEXT), "good")]
    columns = [column(reading.translate(label)) for label in (_STATEMENTS, _STEP)]
    return [heading(reading.translate(_NEXT)), table(reading.translate(_BELOW), columns, steps)]
