"""What a municipality writes when it applies to join a cohort, and what it is told of the cohort.

Source: HK-dir, call for the third run of the course (2024): the project group in three categories, the
leadership behind it, the municipality's own plans at the centre. The other questions are proposed for this
course. Such an application is no record of a municipality's answers: it comes before there are any.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, ClassVar, TypeVar, cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from annotated_types import Ge, Le, MaxLen, MinLen
from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from ..addresses import BadAddress, address_of
from ..countries import COUNTRIES, Country
from ..i18n import N_
from ..settings import settings
from .ask import Ask, questions
from .base import (
    Choice,
    Date,
    Emptied,
    Kept,
    Record,
    Text,
    is_empty,
    none_if_empty,
    on_one_line,
    validate,
)
from .refusal import SENTENCES, Message, Refused

__all__ = [
    "MOST_MEMBERS",
    "Applicant",
    "Application",
    "CallFor",
    "CohortName",
    "answered",
    "application_of",
    "read_application",
]

Kind = TypeVar("Kind", bound=Record)

MOST_MEMBERS = 8
"""Most persons in an applying group; without a rule, a bound against a wild browser."""

_MUNICIPALITY, _LEADERS = N_("The municipality"), N_("The leadership")
_CONTACT = N_("Contact")


def _email(text: str) -> str:
    try:
        return text and address_of(text)
    except BadAddress:
        raise PydanticCustomError("not_an_email", "not an e-mail address") from None


def _zone(name: str) -> str:
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise PydanticCustomError("not_a_time_zone", "not a time zone") from None


def _our_zone(name: Any) -> Any:
    return name or settings().time_zone


def _each_once(countries: list[Country]) -> list[Country]:
    return [country for country in COUNTRIES if country in countries]


Name = Annotated[str, MaxLen(200), Kept, AfterValidator(on_one_line), Emptied]
Email = Annotated[str, MaxLen(320), Kept, AfterValidator(_email), Emptied]


class Applicant(Record):
    """A person in the group that a municipality applies with."""

    kind: ClassVar = "applicant"
    title: ClassVar = N_("Member of the project group")
    plural: ClassVar = N_("The project group")
    home: ClassVar = "00_mandate"
    name_field: ClassVar = "called"

    called: Annotated[Name, Ask(label=N_("Name"), required=True)] = ""
    position: Annotated[Name, Ask(label=N_("Position"))] = ""
    category: Annotated[Choice, Ask(label=N_("Category"), required=True, vocabulary="project_category")] = (
        None
    )
    email: Annotated[Email, Ask(label=N_("E-mail address"), type="line")] = ""


class Application(Record):
    """A municipality's application to join a cohort."""

    kind: ClassVar = "application"
    title: ClassVar = N_("Application")
    plural: ClassVar = N_("Applications")
    home: ClassVar = "00_mandate"
    name_field: ClassVar = "contact"

    why: Annotated[
        Text,
        Ask(
            label=N_("Why does the municipality want to take part?"),
            help=N_("What is it to lead to for children, pupils and staff?"),
            required=True,
            group=_MUNICIPALITY,
        ),
    ] = ""
    plans: Annotated[
        Text,
        Ask(
            label=N_("Which steering plans are due for revision?"),
            help=N_("One plan to a line, with the year, as far as it is known."),
            required=True,
            group=_MUNICIPALITY,
        ),
    ] = ""
    backer: Annotated[
        Name,
        Ask(
            label=N_("Who in the leadership stands behind the application?"),
            help=N_("The name. The person knows of this application."),
            required=True,
            group=_LEADERS,
        ),
    ] = ""
    backer_position: Annotated[
        Name, Ask(label=N_("Position in the leadership"), required=True, group=_LEADERS)
    ] = ""
    contact: Annotated[
        Name,
        Ask(
            label=N_("Name of the contact"),
            help=N_("Whoever answers questions about the application."),
            required=True,
            group=_CONTACT,
        ),
    ] = ""
    contact_position: Annotated[Name, Ask(label=N_("Position of the contact"), group=_CONTACT)] = ""
    contact_email: Annotated[
        Email, Ask(label=N_("E-mail address of the contact"), type="line", required=True, group=_CONTACT)
    ] = ""
    members: Annotated[
        Annotated[list[Applicant], MaxLen(MOST_MEMBERS)],
        Ask(label=N_("The project group"), refers_to="member"),
    ] = []


