"""What every session notebook keeps to, so that it can be read, translated, run and diffed."""

import ast
import itertools
import json
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from course.notebooks import PARAMETERS

NOTEBOOKS = sorted((Path(__file__).parent.parent / "notebooks").glob("*.ipynb"))


def pytest_generate_tests(metafunc):
    if "path" in metafunc.fixturenames:
        metafunc.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


@pytest.fixture
def notebook(path):
    return nbformat.read(path, as_version=4)


@pytest.fixture
def code(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


@pytest.fixture
def parameters(code):
    return [cell for cell in code if "parameters" in cell.metadata.get("tags", [])]


@pytest.fixture
def headings(notebook):
    """The level and text of each heading, in order."""
    found = []
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            prose = re.sub(r"```.*?```", "", cell.source, flags=re.DOTALL)
            found += [
                (len(marks), text) for marks, text in re.findall(r"^(#{1,6})\s+(.+)$", prose, re.MULTILINE)
            ]
    return found


def test_there_are_notebooks():
    assert {path.stem for path in NOTEBOOKS} >= {"home", "00_mandate", "03_documents", "04_anchoring"}


def test_it_is_a_valid_notebook(path):
    nbformat.validate(json.loads(path.read_text("utf-8")))


def test_the_title_is_the_only_first_level_heading_and_comes_first(notebook, headings):
    assert notebook.cells[0].cell_type == "markdown"
    assert notebook.cells[0].source.startswith("# ")
    assert [level for level, _ in headings].count(1) == 1


def test_no_heading_skips_a_level(headings):
    levels = [level for level, _ in headings]
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_one_cell_is_tagged_parameters(parameters):
    assert len(parameters) == 1


def test_parameters_are_known_names_of_things(parameters):
    tree = ast.parse(parameters[0].source)
    names = []
    for statement in tree.body:
        assert isinstance(statement, ast.Assign), "the parameters cell assigns and does nothing else"
        assert isinstance(statement.value, ast.Constant), "a parameter's default is plain text or a number"
        names += [target.id for target in statement.targets]
    assert set(names) <= set(PARAMETERS)
    assert "municipality" in names


def test_a_cell_is_one_call(code, parameters):
    """Prose and calls: whatever needs a loop or an `if` belongs in a module."""
    allowed = (ast.Import, ast.ImportFrom, ast.Expr, ast.Assign)
    for cell in code:
        if cell in parameters:
            continue
        body = ast.parse(cell.source).body
        assert all(isinstance(statement, allowed) for statement in body), cell.source
        calls = [node for node in body if not isinstance(node, ast.Import | ast.ImportFrom)]
        assert len(calls) <= 1, cell.source
        assert all(isinstance(node.value, ast.Call) for node in calls), cell.source


def test_it_holds_no_outputs(code):
    assert [cell.id for cell in code if cell.outputs or cell.execution_count] == []


def test_cell_ids_are_sequential(notebook):
    assert [cell.id for cell in notebook.cells] == [str(number) for number in range(len(notebook.cells))]


def test_it_names_nobody_s_folders(path):
    text = path.read_text("utf-8")
    assert not re.search(r"/home/|/Users/|/root/|/tmp/|[A-Z]:\\\\", text)


def test_the_language_is_python_on_any_machine(notebook):
    assert notebook.metadata.kernelspec.name == "python3"


def test_nbstripout_has_nothing_to_strip():
    command = [sys.executable, "-m", "nbstripout", "--verify", *map(str, NOTEBOOKS)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
