"""The gatherings of a cohort: who writes them, who reads them, and who took part."""

from __future__ import annotations

import uuid

import pytest
from sqlalchemy import delete, select

from course.grants import Grant, NotGranted, Role
from course.records import Refused
from course.store import NotFound, UnknownOrganisation, schema
from course.store.whole import key_of_whole
from tests.conftest import FACILITATOR, participant

pytestmark = pytest.mark.each_database

READER = Grant(person="r", name="R", role=Role.READER, cohort="pilot", organisation="sula")
ADMINISTRATOR = Grant(person="a", name="A", role=Role.ADMINISTRATOR, cohort="pilot")
FIRST = {"gathering": "gathering_1", "starts_on": "2026-10-13", "ends_on": "2026-10-15", "place": "Bergen"}


@pytest.fixture
def held(store):
    """The first gathering, written by the facilitator."""
    view = store.gatherings_view(FACILITATOR, "pilot")
    return view.save("gathering", view.row_id("gathering", FIRST), FIRST, 0)


@pytest.mark.parametrize("grant", [FACILITATOR, ADMINISTRATOR], ids=lambda grant: grant.role)
def test_those_who_hold_the_gatherings_write_them(store, grant):
    view = store.gatherings_view(grant, "pilot")
    assert view.may_write
    saved = view.save("gathering", str(uuid.uuid4()), FIRST, 0)
    assert view.save("gathering", saved.id, {"programme": "Welcome"}, 1).values["programme"] == "Welcome"
    view.restore(saved.id, view.delete(saved.id, 2).revision)
    assert [stored.record.place for stored in view.all("gathering")] == ["Bergen"]


@pytest.mark.parametrize("grant", [participant("sula"), READER], ids=lambda grant: grant.role)
def test_those_of_a_municipality_read_them_and_write_none(store, held, grant):
    view = store.gatherings_view(grant, "pilot")
    assert [stored.id for stored in view.all("gathering")] == [held.id]
    assert not view.may_write
    for write in (
        lambda: view.save("gathering", held.id, {"place": "Oslo"}, 1),
        lambda: view.save("gathering", str(uuid.uuid4()), FIRST, 0),
        lambda: view.delete(held.id, 1),
        lambda: view.move(held.id, 1, None),
    ):
        with pytest.raises(NotGranted):
            write()


def test_a_facilitator_of_one_municipality_holds_no_gatherings(store):
    grant = FACILITATOR.model_copy(update={"organisation": "sula"})
    assert not store.gatherings_view(grant, "pilot").may_write


@pytest.mark.parametrize("grant", [FACILITATOR, ADMINISTRATOR, READER, participant("sula")])
def test_nobody_reads_the_gatherings_of_another_cohort(store, grant):
    with pytest.raises(NotGranted):
        store.gatherings_view(grant.model_copy(update={"cohort": "next"}), "pilot")


def test_a_facilitator_still_writes_no_answers_of_a_municipality(store):
    view = store.view(FACILITATOR, "pilot", "sula")
    with pytest.raises(NotGranted):
        view.save("goal", str(uuid.uuid4()), {"called": "Mine"}, 0)


def test_a_municipality_keeps_no_gathering_and_the_cohort_no_goal(store, sula):
    with pytest.raises(NotFound):
        sula.save("gathering", str(uuid.uuid4()), FIRST, 0)
    with pytest.raises(NotFound):
        store.gatherings_view(FACILITATOR, "pilot").save("goal", str(uuid.uuid4()), {"called": "Ours"}, 0)


def test_a_gathering_is_written_down_once(store, held):
    with pytest.raises(Refused):
        store.gatherings_view(FACILITATOR, "pilot").save("gathering", str(uuid.uuid4()), FIRST, 0)


def test_the_cohort_itself_is_no_municipality(store):
    assert store.organisations("pilot") == ["asker", "elverum", "lillestrom", "stranda", "sula"]
    with pytest.raises(UnknownOrganisation):
        store.view(FACILITATOR, "pilot", key_of_whole("pilot"))


def test_a_database_from_before_gets_the_cohort_s_own_row_once(store, held):
    view = store.gatherings_view(FACILITATOR, "pilot")
    store.prepare()
    store.prepare()
    assert len(view.all("gathering")) == 1
    own = key_of_whole("pilot")
    with store.engine.execution_options(writes=True).begin() as connection:
        for table, column in (
            (schema.revision, schema.revision.c.record),
            (schema.record, schema.record.c.id),
            (schema.participation, schema.participation.c.organisation),
            (schema.organisation, schema.organisation.c.key),
        ):
            connection.execute(delete(table).where(column.in_([held.id, own])))
    store.prepare()
    with store.engine.connect() as connection:
        row = connection.execute(select(schema.organisation).where(schema.organisation.c.key == own)).one()
    assert (row.unit_type, row.country) == ("cohort", "NO")
    assert view.save("gathering", str(uuid.uuid4()), FIRST, 0).revision == 1


def test_a_group_says_who_took_part(sula):
    member = sula.save("member", str(uuid.uuid4()), {"name_or_initials": "KN"}, 0)
    place = {"gathering": "gathering_1"}
    record = sula.row_id("attendance", place)
    saved = sula.save("attendance", record, {**place, "members": [member.id]}, 0)
    assert saved.values["members"] == [member.id]
    with pytest.raises(Refused):
        sula.save("attendance", record, {"members": [str(uuid.uuid4())]}, 1)
    with pytest.raises(Refused):
        sula.save("attendance", str(uuid.uuid4()), place, 0)
