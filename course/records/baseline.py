"""Why the municipality wants this, and where it stands (session 01).

Fields: N01 of the course outline. The motives are those Ale municipality gives for its international
work (2020); the risk of depending on one person is Herning's argument for a consortium.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

from annotated_types import MaxLen

from ..i18n import N_
from .ask import Ask
from .base import Address, Choice, Emptied, Kept, Line, Record, Text

_HOME = "01_baseline"

Reason = Annotated[str, MaxLen(600), Kept, Emptied]


class Motive(Record):
    """A reason for working internationally; the order is the rank."""

    kind: ClassVar = "motive"
    title: ClassVar = N_("Motive")
    plural: ClassVar = N_("Motives")
    home: ClassVar = _HOME
    needed: ClassVar = True
    most: ClassVar = 3
    name_field: ClassVar = "motive"

    motive: Annotated[
        Choice,
        Ask(
            label=N_("Motive"),
            help=N_("Choose at most three, the most important first."),
            required=True,
            vocabulary="motive",
        ),
    ] = None
    because: Annotated[
        Line,
        Ask(label=N_("What it means with you"), help=N_("One line from your own everyday work.")),
    ] = ""


class Rationale(Record):
    """Why international work, in the group's own words, and who carries it today."""

    kind: ClassVar = "rationale"
    title: ClassVar = N_("Why international work")
    plural: ClassVar = N_("Why international work")
    home: ClassVar = _HOME
    single: ClassVar = True
    needed: ClassVar = True
    name_field: ClassVar = "why"

    why: Annotated[
        Reason,
        Ask(
            label=N_("Why do you want to work internationally?"),
            help=N_(
                "Three or four sentences that your council would understand. Ale municipality in Sweden "
                "wrote that it wants to be attractive, to develop its services and to counter xenophobia."
            ),
            required=True,
            unit_help=N_("Three or four sentences that parents and staff would understand."),
        ),
    ] = ""
    depends_on: Annotated[
        Text,
        Ask(
            label=N_("Who carries the international work today?"),
            help=N_(
                "Write positions. What happens if the one who carries most of it gets another job? In "
                "Herning that question led to a consortium run by the administration."
            ),
            required=True,
        ),
    ] = ""


class Assessment(Record):
    """One role's answer to one statement of the self-assessment, at the start or at the end."""

    kind: ClassVar = "assessment"
    title: ClassVar = N_("Answer to a statement")
    plural: ClassVar = N_("Self-assessment")
    home: ClassVar = _HOME
    needed: ClassVar = True
    name_field: ClassVar = "statement"
    one_for: ClassVar = ("statement", "moment", "role")

    statement: Annotated[
        Choice, Ask(label=N_("Statement"), required=True, vocabulary="assessment_statement")
    ] = None
    moment: Annotated[Choice, Ask(label=N_("When"), required=True, vocabulary="assessment_moment")] = None
    role: Annotated[
        Choice,
        Ask(
            label=N_("Answered by"),
            help=N_("At least two roles answer, each for itself."),
            required=True,
            vocabulary="assessment_role",
        ),
    ] = None
    level: Annotated[Choice, Ask(label=N_("Level"), required=True, vocabulary="assessment_level")] = None
    evidence: Annotated[Text, Ask(label=N_("Evidence"), help=N_("What shows it?"), column=False)] = ""
    link: Annotated[Address, Ask(label=N_("Web address"), type="url", column=False)] = ""
