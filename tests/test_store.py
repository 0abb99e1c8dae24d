"""The store: attributed, numbered, append-only, and fenced."""

from __future__ import annotations

import threading
import uuid
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, text, update

from course import demonstration
from course.grants import Grant, NotGranted, Role
from course.organisations import cohort
from course.records import KINDS, Refused
from course.store import NewerDatabase, NotFound, Stale, Store, StoreError, UnknownOrganisation, schema
from course.store.watch import look
from tests.conftest import FACILITATOR, participant, take_back_to

pytestmark = pytest.mark.each_database


def new() -> str:
    return str(uuid.uuid4())


def goal(view, **values):
    return view.save("goal", new(), {"called": "A goal", **values}, 0)


def test_a_saved_answer_is_there_with_who_and_when(store, sula):
    before = datetime.now(UTC)
    profile = sula.one("profile")
    saved = sula.save("profile", profile.id, {"schools": 7}, profile.revision)
    again = store.view(participant("sula", "Ola"), "pilot", "sula").one("profile")
    assert again.record.schools == 7
    assert again.revision == saved.revision == profile.revision + 1
    assert again.updated_by == "Kari"
    assert before <= again.updated_at <= datetime.now(UTC)


def test_answers_not_named_in_a_save_stay(sula):
    profile = sula.one("profile")
    saved = sula.save("profile", profile.id, {"schools": 7}, profile.revision)
    assert saved.record.inhabitants == profile.record.inhabitants


def test_a_save_based_on_an_old_revision_is_refused_with_what_is_there(sula):
    first = goal(sula)
    newer = sula.save("goal", first.id, {"called": "Theirs"}, first.revision)
    with pytest.raises(Stale) as stale:
        sula.save("goal", first.id, {"called": "Mine"}, first.revision)
    assert stale.value.current == newer
    assert sula.get(first.id).record.called == "Theirs"


def test_what_is_read_somewhere_grows_with_every_change_there_and_above(store, sula):
    unit = store.add_unit(FACILITATOR, "pilot", "sula", name="A school", unit_type="compulsory_school")
    school, asker = sula.of_unit(unit), store.view(participant("asker"), "pilot", "asker")
    before = [view.standing for view in (sula, school, asker)]
    goal(sula)
    assert [view.standing for view in (sula, school, asker)] == [before[0] + 1, before[1] + 1, before[2]]
    goal(school)
    assert [view.standing for view in (sula, school, asker)] == [before[0] + 1, before[1] + 2, before[2]]
    seen = look(store.engine, {sula.place, school.place}, set())
    assert [seen.standing(view.place) for view in (sula, school)] == [sula.standing, school.standing]


def test_history_keeps_every_state_and_grows_only(sula):
    first = goal(sula)
    second = sula.save("goal", first.id, {"called": "Another"}, 1)
    sula.delete(first.id, second.revision)
    history = sula.history(first.id)
    assert [(state.number, state.values["called"], state.deleted) for state in history] == [
        (1, "A goal", False),
        (2, "Another", False),
        (3, "Another", True),
    ]
    assert [state.change for state in history] == sorted({state.change for state in history})


def test_a_deleted_record_is_gone_and_can_be_taken_back(sula):
    kept, gone = goal(sula), goal(sula)
    count = len(sula.all("goal"))
    deleted = sula.delete(gone.id, gone.revision)
    assert gone.id not in [stored.id for stored in sula.all("goal")]
    with pytest.raises(Stale):
        sula.save("goal", gone.id, {"called": "Typed meanwhile"}, deleted.revision)
    sula.restore(gone.id, deleted.revision)
    assert len(sula.all("goal")) == count
    assert kept.id in [stored.id for stored in sula.all("goal")]


def test_the_change_number_counts_every_change_of_one_organisation(store, sula):
    asker = store.view(participant("asker"), "pilot", "asker")
    here, there = sula.change, asker.change
    goal(sula)
    assert (sula.change, asker.change) == (here + 1, there)


def test_a_refused_save_changes_nothing(sula):
    first, change = goal(sula), sula.change
    for values in ({"called": "x" * 500}, {"needs": [new()]}, {"level": "moon"}):
        with pytest.raises(Refused):
            sula.save("goal", first.id, values, first.revision)
    assert sula.get(first.id) == first
    assert sula.change == change
    assert len(sula.history(first.id)) == 1


