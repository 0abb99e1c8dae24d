"""Programmes, partners and activities (session 05).

Fields: N05 of the course outline. Who travels first, and alone, in pairs or with a leader, is how
Herning did it; partners “some old, some new” likewise.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

from annotated_types import Ge, Le
from pydantic import BeforeValidator

from ..i18n import N_
from ..levels import MUNICIPALITY_ONLY
from .ask import Ask
from .base import (
    Choice,
    Choices,
    Count,
    Date,
    Line,
    Record,
    Reference,
    References,
    Text,
    Title,
    Year,
    none_if_empty,
)

_HOME = "05_activities"
_WHAT = N_("What you are going to do")
_HOW_MANY = N_("Who and how many")
_JOURNEY = N_("The journey")
_EFFECT = N_("What it leads to")
_SITUATION = N_("Your situation")
_DECISION = N_("What you chose")

Money = Annotated[Annotated[float, Ge(0), Le(1_000_000)] | None, BeforeValidator(none_if_empty)]


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


class Activity(Record):
    """Something the municipality does with or in another country."""

    kind: ClassVar = "activity"
    title: ClassVar = N_("Activity")
    plural: ClassVar = N_("Activities")
    home: ClassVar = _HOME
    needed: ClassVar = True
    name_field: ClassVar = "called"

    called: Annotated[Title, Ask(label=N_("Activity"), required=True, group=_WHAT)] = ""
    type: Annotated[Choice, Ask(label=N_("Type"), required=True, vocabulary="activity_type", group=_WHAT)] = (
        None
    )
    goals: Annotated[
        References,
        Ask(label=N_("Goals it serves"), required=True, refers_to="goal", group=_WHAT, column=False),
    ] = []
    year: Annotated[Year, Ask(label=N_("Year"), required=True, type="year", group=_WHAT)] = None
    programme: Annotated[
        Choice,
        Ask(
            label=N_("Programme"),
            help=N_("The programme that is to pay for it; its rates are the ones the estimate uses."),
            vocabulary="programme",
            group=_WHAT,
            column=False,
        ),
    ] = None
    partner: Annotated[
        Reference, Ask(label=N_("Partner"), refers_to="partner", group=_WHAT, column=False)
    ] = None
    units: Annotated[
        Line,
        Ask(label=N_("Units that take part"), group=_WHAT, column=False, levels=MUNICIPALITY_ONLY),
    ] = ""
    status: Annotated[
        Choice, Ask(label=N_("Status"), vocabulary="project_status", group=_WHAT, column=False)
    ] = None
    participants: Annotated[
        Count, Ask(label=N_("Number of participants"), required=True, group=_HOW_MANY)
    ] = None
    criteria: Annotated[
        Text,
        Ask(
            label=N_("What decides who gets a place?"),
            help=N_("What holds for this activity; how you choose in general is asked in session 06."),
            group=_HOW_MANY,
            column=False,
        ),
    ] = ""
    accompanying: Annotated[
        Count,
        Ask(
            label=N_("Accompanying persons"),
            help=N_("A group of pupils has teachers with it all the way."),
            group=_HOW_MANY,
            column=False,
        ),
    ] = None
    fewer_opportunities: Annotated[
        Count,
        Ask(
            label=N_("Participants with fewer opportunities"),
            help=N_("The number only."),
            group=_HOW_MANY,
            column=False,
        ),
    ] = None
    wave: Annotated[
        Choice,
        Ask(
            label=N_("Who goes"),
            help=N_("Herning sent leaders first, then staff, so that the work was wanted at home."),
            vocabulary="wave",
            group=_HOW_MANY,
            column=False,
        ),
    ] = None
    travel_form: Annotated[
        Choice, Ask(label=N_("How they go"), vocabulary="travel_form", group=_HOW_MANY, column=False)
    ] = None
    host_country: Annotated[
        Choice, Ask(label=N_("Host country"), vocabulary="country", group=_JOURNEY, column=False)
    ] = None
    days: Annotated[Count, Ask(label=N_("Days of activity"), required=True, group=_JOURNEY)] = None
    travel_days: Annotated[Count, Ask(label=N_("Travel days"), group=_JOURNEY, column=False)] = None
    distance: Annotated[
        Choice, Ask(label=N_("Distance one way"), vocabulary="distance_band", group=_JOURNEY, column=False)
    ] = None
    green: Annotated[
        bool | None,
        Ask(label=N_("Green travel?"), help=N_("By train, bus or shared car."), group=_JOURNEY, column=False),
    ] = None
    blended: Annotated[
        bool | None,
        Ask(label=N_("Also with digital cooperation?"), group=_JOURNEY, column=False),
    ] = None
    language_support: Annotated[
        bool | None,
        Ask(
            label=N_("Is language support applied for?"),
            help=N_("Not for courses and not for group mobility."),
            group=_JOURNEY,
            column=False,
        ),
    ] = None
    learning: Annotated[
        Text,
        Ask(label=N_("What are they to learn?"), required=True, group=_EFFECT, column=False),
    ] = ""
    sharing: Annotated[
        Text,
        Ask(
            label=N_("How is it shared?"),
            help=N_(
                "With whom, where and when. In Ale those who have taken part train their colleagues "
                "afterwards."
            ),
            required=True,
            group=_EFFECT,
            column=False,
        ),
    ] = ""
    lasting_change: Annotated[
        Text,
        Ask(label=N_("What is different at home a year later?"), required=True, group=_EFFECT, column=False),
    ] = ""
    owner: Annotated[
        Line,
        Ask(
            label=N_("Owner"),
            help=N_("The position that answers for it."),
            required=True,
            group=_EFFECT,
            column=False,
        ),
    ] = ""


class BudgetBasis(Record):
    """What a budget estimate is reckoned with: rates nobody publishes for all, and the exchange rate."""

    kind: ClassVar = "budget_basis"
    title: ClassVar = N_("What the budget is reckoned with")
    plural: ClassVar = N_("What the budget is reckoned with")
    home: ClassVar = _HOME
    single: ClassVar = True
    name_field: ClassVar = "call_year"

    call_year: Annotated[
        Year, Ask(label=N_("Call year"), help=N_("The rates of that year are used."), type="year")
    ] = None
    staff_group_1: Annotated[Money, Ask(label=N_("Staff, a day, country group 1"), unit=N_("EUR"))] = None
    staff_group_2: Annotated[Money, Ask(label=N_("Staff, a day, country group 2"), unit=N_("EUR"))] = None
    staff_group_3: Annotated[Money, Ask(label=N_("Staff, a day, country group 3"), unit=N_("EUR"))] = None
    pupil_group_1: Annotated[Money, Ask(label=N_("Pupils, a day, country group 1"), unit=N_("EUR"))] = None
    pupil_group_2: Annotated[Money, Ask(label=N_("Pupils, a day, country group 2"), unit=N_("EUR"))] = None
    pupil_group_3: Annotated[Money, Ask(label=N_("Pupils, a day, country group 3"), unit=N_("EUR"))] = None
    swedish_example: Annotated[
        bool | None,
        Ask(
            label=N_("Use Sweden’s day rates as an example where none is entered?"),
            help=N_(
                "Each national agency sets its own day rates. Those of the Swedish agency for 2026 show the "
                "size of things; they are not the ones you will be paid."
            ),
        ),
    ] = None
    exchange_rate: Annotated[Money, Ask(label=N_("Exchange rate"), unit=N_("NOK for 1 EUR"))] = None
    exchange_on: Annotated[Date, Ask(label=N_("Exchange rate of"))] = None
    own_share: Annotated[
        Count,
        Ask(
            label=N_("Own share"),
            help=N_("What the municipality adds itself."),
            unit=N_("NOK a year"),
            unit_help=N_("What the unit and the municipality add themselves."),
        ),
    ] = None
