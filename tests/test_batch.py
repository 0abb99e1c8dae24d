"""The batch: what it plans, what it leaves when all goes well, and what when something does not."""

import os
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from course import batch
from course.batch import execute as executing
from course.batch import kernel, pool
from course.batch.written import write_together
from course.grants import Action, Role
from course.i18n import LanguageError
from course.organisations import UnknownMunicipality, cohort
from course.outline import UnknownSession, sessions
from course.settings import settings

DISPLAY = "from IPython.display import display\n"
LIVE = "{'application/vnd.jupyter.widget-view+json': {'model_id': '1'}, 'text/plain': 'Form()'}"


@pytest.fixture
def task(tmp_path) -> batch.Task:
    return batch.Task("pilot", "sula", "Sula", "04_anchoring", "nn", tmp_path)


@pytest.fixture
def instead(monkeypatch):
    """Let the batch run a notebook of the test's with these code cells."""

    def use(*sources):
        cells = [new_markdown_cell("# A session"), *map(new_code_cell, sources)]
        made = new_notebook(cells=cells, metadata={"kernelspec": {"name": "python3", "display_name": ""}})
        monkeypatch.setattr(executing, "prepare", lambda **_: made)

    return use


def test_a_kernel_keeps_its_fonts_where_the_workbook_writes_whatever_home_is(
    task, instead, monkeypatch, tmp_path
):
    monkeypatch.setenv("WORKBOOK_VAR_DIR", str(tmp_path / "var"))
    monkeypatch.setenv("HOME", "/nonexistent")
    settings.cache_clear()
    instead("import matplotlib, os", "assert matplotlib.get_cachedir() == os.environ['MPLCONFIGDIR']")
    executing.execute(task)
    settings.cache_clear()
    assert (tmp_path / "var" / "matplotlib").is_dir()
    assert str(tmp_path) not in task.notebook.read_text("utf-8") + task.page.read_text("utf-8")


def left(task) -> list[str]:
    return sorted(path.name for path in task.folder.iterdir())


def test_it_plans_every_session_for_every_municipality(tmp_path):
    tasks = batch.plan(cohort("pilot"), tmp_path)
    assert len(tasks) == len(sessions()) * 5
    assert len({task.page for task in tasks}) == len(tasks)


def test_what_a_municipality_holds_again_is_run_with_the_rest(tmp_path):
    again = {"sula": ["07_followup@plus-6"]}
    tasks = batch.plan(cohort("pilot"), tmp_path, again=again)
    assert len(tasks) == len(sessions()) * 5 + 1
    assert [task.municipality for task in tasks if "@" in task.session] == ["sula"]
    assert len(batch.plan(cohort("pilot"), tmp_path, sessions=["home"], again=again)) == 5


def test_each_municipality_is_run_in_its_own_language_unless_told(tmp_path):
    own = {task.municipality: task.language for task in batch.plan(cohort("pilot"), tmp_path)}
    assert own["sula"] == "nn" and own["asker"] == "nb"
    told = {task.language for task in batch.plan(cohort("pilot"), tmp_path, language="en")}
    assert told == {"en"}


def test_names_and_repetitions_are_understood(tmp_path):
    tasks = batch.plan(cohort("pilot"), tmp_path, sessions=["home", "home"], municipalities=["SULA", "sula"])
    assert [(task.municipality, task.session) for task in tasks] == [("sula", "home")]


@pytest.mark.parametrize(
    ("unknown", "error", "existing"),
    [
        ({"municipalities": ["bergen"]}, UnknownMunicipality, "sula"),
        ({"sessions": ["12_party"]}, UnknownSession, "04_anchoring"),
        ({"sessions": ["../home"]}, UnknownSession, "04_anchoring"),
        ({"language": "tlh"}, LanguageError, "nn"),
    ],
)
def test_what_is_not_there_is_refused_with_what_is(tmp_path, unknown, error, existing):
    with pytest.raises(error, match=existing):
        batch.plan(cohort("pilot"), tmp_path, **unknown)
    assert list(tmp_path.iterdir()) == []


def test_a_kernel_may_read_its_own_municipality_and_no_more(task):
    assert task.grant.role is Role.READER
    assert task.grant.covers("pilot", "sula") and not task.grant.covers("pilot", "asker")
    assert [action for action in Action if task.grant.may(action)] == [Action.READ]


def test_a_good_run_leaves_a_notebook_and_its_page(task, instead):
    instead(DISPLAY + f"display({LIVE} | {{'text/html': '<p>Svaret</p>'}}, raw=True)")
    executing.execute(task)
    assert left(task) == ["04_anchoring.html", "04_anchoring.ipynb"]
    assert "<p>Svaret</p>" in task.page.read_text("utf-8")
    made = nbformat.read(task.notebook, as_version=4)
    assert made.cells[1].execution_count == 1
    assert made.metadata.workbook.municipality == "sula"


