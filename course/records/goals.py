"""Goals, how they are measured, and where they are anchored (session 04).

Fields: N04 of the course outline. A goal of an Erasmus accreditation has title, explanation, timing
and measuring progress; what this course adds is the anchor.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

from ..i18n import N_
from .ask import Ask
from .base import Choice, Choices, Count, Date, Line, Record, Reference, References, Text, Title, Year

_GOAL = N_("The goal")
_LINKS = N_("What it answers and builds on")
_TIME = N_("When and who")


class Goal(Record):
    """What the municipality wants to reach through international cooperation."""

    kind: ClassVar = "goal"
    title: ClassVar = N_("Goal")
    plural: ClassVar = N_("Goals")
    home: ClassVar = "04_anchoring"
    needed: ClassVar = True
    most: ClassVar = 10
    name_field: ClassVar = "called"

    called: Annotated[
        Title,
        Ask(
            label=N_("Goal"),
            help=N_("What is better when you have got there, not what you are going to do."),
            required=True,
            group=_GOAL,
        ),
    ] = ""
    level: Annotated[Choice, Ask(label=N_("Level"), required=True, vocabulary="goal_level", group=_GOAL)] = (
        None
    )
    priority: Annotated[
        Count,
        Ask(
            label=N_("Priority"),
            help=N_(
                "1 for what comes first. The template for a strategy has two priorities for the "
                "organisation, and two for staff and pupils. A goal without a number comes after them."
            ),
            group=_GOAL,
            column=False,
        ),
    ] = None
    explanation: Annotated[
        Text,
        Ask(
            label=N_("Explanation"),
            help=N_("Which need does it answer, and who benefits?"),
            required=True,
            group=_GOAL,
            column=False,
        ),
    ] = ""
    needs: Annotated[
        References,
        Ask(label=N_("Needs it answers"), required=True, refers_to="need", group=_LINKS, column=False),
    ] = []
    development_work: Annotated[
        References,
        Ask(
            label=N_("Development work it is linked to"),
            help=N_("A goal without such a link does not count as anchored."),
            required=True,
            refers_to="development_work",
            group=_LINKS,
        ),
    ] = []
    eu_priorities: Annotated[
        Choices,
        Ask(
            label=N_("European priorities"),
            required=True,
            vocabulary="eu_priority",
            group=_LINKS,
            column=False,
        ),
    ] = []
    policies: Annotated[
        Choices, Ask(label=N_("National and Nordic policy"), vocabulary="policy", group=_LINKS, column=False)
    ] = []
    development_goals: Annotated[
        Choices,
        Ask(label=N_("Sustainable Development Goals"), vocabulary="sdg", group=_LINKS, column=False),
    ] = []
    from_year: Annotated[
        Year, Ask(label=N_("From year"), required=True, type="year", group=_TIME, column=False)
    ] = None
    to_year: Annotated[Year, Ask(label=N_("To year"), required=True, type="year", group=_TIME)] = None
    owner: Annotated[
        Line,
        Ask(
            label=N_("Owner"),
            help=N_("The position that answers for the goal."),
            required=True,
            group=_TIME,
            column=False,
        ),
    ] = ""


class Involvement(Record):
    """Who took part in setting the goals; a question of the application for an Erasmus accreditation."""

    kind: ClassVar = "involvement"
    title: ClassVar = N_("Who took part in setting the goals")
    plural: ClassVar = N_("Who took part in setting the goals")
    home: ClassVar = "04_anchoring"
    single: ClassVar = True
    needed: ClassVar = True
    name_field: ClassVar = "who"

    who: Annotated[
        Text,
        Ask(
            label=N_("Who took part, and what was discussed?"),
            help=N_("Positions and groups. The application for an Erasmus accreditation asks for this."),
            required=True,
        ),
    ] = ""


class Indicator(Record):
    """How one sees that a goal comes nearer."""

    kind: ClassVar = "indicator"
    title: ClassVar = N_("Indicator")
    plural: ClassVar = N_("Indicators")
    home: ClassVar = "04_anchoring"
    needed: ClassVar = True
    name_field: ClassVar = "called"

    goal: Annotated[Reference, Ask(label=N_("Goal"), required=True, refers_to="goal")] = None
    called: Annotated[
        Title,
        Ask(
            label=N_("Indicator"),
            help=N_("What is counted or asked, for example units with a project."),
            required=True,
        ),
    ] = ""
    baseline: Annotated[Line, Ask(label=N_("Baseline"), help=N_("The value today."), required=True)] = ""
    baseline_on: Annotated[Date, Ask(label=N_("Baseline measured on"), required=True, column=False)] = None
    target: Annotated[
        Line,
        Ask(
            label=N_("Target"),
            help=N_(
                "The value you want. In Sula it is that every school and kindergarten has an international "
                "project."
            ),
            required=True,
        ),
    ] = ""
    deadline: Annotated[Date, Ask(label=N_("Deadline"), required=True)] = None
    source: Annotated[
        Line,
        Ask(
            label=N_("Source"), help=N_("Where the figure comes from, and how."), required=True, column=False
        ),
    ] = ""
    frequency: Annotated[
        Choice, Ask(label=N_("How often it is measured"), vocabulary="frequency", column=False)
    ] = None


class Anchor(Record):
    """The place a goal has, or is proposed to have, in a steering document."""

    kind: ClassVar = "anchor"
    title: ClassVar = N_("Anchor")
    plural: ClassVar = N_("Anchors")
    home: ClassVar = "04_anchoring"
    needed: ClassVar = True
    name_field: ClassVar = "proposed_text"

    goal: Annotated[Reference, Ask(label=N_("Goal"), required=True, refers_to="goal")] = None
    document: Annotated[
        Reference, Ask(label=N_("Steering document"), required=True, refers_to="steering_document")
    ] = None
    status: Annotated[
        Choice,
        Ask(
            label=N_("Status"),
            help=N_("From “proposed” onwards the anchor counts."),
            required=True,
            vocabulary="anchor_status",
        ),
    ] = None
    element_type: Annotated[
        Choice,
        Ask(label=N_("Kind of text"), help=N_("What it is in that document."), vocabulary="element_type"),
    ] = None
    proposed_text: Annotated[
        Text,
        Ask(
            label=N_("Proposed text"),
            help=N_("The words you want the document to have."),
            required=True,
        ),
    ] = ""
    existing_text: Annotated[Text, Ask(label=N_("Text that is there today"), column=False)] = ""
    amount: Annotated[Count, Ask(label=N_("Money"), unit=N_("{currency} a year"))] = None
    amount_year: Annotated[Year, Ask(label=N_("Year of the money"), type="year")] = None
    window: Annotated[
        Date,
        Ask(label=N_("Decision window"), help=N_("When the text is to be decided on."), required=True),
    ] = None
    responsible: Annotated[
        Line, Ask(label=N_("Responsible"), help=N_("The position that sees to it."), required=True)
    ] = ""
