"""The gatherings of a cohort, and who took part from a municipality.

A facilitator writes the gatherings, for the cohort as a whole. That there are four of them, and in which
months, is HK-dir's (call for the third run of the course); the days are each cohort's own.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

from ..i18n import N_
from ..levels import MUNICIPALITY_ONLY
from .ask import Ask
from .base import Address, Choice, Date, Line, Record, References, Text

_WHEN = N_("When and where")
_CONTENT = N_("What it contains")


class GatheringPlan(Record):
    """A gathering of the cohort: when and where it is, its programme, and the material for it."""

    kind: ClassVar = "gathering"
    title: ClassVar = N_("Gathering")
    plural: ClassVar = N_("Gatherings")
    home: ClassVar = "09_facilitator"
    levels: ClassVar = MUNICIPALITY_ONLY
    name_field: ClassVar = "gathering"
    one_for: ClassVar = ("gathering",)

    gathering: Annotated[
        Choice, Ask(label=N_("Which gathering"), required=True, vocabulary="gathering", group=_WHEN)
    ] = None
    starts_on: Annotated[Date, Ask(label=N_("First day"), required=True, group=_WHEN)] = None
    ends_on: Annotated[Date, Ask(label=N_("Last day"), required=True, group=_WHEN)] = None
    place: Annotated[Line, Ask(label=N_("Place"), help=N_("Town and house."), required=True, group=_WHEN)] = (
        ""
    )
    programme: Annotated[
        Text,
        Ask(
            label=N_("Programme"),
            help=N_("The groups see it in the session they work in at the gathering. One point to a line."),
            group=_CONTENT,
            column=False,
        ),
    ] = ""
    material: Annotated[
        Text,
        Ask(
            label=N_("Material"),
            help=N_("What to read or bring."),
            group=_CONTENT,
            column=False,
        ),
    ] = ""
    link: Annotated[
        Address,
        Ask(
            label=N_("Web address of the material"),
            type="url",
            group=_CONTENT,
            column=False,
        ),
    ] = ""


class Attendance(Record):
    """Who of the project group was at a gathering."""

    kind: ClassVar = "attendance"
    title: ClassVar = N_("Who took part")
    plural: ClassVar = N_("Who took part")
    home: ClassVar = "01_baseline"
    levels: ClassVar = MUNICIPALITY_ONLY
    name_field: ClassVar = "gathering"
    one_for: ClassVar = ("gathering",)

    gathering: Annotated[Choice, Ask(label=N_("Which gathering"), vocabulary="gathering")] = None
    members: Annotated[
        References,
        Ask(
            label=N_("Members of the project group who took part"),
            help=N_("The group itself is written down in the session on the mandate."),
            refers_to="member",
        ),
    ] = []
    remark: Annotated[
        Line, Ask(label=N_("Remark"), help=N_("For example a deputy who came instead: the position."))
    ] = ""
