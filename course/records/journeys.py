"""The mobility register: who applied for a place, who was chosen and why, and what came of it (session 05).

Source: Ale municipality, “Internationell skola”: staff apply to go, and those who have been away train
their colleagues afterwards.

The register stands beside the activities its places belong to, and one line goes with a person from the
application until what was learnt has been passed on; session 07, where sharing is worked on, shows what
still has to be shared. How many places there are is the activity's number of participants.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar

from ..i18n import N_
from ..levels import MUNICIPALITY_ONLY
from .ask import Ask
from .base import Choice, Count, Date, Line, Record, Reference, Text

_APPLICATION = N_("The application")
_SELECTION = N_("Selection and agreement")
_AWAY = N_("Away")
_AFTERWARDS = N_("Afterwards")

SELECTED = "selected"


class Journey(Record):
    """A person's, or a group's, application for a place in an activity, and what came of it."""

    kind: ClassVar = "journey"
    title: ClassVar = N_("Journey")
    plural: ClassVar = N_("Mobility register")
    home: ClassVar = "05_activities"
    name_field: ClassVar = "role"

    activity: Annotated[
        Reference,
        Ask(label=N_("Activity"), required=True, refers_to="activity", group=_APPLICATION),
    ] = None
    role: Annotated[
        Line,
        Ask(
            label=N_("Role"),
            help=N_("The position of the one who applies, for example: teacher, year 6."),
            required=True,
            group=_APPLICATION,
        ),
    ] = ""
    unit: Annotated[
        Line, Ask(label=N_("Unit"), required=True, group=_APPLICATION, levels=MUNICIPALITY_ONLY)
    ] = ""
    person: Annotated[
        Line,
        Ask(
            label=N_("Name"),
            help=N_(
                "Leave it empty unless your group has decided to write names. Never write the name of a "
                "child or a pupil."
            ),
            group=_APPLICATION,
            column=False,
        ),
    ] = ""
    persons: Annotated[
        Count,
        Ask(
            label=N_("Number of persons"),
            help=N_("Empty means one. A group of pupils is one line with their number."),
            group=_APPLICATION,
            column=False,
        ),
    ] = None
    applied_on: Annotated[Date, Ask(label=N_("Applied on"), group=_APPLICATION, column=False)] = None
    decision: Annotated[
        Choice,
        Ask(
            label=N_("State of the application"),
            required=True,
            vocabulary="journey_decision",
            group=_SELECTION,
        ),
    ] = None
    reason: Annotated[
        Text,
        Ask(
            label=N_("Why?"),
            help=N_(
                "Which criteria are met, and which are not. Write it so that the one who applied can read it."
            ),
            group=_SELECTION,
            column=False,
        ),
    ] = ""
    agreed_learning: Annotated[
        Text,
        Ask(
            label=N_("What is agreed that is to be learnt?"),
            help=N_("Agreed before departure between the one who travels and the leader of the unit."),
            group=_SELECTION,
            column=False,
        ),
    ] = ""
    departs_on: Annotated[Date, Ask(label=N_("Departure"), group=_AWAY, column=False)] = None
    returns_on: Annotated[Date, Ask(label=N_("Home again"), group=_AWAY, column=False)] = None
    learned: Annotated[Text, Ask(label=N_("What was learnt?"), group=_AFTERWARDS, column=False)] = ""
    shared_with: Annotated[
        Line,
        Ask(
            label=N_("Passed on to whom?"),
            help=N_("In Ale those who have taken part train their colleagues afterwards."),
            group=_AFTERWARDS,
            column=False,
        ),
    ] = ""
    shared_how: Annotated[
        Text,
        Ask(
            label=N_("Passed on how?"),
            help=N_("The meeting, the day or the place."),
            group=_AFTERWARDS,
            column=False,
        ),
    ] = ""
    share_by: Annotated[
        Date,
        Ask(
            label=N_("To be passed on by"),
            help=N_("Agree on it before departure."),
            group=_AFTERWARDS,
            column=False,
        ),
    ] = None
    shared_on: Annotated[
        Date,
        Ask(label=N_("Passed on"), help=N_("The day it was done; empty until then."), group=_AFTERWARDS),
    ] = None
    changed: Annotated[Text, Ask(label=N_("What has changed at home?"), group=_AFTERWARDS, column=False)] = ""
    look_on: Annotated[
        Date,
        Ask(label=N_("When do you look at what has changed?"), group=_AFTERWARDS, column=False),
    ] = None

    @property
    def number(self) -> int:
        """How many persons the line is about."""
        return 1 if self.persons is None else self.persons

    @property
    def selected(self) -> bool:
        """Whether they were given a place, and kept it."""
        return self.decision == SELECTED

    def is_home(self, today: date) -> bool:
        """Whether they are back; where no day of return is written, the day for sharing tells."""
        back = self.returns_on or self.share_by
        return back is not None and back <= today

    def is_shared(self, today: date) -> bool:
        """Whether what they learnt has been passed on; a day to come is a plan."""
        return self.shared_on is not None and self.shared_on <= today

    def owes_sharing(self, today: date) -> bool:
        """Whether they have been away and what they learnt has not been passed on yet."""
        return self.selected and self.is_home(today) and not self.is_shared(today)
