"""The facilitators' page: who may come, what is run for them, whom they let in and lock out."""

from __future__ import annotations

import io
import os
import shutil
import signal
import uuid
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from course.grants import Grant, Role
from course.settings import settings
from course.store.jobs import Jobs, JobState
from tests.conftest import FACILITATOR
from tests.serving import Client, Served, eventually, serving

SESSION_CELLS = {
    "00_mandate": "import os\nassert not {'SMTP_PASSWORD', 'WORKBOOK_COOKIE_KEY'} & set(os.environ)",
    "02_needs": "raise ValueError('The <b>needs</b> are not there')",
    "03_documents": "import time\ntime.sleep(120)",
}
"""What three sessions do here in place of their forms: look for the server's secrets, fail, take too long."""


@pytest.fixture(scope="module")
def notebooks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's notebooks, some of them short."""
    folder = tmp_path_factory.mktemp("notebooks")
    shutil.copytree(settings().notebooks_dir, folder, dirs_exist_ok=True)
    for key, source in SESSION_CELLS.items():
        real = nbformat.read(folder / f"{key}.ipynb", as_version=4)
        tagged = next(cell for cell in real.cells if "parameters" in cell.metadata.get("tags", ()))
        cells = [new_markdown_cell("# A session", id="a"), tagged, new_code_cell(source, id="c")]
        nbformat.write(new_notebook(cells=cells, metadata=real.metadata), folder / f"{key}.ipynb")
    return folder


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, notebooks: Path) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("following"), WORKBOOK_NOTEBOOKS_DIR=str(notebooks)) as server:
        yield server


@pytest.fixture
def jobs(served: Served) -> Jobs:
    return Jobs(served.store)


def start(client: Client, *sessions: str, municipalities: tuple[str, ...] = ("sula",), **more: str):
    return client.post("cohort/run", data={"municipality": municipalities, "session": sessions, **more})


def started(client: Client, *sessions: str, **how) -> str:
    answer = start(client, *sessions, **how)
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"].rpartition("/")[2]


def state(jobs: Jobs, job: str) -> JobState:
    return jobs.one(FACILITATOR, "pilot", job).state


def text_of(answer) -> str:
    return BeautifulSoup(answer.content, "html5lib").main.get_text(" ", strip=True)


def test_the_page_shows_every_municipality_and_keeps_its_state_in_the_address(facilitator):
    page = BeautifulSoup(facilitator.get("cohort?language=nn").content, "html5lib")
    assert [row.th.get_text(strip=True) for row in page.select(".wb-followed tbody tr")] == [
        "Asker", "Elverum", "Lillestrøm", "Stranda", "Sula",
    ]  # fmt: skip
    assert page.find(id="wb-session") and page.html["lang"] == "nn"
    one = BeautifulSoup(
        facilitator.get("cohort?session=02_needs&sort=findings&state=empty").content, "html5lib"
    )
    assert one.select_one("#wb-session option[selected]")["value"] == "02_needs"
    assert one.select_one("#wb-sort option[selected]")["value"] == "findings"
    assert len(one.select("thead th")) >= 5
    assert facilitator.get("cohort?session=../x&state=king&sort=<b>").status_code == 200


def test_a_run_goes_on_without_its_page_and_leaves_one_zip_and_a_sentence_for_what_failed(served, jobs):
    with served.client(Role.FACILITATOR, None, name="Leaves") as leaving:
        job = started(leaving, "00_mandate", "02_needs", municipalities=("sula", "asker"))
        assert text_of(leaving.get(f"cohort/run/{job}?language=en"))
        assert leaving.post("sign-out").status_code == 303
    with served.client(Role.FACILITATOR, None, name="Comes") as other:
        assert eventually(lambda: not other.get(f"cohort/run/{job}.json").json()["runs"], 240)
        shown = text_of(other.get(f"cohort/run/{job}?language=en"))
        assert "4 of 4" in shown
        assert "Sula, What is needed: ValueError: The <b>needs</b> are not there" in shown
        assert "<b>needs" not in other.get(f"cohort/run/{job}").text
        archive = other.get(f"cohort/run/{job}.zip")
        assert archive.headers["Content-Type"] == "application/zip"
        names = zipfile.ZipFile(io.BytesIO(archive.content)).namelist()
        assert names == ["pilot/asker/00_mandate.html", "pilot/sula/00_mandate.html"]
    assert state(jobs, job) is JobState.DONE
    left = sorted(path.name for path in (served.folder / "runs" / job).iterdir())
    assert left == ["results.zip"], "nothing half-written stays"


