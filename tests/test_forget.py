"""Names give way to roles: when one person is forgotten, and when a cohort's time is over."""

from __future__ import annotations

import json
import uuid
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from course.grants import Grant, NotGranted, Role
from course.organisations import cohort
from course.store import Look, Looks, SignOffs, schema
from course.store.about import about
from course.store.access import Access
from course.store.forget import FORGOTTEN, forget
from course.store.jobs import Jobs, JobState
from course.store.retention import NotDue, carry_out, keep_names_until, names_until
from tests.conftest import FACILITATOR, participant

pytestmark = pytest.mark.each_database

DAY = timedelta(days=1)
ADMINISTRATOR = Grant(person="ada", name="Ada", role=Role.ADMINISTRATOR, cohort="pilot")
UNUSUAL = "Kari Nordhordland-Ås"


def written(store) -> str:
    """Everything in the database, as one text."""
    with store.engine.connect() as connection:
        return json.dumps(
            [[list(map(str, row)) for row in connection.execute(select(table))]
             for table in schema.metadata.sorted_tables],
            ensure_ascii=False,
        )  # fmt: skip


@pytest.fixture
def kari(store):
    """Somebody with a name that stands nowhere else, who has been here and has written."""
    grant = participant("sula", UNUSUAL)
    access = Access(store.engine)
    token = access.invite(grant, valid_for=DAY, uses=2, address="kari@example.org")
    access.redeem(token, valid_for=DAY)
    view = store.view(grant, "pilot", "sula")
    first = view.save("goal", str(uuid.uuid4()), {"called": "A goal"}, 0)
    ola = store.view(participant("sula", "Ola"), "pilot", "sula")
    ola.save("goal", first.id, {"called": "Ola’s words"}, 1)
    view.save("goal", str(uuid.uuid4()), {"called": "Another goal"}, 0)
    return grant, first.id


def test_a_person_who_is_forgotten_is_named_nowhere_and_what_they_wrote_stays(store, sula, kari):
    grant, goal = kari
    assert UNUSUAL in written(store)
    done = forget(store, ADMINISTRATOR, "pilot", grant.person)
    assert (done.name, done.changes, done.named_in) == (UNUSUAL, 2, {})
    whole = written(store)
    for trace in (UNUSUAL, grant.person, "kari@example.org"):
        assert trace not in whole
    history = sula.history(goal)
    assert [(state.made_by, state.values["called"]) for state in history] == [
        ("deltakar", "A goal"),
        ("Ola", "Ola’s words"),
    ]
    assert {stored.updated_by for stored in sula.all("goal")} >= {"Ola", "deltakar"}
    with store.engine.connect() as connection:
        people = set(connection.scalars(select(schema.revision.c.person)))
    assert FORGOTTEN in people


def test_nor_is_their_name_under_comments_looks_sign_offs_and_runs(store, sula, kari):
    grant, goal = kari
    said = str(uuid.uuid4())
    theirs = store.view(grant, "pilot", "sula")
    theirs.comments.add(said, "goal", goal, "This is what the goal is about.")
    sula.comments.resolve(said, 1, resolved=True)
    Looks(store.engine).change(grant, "pilot", "sula", Look(name="Sula kommune"))
    SignOffs(store, grant, "pilot").sign("sula", "01_baseline")
    SignOffs(store, grant, "pilot").take_back("sula", "01_baseline")
    facilitator = FACILITATOR.model_copy(update={"person": grant.person, "name": UNUSUAL})
    job = Jobs(store).begin(facilitator, "pilot", {})
    Jobs(store).end(job.id, JobState.STOPPED, by=UNUSUAL)
    told = about(store.engine, grant.person)
    assert [len(told[name]) for name in ("comments", "looks", "sign_offs", "runs")] == [1, 1, 1, 1]
    forget(store, ADMINISTRATOR, "pilot", grant.person)
    whole = written(store)
    assert [trace for trace in (UNUSUAL, grant.person) if trace in whole] == []
    assert [state.made_by for state in sula.comments.history(said)] == ["deltakar", "Kari"]


