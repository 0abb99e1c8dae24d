"""A prepared notebook in JupyterLab, as an operator opens it."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
import requests
from playwright.sync_api import expect

from course.store import Store
from tests.conftest import participant
from tests.serving import eventually

pytestmark = pytest.mark.browser


class Lab:
    """A JupyterLab that `workbook lab` has started."""

    def __init__(self, process: subprocess.Popen, log: Path, var: Path) -> None:
        self.process, self.log, self.folder = process, log, var / "lab" / "pilot" / "sula"
        self.base, self.token = self._address()

    def _address(self) -> tuple[str, str]:
        """Wait for the address JupyterLab prints."""
        for _ in range(600):
            found = re.search(r"(http://127\.0\.0\.1:\d+/)lab\S*\?token=(\w+)", self.log.read_text("utf-8"))
            if found:
                return found[1], found[2]
            assert self.process.poll() is None, self.log.read_text("utf-8")
            time.sleep(0.1)
        pytest.fail("JupyterLab said no address:\n" + self.log.read_text("utf-8"))

    def get(self, path: str, token: bool = True) -> requests.Response:
        return requests.get(
            self.base + path, headers={"Authorization": f"token {self.token}"} if token else {}, timeout=30
        )


@pytest.fixture
def start(database, tmp_path):
    """Start `workbook lab --municipality sula`, and end it after the test."""
    started = []

    def run(*arguments: str) -> Lab:
        log = tmp_path / "lab.log"
        environment = os.environ | {
            "HOME": str(tmp_path),
            "WORKBOOK_DATABASE_URL": f"sqlite:///{database}",
            "WORKBOOK_VAR_DIR": str(tmp_path / "var"),
        }
        command = [sys.executable, "-m", "course.cli", "lab", "--municipality", "sula", "--no-browser"]
        with log.open("w") as said:
            process = subprocess.Popen(
                [*command, "--port", str(free_port()), *arguments], env=environment, stdout=said, stderr=said
            )
        started.append(process)
        return Lab(process, log, tmp_path / "var")

    yield run
    for process in started:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return listening.getsockname()[1]


def run_all(page, lab, session):
    page.goto(f"{lab.base}lab/tree/{session}.ipynb?token={lab.token}")
    expect(page.get_by_text("| Idle")).to_be_visible(timeout=60_000)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()


def test_an_edit_in_a_form_is_in_the_store(start, database, context):
    lab = start("--as", "Kari Øvrebø", "--language", "nn")
    sula = Store(f"sqlite:///{database}").view(participant("sula"), "pilot", "sula")
    profile = sula.one("profile")
    page = context.new_page()
    run_all(page, lab, "00_mandate")
    mandate = page.locator(f"#q-{profile.id}-mandate")
    mandate.fill("Vi vil at alle elevar skal møte verda.", timeout=60_000)
    mandate.blur()
    # “Saved” already stands there of what was written before: what is asked is whether this is.
    written = "Vi vil at alle elevar skal møte verda."
    assert eventually(lambda: sula.one("profile").values["mandate"] == written, 60)
    expect(page.locator(".jp-Notebook").get_by_text(re.compile(r"Lagra|Saved")).first).to_be_visible()
    stored = sula.one("profile")
    assert stored.updated_by == "Kari Øvrebø"


def test_without_a_name_the_forms_cannot_be_changed(start, database, context):
    lab = start()
    sula = Store(f"sqlite:///{database}").view(participant("sula"), "pilot", "sula")
    page = context.new_page()
    run_all(page, lab, "00_mandate")
    answer = page.locator(f"#q-{sula.one('profile').id}-mandate")
    expect(answer).to_be_visible(timeout=60_000)
    assert answer.evaluate("(element) => element.tagName") == "DD"
    expect(page.locator(".jp-OutputArea textarea, .jp-OutputArea input")).to_have_count(0)


def test_it_is_the_operator_s_alone(start):
    lab = start()
    assert lab.get("api/contents").status_code == 200
    assert lab.get("api/contents", token=False).status_code == 403
    assert lab.get("voila/render/home.ipynb").status_code == 404
    assert not re.search(r"voila\S* \| extension", lab.log.read_text("utf-8"))
