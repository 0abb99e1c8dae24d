"""The short way and the ordinary one: the same outputs, the same errors, the same timeouts."""

from __future__ import annotations

import copy
import os
import re
from typing import Any

import papermill
import pytest

from course.example_year import fill, year
from course.grants import Grant, Role
from course.kernel import CannotFork
from course.kernel.engine import WorkbookEngine
from course.kernel.runs import code_cells
from course.notebooks import prepare
from course.organisations import cohort
from course.outline import HOME, sessions, sessions_for_facilitators
from course.settings import settings
from course.store import Store
from tests.kernel.asking import notebook_of

WAYS = ("papermill", "workbook")

MADE_UP: dict[str, tuple[str, ...]] = {
    "an error": ("print('before')", "1/0", "print('never')"),
    "an error one of many": ("def f():\n    raise KeyError('æ')\n\nf()",),
    "a wrong syntax": ("a = = 1",),
    "stderr": ("import sys\nprint('out')\nprint('err', file=sys.stderr)\nprint('out again')",),
    "a warning": ("import warnings\nwarnings.warn('careful')",),
    "clear_output": ("from IPython.display import clear_output\nprint(1)\nclear_output()\nprint(2)",),
    "clear_output that waits": (
        "from IPython.display import clear_output\nprint(1)\nclear_output(wait=True)\nprint(2)",
        "print(1)\nclear_output(wait=True)",
    ),
    "update_display": (
        "from IPython.display import display\nshown = display('a', display_id='x')",
        "shown.update('b')\ndisplay('c', display_id='x')",
    ),
    "display": ("from IPython.display import HTML, Markdown, display\ndisplay(HTML('1'), Markdown('*2*'))",),
    "a picture": ("from IPython.display import Image\nImage(b'\\x89PNG\\r\\n\\x1a\\n', format='png')",),
    "a bare last expression": ("6*7", "None", "_ + 1", "Out[1]"),
    "a frame": ("import pandas\npandas.DataFrame({'a': [1, 2]})",),
    "sys.exit": ("print(1)", "import sys\nsys.exit(0)", "print('never')"),
    "an error that is allowed": ("1/0 # raises-exception", "print('after')"),
    "one that waits": ("import asyncio\nprint(1)\nawait asyncio.sleep(0.01)", "await asyncio.sleep(0, 5)"),
    "a task that goes on": (
        "import asyncio\nseen = []\nasync def later():\n    await asyncio.sleep(0.01)\n    seen.append(1)\n"
        "task = asyncio.ensure_future(later())",
        "await task\nseen",
    ),
    "magics": ("%matplotlib inline", "%%capture said\nprint('kept')", "said.stdout", "%who_ls"),
    "a shell": ("!echo from below", "import subprocess\n_ = subprocess.run(['echo', 'child'], check=True)"),
    "a name from before": ("x = 1", "%reset -f", "'x' in globals()", "get_ipython().execution_count"),
    "an own stream": ("import sys, io\nsys.stdout = io.StringIO()\nprint('lost')", "sys.stdout.getvalue()"),
    "input": ("input()",),
    "nothing": ("", "   ", "# only a remark"),
    "an Output widget": (
        "import ipywidgets\nout = ipywidgets.Output()\nwith out:\n    print('inside')\nout",
        "out.append_stdout('more')\nlen(out.outputs)",
    ),
    "a control": ("import ipywidgets\nslider = ipywidgets.IntSlider(3)\nslider", "slider.value = 4"),
}  # fmt: skip


def run(way: str, notebook: Any, **options: Any) -> tuple[Any, BaseException | None]:
    """Run a notebook one way; return it, and what was raised."""
    mine = copy.deepcopy(notebook)
    for cell in mine.cells:
        if "raises-exception" in cell.source:
            cell.metadata.tags = ["raises-exception"]
    kept: list[Any] = []
    given = {"start_timeout": 120, "execution_timeout": 60, "autosave_cell_every": 0, **options}
    engine = "workbook" if way == "workbook" else None
    try:
        made = papermill.execute_notebook(mine, None, engine_name=engine, progress_bar=False, **given)
        kept.append(made)
    except Exception as error:
        return kept[0] if kept else None, error
    return kept[0], None


def comparable(notebook: Any) -> Any:
    """What of an executed notebook is the same in every run."""
    cells = []
    for cell in notebook.cells:
        outputs: list[Any] = []
        for output in copy.deepcopy(cell.get("outputs", [])):
            last = outputs[-1] if outputs else {}
            if output["output_type"] == "stream" and last.get("name") == output["name"]:
                last["text"] += output["text"]  # how a text was cut is a matter of time
            else:
                outputs.append(output)
        state = cell.metadata.get("papermill", {})
        cells.append((cell.get("execution_count"), outputs, state.get("status"), state.get("exception")))
    text = repr((cells, notebook.metadata.get("language_info"), notebook.metadata.papermill.get("exception")))
    text = re.sub(r"\b[0-9a-f]{32}\b", "MODEL", text)
    text = re.sub(r"0x[0-9a-f]+", "0x", text)
    return re.sub(r"/tmp/ipykernel_\d+/\d+\.py", "FILE", text)


def said(error: BaseException | None) -> str:
    text = re.sub(r"\x1b\[[\d;]*m", "", f"{type(error).__name__}: {error}")
    return re.sub(r"0x[0-9a-f]+|/tmp/ipykernel_\d+/\d+\.py", "0x", text)


