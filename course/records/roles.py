"""What makes the work survive persons: roles, routines, risks, resources (session 06).

Fields: N06 of the course outline. The eighteen routines are the Erasmus quality standards; the eight
barriers those of the Erasmus+ programme guide.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

from annotated_types import Ge, Le
from pydantic import BeforeValidator

from ..i18n import N_
from .ask import Ask
from .base import Address, Choice, Count, Line, Record, Text, Title, Year, none_if_empty

_HOME = "06_roles"

Percent = Annotated[Annotated[int, Ge(0), Le(100)] | None, BeforeValidator(none_if_empty)]


class Role(Record):
    """A role in the international work."""

    kind: ClassVar = "role"
    title: ClassVar = N_("Role")
    plural: ClassVar = N_("Roles")
    home: ClassVar = _HOME
    needed: ClassVar = True
    name_field: ClassVar = "role"

    role: Annotated[Choice, Ask(label=N_("Role"), required=True, vocabulary="project_role")] = None
    held_by: Annotated[
        Line, Ask(label=N_("Held by"), help=N_("The position, or initials."), required=True)
    ] = ""
    share: Annotated[Percent, Ask(label=N_("Share of a position"), unit=N_("per cent"))] = None
    deputy: Annotated[
        Line, Ask(label=N_("Deputy"), help=N_("Who steps in, and knows enough to do so."), required=True)
    ] = ""
    tasks: Annotated[Text, Ask(label=N_("Tasks"), column=False)] = ""


class Routine(Record):
    """How one of the quality standards is met."""

    kind: ClassVar = "routine"
    title: ClassVar = N_("Routine")
    plural: ClassVar = N_("Routines")
    home: ClassVar = _HOME
    needed: ClassVar = True
    name_field: ClassVar = "standard"
    one_for: ClassVar = ("standard",)

    standard: Annotated[
        Choice, Ask(label=N_("Quality standard"), required=True, vocabulary="quality_standard")
    ] = None
    status: Annotated[Choice, Ask(label=N_("Status"), required=True, vocabulary="routine_status")] = None
    how: Annotated[Text, Ask(label=N_("How it is done"), required=True, column=False)] = ""
    responsible: Annotated[Line, Ask(label=N_("Responsible"), help=N_("A position."), required=True)] = ""
    document: Annotated[
        Line, Ask(label=N_("Where it is written down"), help=N_("The routine's name or number."))
    ] = ""
    link: Annotated[Address, Ask(label=N_("Web address"), type="url", column=False)] = ""


class Practice(Record):
    """How participants are chosen, and how the work is kept green, digital and independent of persons."""

    kind: ClassVar = "practice"
    title: ClassVar = N_("How you work")
    plural: ClassVar = N_("How you work")
    home: ClassVar = _HOME
    single: ClassVar = True
    needed: ClassVar = True
    name_field: ClassVar = "selection"

    selection: Annotated[
        Text,
        Ask(
            label=N_("How are participants chosen?"),
            help=N_("Criteria, who decides, and how it is made fair."),
            required=True,
        ),
    ] = ""
    green: Annotated[Text, Ask(label=N_("How do you keep it green?"), required=True)] = ""
    digital: Annotated[Text, Ask(label=N_("What is done digitally?"), required=True)] = ""
    turnover: Annotated[
        Text,
        Ask(
            label=N_("What happens when someone leaves?"),
            help=N_("How does the next person find what has been agreed, and the partners?"),
            required=True,
        ),
    ] = ""


class Inclusion(Record):
    """A barrier that keeps somebody from taking part, and what is done about it."""

    kind: ClassVar = "inclusion"
    title: ClassVar = N_("Inclusion")
    plural: ClassVar = N_("Inclusion")
    home: ClassVar = _HOME
    name_field: ClassVar = "barrier"

    barrier: Annotated[Choice, Ask(label=N_("Barrier"), required=True, vocabulary="fewer_opportunities")] = (
        None
    )
    measure: Annotated[Text, Ask(label=N_("What you do about it"), required=True)] = ""


class Safety(Record):
    """Something that keeps participants safe."""

    kind: ClassVar = "safety"
    title: ClassVar = N_("Safety")
    plural: ClassVar = N_("Safety")
    home: ClassVar = _HOME
    name_field: ClassVar = "item"

    item: Annotated[Choice, Ask(label=N_("What"), required=True, vocabulary="safety_item")] = None
    in_place: Annotated[bool | None, Ask(label=N_("In place?"), required=True)] = None
    owner: Annotated[Line, Ask(label=N_("Owner"), help=N_("A position."), required=True)] = ""


class Risk(Record):
    """Something that may go wrong."""

    kind: ClassVar = "risk"
    title: ClassVar = N_("Risk")
    plural: ClassVar = N_("Risks")
    home: ClassVar = _HOME
    name_field: ClassVar = "called"

    called: Annotated[Title, Ask(label=N_("Risk"), required=True)] = ""
    likelihood: Annotated[Choice, Ask(label=N_("Likelihood"), required=True, vocabulary="degree")] = None
    consequence: Annotated[Choice, Ask(label=N_("Consequence"), required=True, vocabulary="degree")] = None
    measure: Annotated[Text, Ask(label=N_("Measure"), required=True, column=False)] = ""
    owner: Annotated[Line, Ask(label=N_("Owner"), help=N_("A position."), required=True)] = ""


class Resource(Record):
    """What the municipality itself puts in."""

    kind: ClassVar = "resource"
    title: ClassVar = N_("Resource")
    plural: ClassVar = N_("What the municipality puts in")
    unit_plural: ClassVar = N_("What the unit and the municipality put in")
    home: ClassVar = _HOME
    needed: ClassVar = True
    name_field: ClassVar = "type"

    type: Annotated[Choice, Ask(label=N_("Type"), required=True, vocabulary="resource_type")] = None
    amount: Annotated[Count, Ask(label=N_("Amount"), required=True, unit=N_("{currency} a year"))] = None
    year: Annotated[Year, Ask(label=N_("From year"), required=True, type="year")] = None
    note: Annotated[Line, Ask(label=N_("What it pays for"))] = ""