def test_a_result_tells_nothing_of_the_machine_and_keeps_no_live_face(task, instead):
    instead(DISPLAY + f"display({LIVE} | {{'text/html': '<p>Svaret</p>'}}, raw=True)")
    executing.execute(task)
    text = task.notebook.read_text("utf-8")
    assert str(task.out) not in text
    assert f"{Path.home()}/" not in text
    made = nbformat.reads(text, as_version=4)
    assert set(made.cells[1].outputs[0].data) == {"text/html", "text/plain"}
    assert "widgets" not in made.metadata


def test_the_kernel_is_given_its_grant_and_the_store(task, instead, monkeypatch):
    monkeypatch.delenv("WORKBOOK_GRANT", raising=False)
    instead("import os; print(os.environ['WORKBOOK_GRANT'], os.environ['WORKBOOK_DATABASE_URL'])")
    executing.execute(task)
    page = task.page.read_text("utf-8")
    assert '"role":"reader"' in page.replace("&quot;", '"').replace("&#34;", '"')
    assert "WORKBOOK_GRANT" not in os.environ


def test_kernels_talk_through_sockets_where_their_path_is_not_too_long(tmp_path):
    assert kernel.transport(Path("/run/user/1000/jupyter")) == "ipc"
    assert kernel.transport(tmp_path / ("a" * 80)) == "tcp"


FAILING = {
    "an error in a cell": ["1 / 0"],
    "an end without an error": ["import sys; sys.exit(0)", "print('not reached')"],
    "a kernel that dies": ["import os; os._exit(3)"],
    "a cell that does not end": ["import time; time.sleep(600)"],
    "a widget without a static face": [DISPLAY + f"display({LIVE}, raw=True)"],
    "an error in making a face": ["import sys; print('Traceback (most recent call last)', file=sys.stderr)"],
}


@pytest.mark.parametrize("sources", FAILING.values(), ids=FAILING.keys())
def test_a_failed_run_leaves_its_story_and_no_result_old_or_new(task, instead, sources, monkeypatch):
    monkeypatch.setattr(executing, "CELL_SECONDS", 3)
    task.folder.mkdir(parents=True)
    for path in (task.notebook, task.page):
        path.write_text("of an earlier run")
    instead(*sources)
    result = pool.attempt(task)
    assert result.error
    assert left(task) == ["04_anchoring.error.txt"]
    assert "\x1b" not in task.story.read_text("utf-8")


def test_a_good_run_clears_the_story_of_a_failed_one(task, instead):
    task.folder.mkdir(parents=True)
    task.story.write_text("what went wrong yesterday")
    instead("pass")
    executing.execute(task)
    assert not task.story.exists()


def test_files_are_written_whole_or_not_at_all(tmp_path, monkeypatch):
    first, second = tmp_path / "a.ipynb", tmp_path / "a.html"
    first.write_text("old")
    write = Path.write_bytes

    def full(path, content):
        if ".a.html" in path.name:
            raise OSError("No space left on device")
        return write(path, content)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space"):
        write_together({first: "new", second: "new"})
    assert [path.name for path in tmp_path.iterdir()] == ["a.ipynb"]
    assert first.read_text() == "old"


def test_one_failure_does_not_stop_the_others(tmp_path, database, monkeypatch):
    """Two processes; a municipality that is not in the store fails, the one that is there does not."""
    monkeypatch.setenv("WORKBOOK_DATABASE_URL", f"sqlite:///{database}")
    tasks = [
        batch.Task("pilot", "atlantis", "Atlantis", "00_mandate", "nb", tmp_path),
        batch.Task("pilot", "sula", "Sula", "00_mandate", "nn", tmp_path),
    ]
    results = {result.task.municipality: result for result in batch.run(tasks, 2)}
    assert "atlantis" in results["atlantis"].error.lower()
    assert results["sula"].error == ""
    assert tasks[1].page.exists() and not tasks[0].page.exists()


def test_a_process_that_dies_takes_no_other_task_with_it(tmp_path, database, monkeypatch):
    monkeypatch.setenv("WORKBOOK_DATABASE_URL", f"sqlite:///{database}")
    monkeypatch.setattr(pool, "attempt", _die_for_asker)
    tasks = [batch.Task("pilot", key, key, "home", "nb", tmp_path) for key in ("asker", "sula", "stranda")]
    results = {result.task.municipality: result.error for result in batch.run(tasks, 2)}
    assert results == {"asker": pool.LOST, "sula": "", "stranda": ""}


def _die_for_asker(task):
    """Stands in for a process that is killed from outside; at the top of the module, to be sent to one."""
    if task.municipality == "asker":
        os._exit(9)
    return batch.Result(task, 0.0)
