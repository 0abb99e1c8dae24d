"""Notebooks in copies of the preloaded process: what they leave, and what when something goes wrong."""

import logging
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from course import batch
from course.batch import copies, execute
from course.kernel import CannotFork, Preloaded
from course.settings import settings
from tests.batches import DISPLAY, LIVE, comparable, left, write_notebook
from tests.serving import eventually

NOTEBOOKS = settings().notebooks_dir

pytestmark = pytest.mark.usefixtures("fresh_settings")


@pytest.fixture
def preloaded() -> None:
    """Have the preloaded process ready; it warms up with the notebooks there are, and not with a test's."""
    Preloaded.here().wait_until_ready()


@pytest.fixture
def tasks(preloaded, tmp_path, database, monkeypatch) -> list[batch.Task]:
    """The same session of three municipalities."""
    monkeypatch.setenv("WORKBOOK_DATABASE_URL", f"sqlite:///{database}")
    settings.cache_clear()
    out = tmp_path / "out"
    return [
        batch.Task("pilot", key, key.title(), "04_anchoring", "nn", out)
        for key in ("sula", "asker", "stranda")
    ]


@pytest.fixture
def instead(tmp_path, monkeypatch):
    """Let the batch run a notebook of the test's with these code cells."""

    def use(*sources):
        write_notebook(tmp_path / "notebooks", "04_anchoring", *sources)
        monkeypatch.setenv("WORKBOOK_NOTEBOOKS_DIR", str(tmp_path / "notebooks"))
        settings.cache_clear()

    return use


def run_one(task) -> batch.Result:
    (result,) = batch.run_notebooks([task], 1)
    return result


@pytest.mark.parametrize("session", ["home", "04_anchoring"])
def test_a_copy_makes_what_an_ordinary_kernel_makes(tasks, tmp_path, session):
    shared = {"cohort": "pilot", "municipality": "sula", "municipality_name": "Sula", "language": "nn"}
    ordinary = batch.Task(**shared, session=session, out=tmp_path / "ordinary")
    copied = batch.Task(**shared, session=session, out=tmp_path / "copied")
    execute.execute(ordinary)
    result = run_one(copied)
    assert result.error == "" and result.files == (copied.notebook, copied.page)
    assert comparable(copied) == comparable(ordinary)


FAILING = {
    "an error in a cell": (["1 / 0"], "ZeroDivisionError"),
    "an end without an error": (["import sys; sys.exit(0)", "print('not reached')"], ""),
    "a process that dies": (["import os; os.write(2, b'the last words'); os._exit(3)"], "the last words"),
    "a process that is killed": (["import os; os.kill(os.getpid(), 9)"], "exit code was -9"),
    "a cell that does not end": (["import time; time.sleep(600)"], "timed out"),
    "a cell that waits for ever": (["import asyncio; await asyncio.sleep(600)"], "timed out"),
    "a cell that hears no alarm": (
        ["import signal, time; signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM}); time.sleep(600)"],
        "did not answer",
    ),
    "a widget without a static face": ([DISPLAY + f"display({LIVE}, raw=True)"], "static face"),
    "an error in making a face": (
        ["import sys; print('Traceback (most recent call last)', file=sys.stderr)"],
        "Traceback",
    ),
}


@pytest.mark.parametrize(("sources", "told"), FAILING.values(), ids=FAILING.keys())
def test_a_failed_run_leaves_its_story_and_no_result_old_or_new(tasks, instead, sources, told, monkeypatch):
    monkeypatch.setattr(copies, "CELL_SECONDS", 2.0)
    monkeypatch.setattr(copies, "GRACE_SECONDS", 3.0)
    task = tasks[0]
    task.folder.mkdir(parents=True)
    for path in (task.notebook, task.page):
        path.write_text("of an earlier run")
    instead(*sources)
    result = run_one(task)
    assert result.error and "\n" not in result.error
    assert left(task) == ["04_anchoring.error.txt"]
    story = task.story.read_text("utf-8")
    assert told in story and "\x1b" not in story


def test_a_good_run_clears_the_story_of_a_failed_one(tasks, instead):
    task = tasks[0]
    task.folder.mkdir(parents=True)
    task.story.write_text("what went wrong yesterday")
    instead("pass")
    assert run_one(task).error == ""
    assert left(task) == ["04_anchoring.html", "04_anchoring.ipynb"]


def test_what_is_written_past_python_is_in_the_notebook(tasks, instead):
    instead(
        "import os; os.write(1, b'from below'); print('above')",
        "import subprocess; _ = subprocess.run(['echo', 'and a child'], check=True)",
    )
    assert run_one(tasks[0]).error == ""
    text = tasks[0].notebook.read_text("utf-8")
    assert "from below" in text and "above" in text and "and a child" in text


