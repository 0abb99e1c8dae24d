"""Getting it decided: the council case and its path (session 08).

Fields: N08 of the course outline. The parts of the case are those of Levanger's case on its strategy
for international cooperation (15 January 2020). A unit decides nothing in the council: it has no case.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

from ..i18n import N_
from ..levels import MUNICIPALITY_ONLY
from .ask import Ask
from .base import Address, Choice, Date, Line, Record, Reference, Text, Title

_HOME = "08_decision"
_CASE = N_("The case")
_CONSEQUENCES = N_("Consequences")
_APPROVAL = N_("Approval")


class DecisionCase(Record):
    """The case the council decides on."""

    kind: ClassVar = "decision_case"
    title: ClassVar = N_("The case")
    plural: ClassVar = N_("The case")
    home: ClassVar = _HOME
    levels: ClassVar = MUNICIPALITY_ONLY
    single: ClassVar = True
    needed: ClassVar = True
    name_field: ClassVar = "background"

    document: Annotated[
        Reference,
        Ask(
            label=N_("Where it is decided"),
            help=N_("The steering document whose treatment the case follows."),
            required=True,
            refers_to="steering_document",
            group=_CASE,
        ),
    ] = None
    legal_basis: Annotated[Text, Ask(label=N_("Legal basis"), group=_CASE)] = ""
    background: Annotated[
        Text, Ask(label=N_("Background"), help=N_("What the council needs to know."), group=_CASE)
    ] = ""
    assessment: Annotated[
        Text, Ask(label=N_("Assessment"), help=N_("Why this, and why now?"), required=True, group=_CASE)
    ] = ""
    alternatives: Annotated[Text, Ask(label=N_("Alternatives"), group=_CASE)] = ""
    economy: Annotated[Text, Ask(label=N_("Financial consequences"), required=True, group=_CONSEQUENCES)] = ""
    children: Annotated[Text, Ask(label=N_("For children and young people"), group=_CONSEQUENCES)] = ""
    climate: Annotated[Text, Ask(label=N_("For climate and environment"), group=_CONSEQUENCES)] = ""
    health: Annotated[Text, Ask(label=N_("For public health"), group=_CONSEQUENCES)] = ""
    approved_by: Annotated[Line, Ask(label=N_("Approved by"), help=N_("The position."), group=_APPROVAL)] = ""
    approved_on: Annotated[Date, Ask(label=N_("Approved on"), group=_APPROVAL)] = None


class Proposal(Record):
    """One numbered point of the proposal for decision; the order is the number."""

    kind: ClassVar = "proposal"
    title: ClassVar = N_("Proposal")
    plural: ClassVar = N_("Proposals for decision")
    home: ClassVar = _HOME
    levels: ClassVar = MUNICIPALITY_ONLY
    needed: ClassVar = True
    name_field: ClassVar = "text"

    text: Annotated[
        Text,
        Ask(
            label=N_("Proposal"),
            help=N_(
                "In Levanger the director proposed that the strategy be worked into the municipal master "
                "plan, and its measures into the plan for each field."
            ),
            required=True,
        ),
    ] = ""
    anchor: Annotated[
        Reference, Ask(label=N_("The anchor it decides on"), refers_to="anchor", column=False)
    ] = None


class Attachment(Record):
    """Something that goes with the case."""

    kind: ClassVar = "attachment"
    title: ClassVar = N_("Attachment")
    plural: ClassVar = N_("Attachments")
    home: ClassVar = _HOME
    levels: ClassVar = MUNICIPALITY_ONLY
    name_field: ClassVar = "called"

    called: Annotated[Title, Ask(label=N_("Title"), required=True)] = ""
    link: Annotated[Address, Ask(label=N_("Web address"), type="url")] = ""


class CaseStep(Record):
    """One body's treatment of the case."""

    kind: ClassVar = "case_step"
    title: ClassVar = N_("Step")
    plural: ClassVar = N_("The path of the case")
    home: ClassVar = _HOME
    levels: ClassVar = MUNICIPALITY_ONLY
    needed: ClassVar = True
    name_field: ClassVar = "committee"

    committee: Annotated[Line, Ask(label=N_("Body"), required=True)] = ""
    on: Annotated[Date, Ask(label=N_("Date"), required=True)] = None
    case_number: Annotated[Line, Ask(label=N_("Case number"))] = ""
    status: Annotated[Choice, Ask(label=N_("Status"), required=True, vocabulary="case_status")] = None
    decision: Annotated[Text, Ask(label=N_("Decision"), column=False)] = ""
