"""An application is for whoever has its link, and a cohort is opened by those who hold one."""

from __future__ import annotations

import uuid

import pytest

from course.grants import Role
from course.store import schema
from course.store.applications import Applications
from tests.conftest import FACILITATOR
from tests.joining import FORM, send
from tests.server.attacks.asking import refused
from tests.server.attacks.people import MARK, PEOPLE, Town, everything
from tests.serving import Client

pytestmark = pytest.mark.slow

OPENED = {"called": "Next year", "deadline": "2027-01-15", "time_zone": "Europe/Oslo", "country": "NO"}


def test_an_application_opens_by_its_link_and_by_nothing_else(town: Town, attempts: list[str]) -> None:
    token = send(town.store, "1517", why=MARK)
    applied = max(Applications(town.store).everything(FACILITATOR, "pilot"), key=lambda one: one.made_at)
    with town.store.engine.connect() as connection:
        stored = connection.exec_driver_sql("SELECT * FROM application").mappings().all()
    hashes = [
        value for row in stored for value in row.values() if isinstance(value, str) and len(value) == 64
    ]
    guesses = [*hashes, applied.id, applied.id.replace("-", ""), token[:-1], token[::-1], "A" * len(token)]
    assert token not in repr(stored)
    before = everything(town.store)
    changed = {**FORM, "why": "Taken over", "revision": "1"}
    for guess in guesses:
        for name in ("nobody", "ola", "fride"):
            client = town.people[name]
            for answer in (
                client.get(f"application/{guess}"),
                client.post(f"application/{guess}", data=changed),
                client.post(f"application/{guess}/withdraw"),
            ):
                attempts.append(name)
                assert refused(answer) and answer.status_code in (404, 429), f"{name}: {guess}"
    with Client(town.served.base) as owner:
        assert MARK in owner.get(f"application/{token}").text
        for path in ("", "/withdraw"):
            attempts.append("no token")
            assert owner.post(f"application/{token}{path}", data=changed, headers={}).status_code == 403
        assert everything(town.store) == before
        assert owner.post(f"application/{token}", data=changed).status_code == 200
        assert owner.post(f"application/{token}/withdraw").status_code == 200
        assert owner.get(f"application/{token}").status_code == 404


def test_another_s_form_is_not_sent_again_as_one_s_own(town: Town, attempts: list[str]) -> None:
    sent = {**FORM, "municipality": "NO-1520", "form": str(uuid.uuid4())}
    with Client(town.served.base) as owner, Client(town.served.base) as other:
        for client in (owner, other):
            client.get("join/pilot")
        assert owner.post("join/pilot", data=sent).status_code == 303
        before = everything(town.store)
        for why in ("Taken over", FORM["why"]):
            answer = other.post("join/pilot", data={**sent, "why": why})
            attempts.append("sent again")
            assert (answer.status_code, "application/" in answer.text) == (409, False)
        attempts.append("no token")
        assert (
            other.post("join/pilot", data={**sent, "form": str(uuid.uuid4())}, headers={}).status_code == 403
        )
        assert everything(town.store) == before


def test_a_cohort_is_opened_by_those_who_hold_one(town: Town, attempts: list[str]) -> None:
    before = everything(town.store)
    for name, client in town.people.items():
        if name in PEOPLE and PEOPLE[name][1] is None:
            continue
        answer = client.post("cohort/new", data=OPENED)
        attempts.append(name)
        assert refused(answer), name
    assert everything(town.store) == before
    with town.served.client(Role.FACILITATOR, None, name="Frida") as frida:
        frida.get("cohort/new")
        attempts.append("no token")
        assert frida.post("cohort/new", data=OPENED, headers={}).status_code == 403
        assert everything(town.store).keys() == before.keys()
        answer = frida.post("cohort/new", data=OPENED)
        assert answer.status_code == 303, answer.text
        assert "Sula" not in frida.get("cohort").text


def test_the_tables_of_joining_are_compared_too() -> None:
    assert {"application", "call"} <= {table.name for table in schema.metadata.sorted_tables}
