"""The content of a blank form: the same questions with room for a pen, and nobody's answers in it."""

from __future__ import annotations

from typing import Any

from ..countries import Country, currency
from ..i18n import N_, Translator
from ..levels import Level
from ..records import KINDS, Question, Record, questions
from ..vocabulary import vocabulary

__all__ = ["blank_content"]

_REQUIRED = N_("required")
_HOW_MANY = N_("Copy this page for each one you need more.")
_CHOOSE_ONE = N_("Choose one.")
_CHOOSE_SEVERAL = N_("Choose all that apply.")
_REFERS = N_("Write which: {kind}")
_YES, _NO = N_("Yes"), N_("No")
_LONGEST_LIST = 20
"""A longer list of choices (countries) is no list to tick on paper: the answer is written."""
_LINES = {"text": 5, "choices": 1, "references": 2}
_COPIES = 3
"""How many times a table's questions stand on the page."""


def blank_content(
    translate: Translator,
    kind: str,
    *,
    level: int = 3,
    one_row: bool = False,
    at: Level = Level.MUNICIPALITY,
    country: Country = "NO",
) -> dict[str, Any]:
    """Return the content of the blank form of `kind` `at` a level: one for a single record, some for a list.

    What can be chosen is what is offered in `country`.

    A checklist asks for each of its rows, and for its selectors once; with `one_row` for one row that
    the page names itself.
    """
    model = KINDS[kind]
    selectors = model.one_for[1:]
    rows = [] if one_row else _rows(translate, model, country)
    asked = [question for question in questions(model, at, country) if question.name not in model.one_for]
    groups: dict[str, list[dict[str, Any]]] = {}
    for question in asked:
        groups.setdefault(question.group, []).append(_asked(translate, question, country))
    once = [
        _asked(translate, question, country)
        for question in questions(model, at)
        if question.name in selectors
    ]
    title = translate(model.title_at(at))
    is_list = not (model.single or model.one_for)
    numbered = [f"{title} {number}" for number in range(1, _COPIES + 1)] if is_list else [""]
    return {
        "widget": "blank",
        "language": translate.language,
        "level": level,
        "kind": kind,
        "title": translate(model.plural_at(at) if is_list or rows else model.title_at(at)),
        "more": translate(_HOW_MANY) if is_list else "",
        "once": once,
        "copies": rows or numbered,
        "required": translate(_REQUIRED),
        "groups": [{"label": translate(label), "questions": members} for label, members in groups.items()],
    }


def _rows(translate: Translator, model: type[Record], country: Country) -> list[str]:
    """Return the rows of a checklist: one copy of the questions for each."""
    fixed = [question for question in questions(model) if question.name in model.one_for[:1]]
    return [
        label
        for one in fixed
        for _, label in vocabulary(one.vocabulary).options(translate.language, country=country)
    ]


def _asked(translate: Translator, question: Question, country: Country) -> dict[str, Any]:
    options = _options(translate, question, country)
    several = question.type == "choices"
    hint = translate(_CHOOSE_SEVERAL if several else _CHOOSE_ONE) if options else ""
    if question.refers_to:
        hint = translate(_REFERS).format(kind=translate(KINDS[question.refers_to].title))
    return {
        "label": translate(question.label),
        "help": translate(question.help),
        "required": question.required,
        "hint": hint,
        "options": options,
        "lines": 0 if options else _LINES.get(question.type, 1),
        "unit": translate(question.unit).format(currency=currency(country, translate.language)),
    }


def _options(translate: Translator, question: Question, country: Country) -> list[str]:
    if question.type == "yesno":
        return [translate(_YES), translate(_NO)]
    if not question.vocabulary:
        return []
    terms = vocabulary(question.vocabulary).options(translate.language, country=country)
    options = [label for _, label in terms]
    return options if len(options) <= _LONGEST_LIST else []
