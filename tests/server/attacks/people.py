"""Who is there when the workbook is attacked, what is theirs, and what the store says before and after."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from course import demonstration
from course.grants import Grant, Role
from course.organisations import cohort
from course.store import Store, schema
from course.store.applications import Applications
from tests.conftest import FACILITATOR, participant
from tests.joining import open_call, send
from tests.logos import svg
from tests.serving import Client, Served, eventually

__all__ = ["MARK", "PEOPLE", "STRANGERS", "Town", "everything", "settled"]

MARK = "Known in Sula alone: the ferry quay"
"""Stands in what Sula has written. Whoever is refused must not find it in the answer."""

PEOPLE: dict[str, tuple[Role, str | None, str]] = {
    "kari": (Role.PARTICIPANT, "sula", "pilot"),
    "kari again": (Role.PARTICIPANT, "sula", "pilot"),  # the same person in a second browser
    "rolf": (Role.READER, "sula", "pilot"),
    "siv": (Role.PARTICIPANT, "school", "pilot"),
    "fride": (Role.FACILITATOR, None, "pilot"),
    "ada": (Role.ADMINISTRATOR, None, "pilot"),
    "ola": (Role.PARTICIPANT, "asker", "pilot"),
    "olga": (Role.READER, "asker", "pilot"),
    "uno": (Role.PARTICIPANT, "other school", "pilot"),
    "erik": (Role.FACILITATOR, None, "example"),
    "ella": (Role.PARTICIPANT, "eksempelkommunen", "example"),
    "eva": (Role.ADMINISTRATOR, None, "example"),
}
"""Name → role, organisation, cohort. Of Sula are the first; all others are somebody else's."""

STRANGERS = ("nobody",)
"""Not signed in; they have a token against forged requests all the same."""


@dataclass
class Town:
    """A server with two cohorts, everybody signed in, and the identifiers of what is Sula's."""

    served: Served
    people: dict[str, Client]
    known: dict[str, Any] = field(default_factory=dict)
    """Names that stand in the addresses and bodies of attempts."""
    number: int = 1
    """Counts what the owners have done, for identifiers that are new each time."""

    @property
    def store(self) -> Store:
        return self.served.store

    def sula(self) -> Any:
        """Return Sula's answers, for Kari."""
        return self.store.view(_grant("kari", "sula", "pilot"), "pilot", "sula")


def everything(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of every table."""
    with store.engine.connect() as connection:
        return {
            table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for table in schema.metadata.sorted_tables
        }


@contextmanager
def settled(served: Served) -> Iterator[Town]:
    """Sign everybody in, and have something of everything there."""
    store = served.store
    demonstration.load(store, cohort("example"))
    school, other = (
        store.add_unit(
            FACILITATOR, "pilot", key, name=f"Made-up school of {key}", unit_type="compulsory_school"
        )
        for key in ("sula", "asker")
    )
    units = {"school": school.key, "other school": other.key}
    with ExitStack() as left:
        people = {}
        for name, (role, organisation, at) in PEOPLE.items():
            where = units.get(organisation or "", organisation)
            person = name.partition(" ")[0]
            people[name] = left.enter_context(served.client(role, where, name=person, cohort=at))
            people[name].speak("en")
            people[name].get("me")  # any page gives the token against forged requests
        for name in STRANGERS:
            people[name] = left.enter_context(Client(served.base))
            people[name].get("sign-in")
        town = Town(served, people, {"school": school.key, "other_school": other.key, "mark": MARK})
        _write(town)
        town.known["job"] = _run(town)
        # Until an owner has made one of their own.
        town.known |= {"second_job": town.known["job"], "sheet": "none"}
        yield town


def _write(town: Town) -> None:
    store, sula = town.store, town.sula()
    place = "eksempelkommunen"
    new = lambda: str(uuid.uuid4())  # noqa: E731
    for whose, view in (
        ("sula", sula),
        ("asker", store.view(participant("asker"), "pilot", "asker")),
        ("school", store.view(participant("sula"), "pilot", town.known["school"])),
        ("example", store.view(_grant("ella", place, "example"), "example", place)),
    ):
        said = MARK if whose in ("sula", "school") else "Elsewhere"
        goals = [view.save("goal", new(), {"called": f"{said} {number}"}, 0) for number in range(3)]
        view.delete(goals[2].id, goals[2].revision)
        comment = view.comments.add(new(), "goal", goals[0].id, f"{said}, a comment")
        town.known |= {
            f"{whose}_goal": goals[0].id, f"{whose}_next": goals[1].id, f"{whose}_deleted": goals[2].id,
            f"{whose}_comment": comment.id,
        }  # fmt: skip
    kept = town.people["kari"].post(
        "look",
        data={"municipality": "sula", "revision": "0", "name": "", "colour": "", "alternative": ""},
        files={"logo": ("logo.svg", svg(), "image/svg+xml")},
    )
    assert kept.status_code == 303, kept.text
    deadline = open_call(store).offer.deadline
    town.known |= {"token": send(store, why=MARK), "deadline": deadline.isoformat()}
    (applied,) = Applications(store).everything(FACILITATOR, "pilot")
    town.known["application"] = applied.id
    town.served.invite(Role.READER, "sula", name="vera")
    town.known["guest"] = "vera-sula"
    town.known["role_of_kari"] = _role_of(store, "kari-sula")


def _grant(name: str, organisation: str, cohort: str) -> Grant:
    """Return the grant that somebody has when signed in."""
    person = f"{name}-{organisation}"
    return Grant(person=person, name=name, role=Role.PARTICIPANT, cohort=cohort, organisation=organisation)


def _role_of(store: Store, person: str) -> str:
    at = schema.role_held.c
    with store.engine.connect() as connection:
        return str(connection.scalar(select(at.number).where(at.person == person)))


def _run(town: Town) -> str:
    """Have something run for Sula, and return the run."""
    fride = town.people["fride"]
    answer = fride.post("cohort/run", data={"municipality": "sula", "session": "04_anchoring"})
    assert answer.status_code == 303, answer.text
    job = answer.headers["Location"].rpartition("/")[2]
    assert eventually(lambda: not fride.get(f"cohort/run/{job}.json").json()["runs"], 120)
    return job
