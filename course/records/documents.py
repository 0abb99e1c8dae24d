"""The steering documents a municipality has, when they change and who decides (session 03).

Fields: N03 of the course outline; the types are the register of steering documents in
`data/vocabularies/steering_document_type.csv`.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

from ..i18n import N_
from ..levels import MUNICIPALITY_ONLY
from .ask import Ask
from .base import Address, Choice, Count, Date, Line, Record, Text, Title, Year

_WHAT = N_("The document")
_WHEN = N_("When it can be changed")
_INTERNATIONAL = N_("What it says about international cooperation")


class SteeringDocument(Record):
    """A plan, budget or rule by which the municipality steers, where a goal can be anchored."""

    kind: ClassVar = "steering_document"
    title: ClassVar = N_("Steering document")
    plural: ClassVar = N_("Steering documents")
    home: ClassVar = "03_documents"
    needed: ClassVar = True
    carried: ClassVar = True
    name_field: ClassVar = "called"

    type: Annotated[
        Choice, Ask(label=N_("Type"), required=True, vocabulary="steering_document_type", group=_WHAT)
    ] = None
    called: Annotated[
        Title,
        Ask(
            label=N_("Title"),
            help=N_("What you call it, for example “Strategic plan for culture and childhood”."),
            required=True,
            group=_WHAT,
            unit_help=N_("What you call it."),
        ),
    ] = ""
    adopted_by: Annotated[
        Choice,
        Ask(
            label=N_("Adopted by"),
            help=N_("The body that decides on it."),
            vocabulary="adopting_body",
            group=_WHAT,
            column=False,
        ),
    ] = None
    adopted_on: Annotated[Date, Ask(label=N_("Adopted on"), group=_WHAT, column=False)] = None
    valid_from: Annotated[Year, Ask(label=N_("Valid from year"), type="year", group=_WHAT, column=False)] = (
        None
    )
    valid_to: Annotated[Year, Ask(label=N_("Valid to year"), type="year", group=_WHAT, column=False)] = None
    responsible: Annotated[
        Line,
        Ask(label=N_("Responsible"), help=N_("The position that prepares it."), group=_WHAT, column=False),
    ] = ""
    link: Annotated[
        Address,
        Ask(
            label=N_("Web address"),
            help=N_("Where others can read it."),
            type="url",
            group=_WHAT,
            column=False,
        ),
    ] = ""
    next_revision: Annotated[
        Year,
        Ask(
            label=N_("Next revision"),
            help=N_("The year."),
            required=True,
            type="year",
            group=_WHEN,
            column=False,
        ),
    ] = None
    next_window: Annotated[
        Date,
        Ask(
            label=N_("Next decision window"),
            help=N_("The next date by which a text must be handed in to be decided on in this document."),
            required=True,
            group=_WHEN,
        ),
    ] = None
    mentions_international: Annotated[
        Choice,
        Ask(
            label=N_("Does it mention international cooperation?"),
            required=True,
            vocabulary="mentioned",
            group=_INTERNATIONAL,
        ),
    ] = None
    quotation: Annotated[
        Text,
        Ask(
            label=N_("What it says"),
            help=N_("Copy the sentence that matters."),
            group=_INTERNATIONAL,
            column=False,
        ),
    ] = ""
    page: Annotated[Count, Ask(label=N_("Page"), group=_INTERNATIONAL, column=False)] = None


class WheelEvent(Record):
    """A date of the municipality's year by which something must be handed in or is decided."""

    kind: ClassVar = "wheel_event"
    title: ClassVar = N_("Date of the year")
    plural: ClassVar = N_("The municipality's year")
    home: ClassVar = "03_documents"
    levels: ClassVar = MUNICIPALITY_ONLY
    needed: ClassVar = True
    name_field: ClassVar = "event"

    event: Annotated[Choice, Ask(label=N_("What happens"), required=True, vocabulary="wheel_event")] = None
    on: Annotated[Date, Ask(label=N_("Date"), required=True)] = None
    note: Annotated[Line, Ask(label=N_("What it means for you"))] = ""


class Actor(Record):
    """Someone who prepares, decides, or must be won."""

    kind: ClassVar = "actor"
    title: ClassVar = N_("Actor")
    plural: ClassVar = N_("Who prepares, decides and must be won")
    home: ClassVar = "03_documents"
    name_field: ClassVar = "called"

    called: Annotated[
        Line, Ask(label=N_("Who"), help=N_("A position, a committee, a council or a union."), required=True)
    ] = ""
    part: Annotated[Choice, Ask(label=N_("Their part"), required=True, vocabulary="actor_part")] = None
    approach: Annotated[Text, Ask(label=N_("How you approach them"), column=False)] = ""


class NationalLink(Record):
    """A national, Nordic or European policy that the work carries out."""

    kind: ClassVar = "national_link"
    title: ClassVar = N_("Link to policy")
    plural: ClassVar = N_("Links to policy")
    home: ClassVar = "03_documents"
    name_field: ClassVar = "policy"

    policy: Annotated[Choice, Ask(label=N_("Policy"), required=True, vocabulary="policy")] = None
    how: Annotated[Text, Ask(label=N_("How your work carries it out"), required=True)] = ""
