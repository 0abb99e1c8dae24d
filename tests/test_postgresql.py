"""What PostgreSQL does differently: connections that are counted, and writers who go on beside each other."""

from __future__ import annotations

import threading
import uuid
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta

import psycopg
import pytest
from sqlalchemy.exc import OperationalError

from course.grants import Grant, Role
from course.settings import Settings
from course.store import Stale, Store
from course.store.access import Access
from course.store.connecting import address_of_database
from course.store.place import Place
from tests.conftest import participant
from tests.serving import eventually


@pytest.fixture
def store(postgres, postgresql):
    return Store(postgres.url(postgresql))


@pytest.fixture
def pool():
    with ThreadPoolExecutor(8) as pool:
        yield pool


def goal(view, called="A goal", kind="goal"):
    return view.save(kind, str(uuid.uuid4()), {"called": called}, 0)


def waits(future: Future) -> bool:
    """Whether something is still under way after half a second."""
    try:
        future.result(timeout=0.5)
    except TimeoutError:
        return True
    return False


@contextmanager
def all_connections_but(number, postgres, name):
    """Take the connections that are left for those who are no superuser."""
    ((most,),) = postgres.ask("SHOW max_connections")
    taken = []
    try:
        for _ in range(int(most)):
            try:
                taken.append(psycopg.connect(postgres.url(name)))
            except psycopg.OperationalError:
                break
        for connection in taken[:number]:
            connection.close()
        yield taken
    finally:
        for connection in taken:
            connection.close()


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_an_address_in_postgresql_s_own_form_is_enough(scheme, monkeypatch):
    monkeypatch.setenv(
        "WORKBOOK_DATABASE_URL", f"{scheme}://somebody@db.example.org/workbook?sslmode=require"
    )
    address = address_of_database(Settings().database)
    assert address.drivername == "postgresql+psycopg"
    assert (address.username, address.host, address.database) == ("somebody", "db.example.org", "workbook")
    assert address.query["sslmode"] == "require"


def test_no_connection_is_held_between_uses(store, sula, postgres, postgresql):
    goal(sula)
    assert sula.everything()
    assert eventually(lambda: postgres.connections(postgresql) == 0)


def test_a_save_waits_for_a_connection_where_all_are_in_use(store, sula, postgres, postgresql, pool):
    before = sula.change
    with all_connections_but(0, postgres, postgresql) as taken:
        saved = pool.submit(goal, sula, "Waited")
        assert waits(saved)
        taken[0].close()
        assert saved.result(timeout=20).record.called == "Waited"
    assert sula.change == before + 1


def test_fifty_who_save_at_once_share_three_connections(store, postgres, postgresql):
    """Each is refused a connection again and again, and none is refused its save."""
    places = ["sula", "stranda", "asker", "lillestrom", "elverum"]
    views = [store.view(participant(place), "pilot", place) for place in places]
    before = {view.organisation: view.change for view in views}
    with all_connections_but(3, postgres, postgresql), ThreadPoolExecutor(50) as pool:
        saves = [
            pool.submit(goal, view, f"Number {number}", kind)
            for view in views
            for kind in ("goal", "need")
            for number in range(5)
        ]
        for save in saves:
            save.result(timeout=60)
    assert {view.organisation: view.change for view in views} == {
        place: number + 10 for place, number in before.items()
    }


def test_what_is_wrong_for_longer_is_said_at_once(postgres):
    with pytest.raises(OperationalError, match="does not exist"):
        Store(postgres.url("nothing")).check()


def test_one_municipality_writes_beside_another_and_not_beside_itself(store, sula, pool):
    asker = store.view(participant("asker"), "pilot", "asker")
    with Place("pilot", "sula").writing(store.engine):
        assert goal(asker).revision == 1
        own = pool.submit(goal, sula)
        assert waits(own)
    assert own.result(timeout=20).revision == 1


def test_who_lets_people_in_writes_alone(store, sula, pool):
    ola = Grant(person="ola", name="Ola", role=Role.READER, cohort="pilot", organisation="sula")
    with Place("pilot", "sula").writing(store.engine):
        invited = pool.submit(Access(store.engine).invite, ola, valid_for=timedelta(days=1))
        assert waits(invited)
    token = invited.result(timeout=20)
    with store.engine.execution_options(writes=True).begin():
        saved = pool.submit(goal, sula)
        assert waits(saved)
    assert saved.result(timeout=20).revision == 1
    assert Access(store.engine).invitation(token).grant == ola


def test_of_many_who_save_from_the_same_revision_one_is_taken(sula):
    first, both = goal(sula), threading.Barrier(8)
    outcomes = []

    def save(number):
        both.wait()
        try:
            outcomes.append(sula.save("goal", first.id, {"called": f"By {number}"}, first.revision).revision)
        except Stale as stale:
            outcomes.append(f"stale: {stale.current.revision}")

    threads = [threading.Thread(target=save, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, outcomes)) == ["2", *["stale: 2"] * 7]
    assert [state.number for state in sula.history(first.id)] == [1, 2]


def test_what_is_read_in_one_go_is_of_one_moment(store, sula):
    place = sula.place
    with store.engine.connect() as connection:
        before = place.change(connection)
        goal(sula)
        assert place.change(connection) == before
    assert sula.change == before + 1
