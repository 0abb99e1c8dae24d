"""`.ci/install` where something is missing: a sentence that names it, and what to do."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parent.parent
NAMES = ("python", "python3", "python3.11", "python3.12", "python3.13", "python3.14")
OLD = 'case "$*" in *version_info*) exit 1;; esac\n'
WITHOUT_VENV = f'case "$*" in *ensurepip*|*"-m venv"*) exit 1;; esac\nexec {sys.executable} "$@"\n'
PACKAGE = "python{}.{}-venv".format(*sys.version_info[:2])


@pytest.fixture
def machine(tmp_path):
    """A machine that has what the test says and nothing else; run `.ci/install` on it."""
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("sh", "dirname", "rm", "cat", "cp", "cmp", "touch"):
        (tools / name).symlink_to(shutil.which(name))

    def has(name, script):
        (tools / name).write_text(f"#!/bin/sh\n{script}")
        (tools / name).chmod(0o755)

    def install(python, user="1000", apt=None):
        for name in NAMES:
            if python:
                has(name, python)
        has("id", f"echo {user}")
        if apt:
            has("apt-get", apt)
        project = tmp_path / "project"
        shutil.copytree(PROJECT / ".ci", project / ".ci")
        done = subprocess.run(
            [project / ".ci" / "install"],
            env={"PATH": str(tools)},
            capture_output=True,
            text=True,
            check=False,
        )
        return done

    return install


@pytest.mark.parametrize("python", [None, OLD], ids=["no Python", "an old Python"])
def test_without_a_suitable_python_it_says_which_is_needed(machine, python):
    done = machine(python)
    assert done.returncode == 1
    assert "Python 3.11" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_without_the_venv_module_it_names_the_package(machine):
    done = machine(WITHOUT_VENV)
    assert done.returncode == 1
    assert PACKAGE in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_as_root_it_installs_the_package(machine, tmp_path):
    log = tmp_path / "apt.log"
    done = machine(WITHOUT_VENV, user="0", apt=f'echo "$*" >> {log}; exit 0\n')
    assert any("install" in line and PACKAGE in line for line in log.read_text().splitlines())
    assert PACKAGE in done.stdout


def test_where_debian_cannot_help_it_still_names_the_package(machine):
    done = machine(WITHOUT_VENV, user="0", apt="exit 100\n")
    assert done.returncode == 1
    assert PACKAGE in done.stderr
