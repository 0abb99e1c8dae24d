"""What the README promises: its commands on a fresh clone, with an empty home and next to no environment."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import uuid
from pathlib import Path

import pytest
import requests

from course.cli import main
from course.organisations import cohort
from course.outline import sessions
from course.settings import Settings
from course.store import Store
from tests.conftest import participant

PROJECT = Path(__file__).parent.parent
README = (PROJECT / "README.md").read_text("utf-8")
COMMANDS = [
    line for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL) for line in block.splitlines()
]
PAGES = len(sessions()) * len(cohort("pilot").municipalities)


class Clone:
    """A fresh clone of what is committed, with a home of its own that is empty."""

    def __init__(self, folder: Path) -> None:
        self.path, self.log = folder / "clone", folder / "log.txt"
        self.started: list[subprocess.Popen] = []
        (folder / "home").mkdir()
        subprocess.run(["git", "clone", "--quiet", PROJECT, self.path], check=True)
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        python = Path(
            sys._base_executable
        ).parent  # where the machine's Python is in none of the usual places
        self.environment = {
            "HOME": str(folder / "home"),
            "PATH": f"/usr/local/bin:/usr/bin:/bin:{python}",
            "PORT": str(self.port),  # 8866 may be somebody's
        }

    def start(self, command: str) -> subprocess.Popen:
        with self.log.open("w") as log:
            process = subprocess.Popen(
                command.split(),
                cwd=self.path,
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
        self.started.append(process)
        return process

    def serve(self, command: str, patience: float):
        """Run the command until it has printed its links; return it and what it printed."""
        process, end = self.start(command), time.monotonic() + patience
        while (
            "invitation/" not in self.log.read_text("utf-8")
            and process.poll() is None
            and time.monotonic() < end
        ):
            time.sleep(0.2)
        time.sleep(0.5)
        said = self.log.read_text("utf-8")
        assert process.poll() is None and "invitation/" in said, said
        return process, said

    def stop(self, process: subprocess.Popen) -> None:
        """Press Ctrl-C."""
        os.killpg(process.pid, signal.SIGINT)
        process.wait(timeout=60)

    @property
    def pages(self) -> dict[Path, float]:
        return {path: path.stat().st_mtime for path in (self.path / "out").rglob("*.html")}

    @property
    def store(self) -> Store:
        return Store(f"sqlite:///{self.path / 'var' / 'workbook.sqlite'}")


@pytest.fixture
def clone(tmp_path):
    clone = Clone(tmp_path)
    yield clone
    for process in clone.started:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def test_the_readme_begins_with_two_commands():
    assert COMMANDS == ["make serve", "make run"]


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_the_two_commands_work_on_a_fresh_clone(clone):
    process, said = clone.serve(COMMANDS[0], patience=1200)
    first = clone.pages
    assert len(first) == PAGES, said
    base, links = f"http://127.0.0.1:{clone.port}/", re.findall(r"http://\S+/invitation/\S+", said)
    assert len(links) == 2 * 5 + 2
    assert requests.get(base + "healthz", timeout=30).ok
    assert all(requests.get(link, timeout=30).ok for link in links)
    clone.stop(process)

    sula = clone.store.view(participant("sula"), "pilot", "sula")
    written = sula.save("need", str(uuid.uuid4()), {"called": "Written between two starts"}, 0)
    process, again = clone.serve(COMMANDS[0], patience=60)
    assert "Installing" not in again
    assert re.findall(r"http://\S+/invitation/\S+", again) == links
    assert clone.pages == first, "what has been run is not run again"
    clone.stop(process)
    assert sula.get(written.id).values["called"] == "Written between two starts"

    process = clone.start(COMMANDS[1])
    assert process.wait(timeout=600) == 0, clone.log.read_text("utf-8")
    assert clone.pages.keys() == first.keys()
    sula_s = {path for path in first if "sula" in path.parts}
    assert sula_s
    assert all((made > first[path]) == (path in sula_s) for path, made in clone.pages.items()), (
        "what has changed is made anew, and nothing else"
    )
    tracked = subprocess.run(
        ["git", "status", "--short"], cwd=clone.path, capture_output=True, text=True, check=True
    )
    assert tracked.stdout == ""


def test_every_command_is_documented():
    documented = set(re.findall(r"^\| `workbook (\w+)", README, re.MULTILINE))
    assert documented == set(main.commands)


def test_every_setting_is_documented():
    documented = set(re.findall(r"WORKBOOK_[A-Z_]+", README))
    assert documented == {f"WORKBOOK_{name.upper()}" for name in Settings.model_fields}


def test_every_target_is_documented():
    makefile = (PROJECT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)[0].split())
    text = README + (PROJECT / "CONTRIBUTING.md").read_text("utf-8")
    assert targets == {target for target in targets if f"make {target}" in text}
