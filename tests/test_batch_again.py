"""What a second run does anew, and what it leaves: each thing a page could show, changed."""

import shutil
import uuid
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.engine import make_url

from course import batch
from course.batch import keys
from course.batch.ledger import Ledger
from course.organisations import cohort
from course.settings import settings
from course.store import SignOffs, Store
from course.store.consistent import one_state
from course.store.forget import forget_in
from course.store.looks import Look, Looks
from tests.conftest import FACILITATOR, participant

PLACES = ("sula", "asker")
WHOLE = "cohort-pilot"


@pytest.fixture
def tasks(tmp_path, store, monkeypatch, fresh_settings) -> list[batch.Task]:
    """Two sessions of two municipalities, of a unit, and one for the facilitators."""
    monkeypatch.setenv("WORKBOOK_DATABASE_URL", store.url)
    settings.cache_clear()
    unit = store.add_unit(participant("sula"), "pilot", "sula", name="Langevåg", unit_type="kindergarten")
    return batch.plan(
        cohort("pilot"),
        tmp_path / "out",
        municipalities=PLACES,
        sessions=["home", "04_anchoring", "09_facilitator"],
        units={"sula": [unit]},
    )


class Runner:
    """Runs nothing: leaves files in the place of results, and notes for what."""

    def __init__(self, fails: str = "") -> None:
        self.ran: list[str] = []
        self._fails = fails

    def __call__(self, tasks):
        for task in tasks:
            name = f"{task.unit or task.municipality}/{task.session}"
            self.ran.append(name)
            if name == self._fails:
                yield batch.Result(task, 0.1, "It went wrong.")
                continue
            task.folder.mkdir(parents=True, exist_ok=True)
            task.notebook.write_text(name)
            task.page.write_text(name)
            yield batch.Result(task, 0.1, files=(task.notebook, task.page))


def run(tasks, runner=None, **more) -> set[str]:
    """Run what has changed; return whose sessions were run."""
    runner = runner or Runner()
    results = list(batch.run_changed(tasks, runner, **more))
    assert {result.task for result in results} == set(tasks), "each is told of, run or not"
    assert sum(not result.up_to_date for result in results) == len(runner.ran)
    return set(runner.ran)


def new() -> str:
    return str(uuid.uuid4())


def names(tasks) -> set[str]:
    return {f"{task.unit or task.municipality}/{task.session}" for task in tasks}


def test_a_second_run_finds_everything_up_to_date(tasks):
    assert run(tasks) == names(tasks)
    assert run(tasks) == set()
    assert run(tasks, again=True) == names(tasks)


def test_where_the_answers_are_read_from_makes_no_difference(tasks, store):
    run(tasks)
    with one_state(store.url) as state:
        assert state != store.url
        assert run([replace(task, database=state) for task in tasks]) == set()


@dataclass(frozen=True)
class Change:
    """Something that may happen between two runs, and whose sessions it is that are run again then."""

    happens: Callable[[Store], object]
    whose: Collection[str]


def goal(store, place="sula", person="Kari", name="A goal"):
    return store.view(participant(place, person), "pilot", place).save("goal", new(), {"called": name}, 0)


def comment(store):
    said = goal(store)
    store.view(FACILITATOR, "pilot", "sula").comments.add(new(), "goal", said.id, "Why?")


def gathering(store):
    first = {
        "gathering": "gathering_1",
        "starts_on": "2026-10-13",
        "ends_on": "2026-10-15",
        "place": "Bergen",
    }
    view = store.gatherings_view(FACILITATOR, "pilot")
    view.save("gathering", view.row_id("gathering", first), first, 0)


