"""An application as somebody writes it, for the tests of joining."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

from course.grants import Grant, Role
from course.municipalities import municipality_register
from course.records.joining import CallFor, answered, application_of
from course.store import Store
from course.store.applications import Applications
from course.store.calls import Call, Calls

ADMINISTRATOR = Grant(person="ada", name="Ada", role=Role.ADMINISTRATOR, cohort="pilot")

WRITTEN = {
    "why": "Every school is to have a project.",
    "plans": "The plan for children and young people, 2028",
    "backer": "Berit Berg",
    "backer_position": "Head of education",
    "contact": "Ola Li",
    "contact_position": "Adviser",
    "contact_email": "ola@example.org",
}
GROUP = [
    {"called": "Ola Li", "position": "Adviser", "category": "administrative_leadership"},
    {
        "called": "Dag Dal",
        "position": "Adviser",
        "category": "specialist_department",
        "email": "dag@example.org",
    },
    {"called": "Eli Vik", "position": "Principal", "category": "kindergarten_school_leadership"},
    {"called": "Finn Foss", "position": "Principal", "category": "kindergarten_school_leadership"},
]

FORM = {
    **WRITTEN,
    "municipality": "NO-1516",
    "administrative_leadership-1-called": "Ola Li",
    "administrative_leadership-1-position": "Adviser",
    "specialist_department-1-called": "Dag Dal",
    "specialist_department-1-email": "dag@example.org",
    "kindergarten_school_leadership-1-called": "Eli Vik",
    "kindergarten_school_leadership-2-called": "Finn Foss",
}
"""The same as a browser sends it; 1516 is Ulstein."""


def today() -> datetime:
    return datetime.now(UTC)


def offer(days: int = 30, **more: Any) -> CallFor:
    return answered(CallFor, {"deadline": (today() + timedelta(days=days)).date(), **more})


def open_call(store: Store, days: int = 30, cohort: str = "pilot", **more: Any) -> Call:
    """Open a cohort for applications for so many days, or close it with a day in the past."""
    by = ADMINISTRATOR.model_copy(update={"cohort": cohort})
    return Calls(store).change(by, cohort, offer(days, **more))


def send(
    store: Store, code: str = "1516", *, cohort: str = "pilot", group: Any = None, **changed: Any
) -> str:
    """Send an application of a municipality, by its code, and return the token of its link."""
    answers = application_of({**WRITTEN, **changed}, GROUP if group is None else group)
    municipality = municipality_register().municipality("NO", code)
    return Applications(store).send(str(uuid.uuid4()), cohort, municipality, "nn", answers)
