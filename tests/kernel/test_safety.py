"""A process that could not be copied safely says so, and names the import that is to blame."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from course.kernel import CannotFork, Preloaded

PROJECT = Path(__file__).parent.parent.parent

CULPRITS = {
    "a_thread": (
        "import threading, time\nthreading.Thread(target=time.sleep, args=(60,), daemon=True).start()",
        "Besides the main thread there is",
    ),
    "a_socket": ("import socket\nkept = socket.socket()", "is open, socket:"),
    "a_poller": ("import select\nkept = select.epoll()", "is open, anon_inode:[eventpoll]"),
    "a_context": (
        "import zmq\nkept = zmq.Context()\nline = kept.socket(zmq.PUB)",
        "Besides the main thread there is",
    ),
}


@pytest.mark.parametrize("culprit", CULPRITS)
def test_an_import_that_begins_something_is_named(tmp_path, culprit):
    code, sentence = CULPRITS[culprit]
    (tmp_path / "outer_module.py").write_text(f"import {culprit}\n")
    (tmp_path / f"{culprit}.py").write_text(code)
    program = textwrap.dedent("""
        import importlib
        from course.kernel.safety import NotSafeToFork, require_safe, watching_imports
        with watching_imports() as watch:
            importlib.import_module("outer_module")
        try:
            require_safe(watch)
        except NotSafeToFork as unsafe:
            print(unsafe)
    """)
    environment = os.environ | {"PYTHONPATH": f"{PROJECT}{os.pathsep}{tmp_path}"}
    said = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True
    ).stdout
    assert sentence in said
    assert f"begun by the import of “{culprit}”" in said


def test_a_process_that_is_safe_says_nothing():
    program = """
import pandas
from course.kernel.safety import Watch, require_safe
require_safe(Watch())
print("safe")
"""
    environment = os.environ | {"PYTHONPATH": str(PROJECT), "OPENBLAS_NUM_THREADS": "1"}
    said = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True
    )
    assert said.stdout == "safe\n"


def test_the_preloaded_process_refuses_itself_because_of_an_extra_import(tmp_path, monkeypatch):
    (tmp_path / "starts_a_thread.py").write_text(CULPRITS["a_thread"][0])
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    process = Preloaded(["starts_a_thread"])
    with pytest.raises(CannotFork, match="begun by the import of “starts_a_thread”"):
        process.wait_until_ready()
    assert process.process.poll() is not None
    with pytest.raises(CannotFork, match="starts_a_thread"):
        process.wait_until_ready()  # whoever waited beside the first hears the same


def test_it_has_one_thread_and_nothing_open_that_a_copy_would_share(preloaded):
    process = Path(f"/proc/{preloaded.process.pid}")
    assert len(list((process / "task").iterdir())) == 1
    targets = [str(link.readlink()) for link in (process / "fd").iterdir()]
    assert sum(target.startswith("socket:") for target in targets) == 1, (
        "its line to this process, and no other"
    )
    assert not [target for target in targets if "event" in target or ".sqlite" in target]


def test_it_knows_no_secret(monkeypatch, preloaded):
    begun_with = Path(f"/proc/{preloaded.process.pid}/environ").read_text()
    assert "WORKBOOK_GRANT" not in begun_with
    monkeypatch.setenv("WORKBOOK_SECRET_OF_THE_OPERATOR", "perch")
    from course.kernel.preloaded import _environment

    assert "perch" not in str(_environment())
