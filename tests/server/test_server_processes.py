"""What several processes of a server share: runs that go on in one while another starts, and the secret."""

from __future__ import annotations

import os
import shutil
import signal
import threading
from concurrent.futures import ThreadPoolExecutor

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from course.grants import Role
from course.server import cookie_secret
from course.settings import settings
from course.store.jobs import Jobs, JobState
from tests.conftest import FACILITATOR
from tests.serving import eventually, serving


@pytest.fixture(scope="module")
def notebooks(tmp_path_factory):
    """The project's notebooks, of which one takes ten minutes."""
    folder = tmp_path_factory.mktemp("notebooks")
    shutil.copytree(settings().notebooks_dir, folder, dirs_exist_ok=True)
    real = nbformat.read(folder / "03_documents.ipynb", as_version=4)
    tagged = next(cell for cell in real.cells if "parameters" in cell.metadata.get("tags", ()))
    cells = [
        new_markdown_cell("# A session", id="a"),
        tagged,
        new_code_cell("import time\ntime.sleep(600)", id="c"),
    ]
    nbformat.write(new_notebook(cells=cells, metadata=real.metadata), folder / "03_documents.ipynb")
    return folder


@pytest.fixture
def two(tmp_path, postgres, notebooks):
    """Two processes of one server."""
    name = postgres.new_database()
    shared = {"WORKBOOK_DATABASE_URL": postgres.url(name), "WORKBOOK_NOTEBOOKS_DIR": str(notebooks)}
    with (
        serving(tmp_path, WORKBOOK_PROCESS="1", **shared) as first,
        serving(tmp_path, WORKBOOK_PROCESS="2", **shared) as second,
    ):
        yield first, second
    postgres.drop(name)


def test_a_run_goes_on_when_another_process_starts_and_is_stopped_from_there(two):
    first, second = two
    jobs = Jobs(first.store)
    with first.client(Role.FACILITATOR, None, name="Fride") as fride:
        begun = fride.post("cohort/run", data={"municipality": ["sula"], "session": ["03_documents"]})
        job = begun.headers["Location"].rpartition("/")[2]
    assert eventually(lambda: "03" in jobs.one(FACILITATOR, "pilot", job).now, 120)
    second.restart()
    assert jobs.one(FACILITATOR, "pilot", job).state is JobState.RUNNING
    with second.client(Role.ADMINISTRATOR, None, name="Ada") as ada:
        assert "<progress" in ada.get(f"cohort/run/{job}").text
        assert ada.post(f"cohort/run/{job}/stop").status_code == 303
    stopped = jobs.one(FACILITATOR, "pilot", job)
    assert (stopped.state, stopped.ended_by) == (JobState.STOPPED, "Ada")
    assert eventually(lambda: not (first.folder / "runs" / job).exists()), "the one that runs it heeds it"


def test_a_run_of_a_process_that_was_killed_is_broken_off_when_any_starts(two):
    first, second = two
    jobs = Jobs(first.store)
    with first.client(Role.FACILITATOR, None, name="Fride") as fride:
        begun = fride.post("cohort/run", data={"municipality": ["sula"], "session": ["03_documents"]})
        job = begun.headers["Location"].rpartition("/")[2]
    assert eventually(lambda: "03" in jobs.one(FACILITATOR, "pilot", job).now, 120)
    os.kill(first.pid, signal.SIGKILL)
    second.restart()
    assert jobs.one(FACILITATOR, "pilot", job).state is JobState.BROKEN_OFF
    assert not (first.folder / "runs" / job).exists()


def test_processes_that_start_at_once_have_one_secret(tmp_path):
    for attempt in range(20):
        folder, begin = tmp_path / str(attempt), threading.Barrier(8)

        def make(folder=folder, begin=begin):
            begin.wait()
            return cookie_secret(folder)

        with ThreadPoolExecutor(8) as pool:
            secrets = {made.result() for made in [pool.submit(make) for _ in range(8)]}
        assert len(secrets) == 1
        assert [path.name for path in folder.iterdir()] == ["cookie_secret"]
