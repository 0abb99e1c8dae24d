"""How one knows, how it is shared, how often it is revised (session 07, held again later).

Fields: N07 of the course outline; the headings are those of the strategy template's last section.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

from annotated_types import Ge, Le
from pydantic import BeforeValidator

from ..i18n import N_
from ..levels import MUNICIPALITY_ONLY
from .ask import Ask
from .base import Choice, Choices, Date, Line, Record, Reference, Text, Title, none_if_empty

_HOME = "07_followup"
_REPORT = N_("Reporting")
_EVALUATION = N_("Evaluation")
_REVISION = N_("Revision of the strategy")

Months = Annotated[Annotated[int, Ge(1), Le(120)] | None, BeforeValidator(none_if_empty)]


class FollowUp(Record):
    """The value of an indicator on a day, and what it means."""

    kind: ClassVar = "follow_up"
    title: ClassVar = N_("Measurement")
    plural: ClassVar = N_("Measurements")
    home: ClassVar = _HOME
    needed: ClassVar = True
    per_occasion: ClassVar = True
    name_field: ClassVar = "indicator"

    indicator: Annotated[Reference, Ask(label=N_("Indicator"), required=True, refers_to="indicator")] = None
    measured_on: Annotated[Date, Ask(label=N_("Measured on"), required=True)] = None
    value: Annotated[Line, Ask(label=N_("Value"), required=True)] = ""
    light: Annotated[Choice, Ask(label=N_("State"), required=True, vocabulary="traffic_light")] = None
    comment: Annotated[
        Text, Ask(label=N_("Comment"), help=N_("Why is it so?"), required=True, column=False)
    ] = ""
    measure: Annotated[Text, Ask(label=N_("What you do about it"), column=False)] = ""


class Reporting(Record):
    """Where and when the work is reported, evaluated and revised."""

    kind: ClassVar = "reporting"
    title: ClassVar = N_("Reporting, evaluation and revision")
    plural: ClassVar = N_("Reporting, evaluation and revision")
    unit_title: ClassVar = N_("Evaluation and revision")
    unit_plural: ClassVar = N_("Evaluation and revision")
    home: ClassVar = _HOME
    single: ClassVar = True
    needed: ClassVar = True
    per_occasion: ClassVar = True
    name_field: ClassVar = "method"

    places: Annotated[
        Choices,
        Ask(
            label=N_("Where is it reported?"),
            help=N_("In reports the council already gets, not in one more."),
            required=True,
            vocabulary="reporting_place",
            group=_REPORT,
            levels=MUNICIPALITY_ONLY,
        ),
    ] = []
    method: Annotated[
        Text,
        Ask(label=N_("How is the work evaluated?"), required=True, group=_EVALUATION),
    ] = ""
    evaluated_on: Annotated[Date, Ask(label=N_("When"), required=True, group=_EVALUATION)] = None
    evaluated_by: Annotated[
        Line, Ask(label=N_("By whom"), help=N_("Positions."), required=True, group=_EVALUATION)
    ] = ""
    interval: Annotated[
        Months,
        Ask(
            label=N_("How often is the strategy revised?"), required=True, unit=N_("months"), group=_REVISION
        ),
    ] = None
    next_revision: Annotated[Date, Ask(label=N_("Next revision"), required=True, group=_REVISION)] = None


class Dissemination(Record):
    """Something that is shared, with whom and how."""

    kind: ClassVar = "dissemination"
    title: ClassVar = N_("Sharing")
    plural: ClassVar = N_("How it is shared")
    home: ClassVar = _HOME
    needed: ClassVar = True
    per_occasion: ClassVar = True
    name_field: ClassVar = "what"

    what: Annotated[Title, Ask(label=N_("What is shared"), required=True)] = ""
    to_whom: Annotated[Line, Ask(label=N_("With whom"), required=True)] = ""
    channel: Annotated[
        Line, Ask(label=N_("Where"), help=N_("A meeting, a planning day, a page."), required=True)
    ] = ""
    on: Annotated[Date, Ask(label=N_("When"), required=True)] = None
    responsible: Annotated[Line, Ask(label=N_("Responsible"), required=True)] = ""


class Learning(Record):
    """What the group takes with it from the course."""

    kind: ClassVar = "learning"
    title: ClassVar = N_("What you learnt")
    plural: ClassVar = N_("What you learnt")
    home: ClassVar = _HOME
    single: ClassVar = True
    per_occasion: ClassVar = True
    name_field: ClassVar = "keep"

    keep: Annotated[Text, Ask(label=N_("What do you go on with?"))] = ""
    stop: Annotated[Text, Ask(label=N_("What do you stop doing?"))] = ""
    start: Annotated[Text, Ask(label=N_("What do you begin with?"))] = ""
