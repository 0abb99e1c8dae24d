"""Programmes and partners (session 05).

Fields: N05 of the course outline; partners “some old, some new” is how Herning did it.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

from ..i18n import N_
from ..levels import MUNICIPALITY_ONLY
from .ask import Ask
from .base import Choice, Choices, Count, Line, Record, References, Text, Year

_HOME = "05_activities"
_SITUATION = N_("Your situation")
_DECISION = N_("What you chose")


class ProgrammeChoice(Record):
    """Which programme to apply to, and why."""

    kind: ClassVar = "programme_choice"
    title: ClassVar = N_("Choice of programme")
    plural: ClassVar = N_("Choice of programme")
    home: ClassVar = _HOME
    needed: ClassVar = True
    name_field: ClassVar = "programme"

    applicant: Annotated[
        Choice,
        Ask(label=N_("Who is to apply?"), required=True, vocabulary="applicant", group=_SITUATION),
    ] = None
    who_travels: Annotated[
        Choices,
        Ask(
            label=N_("Who is to take part?"),
            required=True,
            vocabulary="participant_group",
            group=_SITUATION,
            column=False,
        ),
    ] = []
    horizon: Annotated[
        Choice,
        Ask(label=N_("For how long?"), required=True, vocabulary="horizon", group=_SITUATION),
    ] = None
    several_units: Annotated[
        bool | None,
        Ask(
            label=N_("Are several units to take part under one application?"),
            required=True,
            group=_SITUATION,
            column=False,
        ),
    ] = None
    partners_abroad: Annotated[
        Count,
        Ask(label=N_("How many partners abroad do you have?"), required=True, group=_SITUATION, column=False),
    ] = None
    partner_region: Annotated[
        Choice,
        Ask(
            label=N_("Where are the partners?"),
            required=True,
            vocabulary="partner_region",
            group=_SITUATION,
            column=False,
        ),
    ] = None
    product: Annotated[
        bool | None,
        Ask(
            label=N_("Do you want to develop something together with partners?"),
            help=N_("A method or a teaching resource, not only visits."),
            required=True,
            group=_SITUATION,
            column=False,
        ),
    ] = None
    needs_money: Annotated[
        bool | None,
        Ask(label=N_("Do you need a grant for it?"), required=True, group=_SITUATION, column=False),
    ] = None
    programme: Annotated[
        Choice, Ask(label=N_("Programme"), required=True, vocabulary="programme", group=_DECISION)
    ] = None
    call_year: Annotated[Year, Ask(label=N_("Call year"), type="year", group=_DECISION, column=False)] = None
    reason: Annotated[
        Text,
        Ask(
            label=N_("Why this one?"),
            help=N_("Which goal does it serve, and why not another programme?"),
            required=True,
            group=_DECISION,
            column=False,
        ),
    ] = ""


class Consortium(Record):
    """The consortium, where several organisations take part under one accreditation."""

    kind: ClassVar = "consortium"
    title: ClassVar = N_("Consortium")
    plural: ClassVar = N_("Consortium")
    home: ClassVar = _HOME
    levels: ClassVar = MUNICIPALITY_ONLY
    single: ClassVar = True
    name_field: ClassVar = "purpose"

    coordinator: Annotated[
        Line,
        Ask(
            label=N_("Coordinator"),
            help=N_("In Herning the administration leads, so that the work does not depend on one person."),
        ),
    ] = ""
    purpose: Annotated[
        Text, Ask(label=N_("Purpose"), help=N_("What do the members gain by going together?"))
    ] = ""
    member_types: Annotated[Choices, Ask(label=N_("Kinds of members"), vocabulary="unit_type")] = []
    members: Annotated[Text, Ask(label=N_("Members"), help=N_("One to a line."))] = ""


class Partner(Record):
    """A partner abroad."""

    kind: ClassVar = "partner"
    title: ClassVar = N_("Partner")
    plural: ClassVar = N_("Partners")
    home: ClassVar = _HOME
    name_field: ClassVar = "called"

    called: Annotated[Line, Ask(label=N_("Name"), required=True)] = ""
    country: Annotated[Choice, Ask(label=N_("Country"), required=True, vocabulary="country")] = None
    type: Annotated[Choice, Ask(label=N_("Type"), required=True, vocabulary="partner_type")] = None
    status: Annotated[Choice, Ask(label=N_("Status"), required=True, vocabulary="partner_status")] = None
    goals: Annotated[
        References,
        Ask(label=N_("Goals the partner matters for"), required=True, refers_to="goal", column=False),
    ] = []
    relevance: Annotated[Text, Ask(label=N_("What can you learn from each other?"), column=False)] = ""
    contact: Annotated[
        Line, Ask(label=N_("Contact"), help=N_("The position there and here."), column=False)
    ] = ""
