"""Projects, partnerships and networks a municipality has or has had.

Fields: those Norrköping's public register of international projects needs (2020), and N01 of
the course outline. What the register does not say, the worked example leaves open.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

from annotated_types import MaxLen

from ..i18n import N_
from ..levels import MUNICIPALITY_ONLY
from .ask import Ask
from .base import Address, Choice, Choices, Code, Count, Line, Record, Text, Year

_HOME = "01_baseline"


class Project(Record):
    """An international project of one or several units."""

    kind: ClassVar = "project"
    title: ClassVar = N_("Project")
    plural: ClassVar = N_("Projects")
    home: ClassVar = _HOME
    name_field: ClassVar = "called"

    number: Annotated[Count, Ask(label=N_("Number in the register"), column=False)] = None
    called: Annotated[
        Line, Ask(label=N_("Title"), help=N_("As you speak of it; a whole sentence will do."), required=True)
    ] = ""
    units: Annotated[
        Line,
        Ask(
            label=N_("Units"),
            help=N_("Several units are separated by commas."),
            required=True,
            levels=MUNICIPALITY_ONLY,
        ),
    ] = ""
    unit_type: Annotated[
        Choice,
        Ask(
            label=N_("Type of unit"),
            required=True,
            vocabulary="unit_type",
            levels=MUNICIPALITY_ONLY,
        ),
    ] = None
    description: Annotated[Text, Ask(label=N_("Description"), column=False)] = ""
    themes: Annotated[Choices, Ask(label=N_("Themes"), vocabulary="need_theme", column=False)] = []
    activity_types: Annotated[
        Choices, Ask(label=N_("Types of activity"), vocabulary="activity_type", column=False)
    ] = []
    period_text: Annotated[
        Line,
        Ask(
            label=N_("Period as written"),
            help=N_("As it stands in your papers. Norrköping wrote “2018-2020 (förlängt)” and “vilande”."),
            column=False,
        ),
    ] = ""
    from_year: Annotated[Year, Ask(label=N_("From year"), type="year", column=False)] = None
    to_year: Annotated[Year, Ask(label=N_("To year"), type="year")] = None
    status: Annotated[Choice, Ask(label=N_("Status"), required=True, vocabulary="project_status")] = None
    partner_countries: Annotated[Choices, Ask(label=N_("Partner countries"), vocabulary="country")] = []
    programme: Annotated[Line, Ask(label=N_("Programme"), column=False)] = ""
    result: Annotated[
        Text,
        Ask(
            label=N_("What came of it"),
            help=N_("What is different at home, and what you would do otherwise."),
            column=False,
        ),
    ] = ""
    contact: Annotated[
        Line, Ask(label=N_("Contact"), help=N_("The position that knows the project."), column=False)
    ] = ""
    link: Annotated[Address, Ask(label=N_("Web address"), type="url", column=False)] = ""
    remarks: Annotated[
        Annotated[list[Code], MaxLen(20)],
        Ask(label=N_("What could not be read for certain"), vocabulary="reading_remark", column=False),
    ] = []


class Partnership(Record):
    """A lasting partnership between the municipality and a place abroad."""

    kind: ClassVar = "partnership"
    title: ClassVar = N_("Municipal partnership")
    plural: ClassVar = N_("Municipal partnerships")
    home: ClassVar = _HOME
    levels: ClassVar = MUNICIPALITY_ONLY
    name_field: ClassVar = "called"

    called: Annotated[Line, Ask(label=N_("Partner"), required=True)] = ""
    country: Annotated[Choice, Ask(label=N_("Country"), required=True, vocabulary="country")] = None
    description: Annotated[Text, Ask(label=N_("Description"))] = ""
    funding: Annotated[Line, Ask(label=N_("Funding"))] = ""


class Network(Record):
    """A network in which the municipality is a member."""

    kind: ClassVar = "network"
    title: ClassVar = N_("Network")
    plural: ClassVar = N_("Networks")
    home: ClassVar = _HOME
    name_field: ClassVar = "called"

    called: Annotated[Line, Ask(label=N_("Name"), required=True)] = ""
    also_called: Annotated[Line, Ask(label=N_("Other spelling"), column=False)] = ""
    purpose: Annotated[Text, Ask(label=N_("Purpose"), column=False)] = ""
    themes: Annotated[Choices, Ask(label=N_("Themes"), vocabulary="need_theme", column=False)] = []
    members: Annotated[Line, Ask(label=N_("Members"))] = ""
    active: Annotated[bool | None, Ask(label=N_("Do you take an active part?"))] = None
