"""Every role tries every action on the store and in the widgets; the one table says what is to come of it."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest

from course import invitations
from course.grants import RIGHTS, Action, Grant, NotGranted, Role
from course.organisations import cohort
from course.outline import gatherings
from course.records import Refused
from course.records.joining import CohortName
from course.store import SignOffs, Store
from course.store.access import Access
from course.store.admitting import accept
from course.store.applications import Applications
from course.store.calls import Calls
from course.store.forget import forget
from course.store.people import People
from tests.conftest import participant
from tests.joining import offer, open_call, send
from tests.messages import save
from widgets import open_session
from widgets.session import open_cohort

pytestmark = pytest.mark.each_database

WHOLE = (Role.FACILITATOR, Role.ADMINISTRATOR)


def somebody(role: Role) -> Grant:
    return Grant(
        person=f"{role}-1",
        name=role.title(),
        role=role,
        cohort="pilot",
        organisation=None if role in WHOLE else "sula",
    )


def read(store: Store, by: Grant) -> None:
    store.view(by, "pilot", "sula").everything()
    store.gatherings_view(by, "pilot").everything()


def write(store: Store, by: Grant) -> None:
    view = store.view(by, "pilot", "sula")
    made = view.save("goal", str(uuid.uuid4()), {"called": "A goal"}, 0)
    view.delete(view.move(made.id, 1, None).id, 2)


def hold(store: Store, by: Grant) -> None:
    view = store.gatherings_view(by, "pilot")
    view.save("gathering", str(uuid.uuid4()), {"gathering": "gathering_1"}, 0)


def arrange(store: Store, by: Grant) -> None:
    made = store.add_unit(by, "pilot", "sula", name="A made-up school", unit_type="compulsory_school")
    store.rename_unit(by, "pilot", made.key, "Another made-up school")


def invite(store: Store, by: Grant) -> None:
    invitations.invite(store, by, "New", Role.READER, cohort("pilot"), "sula", 1)
    made = invitations.invite(store, by, "New", Role.READER, cohort("pilot"), "sula", 1).grant
    invitations.link_again(store, by, made.person, valid_for=timedelta(minutes=1))
    People(store.engine).of_cohort(by, "pilot")


def administer(store: Store, by: Grant) -> None:
    kari = participant("sula", "Kari")
    Access(store.engine).invite(kari, valid_for=timedelta(days=1))
    forget(store, by, "pilot", kari.person)


def comment(store: Store, by: Grant) -> None:
    view = store.view(by, "pilot", "sula")
    made = view.comments.add(str(uuid.uuid4()), "goal", view.all("goal")[0].id, "Is this one goal?")
    view.comments.resolve(made.id, 1, resolved=True)


def ready(store: Store, by: Grant) -> None:
    SignOffs(store, by, "pilot").sign("sula", "01_baseline")


def sign_off(store: Store, by: Grant) -> None:
    SignOffs(store, by, "pilot").sign("sula", gatherings()[0].key)


def call_for(store: Store, by: Grant) -> None:
    Calls(store).change(by, "pilot", offer())
    Calls(store).open_cohort(by, CohortName(called="Next"), offer())


def admit(store: Store, by: Grant) -> None:
    open_call(store)
    send(store)
    send(store)
    applications = Applications(store)
    first, second = applications.everything(by, "pilot")
    applications.decline(by, "pilot", applications.one(by, "pilot", first.id).id, "No place.")
    accept(store, by, "pilot", second.id, "Welcome.", 14)


STORE: dict[Action, Callable[[Store, Grant], None]] = {
    Action.READ: read,
    Action.WRITE: write,
    Action.COMMENT: comment,
    Action.READY: ready,
    Action.SIGN_OFF: sign_off,
    Action.HOLD: hold,
    Action.ARRANGE: arrange,
    Action.INVITE: invite,
    Action.ADMINISTER: administer,
    Action.OPEN: call_for,
    Action.ADMIT: admit,
}
"""Action → what is done in the store by whoever may."""

NOT_IN_THE_STORE = {Action.RUN}
"""Running notebooks writes files and nothing in the store."""


def test_every_action_is_tried():
    assert set(STORE) | NOT_IN_THE_STORE == set(Action)
    assert set(RIGHTS) == set(Role)


@pytest.mark.parametrize("action", STORE)
@pytest.mark.parametrize("role", Role)
def test_the_store_does_what_the_table_says(store, role, action):
    attempt = STORE[action]
    if action in RIGHTS[role]:
        attempt(store, somebody(role))
    else:
        with pytest.raises(NotGranted):
            attempt(store, somebody(role))


@pytest.mark.parametrize("action", STORE)
@pytest.mark.parametrize("role", Role)
def test_in_another_cohort_nobody_may_anything(store, role, action):
    with pytest.raises((NotGranted, Refused)):
        STORE[action](store, somebody(role).model_copy(update={"cohort": "example"}))


@pytest.fixture
def kernel(address, monkeypatch, fresh_settings):
    """What a kernel has in its environment for somebody in that role."""

    def launch(role: Role) -> None:
        monkeypatch.setenv("WORKBOOK_DATABASE_URL", address)
        for name, value in somebody(role).to_environment().items():
            monkeypatch.setitem(os.environ, name, value)

    return launch


@pytest.mark.parametrize("role", Role)
def test_the_widgets_do_what_the_table_says(kernel, role):
    kernel(role)
    work = open_session(municipality="sula", cohort="pilot", session="04_anchoring", language="en")
    may = Action.WRITE in RIGHTS[role]
    table, form = work.table("goal"), work.form("profile")
    assert (table.content["readonly"], table.content["can"]["write"]) == (not may, may)
    assert form.content["readonly"] is not may
    record = form.content["record"]
    (told,) = save(table, "goal", str(uuid.uuid4()), 0, called="A goal")
    assert told["type"] == ("saved" if may else "refused")
    (told,) = save(form, "profile", record["id"], record["revision"], schools=7)
    assert told["type"] == ("saved" if may else "refused")


@pytest.mark.parametrize("role", Role)
def test_only_those_who_hold_the_gatherings_see_the_municipalities_together(kernel, role):
    kernel(role)
    asked = {"cohort": "pilot", "session": "09_facilitator", "language": "en"}
    if Action.HOLD not in RIGHTS[role]:
        with pytest.raises(NotGranted):
            open_cohort(**asked)
        return
    table = open_cohort(**asked).table("gathering")
    (told,) = save(table, "gathering", str(uuid.uuid4()), 0, gathering="gathering_1")
    assert told["type"] == "saved"
