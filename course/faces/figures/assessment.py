"""The self-assessment at the start and at the end: every single answer, and the mean beside them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from statistics import fmean
from typing import NamedTuple

from babel.numbers import format_decimal

from ...figures import Answers, Lane
from ...figures import spread as draw
from ...i18n import N_
from ...records import Assessment
from ...store import Stored
from ...vocabulary import Term, vocabulary
from ..blocks import Block, column, table
from ..reading import Reading
from .shown import Shown

__all__ = ["Answer", "Spread", "assessment_shown", "moments_of", "spread"]

_NOTHING = N_("Nobody has answered a statement yet. When you have, you see here where your answers lie.")
_SENTENCE = N_(
    "{moment}: {answered} of {all} statements are answered, and the mean of all answers is {mean}."
)
_STATEMENTS = N_("Statement")
_MOMENT = N_("When")
_ANSWERS = N_("Answers")
_LOWEST = N_("Lowest")
_HIGHEST = N_("Highest")
_MEAN = N_("Mean")
_BY_ROLE = N_("Each answer")
_ROLE_LEVEL = N_("{role}: {level}")
_IN_FIGURES = N_("Every answer, in figures")


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


def assessment_shown(reading: Reading) -> Shown:
    """Return the figure: for each statement its answers on the scale, at each time there are any."""
    answers = spread(reading.records["assessment"])
    if not answers:
        return Shown(reading.translate(_NOTHING))
    moments = moments_of(reading, answers)
    most = max(int(level.extra["value"]) for level in vocabulary("assessment_level"))
    sentence = " ".join(_sentence(reading, answers, moment, label) for moment, label in moments)
    lanes: list[Lane] = []
    group = ""
    for statement in vocabulary("assessment_statement"):
        part = statement.text("block", reading.language)
        lanes.append(_lane(reading, statement, answers, moments, part if part != group else ""))
        group = part
    drawing = draw(tuple(lanes), tuple(label for _, label in moments), most, reading.translate(_MEAN))
    return Shown(sentence, drawing, [_table(reading, answers, moments)])


def moments_of(reading: Reading, answers: Spread) -> list[tuple[str, str]]:
    """Return code and label of the start, and of the end once somebody has answered then."""
    asked = {moment for _, moment in answers}
    moments = vocabulary("assessment_moment").options(reading.language)
    return [moment for moment in moments if moment[0] in asked or moment == moments[0]]


def _sentence(reading: Reading, answers: Spread, moment: str, label: str) -> str:
    statements = vocabulary("assessment_statement").codes
    given = [answers[code, moment] for code in statements if answers.get((code, moment))]
    levels = [answer.level for those in given for answer in those]
    return reading.translate(_SENTENCE).format(
        moment=label, answered=len(given), all=len(statements), mean=_mean(reading, levels)
    )


def _lane(
    reading: Reading, statement: Term, answers: Spread, moments: Sequence[tuple[str, str]], group: str
) -> Lane:
    given = (_levels(answers.get((statement.code, moment), ())) for moment, _ in moments)
    return Lane(
        statement.label(reading.language),
        tuple(Answers(tuple(levels), _mean(reading, levels)) for levels in given),
        group,
    )


def _levels(given: Sequence[Answer]) -> list[int]:
    return [answer.level for answer in given]


def _mean(reading: Reading, levels: Sequence[int]) -> str:
    return str(format_decimal(fmean(levels), format="0.0", locale=reading.language)) if levels else "–"


def _table(reading: Reading, answers: Spread, moments: Sequence[tuple[str, str]]) -> Block:
    roles = vocabulary("assessment_role")
    rows = []
    for statement in vocabulary("assessment_statement"):
        for time, (moment, label) in enumerate(moments):
            given = answers.get((statement.code, moment), ())
            if time and not given:
                continue  # a row of dashes for the end would say nothing
            levels = _levels(given)
            figures = [str(min(levels)), str(max(levels)), _mean(reading, levels)] if levels else [""] * 3
            each = [
                reading.translate(_ROLE_LEVEL).format(
                    role=roles.label(answer.role, reading.language) if answer.role in roles else "–",
                    level=answer.level,
                )
                for answer in given
            ]
            row = [statement.label(reading.language), label, str(len(given)), *figures, "; ".join(each)]
            rows.append(row)
    numeric = (_ANSWERS, _LOWEST, _HIGHEST, _MEAN)
    columns = [column(reading.translate(label)) for label in (_STATEMENTS, _MOMENT)]
    columns += [column(reading.translate(label), numeric=True) for label in numeric]
    return table(reading.translate(_IN_FIGURES), [*columns, column(reading.translate(_BY_ROLE))], rows)
