"""Who works with it, and on what mandate (session 00).

Fields: N00 of the course outline, and for a unit the first section of the strategy template. The three
categories and the least composition of a project group are HK-dir's (call for the third run of the
course).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Annotated, ClassVar

from ..i18n import N_
from ..levels import MUNICIPALITY_ONLY, UNITS_ONLY
from ..vocabulary import vocabulary
from .ask import Ask
from .base import Choice, Choices, Count, Date, Line, Record, Text

_SIZE = N_("The municipality in numbers")
_UNIT = N_("The unit")
_MANDATE = N_("The mandate")


class Profile(Record):
    """The municipality as it goes into the course, and what its group is asked to do."""

    kind: ClassVar = "profile"
    title: ClassVar = N_("The municipality and its mandate")
    plural: ClassVar = N_("The municipality and its mandate")
    unit_title: ClassVar = N_("The unit and its mandate")
    unit_plural: ClassVar = N_("The unit and its mandate")
    home: ClassVar = "00_mandate"
    single: ClassVar = True
    needed: ClassVar = True
    name_field: ClassVar = "owner"

    language_form: Annotated[
        Choice,
        Ask(
            label=N_("Language form"),
            help=N_("The form of Norwegian the municipality has chosen to be written to in."),
            required=True,
            vocabulary="language_form",
            group=_SIZE,
            levels=MUNICIPALITY_ONLY,
            countries=frozenset({"NO"}),
        ),
    ] = None
    inhabitants: Annotated[Count, Ask(label=N_("Inhabitants"), group=_SIZE, levels=MUNICIPALITY_ONLY)] = None
    kindergartens: Annotated[
        Count,
        Ask(
            label=N_("Number of kindergartens"),
            help=N_("Both municipal and private ones, if your work is meant for both."),
            required=True,
            group=_SIZE,
            levels=MUNICIPALITY_ONLY,
        ),
    ] = None
    schools: Annotated[
        Count,
        Ask(
            label=N_("Number of schools"),
            help=N_("Primary and lower secondary schools in the municipality."),
            required=True,
            group=_SIZE,
            levels=MUNICIPALITY_ONLY,
        ),
    ] = None
    unit_kind: Annotated[
        Line,
        Ask(
            label=N_("What kind of unit is it?"),
            help=N_("For example a school for years 1 to 7, or a kindergarten with three departments."),
            required=True,
            group=_UNIT,
            levels=UNITS_ONLY,
        ),
    ] = ""
    children: Annotated[
        Count,
        Ask(
            label=N_("Children and pupils"),
            group=_SIZE,
            unit_label=N_("Children, pupils or participants"),
            unit_group=_UNIT,
        ),
    ] = None
    staff: Annotated[
        Count,
        Ask(
            label=N_("Staff in kindergartens and schools"),
            group=_SIZE,
            unit_label=N_("Staff"),
            unit_group=_UNIT,
        ),
    ] = None
    composition: Annotated[
        Text,
        Ask(
            label=N_("Who are the children, pupils or participants?"),
            help=N_("Ages, languages, needs. Groups only: nobody may be recognised."),
            required=True,
            group=_UNIT,
            levels=UNITS_ONLY,
        ),
    ] = ""
    area: Annotated[
        Text,
        Ask(
            label=N_("What is the area like?"),
            help=N_("Where the unit is, and how people live there."),
            required=True,
            group=_UNIT,
            levels=UNITS_ONLY,
        ),
    ] = ""
    values_and_vision: Annotated[
        Text,
        Ask(
            label=N_("Values and vision"),
            help=N_("What the unit stands for, in its own words."),
            required=True,
            group=_UNIT,
            levels=UNITS_ONLY,
        ),
    ] = ""
    scope: Annotated[
        Choices,
        Ask(
            label=N_("What the work covers"),
            help=N_("Choose all that the group is to plan for."),
            required=True,
            vocabulary="scope",
            group=_MANDATE,
            levels=MUNICIPALITY_ONLY,
        ),
    ] = []
    owner: Annotated[
        Line,
        Ask(
            label=N_("Project owner"),
            help=N_("The person in the leadership who answers for the work: name and position."),
            required=True,
            group=_MANDATE,
        ),
    ] = ""
    mandate: Annotated[
        Text,
        Ask(
            label=N_("Mandate"),
            help=N_(
                "Why do you join, and what decision do you want to have by April? Two or three sentences."
            ),
            required=True,
            group=_MANDATE,
            unit_help=N_(
                "What has the unit's leadership asked you to do, and by when? Two or three sentences."
            ),
        ),
    ] = ""
    resources: Annotated[
        Text,
        Ask(
            label=N_("Time and money set aside"),
            help=N_(
                "Hours or share of a position for those in the group, and money for substitutes and travel."
            ),
            group=_MANDATE,
        ),
    ] = ""
    special_arrangements: Annotated[
        bool | None,
        Ask(
            label=N_("Does anyone need special arrangements at the gatherings?"),
            help=N_("Answer yes or no only. Do not write who or why."),
            group=_MANDATE,
            levels=MUNICIPALITY_ONLY,
        ),
    ] = None


class Member(Record):
    """A member of the project group."""

    kind: ClassVar = "member"
    title: ClassVar = N_("Member of the project group")
    plural: ClassVar = N_("The project group")
    home: ClassVar = "00_mandate"
    needed: ClassVar = True
    name_field: ClassVar = "name_or_initials"

    name_or_initials: Annotated[
        Line, Ask(label=N_("Name or initials"), help=N_("As the group wants to be listed."), required=True)
    ] = ""
    role: Annotated[
        Line,
        Ask(
            label=N_("Position"), help=N_("For example head of education, adviser, principal."), required=True
        ),
    ] = ""
    unit: Annotated[
        Line,
        Ask(
            label=N_("Unit"),
            help=N_("The department, school or kindergarten the person works in."),
            required=True,
            levels=MUNICIPALITY_ONLY,
        ),
    ] = ""
    category: Annotated[
        Choice,
        Ask(
            label=N_("Category"),
            help=N_(
                "A group has at least one from the administrative leadership, one from the specialist "
                "department and two leaders of kindergartens or schools."
            ),
            required=True,
            vocabulary="project_category",
            levels=MUNICIPALITY_ONLY,
        ),
    ] = None
    deputy: Annotated[
        Line, Ask(label=N_("Deputy"), help=N_("Who steps in when this person cannot come."))
    ] = ""


class Meeting(Record):
    """A meeting of the project group between the gatherings."""

    kind: ClassVar = "meeting"
    title: ClassVar = N_("Meeting")
    plural: ClassVar = N_("Meetings between the gatherings")
    home: ClassVar = "00_mandate"
    name_field: ClassVar = "purpose"

    held_on: Annotated[Date, Ask(label=N_("Date"), required=True)] = None
    place: Annotated[Line, Ask(label=N_("Place"))] = ""
    purpose: Annotated[
        Line,
        Ask(
            label=N_("What the meeting is for"),
            help=N_("One line, so that everyone can prepare."),
            required=True,
        ),
    ] = ""


def lacking(categories: Iterable[str | None]) -> dict[str, int]:
    """Return how many more a group needs in each category that has too few, by the categories of its members.

    The least composition is a column of the vocabulary; a member without a category counts nowhere.
    """
    there = Counter(categories)
    return {
        term.code: minimum - there[term.code]
        for term in vocabulary("project_category")
        if (minimum := int(term.extra["minimum"])) > there[term.code]
    }