class CallFor(Record):
    """What a cohort offers to those who apply, and until when they may."""

    kind: ClassVar = "call"
    title: ClassVar = N_("Applications")
    plural: ClassVar = N_("Applications")
    home: ClassVar = "09_facilitator"
    name_field: ClassVar = "time_zone"

    deadline: Annotated[
        Date,
        Ask(
            label=N_("Last day to apply"),
            help=N_("Applications are taken until the end of this day."),
            required=True,
        ),
    ] = None
    time_zone: Annotated[
        str,
        MaxLen(60),
        Kept,
        AfterValidator(_zone),
        BeforeValidator(_our_zone),
        Field(validate_default=True),
        Ask(label=N_("Time zone in which the day ends"), help=N_("For example Europe/Oslo."), required=True),
    ] = ""
    places: Annotated[
        Annotated[int, Ge(1), Le(500)] | None,
        BeforeValidator(none_if_empty),
        Ask(
            label=N_("Places for municipalities"),
            help=N_("How many can be accepted. Empty: this is not said."),
        ),
    ] = None
    countries: Annotated[
        Annotated[list[Country], MinLen(1), MaxLen(len(COUNTRIES)), AfterValidator(_each_once)],
        Ask(label=N_("Countries whose municipalities may apply"), required=True),
    ] = ["NO"]
    about: Annotated[
        Text,
        Ask(
            label=N_("What applicants should know"),
            help=N_("Everybody can read it. It is shown as it is written here, in every language."),
        ),
    ] = ""


class CohortName(Record):
    """What a new cohort is called; where it has no name in a language, the first one stands."""

    kind: ClassVar = "cohort"
    title: ClassVar = N_("A new cohort")
    plural: ClassVar = N_("A new cohort")
    home: ClassVar = "09_facilitator"
    name_field: ClassVar = "called"

    called: Annotated[Name, Ask(label=N_("Name of the cohort"), required=True)] = ""
    called_nb: Annotated[Name, Ask(label=N_("Name in Bokmål, if it is another"))] = ""
    called_nn: Annotated[Name, Ask(label=N_("Name in Nynorsk, if it is another"))] = ""


def application_of(values: Mapping[str, object], members: Sequence[Mapping[str, object]]) -> Application:
    """Return the application that somebody has written, if it can be sent.

    Raises
    ------
    Refused
        With a sentence for each question that cannot be taken; those of the third member of the group are
        called ``members.2.`` and so on.
    """
    errors: dict[str, Message] = {}
    group = []
    for number, written in enumerate(members[: MOST_MEMBERS + 1]):
        try:
            group.append(answered(Applicant, written).values())
        except Refused as refused:
            errors |= {f"members.{number}.{name}": said for name, said in refused.errors.items()}
    try:
        sent = answered(Application, {**values, "members": group})
    except Refused as refused:
        raise Refused(refused.errors | errors) from None
    if errors:
        raise Refused(errors)
    return sent


def read_application(data: Mapping[str, Any]) -> Application:
    """Return an application as it was kept: a rule that is stricter since does not make it unreadable."""
    group = [Applicant.model_construct(**member) for member in data.get("members", ())]
    return Application.model_construct(**{**data, "members": group})


def answered(kind: type[Kind], values: Mapping[str, object]) -> Kind:
    """Return the record with these answers, if every question that must be is answered.

    Raises
    ------
    Refused
        With a sentence for each that cannot be taken, or is missing.
    """
    record = cast("Kind", validate(kind, values))
    missing = [one.name for one in questions(kind) if one.required and is_empty(getattr(record, one.name))]
    if missing:
        raise Refused({name: Message(SENTENCES["missing"]) for name in missing})
    return record
