"""The form of an application: its fields, what stands in them, and how it reads when it is kept."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from babel import Locale

from ..i18n import N_, Translator
from ..municipalities import RegisteredMunicipality, UnknownMunicipality, municipality_register
from ..records import Message, Question, Refused, questions
from ..records.group import lacking
from ..records.joining import Applicant, Application, application_of
from ..records.refusal import SENTENCES
from ..vocabulary import Term, alphabet, vocabulary
from .fields import field, problems

__all__ = [
    "FIELDS",
    "MUNICIPALITY",
    "application_in",
    "chosen_municipality",
    "form",
    "missing_in_words",
    "municipalities",
    "told",
    "values_of",
]

MUNICIPALITY = "municipality"
_MORE = 1
"""How many rows there are in each category of the group beyond those it must have."""
_ASKED = tuple(question for question in questions(Application) if question.name != "members")
_OF_MEMBER = tuple(question for question in questions(Applicant) if question.name != "category")
_NUMBERED = N_("Person {number}")
_MEMBER = N_("{name}, {position}")
_MINIMUM = N_("At least {number}.")
_PURPOSE = {"contact": "name", "contact_email": "email"}
"""What a browser may fill in by itself: only what is about whoever writes."""


@dataclass(frozen=True)
class _Row:
    """A row for one member of the group."""

    category: Term
    number: int

    def field(self, name: str) -> str:
        return f"{self.category.code}-{self.number}-{name}"


def _rows() -> Iterator[_Row]:
    for term in vocabulary("project_category"):
        for number in range(1, int(term.extra["minimum"]) + _MORE + 1):
            yield _Row(term, number)


def _fields() -> tuple[str, ...]:
    own = [question.name for question in _ASKED]
    return (*own, *(row.field(question.name) for row in _rows() for question in _OF_MEMBER))


FIELDS = _fields()
"""The names of all fields but the municipality's."""


def values_of(answers: Application) -> dict[str, str]:
    """Return what stands in the form for an application that is kept, field → text."""
    values = {question.name: str(getattr(answers, question.name)) for question in _ASKED}
    left = list(answers.members)
    for row in _rows():
        member = next((one for one in left if one.category == row.category.code), None)
        if member is not None:
            left.remove(member)
        for question in _OF_MEMBER:
            values[row.field(question.name)] = str(getattr(member, question.name)) if member else ""
    return values


def application_in(written: Mapping[str, str]) -> Application:
    """Return the application that a form holds.

    Raises
    ------
    Refused
        With a sentence for each field that cannot be taken, by the name it has in the form.
    """
    rows, members = [], []
    for row in _rows():
        values = {question.name: written.get(row.field(question.name), "") for question in _OF_MEMBER}
        if any(text.strip() for text in values.values()):
            rows.append(row)
            members.append({**values, "category": row.category.code})
    own = {question.name: written.get(question.name, "") for question in _ASKED}
    try:
        return application_of(own, members)
    except Refused as refused:
        raise Refused({_in_form(name, rows): said for name, said in refused.errors.items()}) from None


def _in_form(name: str, rows: list[_Row]) -> str:
    first, _, rest = name.partition(".")
    number, _, field = rest.partition(".")
    return rows[int(number)].field(field) if first == "members" and field else name


def municipalities(countries: Collection[str], language: str) -> list[dict[str, Any]]:
    """Return what can be chosen, by country: its name in the reader's language, and codes with names."""
    there, territories = municipality_register(), Locale.parse(language).territories
    own = {"NO": "nb", "SE": "sv", "DK": "da"}
    return [
        {
            "country": territories[country],
            "options": [
                {"value": f"{country}-{one.code}", "label": f"{one.name} ({one.region})"}
                for one in sorted(there.of({country}), key=lambda one: alphabet(one.name, own[one.country]))
            ],
        }
        for country in countries
    ]


def chosen_municipality(written: str, countries: Collection[str]) -> RegisteredMunicipality:
    """Return the municipality of the register that was chosen.

    Raises
    ------
    Refused
        When it is none of those that may apply.
    """
    country, _, code = written.partition("-")
    try:
        if country in countries:
            return municipality_register().municipality(country, code)
    except UnknownMunicipality:
        pass
    raise Refused({MUNICIPALITY: Message(SENTENCES["not_in_vocabulary"])})


def form(
    written: Mapping[str, str],
    translate: Translator,
    *,
    errors: Mapping[str, Message] | None = None,
    kept: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Return the form as its template shows it.

    Parameters
    ----------
    written
        What stands in it.
    errors
        What is the matter, field by field.
    kept
        What is kept, where that was changed since by somebody else: told beside each field that differs.
    """
    wrong = errors or {}

    def shown(question: Question, name: str) -> dict[str, Any]:
        there = (kept or {}).get(name, "")
        return field(
            question,
            name,
            written,
            wrong,
            translate,
            required=question in _ASKED,
            purpose=_PURPOSE.get(name, "off"),
            kept=there if kept is not None and there != written.get(name, "") else "",
        )

    groups: dict[str, list[dict[str, Any]]] = {}
    for question in _ASKED:
        groups.setdefault(question.group, []).append(shown(question, question.name))
    categories: dict[str, dict[str, Any]] = {}
    for row in _rows():
        category = categories.setdefault(
            row.category.code,
            {
                "label": row.category.label(translate.language),
                "minimum": translate(_MINIMUM).format(number=row.category.extra["minimum"]),
                "rows": [],
            },
        )
        category["rows"].append(
            {
                "label": translate(_NUMBERED).format(number=row.number),
                "fields": [shown(question, row.field(question.name)) for question in _OF_MEMBER],
            }
        )
    municipality = {
        "value": written.get(MUNICIPALITY, ""),
        "error": wrong[MUNICIPALITY].text(translate) if MUNICIPALITY in wrong else "",
    }
    labels = {MUNICIPALITY: translate(N_("Municipality"))}
    labels |= {one["name"]: one["label"] for fields in groups.values() for one in fields}
    for category in categories.values():
        for row in category["rows"]:
            called = (category["label"], row["label"])
            labels |= {one["name"]: ", ".join((*called, one["label"])) for one in row["fields"]}
    return {
        "municipality": municipality,
        "groups": [{"title": translate(title), "fields": fields} for title, fields in groups.items()],
        "categories": list(categories.values()),
        "problems": problems(wrong, labels, translate),
    }


def missing_in_words(answers: Application, translate: Translator) -> list[str]:
    """Return a sentence for each category in which the group has fewer than it must."""
    return [
        translate.ngettext(
            "{category}: {number} person more is needed.",
            "{category}: {number} persons more are needed.",
            short,
        ).format(category=vocabulary("project_category").label(code, translate.language), number=short)
        for code, short in lacking(member.category for member in answers.members).items()
    ]


def told(answers: Application, translate: Translator) -> list[dict[str, Any]]:
    """Return an application as it is read: each question with its answer, line by line; all of it is text."""
    shown = [
        {
            "name": question.name,
            "label": translate(question.label),
            "lines": str(getattr(answers, question.name)).splitlines(),
        }
        for question in _ASKED
    ]
    for term in vocabulary("project_category"):
        people = [member for member in answers.members if member.category == term.code]
        shown.append(
            {
                "name": term.code,
                "label": term.label(translate.language),
                "lines": [_member(member, translate) for member in people],
            }
        )
    return shown


def _member(member: Applicant, translate: Translator) -> str:
    if not member.position:
        return member.called
    return translate(_MEMBER).format(name=member.called, position=member.position)
