"""What a cell answers: a text as it stands, a number, a code by code or label, a record by its name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from ..i18n import N_, Translator
from ..records import Message, Question
from ..register.countries import read_countries
from ..vocabulary import COUNTRY, LABEL_LANGUAGES, vocabulary
from .columns import called, plain
from .sheet import Cell

__all__ = ["NotRead", "answer"]

_FORMULA = N_("The cell is reckoned by a formula, or shows an error. Write its value instead.")
_NOT_ONE_OF = N_("“{written}” is none of the answers: {choices}.")
_NOT_IN_LIST = N_("“{written}” is none of the answers in the list.")
_NO_COUNTRY = N_("“{written}” is not the name of a country.")
_NO_RECORD = N_("There is nothing here that is called “{written}”.")
_ONE_ONLY = N_("Only one answer can stand here, not several.")

_FEW = 12
"""So many choices still make a sentence."""
_SHOWN = 80
"""Characters of what was written that a sentence repeats."""


class NotRead(ValueError):
    """A cell that does not answer its question; `message` says why."""

    def __init__(self, sentence: str, **blanks: object) -> None:
        self.message = Message(sentence, blanks)
        super().__init__(sentence)


@dataclass(frozen=True)
class _Choices:
    """What may be chosen, in the reader's language."""

    vocabulary: str
    codes: tuple[str, ...]

    def text(self, translate: Translator) -> str:
        """Return the labels, separated by commas."""
        return ", ".join(vocabulary(self.vocabulary).label(code, translate.language) for code in self.codes)


def answer(
    question: Question,
    cell: Cell,
    *,
    codes: Iterable[str] | None = None,
    named: Mapping[str, Mapping[str, str]],
) -> object:
    """Return what a cell that is not empty answers, still to be held against the record's declaration.

    Parameters
    ----------
    codes
        Those that may be chosen, where they are fewer than the vocabulary has.
    named
        Kind → name as `called` has it → id of the records that can be referred to.

    Raises
    ------
    NotRead
        With a sentence, when it cannot be told what is meant.
    """
    if cell.formula:
        raise NotRead(_FORMULA)
    if question.vocabulary == COUNTRY:
        return _countries(question, cell.text)
    if question.vocabulary:
        return _chosen(question, cell.text, codes)
    if question.refers_to:
        found = [_record(name, named.get(question.refers_to, {})) for name in _pieces(cell.text, ";\n")]
        return list(dict.fromkeys(found)) if question.type == "references" else found[0]
    if question.type in ("number", "year"):
        return re.sub(r"(?<=\d)[\s\u00a0\u202f](?=\d)", "", cell.text)
    return cell.text


def _countries(question: Question, text: str) -> object:
    """Read countries as a register's are read; their codes count as well."""
    several = question.type == "choices"
    codes: list[str] = []
    for piece in _pieces(text, ";\n"):
        if piece in vocabulary(COUNTRY).codes:
            codes.append(piece)
            continue
        listed = [word.strip() for word in piece.split(",")]
        if all(word in vocabulary(COUNTRY).codes for word in listed):
            codes += listed
            continue
        read = read_countries(piece)
        if read.unread:
            raise NotRead(_NO_COUNTRY, written=read.unread[0][:_SHOWN])
        codes += read.codes
    found = list(dict.fromkeys(codes))
    if several:
        return found
    if len(found) > 1:
        raise NotRead(_ONE_ONLY)
    return found[0] if found else None


def _chosen(question: Question, text: str, allowed: Iterable[str] | None) -> object:
    names = _names(question.vocabulary)
    may = tuple(code for code in vocabulary(question.vocabulary).codes if allowed is None or code in allowed)
    found: list[str] = []
    for written in [text] if question.type == "choice" else _listed(text, names):
        code = names.get(plain(written))
        if code is None or code not in may:
            few = len(may) <= _FEW
            raise NotRead(
                _NOT_ONE_OF if few else _NOT_IN_LIST,
                written=written[:_SHOWN],
                **({"choices": _Choices(question.vocabulary, may)} if few else {}),
            )
        found.append(code)
    return list(dict.fromkeys(found)) if question.type == "choices" else found[0]


def _listed(text: str, names: Mapping[str, str]) -> list[str]:
    """Split a list: at semicolons and line breaks, else at commas, where no label has one of its own."""
    pieces: list[str] = []
    for piece in _pieces(text, ";\n"):
        words = [word for word in piece.split(",") if word.strip()]
        while words:
            length = next((n for n in range(len(words), 1, -1) if plain(",".join(words[:n])) in names), 1)
            pieces.append(",".join(words[:length]).strip())
            words = words[length:]
    return pieces


def _pieces(text: str, separators: str) -> list[str]:
    return [piece.strip() for piece in re.split(f"[{separators}]", text) if piece.strip()]


def _record(name: str, known: Mapping[str, str]) -> str:
    try:
        return known[called(name)]
    except KeyError:
        raise NotRead(_NO_RECORD, written=name[:_SHOWN]) from None


@cache
def _names(name: str) -> dict[str, str]:
    """Return every way to write a term, plain → code: its code, and its labels in all our languages."""
    names = {plain(term.code): term.code for term in vocabulary(name)}
    for language in LABEL_LANGUAGES:
        for term in vocabulary(name):
            names.setdefault(plain(term.label(language)), term.code)
    return names