def test_the_papers_are_in_the_zip(facilitator, jobs):
    job = started(facilitator, papers="yes")
    assert eventually(lambda: state(jobs, job) is not JobState.RUNNING, 240)
    done = jobs.one(FACILITATOR, "pilot", job)
    assert (done.state, done.failures, done.done) == (JobState.DONE, (), 1)
    names = zipfile.ZipFile(io.BytesIO(facilitator.get(f"cohort/run/{job}.zip").content)).namelist()
    assert names and all(name.startswith("pilot/sula/papers/") for name in names)


def test_a_second_run_waits_and_the_first_can_be_stopped_by_whoever_comes(served, facilitator, jobs):
    job = started(facilitator, "03_documents")
    second = start(facilitator, "00_mandate")
    assert second.status_code == 409
    assert BeautifulSoup(second.content, "html5lib").find(id="wb-error-run")
    assert eventually(lambda: "03" in jobs.one(FACILITATOR, "pilot", job).now, 120)
    assert facilitator.get(f"cohort/run/{job}.zip").status_code == 404
    with served.client(Role.ADMINISTRATOR, None, name="Ada") as other:
        assert "<progress" in other.get(f"cohort/run/{job}").text
        assert other.post(f"cohort/run/{job}/stop").status_code == 303
        assert "Ada" in text_of(other.get(f"cohort/run/{job}?language=en"))
        assert other.post(f"cohort/run/{job}/stop").status_code == 303
    assert state(jobs, job) is JobState.STOPPED
    assert not (served.folder / "runs" / job).exists()


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_a_server_that_ends_breaks_a_run_off_and_says_so(served, jobs, how):
    with served.client(Role.FACILITATOR, None, name="Waits") as client:
        job = started(client, "03_documents")
        assert eventually(lambda: "03" in jobs.one(FACILITATOR, "pilot", job).now, 120)
        if how is signal.SIGKILL:
            os.kill(served.pid, how)
        served.restart()
        assert state(jobs, job) is JobState.BROKEN_OFF
        assert "Broken off" in text_of(client.get(f"cohort/run/{job}?language=en"))
        assert not (served.folder / "runs" / job).exists()
        assert start(client, "12_party").status_code == 400


def test_what_cannot_be_run_is_refused_before_anything_is_started(facilitator, jobs):
    before = jobs.newest(FACILITATOR, "pilot")
    for how, status in (
        ({"municipalities": ("oslo",)}, 400),
        ({"municipalities": ("../sula",)}, 400),
        ({"municipalities": ()}, 400),
    ):
        assert start(facilitator, "00_mandate", **how).status_code == status
    for session in ("09_facilitator", "home", "--out", "x"):
        assert start(facilitator, session).status_code == 400
    assert start(facilitator).status_code == 400
    assert jobs.newest(FACILITATOR, "pilot") == before


