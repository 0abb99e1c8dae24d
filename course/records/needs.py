"""Needs with evidence, and the development work that is already going on (session 02).

Fields: N02 of the course outline. Starting from the owner's biggest challenge is Herning's way;
the questions about a need are those of the strategy template.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

from ..i18n import N_
from ..levels import MUNICIPALITY_ONLY
from .ask import Ask
from .base import Choice, Choices, Count, Date, Line, Record, References, Text, Title, Year

_HOME = "02_needs"
_NEED = N_("The need")
_EVIDENCE = N_("How you know")
_GAP = N_("What is done, and what is missing")


class Challenge(Record):
    """The biggest challenge of whoever owns the kindergartens and schools, and who was heard."""

    kind: ClassVar = "challenge"
    title: ClassVar = N_("The biggest challenge")
    plural: ClassVar = N_("The biggest challenge")
    home: ClassVar = _HOME
    single: ClassVar = True
    needed: ClassVar = True
    name_field: ClassVar = "biggest"

    biggest: Annotated[
        Text,
        Ask(
            label=N_("What is your biggest challenge right now?"),
            help=N_(
                "One sentence, whether or not it has to do with other countries. In Herning it was how to "
                "make room in the ordinary school for all children."
            ),
            required=True,
        ),
    ] = ""
    heard: Annotated[
        Text,
        Ask(
            label=N_("Who has been heard?"),
            help=N_("Children and pupils, parents, unions: how did they have a say? Groups only, no names."),
        ),
    ] = ""


class Need(Record):
    """Something that children, pupils, staff or the owner of the schools need to become better."""

    kind: ClassVar = "need"
    title: ClassVar = N_("Need")
    plural: ClassVar = N_("Needs")
    home: ClassVar = _HOME
    needed: ClassVar = True
    most: ClassVar = 8
    name_field: ClassVar = "called"

    called: Annotated[
        Title, Ask(label=N_("Need"), help=N_("One line: who needs what."), required=True, group=_NEED)
    ] = ""
    theme: Annotated[
        Choice,
        Ask(
            label=N_("Theme"),
            help=N_(
                "The first five are the examples of the strategy template; the rest are what others have "
                "worked with."
            ),
            required=True,
            vocabulary="need_theme",
            group=_NEED,
        ),
    ] = None
    target_groups: Annotated[
        Choices,
        Ask(label=N_("Whose need it is"), required=True, vocabulary="target_group", group=_NEED),
    ] = []
    description: Annotated[
        Text,
        Ask(
            label=N_("Description"),
            help=N_("What is it like today for those it concerns?"),
            required=True,
            group=_NEED,
            column=False,
        ),
    ] = ""
    evidence_type: Annotated[
        Choice,
        Ask(label=N_("Type of evidence"), required=True, vocabulary="evidence_type", group=_EVIDENCE),
    ] = None
    evidence: Annotated[
        Text,
        Ask(
            label=N_("Evidence"),
            help=N_("How do you know? Name the survey, report or talk."),
            required=True,
            group=_EVIDENCE,
            column=False,
        ),
    ] = ""
    evidence_year: Annotated[
        Year, Ask(label=N_("Year of the evidence"), type="year", group=_EVIDENCE, column=False)
    ] = None
    done_today: Annotated[
        Text,
        Ask(label=N_("What do you do today?"), required=True, group=_GAP, column=False),
    ] = ""
    still_missing: Annotated[
        Text,
        Ask(label=N_("What is still missing?"), required=True, group=_GAP, column=False),
    ] = ""
    why_international: Annotated[
        Text,
        Ask(
            label=N_("Why can international cooperation help?"),
            help=N_("What can you learn or do there that you cannot at home?"),
            required=True,
            group=_GAP,
            column=False,
        ),
    ] = ""


class DevelopmentWork(Record):
    """Development work already under way in kindergartens and schools."""

    kind: ClassVar = "development_work"
    title: ClassVar = N_("Development work under way")
    plural: ClassVar = N_("Development work under way")
    home: ClassVar = _HOME
    needed: ClassVar = True
    carried: ClassVar = True
    name_field: ClassVar = "called"

    called: Annotated[
        Title,
        Ask(
            label=N_("Development work"),
            help=N_("What kindergartens and schools already work with, for example inclusion or language."),
            required=True,
            unit_help=N_("What the unit already works with, for example inclusion or language."),
        ),
    ] = ""
    units: Annotated[Line, Ask(label=N_("Units that take part"), levels=MUNICIPALITY_ONLY)] = ""
    period: Annotated[Line, Ask(label=N_("Period"), help=N_("For example 2025–2028."))] = ""
    owner: Annotated[Line, Ask(label=N_("Owner"), help=N_("The position that leads it."), required=True)] = ""
    needs: Annotated[
        References,
        Ask(label=N_("Needs it answers"), refers_to="need", column=False),
    ] = []


class FocusGroup(Record):
    """A talk with those whom the work concerns."""

    kind: ClassVar = "focus_group"
    title: ClassVar = N_("Focus group")
    plural: ClassVar = N_("Focus groups")
    home: ClassVar = _HOME
    name_field: ClassVar = "who"

    held_on: Annotated[Date, Ask(label=N_("Date"), required=True)] = None
    who: Annotated[Line, Ask(label=N_("Who took part"), help=N_("Roles, not names."), required=True)] = ""
    number: Annotated[Count, Ask(label=N_("How many"))] = None
    main_points: Annotated[
        Text,
        Ask(
            label=N_("Main points"), help=N_("Two or three that surprised you."), required=True, column=False
        ),
    ] = ""
