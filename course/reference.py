"""The reference: every kind of record, field, vocabulary and check with its source, as one document.

`make docs` writes it to ``docs/reference.md``; a test holds that file against the code.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator

from .checks import CHECKS
from .levels import EVERYWHERE, UNITS_ONLY, Level
from .outline import session
from .records import KINDS, Question, Record, questions
from .vocabulary import vocabularies, vocabulary

__all__ = ["reference"]

_OPENING = """# Reference

Made from the code by `make docs`: every kind of record with its fields, every vocabulary and every check.
Where a level is named, only that one is asked; otherwise a municipality and the units under it are.
"""


def reference() -> str:
    """Return the document in Markdown; it ends with a line break."""
    parts = [_OPENING, *_records(), "\n## Vocabularies\n", *_vocabularies(), "\n## Checks\n", *_checks()]
    return "\n".join(parts) + "\n"


def _records() -> Iterator[str]:
    homes = dict.fromkeys(kind.home for kind in KINDS.values())
    for home in sorted(homes):
        kinds = [kind for kind in KINDS.values() if kind.home == home]
        yield f"\n## {home}: {session(home).title}\n"
        for kind in kinds:
            yield f"### {kind.kind}: {kind.title}\n"
            yield f"{_first(kind.__doc__)} {_bounds(kind)}{_whose(kind)}\n"
            yield f"Source: {_source(kind)}\n"
            yield from _table(
                ("field", "label", "answer", "required", "vocabulary or kind", "level"),
                (
                    (q.name, q.label, _answer(q), "yes" if q.required else "", _from(q), _levels(q.levels))
                    for q in questions(kind, None)
                ),
            )
            yield ""


def _vocabularies() -> Iterator[str]:
    used: dict[str, list[str]] = {}
    for kind in KINDS.values():
        for question in questions(kind, None):
            if question.vocabulary:
                used.setdefault(question.vocabulary, []).append(f"{kind.kind}.{question.name}")
    yield from _table(
        ("vocabulary", "terms", "used by", "sources"),
        (
            (
                name,
                str(len(vocabulary(name))),
                ", ".join(used.get(name, [])),
                " · ".join(dict.fromkeys(term.source for term in vocabulary(name))),
            )
            for name in vocabularies()
        ),
    )


def _checks() -> Iterator[str]:
    yield from _table(
        ("check", "severity", "what it finds", "level", "source"),
        (
            (code, str(check.severity), check.description, _levels(check.levels), check.source)
            for code, check in CHECKS.items()
        ),
    )


def _bounds(kind: type[Record]) -> str:
    if kind.single:
        return "There is one."
    return f"There may be up to {kind.most}." if kind.most < Record.most else "There may be several."


def _whose(kind: type[Record]) -> str:
    """Return at which levels a kind is written, and whether units read the municipality's."""
    levels = f" Level: {_levels(kind.levels)}." if kind.levels != EVERYWHERE else ""
    return f"{levels} A unit reads its municipality's as well." if kind.carried else levels


def _levels(levels: frozenset[Level]) -> str:
    return {EVERYWHERE: "", UNITS_ONLY: "units"}.get(levels) or ", ".join(
        level for level in Level if level in levels and levels != EVERYWHERE
    )


def _answer(question: Question) -> str:
    limit = f", at most {question.limit} characters" if question.limit else ""
    unit = f", {question.unit}" if question.unit else ""
    return f"{question.type}{limit}{unit}"


def _from(question: Question) -> str:
    return question.vocabulary or question.refers_to


def _source(kind: type[Record]) -> str:
    """Return where the fields of a kind are from: the second paragraph of its module."""
    paragraphs = (sys.modules[kind.__module__].__doc__ or "").split("\n\n")
    return " ".join(paragraphs[1].split()) if len(paragraphs) > 1 else _first(paragraphs[0])


def _first(text: str | None) -> str:
    return " ".join((text or "").split("\n\n")[0].split())


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield _row(heads)
    yield _row(("---",) * len(heads))
    for row in rows:
        yield _row(row)


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


if __name__ == "__main__":
    sys.stdout.write(reference())
