"""The arrows of the design point one way: what a room may import is below it."""

import ast
import json
from pathlib import Path

import pytest

PROJECT = Path(__file__).parent.parent

STOREYS = (
    {"addresses", "figures", "settings", "i18n"},
    {"countries", "grants", "levels", "municipalities", "organisations", "outline", "vocabulary"},
    {"records"},
    {"guide", "rates", "register", "store"},
    {"analysis", "checks", "faces"},
    {
        "answers_file",
        "blank_form",
        "calendar",
        "cells",
        "demonstration",
        "example_year",
        "export",
        "invitations",
        "joining",
        "mail",
        "notebooks",
        "privacy",
        "providers",
        "reference",
    },
    {"documents"},
    {"looks", "spreadsheets"},
    {"kernel"},
    {"batch", "lab", "server"},
    {"cli"},
)
"""The rooms of `course` from the ground up; a room imports its neighbours and those below."""

BROWSER_SIDE = {"widgets", "ipywidgets", "anywidget", "IPython"}
NOT_FOR_WIDGETS = {"batch", "cli", "export", "lab", "server"}


def storey(room: str) -> int:
    for level, rooms in enumerate(STOREYS):
        if room in rooms:
            return level
    pytest.fail(f"course/{room} has no place in STOREYS: put it where its imports allow.")


def imported(path: Path) -> set[tuple[str, ...]]:
    """Every module a file imports, as absolute dotted names; imports inside functions count as well."""
    package = path.relative_to(PROJECT).with_suffix("").parts[:-1]
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {tuple(alias.name.split(".")) for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            module = (*above, *(node.module.split(".") if node.module else ()))
            found |= {(*module, alias.name) for alias in node.names}
    return found


def python_files(folder: str) -> list[Path]:
    return sorted((PROJECT / folder).rglob("*.py"))


def name_of(path: Path) -> str:
    return str(path.relative_to(PROJECT))


@pytest.mark.parametrize("path", python_files("course"), ids=name_of)
def test_course_knows_no_widget(path):
    # A kernel is IPython's: the room that makes kernels is the one that knows of it.
    allowed = {"IPython"} if path.parent.name == "kernel" else set()
    assert {module[0] for module in imported(path)} & BROWSER_SIDE - allowed == set()


@pytest.mark.parametrize("path", python_files("course"), ids=name_of)
def test_a_room_imports_nothing_above_it(path):
    parts = path.relative_to(PROJECT / "course").with_suffix("").parts
    if parts == ("__init__",) or parts == ("__main__",):
        return
    below = storey(parts[0])
    rooms = {module[1] for module in imported(path) if module[0] == "course" and len(module) > 1}
    rooms.discard("__version__")
    assert {room for room in rooms if storey(room) > below} == set()


@pytest.mark.parametrize("path", python_files("widgets"), ids=name_of)
def test_widgets_leave_servers_and_commands_alone(path):
    rooms = {module[1] for module in imported(path) if module[0] == "course" and len(module) > 1}
    assert rooms & NOT_FOR_WIDGETS == set()


@pytest.mark.parametrize("path", sorted((PROJECT / "notebooks").glob("*.ipynb")), ids=name_of)
def test_notebooks_import_only_widgets(path):
    cells = json.loads(path.read_text("utf-8"))["cells"]
    source = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    modules = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            modules |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            modules.add((node.module or "").split(".")[0])
    assert modules <= {"widgets"}


def test_there_is_something_to_hold():
    for folder in ("course", "widgets"):
        assert len(python_files(folder)) > 3
