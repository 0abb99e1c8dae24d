"""Which of the workbook's sentences may stand on paper: what the catalogues of papers hold.

The workbook's pages have fewer languages than its papers (`course.i18n.PRINTED`), so the catalogues of
the others hold these sentences only. ``make messages`` takes them from here:
``python -m course.documents.printed all.pot printed.pot``.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from ..checks.finding import SEVERITIES
from ..faces.figures.windows import MOST_SENTENCE
from ..faces.reports.plan import LABELS
from ..faces.session import MADE_UP, STATES
from ..levels import Level
from ..outline import DOCUMENTS, GATHERING_PLACES, OCCASIONS, session, sessions
from ..records import KINDS, questions

__all__ = ["printed"]

_ROOMS = (
    "course/documents/",
    "course/analysis/budget/",
    "course/rates/",
    "course/checks/copied.py",
    "course/faces/cohort.py",
    "course/faces/dates.py",
    "course/faces/matrix.py",
    "course/faces/reading.py",
    "course/faces/standing.py",
)
"""Whatever is said in one of these may be said on paper."""


def printed(everything: Catalog) -> Catalog:
    """Return those messages of a template that may be printed, as a template of their own."""
    chosen = Catalog()
    for message in everything:
        sentence = message.id if isinstance(message.id, str) else message.id[0]
        here = any(path.startswith(_ROOMS) for path, _ in message.locations)
        if sentence and (here or sentence in _declared()):
            chosen.add(message.id, flags=message.flags)
    return chosen


@cache
def _declared() -> frozenset[str]:
    """Return what papers take from declarations: titles, and the names of what is asked for."""
    titles = (LABELS, DOCUMENTS, OCCASIONS, GATHERING_PLACES, STATES, SEVERITIES)
    named = (sentence for sentences in titles for sentence in sentences.values())
    return frozenset({MADE_UP, MOST_SENTENCE, *named, *_titles(), *_asked()})


def _titles() -> Iterator[str]:
    for held in sessions(None):
        yield held.title


def _asked() -> Iterator[str]:
    """Yield what a draft calls an answer or a kind of record that is missing, and the units of numbers."""
    for model in KINDS.values():
        if session(model.home).reader != "group":
            continue
        for level in Level:
            yield model.plural_at(level)
            for question in questions(model, level):
                yield from (question.label, question.unit)


if __name__ == "__main__":
    source, target = map(Path, sys.argv[1:])
    with source.open("rb") as template, target.open("wb") as out:
        write_po(out, printed(read_po(template)), no_location=True, omit_header=True)