CHANGES = {
    "nothing": Change(lambda store: None, ()),
    "a municipality's answer": Change(goal, {"sula", "sula--langevag", WHOLE}),
    "a unit's answer": Change(lambda store: goal(store, "sula--langevag"), {"sula", "sula--langevag", WHOLE}),
    "another municipality's answer": Change(lambda store: goal(store, "asker"), {"asker", WHOLE}),
    "one's that is not run": Change(lambda store: goal(store, "elverum"), {WHOLE}),
    "a comment": Change(comment, {"sula", "sula--langevag", WHOLE}),
    "a gathering": Change(gathering, {"sula", "sula--langevag", "asker", WHOLE}),
    "a look": Change(
        lambda store: Looks(store.engine).change(
            participant("asker"), "pilot", "asker", Look(colour="#123456")
        ),
        {"asker", WHOLE},
    ),
    "a sign-off": Change(
        lambda store: (
            goal(store, "asker"),
            SignOffs(store, participant("asker"), "pilot").sign("asker", "04_anchoring"),
        ),
        {"asker", WHOLE},
    ),
    "the name of a unit": Change(
        lambda store: store.rename_unit(participant("sula"), "pilot", "sula--langevag", "Another"),
        {"sula", "sula--langevag", WHOLE},
    ),
    "a new unit": Change(
        lambda store: store.add_unit(
            participant("asker"), "pilot", "asker", name="New", unit_type="kindergarten"
        ),
        {"asker", WHOLE},
    ),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_what_a_change_could_show_in_is_run_again_and_nothing_else(tasks, store, change):
    run(tasks)
    change.happens(store)
    ran = run(tasks)
    assert {name.partition("/")[0] for name in ran} == set(change.whose)
    assert ran == {name for name in names(tasks) if name.partition("/")[0] in change.whose}
    assert run(tasks) == set()


def test_when_somebody_is_forgotten_no_page_keeps_the_name(tasks, store):
    goal(store, "asker", "Ola")
    run(tasks)
    with store.engine.execution_options(writes=True).begin() as connection:
        forget_in(connection, "ola@asker")
    assert {name.partition("/")[0] for name in run(tasks)} == {"asker", WHOLE}


def another_day(monkeypatch, tmp_path):
    monkeypatch.setattr(keys, "_today", lambda: "2999-01-01")


def another_clock(monkeypatch, tmp_path):
    monkeypatch.setenv("WORKBOOK_TIME_ZONE", "Europe/Helsinki")
    settings.cache_clear()


def another_notebook(monkeypatch, tmp_path):
    shutil.copytree(settings().notebooks_dir, tmp_path / "notebooks")
    (tmp_path / "notebooks" / "home.ipynb").write_text("{}")
    monkeypatch.setenv("WORKBOOK_NOTEBOOKS_DIR", str(tmp_path / "notebooks"))
    settings.cache_clear()
    keys.code_and_data.cache_clear()


@pytest.mark.parametrize("otherwise", [another_day, another_clock, another_notebook])
def test_on_another_day_with_other_settings_or_notebooks_all_is_run_again(
    tasks, monkeypatch, tmp_path, otherwise
):
    run(tasks)
    otherwise(monkeypatch, tmp_path)
    try:
        assert run(tasks) == names(tasks)
    finally:
        keys.code_and_data.cache_clear()


@pytest.mark.parametrize("other", [{"language": "en"}, {"comments": True}, {"revision": 1}], ids=str)
def test_another_language_comments_or_snapshot_make_another_result(tasks, other):
    run(tasks)
    # What is for the facilitators is in English already.
    those = [task for task in tasks if task.municipality != WHOLE]
    assert run([replace(task, **other) for task in those]) == names(those)
    assert run(tasks) == names(those), "what is there is the other"


def test_a_failed_result_is_run_again(tasks):
    run(tasks, Runner(fails="sula/home"))
    assert run(tasks) == {"sula/home"}


@pytest.mark.parametrize(
    "harm",
    [
        lambda task: task.page.unlink(),
        lambda task: task.notebook.unlink(),
        lambda task: task.page.write_text("changed by hand"),
        lambda task: shutil.rmtree(task.folder),
    ],
    ids=["no page", "no notebook", "another page", "no folder"],
)
def test_nothing_is_claimed_that_is_not_there_as_it_was_left(tasks, harm):
    run(tasks)
    asker = [task for task in tasks if task.municipality == "asker"]
    harm(asker[0])
    again = run(tasks)
    assert f"asker/{asker[0].session}" in again and again <= names(asker)


def test_a_run_that_was_stopped_goes_on(tasks):
    stopped = batch.run_changed(tasks, Runner())
    done = {f"{next(stopped).task.municipality}" for _ in range(3)}
    stopped.close()
    assert len(done) >= 1
    # What was written but not entered when the machine lost its power: a torn line.
    ledger = tasks[0].out / "pilot" / ".workbook-results.jsonl"
    text = ledger.read_text("utf-8")
    ledger.write_text(text[:-20], "utf-8")
    assert len(run(tasks)) == len(tasks) - 2
    assert run(tasks) == set()


def test_the_ledger_does_not_grow_with_every_run(tasks):
    for _ in range(5):
        run(tasks, again=True)
    Ledger(tasks[0].out / "pilot")
    ledger = tasks[0].out / "pilot" / ".workbook-results.jsonl"
    assert len(ledger.read_text("utf-8").splitlines()) == len(tasks)


def test_however_many_the_tasks_the_database_is_asked_as_often(tasks, store, monkeypatch):
    """A whole country's keys in a handful of statements."""

    def asked(some) -> int:
        counted = []
        with monkeypatch.context() as patch:
            patch.setattr(keys, "Store", lambda url: store)
            event.listen(store.engine, "before_cursor_execute", lambda *_: counted.append(1))
            keys.keys_of(some)
        return len(counted)

    assert 0 < asked(tasks[:1]) == asked(tasks * 20)


def test_a_save_in_the_middle_of_a_run_is_in_none_of_its_pages(tmp_path, store, monkeypatch, fresh_settings):
    monkeypatch.setenv("WORKBOOK_DATABASE_URL", store.url)
    settings.cache_clear()
    planned = batch.plan(cohort("pilot"), tmp_path / "out", municipalities=PLACES, sessions=["04_anchoring"])
    goal(store, "asker", name="Before the run")

    def run_real(tasks):
        return batch.run_notebooks(tasks, 1)

    with one_state(store.url) as state:
        going = batch.run_changed([replace(task, database=state) for task in planned], run_real)
        first = next(going)
        assert first.task.municipality == "sula" and first.error == ""
        goal(store, "asker", name="In the middle of it")
        assert [result.error for result in going] == [""]
        file = Path(make_url(state).database)
    assert not file.exists(), "the copy goes with the run"
    page = planned[1].page
    assert "Before the run" in page.read_text("utf-8")
    assert "In the middle of it" not in page.read_text("utf-8")
    with one_state(store.url) as state:
        tasks = [replace(task, database=state) for task in planned]
        results = list(batch.run_changed(tasks, run_real))
    assert [result.task.municipality for result in results if not result.up_to_date] == ["asker"]
    assert "In the middle of it" in page.read_text("utf-8")