def test_a_link_is_made_shown_once_and_taken_back(served, facilitator):
    wanted = {"name": "<b>Siv</b>", "role": "reader", "organisation": "sula", "days": "3"}
    answer = facilitator.post("cohort/invite", data=wanted)
    assert answer.status_code == 200 and answer.headers["Cache-Control"] == "no-store"
    link = BeautifulSoup(answer.content, "html5lib").find(id="wb-link")["value"]
    assert link.startswith(f"{served.base}invitation/")
    page = facilitator.get("cohort").text
    assert link.rpartition("/")[2] not in page
    assert "<b>Siv" not in page and "&lt;b&gt;Siv" in page
    with Client(served.base) as siv:
        siv.sign_in(link)
        assert siv.get("calendar.ics").status_code == 200
        assert siv.get("calendar.ics?municipality=asker").status_code == 403
        person = next(
            form.find("input", {"name": "person"})["value"]
            for form in BeautifulSoup(facilitator.get("cohort").content, "html5lib").select("details form")
            if "siv" in form.find("input", {"name": "person"})["value"]
        )
        assert facilitator.post("cohort/revoke", data={"person": person}).status_code == 303
        assert siv.get("calendar.ics").status_code == 302


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", " "),
        ("name", "x" * 201),
        ("name", "two\nlines"),
        ("role", "administrator"),
        ("role", "king"),
        ("organisation", "oslo"),
        ("organisation", ""),
        ("days", "0"),
        ("days", "366"),
        ("days", "x"),
    ],
)
def test_an_invitation_that_cannot_be_is_answered_at_its_field(facilitator, field, value):
    wanted = {"name": "Siv", "role": "participant", "organisation": "sula", "days": "3"} | {field: value}
    answer = facilitator.post("cohort/invite", data=wanted)
    page = BeautifulSoup(answer.content, "html5lib")
    assert answer.status_code == 400
    assert page.find(id=f"wb-error-{field}") and not page.find(id="wb-link")
    assert page.find(attrs={"name": field, "aria-invalid": "true"})


def test_nobody_else_sees_runs_or_invites(served, kari, ola, stranger, facilitator, jobs):
    """Each attempt stands beside the same request by a facilitator of the cohort, which is answered."""
    job = jobs.begin(FACILITATOR, "pilot", {})
    jobs.end(job.id, JobState.DONE)
    wanted = {"name": "Siv", "role": "participant", "organisation": "sula", "days": "3"}
    requests = [
        ("GET", "cohort", {}),
        ("GET", "cohort/run", {}),
        ("GET", f"cohort/run/{job.id}", {}),
        ("GET", f"cohort/run/{job.id}.json", {}),
        ("POST", f"cohort/run/{job.id}/stop", {}),
        ("POST", "cohort/run", {"municipality": "sula"}),
        ("POST", "cohort/invite", wanted),
        ("POST", "cohort/revoke", {"person": "nobody"}),
    ]
    grant = Grant(person="of-sula", name="F", role=Role.FACILITATOR, cohort="pilot", organisation="sula")
    refused = 0
    with served.client(Role.READER, name="Reads") as reader, Client(served.base) as of_one:
        token = served.access.invite(grant, valid_for=timedelta(days=1), uses=None)
        of_one.sign_in(f"{served.base}invitation/{token}")
        for method, path, data in requests:
            for other in (kari, ola, reader, of_one):
                assert other.request(method, path, data=data).status_code == 403, (method, path)
                refused += 1
            assert stranger.request(method, path, data=data).status_code in (302, 403), path
            refused += 1
            expected = 403 if path == "cohort/revoke" else 400 if path == "cohort/run" and data else None
            answer = facilitator.request(method, path, data=data).status_code
            assert answer == expected or (expected is None and answer in (200, 302, 303)), path
    assert refused == 40
    assert facilitator.get(f"cohort/run/{uuid.uuid4()}").status_code == 404
    assert 'href="/cohort"' not in kari.open("").html
    assert 'href="/cohort"' in facilitator.open("").html


def test_a_forged_form_does_nothing(facilitator, jobs):
    before = jobs.newest(FACILITATOR, "pilot")
    for path in ("cohort/run", "cohort/invite", "cohort/revoke"):
        assert facilitator.post(path, data={"municipality": "sula"}, headers={}).status_code == 403
    assert jobs.newest(FACILITATOR, "pilot") == before
