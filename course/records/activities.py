"""Activities and what their budget is reckoned with (session 05).

Fields: N05 of the course outline. Who travels first, and alone, in pairs or with a leader, is how
Herning did it.
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

Money = Annotated[Annotated[float, Ge(0), Le(1_000_000)] | None, BeforeValidator(none_if_empty)]


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
    exchange_rate: Annotated[Money, Ask(label=N_("Exchange rate"), unit=N_("{currency} for 1 EUR"))] = None
    exchange_on: Annotated[Date, Ask(label=N_("Exchange rate of"))] = None
    own_share: Annotated[
        Count,
        Ask(
            label=N_("Own share"),
            help=N_("What the municipality adds itself."),
            unit=N_("{currency} a year"),
            unit_help=N_("What the unit and the municipality add themselves."),
        ),
    ] = None