def test_one_failure_does_not_stop_the_others(tasks, instead):
    instead("import os\nif municipality == 'sula':\n    os._exit(9)")
    errors = {result.task.municipality: result.error for result in batch.run_notebooks(tasks, 2)}
    assert errors.pop("sula")
    assert errors == {"asker": "", "stranda": ""}


def test_a_notebook_may_read_and_nothing_else(tasks, instead):
    instead("import os; print(os.environ['WORKBOOK_GRANT'])")
    assert run_one(tasks[0]).error == ""
    assert '"role":"reader"' in tasks[0].page.read_text("utf-8").replace("&quot;", '"').replace("&#34;", '"')
    assert "WORKBOOK_GRANT" not in os.environ


def test_a_run_that_is_given_up_ends_its_copies_and_leaves_what_was_there(tasks, instead, tmp_path):
    instead(
        "import os, pathlib, time",
        f"place = pathlib.Path({str(tmp_path)!r})",
        "(place / f'{municipality}.pid').write_text(str(os.getpid()))",
        "if municipality != 'sula': time.sleep(600)",
    )
    for task in tasks:
        task.folder.mkdir(parents=True)
        task.page.write_text("of an earlier run")
    running = batch.run_notebooks(tasks, 2)
    assert next(running).task.municipality == "sula"
    assert eventually(lambda: (tmp_path / "asker.pid").exists())
    began = time.monotonic()
    running.close()
    assert time.monotonic() - began < 10
    assert not Path(f"/proc/{(tmp_path / 'asker.pid').read_text()}").exists()
    assert [left(task) for task in tasks] == [
        ["04_anchoring.html", "04_anchoring.ipynb"],
        ["04_anchoring.html"],
        ["04_anchoring.html"],
    ]
    assert tasks[1].page.read_text() == "of an earlier run"


def test_where_no_copies_can_be_had_ordinary_kernels_run_the_notebooks(tasks, instead, monkeypatch, caplog):
    def refuse():
        raise CannotFork("Not today.")

    monkeypatch.setattr(copies.Preloaded, "here", refuse)
    instead("print('an ordinary one')")
    with caplog.at_level(logging.WARNING, "course.kernel"):
        assert run_one(tasks[0]).error == ""
    assert "an ordinary one" in tasks[0].page.read_text("utf-8")
    assert "Not today." in caplog.text


def test_those_for_which_no_copy_could_be_made_are_run_in_ordinary_kernels(tasks, instead, monkeypatch):
    make = copies.Copies.make

    def refuse_one(self, task, *more):
        if task.municipality == "asker":
            raise CannotFork("No memory.")
        return make(self, task, *more)

    monkeypatch.setattr(copies.Copies, "make", refuse_one)
    instead("import os; print('pid', os.getpid())")
    assert [result.error for result in batch.run_notebooks(tasks, 2)] == ["", "", ""]
    assert all(task.page.exists() for task in tasks)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "SIGTERM"])
def test_a_command_that_is_stopped_ends_soon_and_leaves_nothing_behind(tasks, instead, tmp_path, how):
    instead("import time", "if municipality == 'stranda': time.sleep(600)")
    for notebook in NOTEBOOKS.glob("*.ipynb"):
        if not (tmp_path / "notebooks" / notebook.name).exists():
            shutil.copy(notebook, tmp_path / "notebooks")
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    out = tmp_path / "out"
    places = [word for task in tasks for word in ("--municipality", task.municipality)]
    words = ["run", "04_anchoring", *places, "--jobs", "3", "--no-units", "--out", str(out)]
    process = subprocess.Popen(
        [sys.executable, "-m", "course.cli", *words],
        env={**os.environ, "TMPDIR": str(scratch), "WORKBOOK_VAR_DIR": str(tmp_path / "var")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        ledger = out / "pilot" / ".workbook-results.jsonl"
        assert eventually(lambda: ledger.exists() and len(ledger.read_text().splitlines()) == 2, 100)
        copied = descendants(process.pid)
        assert len(copied) > 1, "the preloaded process and a copy"
        process.send_signal(how)
        assert process.wait(20) != 0
    finally:
        process.kill()
        process.wait()
    assert eventually(lambda: not any(Path(f"/proc/{pid}").exists() for pid in copied), 10)
    assert list(scratch.iterdir()) == []
    made = {path.name for path in out.rglob("*") if path.is_file()}
    assert made == {"04_anchoring.html", "04_anchoring.ipynb", ".workbook-results.jsonl"}


def descendants(pid: int) -> list[int]:
    found = [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return found + [further for child in found for further in descendants(child)]