def test_where_the_name_still_stands_in_what_people_wrote_is_told(store, sula, kari):
    sula.save("goal", str(uuid.uuid4()), {"called": "A goal", "owner": UNUSUAL.upper()}, 0)
    assert forget(store, ADMINISTRATOR, "pilot", kari[0].person).named_in == {"Sula": ["goal"]}


def test_a_facilitator_forgets_nobody_and_an_administrator_nobody_of_another_cohort(store, kari):
    with pytest.raises(NotGranted):
        forget(store, FACILITATOR, "pilot", kari[0].person)
    store.add_cohort(cohort("example"))
    Access(store.engine).invite(
        Grant(person=kari[0].person, name=UNUSUAL, role=Role.FACILITATOR, cohort="example"), valid_for=DAY
    )
    with pytest.raises(NotGranted):
        forget(store, ADMINISTRATOR, "pilot", kari[0].person)
    forget(store, ADMINISTRATOR, "pilot", kari[0].person, everywhere=True)
    assert UNUSUAL not in written(store)


def test_what_a_facilitator_wrote_about_the_gatherings_is_a_facilitators(store):
    gatherings = store.gatherings_view(FACILITATOR, "pilot")
    made = gatherings.save("gathering", str(uuid.uuid4()), {"gathering": "gathering_1"}, 0)
    Access(store.engine).invite(FACILITATOR, valid_for=DAY)
    forget(store, ADMINISTRATOR, "pilot", FACILITATOR.person)
    assert gatherings.get(made.id).updated_by == "facilitator"


def test_what_is_stored_about_a_person_is_told_whole(store, kari):
    known = about(store.engine, kari[0].person)
    assert known["person"]["address"] == "kari@example.org"
    assert [change["revision"] for change in known["changes"]] == [1, 1]
    assert len(known["roles"]) == len(known["invitations"]) == len(known["sign_ins"]) == 1
    assert json.dumps(known)
    assert about(store.engine, "nobody")["person"] == {}


def test_names_are_kept_until_their_day_and_not_a_day_longer(store, sula, kari):
    until = date(2030, 6, 30)
    with pytest.raises(NotDue):
        carry_out(store, ADMINISTRATOR, "pilot", until)
    with pytest.raises(NotGranted):
        keep_names_until(store, FACILITATOR, "pilot", until)
    keep_names_until(store, ADMINISTRATOR, "pilot", until)
    assert names_until(store, "pilot") == until
    with pytest.raises(NotDue, match="2030-06-30"):
        carry_out(store, ADMINISTRATOR, "pilot", until)
    with pytest.raises(NotGranted):
        carry_out(store, FACILITATOR, "pilot", until + DAY)
    assert UNUSUAL in written(store)
    assert carry_out(store, ADMINISTRATOR, "pilot", until + DAY) == 2
    whole = written(store)
    assert UNUSUAL not in whole and '"Ola"' not in whole
    assert "Offentlege kjelder" in whole, "what is nobody's name stays"
    assert carry_out(store, ADMINISTRATOR, "pilot", until + DAY) == 0


def test_whoever_is_in_another_cohort_stays_there(store, kari):
    store.add_cohort(cohort("example"))
    elsewhere = Grant(person=kari[0].person, name=UNUSUAL, role=Role.FACILITATOR, cohort="example")
    access = Access(store.engine)
    token = access.invite(elsewhere, valid_for=DAY)
    key = access.redeem(token, valid_for=DAY)
    keep_names_until(store, ADMINISTRATOR, "pilot", date(2020, 1, 1))
    carry_out(store, ADMINISTRATOR, "pilot", date(2020, 1, 2))
    assert [held.grant for held in access.signed_in(key).roles] == [elsewhere]
