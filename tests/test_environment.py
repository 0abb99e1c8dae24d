"""`environment.yml` and `requirements.lock` say the same as `pyproject.toml`."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
import yaml

PROJECT = Path(__file__).parent.parent
CONDA_NAMES = {
    "jupyter-client": "jupyter_client",
    "jupyter-core": "jupyter_core",
    "jupyter-server": "jupyter_server",
    "matplotlib": "matplotlib-base",
}
"""PyPI's name → conda-forge's, where it is more than a matter of capitals."""
NOT_ON_CONDA_FORGE = frozenset({"pypandoc-binary", "typst"})
"""Direct dependencies that conda users take from PyPI."""


@pytest.fixture(scope="module")
def pyproject() -> dict:
    return tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))


@pytest.fixture(scope="module")
def locked() -> dict[str, list[str]]:
    """Package name → the versions it is pinned at, one per platform marker."""
    pins: dict[str, list[str]] = {}
    for line in (PROJECT / "requirements.lock").read_text("utf-8").splitlines():
        requirement = line.partition("#")[0].strip()
        if requirement:
            name, version = re.fullmatch(r"([\w.-]+)==([\w.+!-]+)(?: ;.*)?", requirement).groups()
            pins.setdefault(canonical(name), []).append(version)
    return pins


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def split(requirement: str) -> tuple[str, str]:
    name, version = re.fullmatch(r"([\w.-]+)(?:\[[\w,]+\])?\s*(.*)", requirement).groups()
    return canonical(name), version


PEERS = PROJECT / "tests" / "benchmarks" / "peers"
"""What runs in an environment of its own, beside which the workbook is measured."""


def imported(folder: str) -> set[str]:
    """The packages from elsewhere that the modules of a folder import."""
    names = set()
    for path in (PROJECT / folder).rglob("*.py"):
        if PEERS in path.parents and folder != str(PEERS):
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
                names.add(node.module.partition(".")[0])
    own = {"course", "widgets", "tests", "hatch_build"} | {
        path.stem for path in Path(__file__).parent.rglob("*.py")
    }
    return names - set(sys.stdlib_module_names) - own


def requirements_of(modules: set[str]) -> set[str]:
    """The distributions that bring modules, by their canonical names."""
    brought_by = packages_distributions()
    # pydantic pins its core itself, to the one version that fits.
    return {canonical(brought_by[module][0]) for module in modules} - {"pydantic-core"}


def test_what_is_imported_is_a_direct_dependency(pyproject):
    named = {name for name, _ in map(split, pyproject["project"]["dependencies"])}
    optional = {name for name, _ in map(split, pyproject["project"]["optional-dependencies"]["dask"])}
    assert requirements_of(imported("course") | imported("widgets")) - optional <= named


def test_what_is_optional_is_imported_in_one_place_only():
    naming = [
        path.name for path in (PROJECT / "course").rglob("*.py") if "distributed" in path.read_text("utf-8")
    ]
    assert naming == ["cluster.py"]


def test_what_the_tests_import_is_in_the_test_extra(pyproject):
    project = pyproject["project"]
    named = {
        name for name, _ in map(split, project["dependencies"] + project["optional-dependencies"]["test"])
    }
    assert requirements_of(imported("tests")) <= named


def test_what_the_peers_import_is_in_their_own_lock_and_that_has_the_versions_of_ours(locked):
    theirs = PEERS.with_name("peers.lock").read_text("utf-8")
    pins = dict(re.findall(r"^([\w.-]+)==([\w.+!-]+)", theirs, re.MULTILINE))
    assert {name.replace("_", "-") for name in imported(str(PEERS))} <= set(pins)
    assert {name: pin for name, pin in pins.items() if name in locked and pin not in locked[name]} == {}
    assert not re.search(r"://|--index|--extra|--find-links|--trusted|@ ?file", theirs)


def test_conda_gets_the_same_direct_dependencies(pyproject):
    environment = yaml.safe_load((PROJECT / "environment.yml").read_text("utf-8"))["dependencies"]
    conda = {entry for entry in environment if isinstance(entry, str)} - {"pip"}
    pip = next(entry["pip"] for entry in environment if isinstance(entry, dict))
    expected_conda, expected_pip = {f"python{pyproject['project']['requires-python']}"}, {"-e ."}
    for name, version in map(split, pyproject["project"]["dependencies"]):
        if name in NOT_ON_CONDA_FORGE:
            expected_pip.add(name + version)
        else:
            expected_conda.add(CONDA_NAMES.get(name, name) + version)
    assert conda == expected_conda
    assert set(pip) == expected_pip


def test_conda_takes_nothing_from_other_channels():
    environment = yaml.safe_load((PROJECT / "environment.yml").read_text("utf-8"))
    assert environment["channels"] == ["conda-forge"]


def test_the_lock_pins_what_the_project_runs_on_tests_with_and_builds_with(pyproject, locked):
    project = pyproject["project"]
    wanted = [*project["dependencies"], *pyproject["build-system"]["requires"]]
    wanted += [entry for extra in project["optional-dependencies"].values() for entry in extra]
    assert [name for name, _ in map(split, wanted) if name not in locked] == []


def test_the_lock_builds_with_what_an_isolated_build_would_take(pyproject, locked):
    for name, version in map(split, pyproject["build-system"]["requires"]):
        assert locked[name] == [version.removeprefix("==")]


def test_the_lock_names_no_index_and_no_address():
    text = (PROJECT / "requirements.lock").read_text("utf-8")
    assert not re.search(r"://|--index|--extra|--find-links|--trusted|@ ?file", text)


def test_the_npm_lock_names_no_address():
    text = (PROJECT / "package-lock.json").read_text("utf-8")
    assert '"resolved"' not in text