def test_a_reference_must_lead_to_a_record_of_that_kind_in_the_same_organisation(store, sula):
    asker = store.view(participant("asker"), "pilot", "asker")
    theirs = asker.save("need", new(), {"called": "Theirs"}, 0)
    ours = sula.save("need", new(), {"called": "Ours"}, 0)
    for wrong in (theirs.id, goal(sula).id):
        with pytest.raises(Refused):
            goal(sula, needs=[wrong])
    linked = goal(sula, needs=[ours.id])
    sula.delete(ours.id, ours.revision)
    assert sula.save("goal", linked.id, {"called": "Still writable"}, linked.revision).revision == 2


def test_another_organisations_record_is_not_there(store, sula):
    asker = store.view(participant("asker"), "pilot", "asker")
    theirs = goal(asker)
    for attempt in (
        lambda: sula.get(theirs.id),
        lambda: sula.history(theirs.id),
        lambda: sula.save("goal", theirs.id, {"called": "Mine"}, theirs.revision),
        lambda: sula.save("goal", theirs.id, {"called": "Mine"}, 0),
        lambda: sula.delete(theirs.id, theirs.revision),
        lambda: sula.restore(theirs.id, theirs.revision),
        lambda: sula.move(theirs.id, theirs.revision, None),
    ):
        with pytest.raises(NotFound):
            attempt()
    assert asker.get(theirs.id) == theirs


def test_a_grant_opens_its_own_municipality_only(store):
    with pytest.raises(NotGranted):
        store.view(participant("sula"), "pilot", "asker")
    with pytest.raises(NotGranted):
        store.view(participant("sula"), "next", "sula")
    with pytest.raises(UnknownOrganisation, match="asker, elverum, lillestrom"):
        store.view(FACILITATOR, "pilot", "oslo")


def test_who_may_only_read_changes_nothing(store, sula):
    first = goal(sula)
    reader = Grant(person="r", name="R", role=Role.READER, cohort="pilot", organisation="sula")
    for grant in (reader, FACILITATOR):
        view = store.view(grant, "pilot", "sula")
        assert view.get(first.id) == first
        for attempt in (
            lambda view=view: goal(view),
            lambda view=view: view.save("goal", first.id, {"called": "x"}, first.revision),
            lambda view=view: view.delete(first.id, first.revision),
            lambda view=view: view.restore(first.id, first.revision),
            lambda view=view: view.move(first.id, first.revision, None),
        ):
            with pytest.raises(NotGranted):
                attempt()
    assert sula.get(first.id) == first


@pytest.mark.parametrize(
    "record", ["", "x", "../x", "sula", "0" * 36, "A" * 36, "{00000000-0000-4000-8000-000000000000}"]
)
def test_a_new_record_has_an_id_of_the_right_form(sula, record):
    with pytest.raises(NotFound):
        sula.save("goal", record, {"called": "x"}, 0)


def test_there_is_one_profile_whatever_the_browser_says(sula):
    with pytest.raises(NotFound):
        sula.save("profile", new(), {"schools": 7}, 0)
    with pytest.raises(NotFound):
        sula.delete(sula.one("profile").id, sula.one("profile").revision)


def test_an_id_that_follows_from_another_s_place_is_not_taken(store, sula):
    asker = store.view(participant("asker"), "pilot", "asker")
    unwritten = next(
        kind
        for kind, model in KINDS.items()
        if model.single and asker.keeps(model) and not asker.one(kind).revision
    )
    for taken in (asker.single_id(unwritten), sula.single_id(unwritten)):
        with pytest.raises(NotFound):
            sula.save("goal", taken, {"called": "In another's place"}, 0)
    assert asker.save(unwritten, asker.single_id(unwritten), {}, 0).revision == 1


def test_a_save_of_an_unknown_kind_or_of_another_kind_is_refused(sula):
    first = goal(sula)
    with pytest.raises(NotFound):
        sula.save("secret", new(), {"called": "x"}, 0)
    with pytest.raises(NotFound):
        sula.save("need", first.id, {"called": "x"}, first.revision)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(moves=st.lists(st.tuples(st.integers(0, 4), st.integers(0, 5)), max_size=12))
def test_moving_gives_the_order_a_list_would_have(sula, moves):
    for stored in sula.all("meeting"):
        sula.delete(stored.id, stored.revision)
    order = [sula.save("meeting", new(), {"purpose": str(n)}, 0).id for n in range(5)]
    for which, place in moves:
        moved = order.pop(which)
        before = order[place] if place < len(order) else None
        order.insert(place, moved)
        sula.move(moved, sula.get(moved).revision, before)
        assert [stored.id for stored in sula.all("meeting")] == order