@pytest.mark.parametrize("what", MADE_UP)
def test_a_made_up_notebook_is_the_same_either_way(monkeypatch, what):
    # With it in its environment ipykernel does not look for what is written past Python.
    monkeypatch.delenv("PYTEST_CURRENT_TEST")
    notebook = notebook_of(*MADE_UP[what])
    (ordinary, raised), (short, raised_too) = (run(way, notebook) for way in WAYS)
    assert said(raised_too) == said(raised)
    if ordinary is not None:
        assert comparable(short) == comparable(ordinary)


def test_what_takes_too_long_is_the_same_either_way():
    notebook = notebook_of("print('begun')", "import time\nprint('here', flush=True)\ntime.sleep(60)")
    raised = [run(way, notebook, execution_timeout=1)[1] for way in WAYS]
    assert said(raised[0]) == said(raised[1])
    assert said(raised[1]).startswith("CellTimeoutError")


def test_a_cell_that_catches_everything_is_ended_too():
    source = (
        "import time\nwhile True:\n    try:\n        time.sleep(9)\n    except BaseException:\n        pass"
    )
    _, raised = run("workbook", notebook_of(source), execution_timeout=1)
    assert said(raised).startswith("CellTimeoutError")


def test_a_kernel_that_dies_is_the_same_either_way():
    notebook = notebook_of("print('begun')", "import os\nos._exit(3)", "print('never')")
    raised = [run(way, notebook)[1] for way in WAYS]
    assert said(raised[0]) == said(raised[1]) == "DeadKernelError: Kernel died"


@pytest.fixture(scope="module")
def example(tmp_path_factory):
    """The worked example in a database, and the environment of somebody who may read it."""
    store = Store(f"sqlite:///{tmp_path_factory.mktemp('example') / 'example.sqlite'}")
    store.prepare()
    place, whole = cohort("example").municipalities[0], cohort("example")
    store.add_cohort(whole)
    fill(store, whole.key, place, year())
    grant = Grant(person="r", name="R", role=Role.FACILITATOR, cohort=whole.key, organisation=None)
    environment = grant.to_environment() | {"WORKBOOK_COHORT": whole.key, "WORKBOOK_DATABASE_URL": store.url}
    return place, environment


SESSIONS = [each.key for each in (*sessions(), *sessions_for_facilitators())] + [HOME]


@pytest.mark.parametrize("session", SESSIONS)
def test_every_session_is_the_same_either_way(monkeypatch, example, session):
    place, environment = example
    for name, value in {**environment, **settings().for_drawing, "WORKBOOK_FACE": "file"}.items():
        monkeypatch.setenv(name, value)
    notebook = prepare(municipality=place.key, cohort="example", session=session, language=place.language)
    notebook.metadata.papermill = {"parameters": {}, "environment_variables": {}, "version": ""}
    (ordinary, raised), (short, raised_too) = (run(way, notebook) for way in WAYS)
    assert (said(raised), said(raised_too)) == ("NoneType: None", "NoneType: None")
    assert without_moments(comparable(short)) == without_moments(comparable(ordinary))


def without_moments(text: str) -> str:
    """Ids that are drawn by lot, and the time of day, which goes on between two runs."""
    text = re.sub(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "ID", text)
    return re.sub(r"\b\d\d:\d\d(:\d\d)?\b", "TIME", text)


def test_another_kernel_takes_the_ordinary_way(caplog, monkeypatch):
    called = []
    monkeypatch.setattr(
        "papermill.engines.NBClientEngine.execute_managed_notebook",
        classmethod(lambda cls, nb_man, kernel_name, **kwargs: called.append((kernel_name, kwargs))),
    )
    with caplog.at_level("WARNING", "course.kernel"):
        for options in ({"kernel_name": "julia", "language": "julia"}, {"interrupt_on_timeout": True}):
            papermill.execute_notebook(
                notebook_of("1"), None, engine_name="workbook", progress_bar=False, **options
            )
    assert [name for name, _ in called] == ["julia", "python3"]
    assert called[1][1]["interrupt_on_timeout"] is True
    assert "It wants the kernel “julia”." in caplog.text
    assert "Only an ordinary kernel knows “interrupt_on_timeout”." in caplog.text


def test_where_no_copy_can_be_had_it_takes_the_ordinary_way_and_says_so(monkeypatch, caplog):
    def refuse(_cls: object) -> None:
        raise CannotFork("Not today.")

    monkeypatch.setattr("course.kernel.preloaded.Preloaded.here", classmethod(refuse))
    with caplog.at_level("WARNING", "course.kernel"):
        made, raised = run("workbook", notebook_of("6*7"))
    assert raised is None
    assert made.cells[0].outputs[0]["data"]["text/plain"] == "42"
    assert "an ordinary kernel, which takes longer: Not today." in caplog.text


def test_the_environment_is_the_one_given(tmp_path):
    notebook = notebook_of("import os\nprint(sorted(os.environ), os.getcwd())")
    given = {"HOME": os.environ["HOME"], "WORKBOOK_FACE": "file"}
    made, raised = run("workbook", notebook, environment=given, cwd=str(tmp_path))
    assert raised is None
    assert made.cells[0].outputs[0]["text"] == f"['HOME', 'WORKBOOK_FACE'] {tmp_path}\n"


def test_papermill_finds_the_engine_by_its_name():
    from papermill.engines import papermill_engines

    assert papermill_engines.get_engine("workbook") is WorkbookEngine


def test_a_cell_that_is_to_be_skipped_is_among_those_of_no_page_either():
    notebook = notebook_of("print('skipped')", "print('run')")
    notebook.cells[0].metadata.tags = ["skip-execution"]
    assert [cell.source for cell in code_cells(notebook)] == ["print('run')"]
    (ordinary, _), (short, _) = (run(way, notebook) for way in WAYS)
    assert comparable(short) == comparable(ordinary)
