"""The formalities of an application (session 05).

Fields: the formal reasons for rejection in the domain's sources: organisation number missing or wrong,
nobody who may sign, nobody there on the day of the deadline. None is required: which programme is
chosen decides whether they are needed, and a check says so.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

from ..i18n import N_
from .ask import Ask
from .base import Line, Record


class Readiness(Record):
    """What must be in order before an application can be sent."""

    kind: ClassVar = "readiness"
    title: ClassVar = N_("Ready to apply")
    plural: ClassVar = N_("Ready to apply")
    home: ClassVar = "05_activities"
    single: ClassVar = True
    name_field: ClassVar = "contact"

    oid: Annotated[
        Line,
        Ask(
            label=N_("The organisation's number (OID)"),
            help=N_("The letter E and eight digits. Each organisation has one; look whether yours exists."),
        ),
    ] = ""
    eu_login: Annotated[
        bool | None,
        Ask(label=N_("Does whoever sends it in have an EU Login?"), help=N_("Answer yes or no only.")),
    ] = None
    legal_representative: Annotated[
        Line,
        Ask(
            label=N_("Who signs for the municipality?"),
            help=N_("The position."),
            unit_label=N_("Who signs the application?"),
            unit_help=N_("The position: for a municipal unit it is somebody in the municipality."),
        ),
    ] = ""
    contact: Annotated[Line, Ask(label=N_("Contact for the application"), help=N_("The position."))] = ""
    contact_deputy: Annotated[
        Line,
        Ask(
            label=N_("Deputy for the contact"),
            help=N_("The deadline is kept to the minute, whoever is ill that day."),
        ),
    ] = ""
