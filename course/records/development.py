"""Needs, and the development work that is already going on.

Fields: N02 of the course outline, as far as goals refer to them. They are written in session 04
until session 02 is there; nothing stored names the session, so that the move needs no migration.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

from ..i18n import N_
from .ask import Ask
from .base import Choice, Line, Record, References, Text, Title

_FOUND_IN = "04_anchoring"


class Need(Record):
    """Something that children, pupils, staff or the owner of the schools need to become better."""

    kind: ClassVar = "need"
    title: ClassVar = N_("Need")
    plural: ClassVar = N_("Needs")
    home: ClassVar = _FOUND_IN
    needed: ClassVar = True
    name_field: ClassVar = "called"

    called: Annotated[Title, Ask(label=N_("Need"), help=N_("One line: who needs what."), required=True)] = ""
    theme: Annotated[Choice, Ask(label=N_("Theme"), required=True, vocabulary="need_theme")] = None
    description: Annotated[
        Text,
        Ask(
            label=N_("Description"),
            help=N_("What do you do today, and what is still missing?"),
            required=True,
            column=False,
        ),
    ] = ""
    evidence_type: Annotated[
        Choice, Ask(label=N_("Type of evidence"), required=True, vocabulary="evidence_type")
    ] = None
    evidence: Annotated[
        Text,
        Ask(
            label=N_("Evidence"),
            help=N_("How do you know? Name the survey, report or talk, and its year."),
            required=True,
            column=False,
        ),
    ] = ""


class DevelopmentWork(Record):
    """Development work already under way in kindergartens and schools."""

    kind: ClassVar = "development_work"
    title: ClassVar = N_("Development work under way")
    plural: ClassVar = N_("Development work under way")
    home: ClassVar = _FOUND_IN
    needed: ClassVar = True
    name_field: ClassVar = "called"

    called: Annotated[
        Title,
        Ask(
            label=N_("Development work"),
            help=N_("What kindergartens and schools already work with, for example inclusion or language."),
            required=True,
        ),
    ] = ""
    units: Annotated[Line, Ask(label=N_("Units that take part"))] = ""
    period: Annotated[Line, Ask(label=N_("Period"), help=N_("For example 2025–2028."))] = ""
    owner: Annotated[Line, Ask(label=N_("Owner"), help=N_("The position that leads it."), required=True)] = ""
    needs: Annotated[
        References,
        Ask(label=N_("Needs it answers"), refers_to="need", column=False),
    ] = []