def test_many_moves_into_the_same_gap_keep_the_order(sula):
    order = [sula.save("meeting", new(), {"purpose": str(n)}, 0).id for n in range(3)]
    for _ in range(60):
        last = order.pop()
        sula.move(last, sula.get(last).revision, order[1])
        order.insert(1, last)
        assert [stored.id for stored in sula.all("meeting")] == order


def test_of_two_who_save_at_once_one_is_told(store, sula):
    first = goal(sula)
    results: list[str] = []
    barrier = threading.Barrier(8)

    def save(number: int) -> None:
        view = store.view(participant("sula", f"P{number}"), "pilot", "sula")
        barrier.wait()
        try:
            view.save("goal", first.id, {"called": f"Text {number}"}, first.revision)
            results.append("saved")
        except Stale:
            results.append("stale")

    threads = [threading.Thread(target=save, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["saved", *["stale"] * 7]
    assert len(sula.history(first.id)) == 2


def test_an_occasion_has_its_own_only_where_a_kind_says_so(store, sula):
    later = store.view(participant("sula"), "pilot", "sula")
    later.occasion = "plus-6"
    first = goal(sula)
    assert first.id in [stored.id for stored in later.all("goal")]
    assert later.single_id("profile") == sula.single_id("profile")


def test_preparing_twice_and_loading_twice_keeps_what_was_written(store, sula):
    first, change = goal(sula), sula.change
    store.prepare()
    assert demonstration.load(store, cohort("pilot")) is False
    assert sula.get(first.id) == first
    assert sula.change == change


def test_a_database_of_a_newer_version_is_refused_with_a_sentence(store):
    with store.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for attempt in (store.check, store.prepare):
        with pytest.raises(NewerDatabase, match="newer version of the workbook"):
            attempt()


def test_a_database_that_was_not_prepared_is_refused_with_what_to_do(tmp_path):
    with pytest.raises(StoreError, match="workbook prepare"):
        Store(f"sqlite:///{tmp_path / 'empty.sqlite'}").check()


def test_the_migrations_lead_to_the_tables_of_the_schema(store):
    from alembic.autogenerate import compare_metadata
    from alembic.runtime.migration import MigrationContext

    with store.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), schema.metadata) == []


def test_the_database_logs_ahead_so_that_readers_do_not_wait(database):
    with Store(f"sqlite:///{database}").engine.connect() as connection:
        assert connection.scalar(text("PRAGMA journal_mode")) == "wal"


def test_a_field_that_this_version_does_not_know_stays_in_the_database(store, sula):
    first = goal(sula)
    data = {**first.values, "from_the_future": 1}
    with store.engine.begin() as connection:
        connection.execute(update(schema.record).where(schema.record.c.id == first.id).values(data=data))
    assert sula.get(first.id).record.called == "A goal"


def test_too_many_records_of_a_kind_are_refused_with_a_sentence(store, sula, monkeypatch):
    monkeypatch.setattr(KINDS["goal"], "most", len(sula.all("goal")) + 1)
    goal(sula)
    with pytest.raises(Refused, match="as many as can be kept"):
        goal(sula)


def test_a_unit_is_an_organisation_of_its_own(store, sula):
    unit = store.add_unit(
        participant("sula"), "pilot", "sula", name="A school", unit_type="compulsory_school"
    )
    school = store.view(participant(unit.key), "pilot", unit.key)
    theirs = goal(school)
    assert theirs.id not in [stored.id for stored in sula.all("goal")]
    with pytest.raises(NotGranted):
        store.view(participant(unit.key), "pilot", "sula")
    with store.engine.connect() as connection:
        parent = connection.scalar(
            select(schema.organisation.c.parent).where(schema.organisation.c.key == unit.key)
        )
    assert parent == "sula"


def test_every_kind_has_a_home_and_a_name_field():
    for kind in KINDS.values():
        assert kind.home
        assert kind.name_field in kind.model_fields


def test_a_database_of_the_first_version_with_answers_in_it_is_brought_up_to_date(store):
    with store.engine.connect() as connection:
        before = connection.scalar(select(func.count()).select_from(schema.record))
    take_back_to(store, "0001")
    with pytest.raises(StoreError, match="workbook prepare"):
        store.check()
    store.prepare()
    store.check()
    view = store.view(participant("sula"), "pilot", "sula")
    assert view.standing == view.change > 0
    assert view.comments.everything() == []
    with store.engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(schema.record)) == before > 0
