"""The spread of the self-assessment: every answer beside the mean, the start beside the end, and what next.

Twelve statements, answered on four levels by at least two roles (domain: the model of the Building
Capacity for Erasmus+ project; statements and sentences are our own wording). No municipality is
compared with another, and no statement with another: they stand in the order they are asked in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from statistics import fmean
from typing import NamedTuple

from babel.numbers import format_decimal

from ...i18n import N_
from ...records import Assessment
from ...store import Stored
from ...vocabulary import Term, vocabulary
from ..blocks import Block, bar, bars, column, heading, listing, table, text
from ..reading import Reading

__all__ = ["GOOD_ENOUGH", "assessment_blocks", "spread"]

GOOD_ENOUGH = 2
"""The level from which a statement needs no next step: planned and shared."""

WIDE = 2
"""So many levels apart, two answers are something to talk about."""

_NOTHING = N_("Nobody has answered a statement yet. When you have, you see here where your answers lie.")
_LEGEND = N_("Each dot is one answer, from level 0 to level {most}. The bar shows the mean.")
_ONE_ROLE = N_("{moment}: only one role has answered. It takes at least two to see where you differ.")
_WIDE = N_("Here your answers lie far apart. Tell each other what you see:")
_NEXT = N_("Next steps")
_NO_NEXT = N_("Every statement that has been answered is planned and shared on the whole.")
_STEP = N_("A next step")
_BELOW = N_("Statements that are not planned and shared yet")
_UNANSWERED = N_("Not answered yet")
_STATEMENTS = N_("Statement")
_MOMENT = N_("When")
_ANSWERS = N_("Answers")
_LOWEST = N_("Lowest")
_HIGHEST = N_("Highest")
_MEAN = N_("Mean")
_BY_ROLE = N_("Each answer")
_ROLE_LEVEL = N_("{role}: {level}")
_CHART = N_("{part}: every answer, and the mean")
_IN_FIGURES = N_("{part}, in figures")


class Answer(NamedTuple):
    """One role's level."""

    role: str
    level: int


Spread = Mapping[tuple[str, str], Sequence[Answer]]


def spread(stored: Sequence[Stored]) -> Spread:
    """Return every answer by statement and moment; what has no level yet is left out."""
    levels = {level.code: int(level.extra["value"]) for level in vocabulary("assessment_level")}
    answers: defaultdict[tuple[str, str], list[Answer]] = defaultdict(list)
    for record in (one.record for one in stored):
        if isinstance(record, Assessment) and record.statement and record.moment and record.level in levels:
            answer = Answer(record.role or "", levels[record.level])
            answers[record.statement, record.moment].append(answer)
    return answers


def assessment_blocks(reading: Reading) -> list[Block]:
    """Return the report: for each part a chart and its table, then where to talk, then next steps."""
    answers = spread(reading.records["assessment"])
    if not answers:
        return [text(reading.translate(_NOTHING), "muted")]
    most = max(int(level.extra["value"]) for level in vocabulary("assessment_level"))
    made = [text(reading.translate(_LEGEND).format(most=most), "muted"), *_roles(reading, answers)]
    parts: defaultdict[str, list[Term]] = defaultdict(list)
    for statement in vocabulary("assessment_statement"):
        parts[statement.extra["block"]].append(statement)
    for statements in parts.values():
        name = statements[0].text("block", reading.language)
        drawn = [one for statement in statements for one in _bars(reading, statement, answers, most)]
        chart = bars(reading.translate(_CHART).format(part=name), drawn)
        made += [heading(name), chart, _table(reading, name, statements, answers)]
    return made + _talk(reading, answers) + _next(reading, answers)


def _moments(reading: Reading, answers: Spread) -> list[tuple[str, str]]:
    """Return code and label of the start, and of the end once somebody has answered then."""
    asked = {moment for _, moment in answers}
    moments = vocabulary("assessment_moment").options(reading.language)
    return [moment for moment in moments if moment[0] in asked or moment == moments[0]]


def _roles(reading: Reading, answers: Spread) -> list[Block]:
    made = []
    for moment, label in _moments(reading, answers):
        roles = {answer.role for (_, when), given in answers.items() if when == moment for answer in given}
        if len(roles) == 1:
            made.append(text(reading.translate(_ONE_ROLE).format(moment=label), "warning"))
    return made


def _bars(reading: Reading, statement: Term, answers: Spread, most: int) -> list[dict[str, object]]:
    drawn = []
    for moment, label in _moments(reading, answers):
        levels = [answer.level for answer in answers.get((statement.code, moment), ())]
        drawn.append(
            bar(
                label,
                fmean(levels) if levels else None,
                most,
                _in_words(reading, levels),
                marks=levels,
                group=statement.label(reading.language),
            )
        )
    return drawn


def _in_words(reading: Reading, levels: Sequence[int]) -> str:
    if not levels:
        return reading.translate(_UNANSWERED)
    sentence = reading.translate.ngettext(
        "Mean {mean}; lowest {lowest}, highest {highest}; {number} answer.",
        "Mean {mean}; lowest {lowest}, highest {highest}; {number} answers.",
        len(levels),
    )
    return sentence.format(
        mean=_decimal(reading, levels), lowest=min(levels), highest=max(levels), number=len(levels)
    )


def _decimal(reading: Reading, levels: Sequence[int]) -> str:
    return str(format_decimal(fmean(levels), format="0.0", locale=reading.language))


def _table(reading: Reading, name: str, statements: Sequence[Term], answers: Spread) -> Block:
    roles = vocabulary("assessment_role")
    rows = []
    for statement in statements:
        for number, (moment, label) in enumerate(_moments(reading, answers)):
            given = answers.get((statement.code, moment), ())
            if number and not given:
                continue  # a row of dashes for the end would say nothing
            levels = [answer.level for answer in given]
            figures = [str(min(levels)), str(max(levels)), _decimal(reading, levels)] if levels else [""] * 3
            each = [
                reading.translate(_ROLE_LEVEL).format(
                    role=roles.label(answer.role, reading.language) if answer.role in roles else "–",
                    level=answer.level,
                )
                for answer in given
            ]
            rows.append(
                [statement.label(reading.language), label, str(len(given)), *figures, "; ".join(each)]
            )
    return table(
        reading.translate(_IN_FIGURES).format(part=name),
        [
            column(reading.translate(_STATEMENTS)),
            column(reading.translate(_MOMENT)),
            *(
                column(reading.translate(label), numeric=True)
                for label in (_ANSWERS, _LOWEST, _HIGHEST, _MEAN)
            ),
            column(reading.translate(_BY_ROLE)),
        ],
        rows,
    )


def _latest(reading: Reading, answers: Spread) -> list[tuple[Term, list[int]]]:
    """Return the levels of each statement that was answered: those of the end, or of the start until then."""
    moments = [code for code, _ in _moments(reading, answers)]
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
