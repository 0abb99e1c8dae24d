"""A copy is a process of its own: environment, folder, numbers, limits, end."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import psutil
import pytest

from course.kernel import CannotFork, Preloaded
from course.kernel.orders import Cell, Limits, Notebook, Order
from tests.kernel.asking import printed
from tests.serving import eventually

PROJECT = Path(__file__).parent.parent.parent


def test_it_has_the_environment_and_the_folder_it_was_ordered(ask, tmp_path):
    environment = dict(os.environ) | {"WORKBOOK_COHORT": "a-cohort", "LIKE": "æøå"}
    forked = ask(
        "import os, json; print(json.dumps([dict(os.environ), os.getcwd()]))", environment=environment
    )
    found, folder = json.loads(printed(forked))
    assert found == environment
    assert folder == str(tmp_path)


def test_settings_are_read_anew(ask):
    environment = dict(os.environ) | {"WORKBOOK_COHORT": "another"}
    forked = ask("from course.settings import settings; print(settings().cohort)", environment=environment)
    assert printed(forked) == "another"


def test_two_copies_draw_different_numbers(ask):
    source = "import random, numpy, uuid; print(random.random(), numpy.random.random(), uuid.uuid4())"
    one, two = (printed(ask(source)).split() for _ in range(2))
    assert not set(one) & set(two)


def test_it_begins_as_an_empty_kernel_does(ask):
    """Nothing is left of the runs that warmed its paths: no name, no widget, no comm, no number."""
    source = """
        import ipywidgets
        ip = get_ipython()
        comms = ip.kernel.comm_manager
        print(sorted(name for name in ip.user_ns if name[0] != "_" and name not in ip.user_ns_hidden))
        print(len(ipywidgets.widgets.widget._instances), len(comms.comms), ip.execution_count)
        print(sorted(comms.targets), Out)
    """
    lines = printed(ask(textwrap.dedent(source))).splitlines()
    assert lines == [
        "['comms', 'ip', 'ipywidgets']",
        "0 0 2",  # the cell that asks is counted already, as in any kernel
        "['jupyter.widget', 'jupyter.widget.control'] {}",
    ]


def test_its_own_widgets_are_handed_over_and_no_others(ask):
    source = """
        import ipywidgets, json
        slider = ipywidgets.IntSlider(value=7)
        print(json.dumps(ipywidgets.Widget.get_manager_state()["state"]))
    """
    models = [each["model_name"] for each in json.loads(printed(ask(textwrap.dedent(source)))).values()]
    assert sorted(models) == ["IntSliderModel", "LayoutModel", "SliderStyleModel"]


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("import os; os._exit(3)", 3),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", -signal.SIGKILL),
        ("import ctypes; ctypes.string_at(0)", -signal.SIGSEGV),
        ("1", 0),
    ],
)
def test_how_it_ended_is_known(ask, source, code):
    forked = ask(source)
    assert forked.wait(20) == code
    assert forked.poll() == code


def test_one_that_has_ended_can_be_ended_again(ask):
    forked = ask("1")
    forked.wait(20)
    forked.kill()
    forked.terminate()
    forked.send_signal(signal.SIGINT)
    assert forked.wait(0) == 0


def test_what_takes_more_memory_than_it_may_gets_an_error_and_others_do_not(ask):
    greedy = (
        "try:\n    kept = bytes(900_000_000)\n    print('taken')\nexcept MemoryError:\n    print('refused')"
    )
    assert printed(ask(greedy, limits=Limits(memory_mb=300))) == "refused"
    assert printed(ask(greedy)) == "taken"


def test_what_computes_without_end_is_ended_by_the_system(ask):
    forked = ask("while True: pass", limits=Limits(cpu_seconds=1), seconds=None)
    assert forked.wait(30) == -signal.SIGXCPU


def test_waiting_is_no_computing(ask):
    forked = ask("import time; time.sleep(3); print('awake')", limits=Limits(cpu_seconds=1), seconds=None)
    assert printed(forked) == "awake"


def test_it_is_given_another_python_environment_by_nobody(preloaded, tmp_path):
    environment = dict(os.environ) | {"PYTHONPATH": "/elsewhere"}
    with pytest.raises(CannotFork, match="PYTHONPATH differs"):
        preloaded.fork(Order(environment=environment, directory=str(tmp_path)))


MAKER = """
import os, sys, time
from course.kernel import Preloaded
from course.kernel.orders import Cell, Notebook, Order
here = Preloaded.here()
cell = Cell(index=0, source="import time; time.sleep(600)")
order = Order(environment=dict(os.environ), directory="/", notebook=Notebook(cells=(cell,)))
copies = [here.fork(order) for _ in range(3)]
print(here.process.pid, *(copy.pid for copy in copies), flush=True)
time.sleep(600)
"""


@pytest.fixture
def maker():
    """A process that has a preloaded one with three copies, and the pids of these four."""
    process = subprocess.Popen(
        [sys.executable, "-c", MAKER], stdout=subprocess.PIPE, text=True,
        env=os.environ | {"PYTHONPATH": str(PROJECT)},
    )  # fmt: skip
    try:
        yield process, [psutil.Process(int(pid)) for pid in process.stdout.readline().split()]
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def gone(processes) -> bool:
    return not any(each.is_running() and each.status() != psutil.STATUS_ZOMBIE for each in processes)


def test_when_whoever_asked_is_gone_all_copies_are(maker):
    process, others = maker
    process.kill()
    assert eventually(lambda: gone(others), 10)


def test_when_the_preloaded_process_is_gone_its_copies_are(maker):
    _, (preloaded, *copies) = maker
    preloaded.kill()
    assert eventually(lambda: gone(copies), 10)


def test_a_copy_hears_that_the_preloaded_process_was_killed(tmp_path):
    own = Preloaded()
    cell = Cell(index=0, source="import time; time.sleep(600)")
    order = Order(environment=dict(os.environ), directory=str(tmp_path), notebook=Notebook(cells=(cell,)))
    forked = own.fork(order)
    own.process.kill()
    assert forked.wait(20) == -signal.SIGKILL
    with pytest.raises(CannotFork):
        own.fork(order)
    own.close()


def test_changed_code_has_another_process_and_the_old_copies_live_on(monkeypatch, ask):
    from course.kernel import preloaded as module

    waiting = ask("import time; time.sleep(600)")
    old = Preloaded.here()
    monkeypatch.setattr(module, "signature", lambda: "changed")
    try:
        new = Preloaded.here()
        assert new is not old
        assert waiting.poll() is None
        waiting.end()
        assert eventually(lambda: old.process.poll() is not None, 10), "it ends when its last copy has"
    finally:
        Preloaded.close_here()
        monkeypatch.undo()


def test_the_signature_changes_with_a_file(tmp_path, monkeypatch):
    from course.kernel import code_base

    monkeypatch.setattr(code_base, "_ROOT", tmp_path)
    for folder in ("course", "widgets"):
        (tmp_path / folder).mkdir()
    (tmp_path / "course" / "a.py").write_text("1")
    monkeypatch.setattr(code_base, "_last", (-1000.0, ""))
    before = code_base.signature()
    time.sleep(0.01)
    (tmp_path / "course" / "a.py").write_text("2")
    assert code_base.signature() == before, "it is looked at once a second"
    monkeypatch.setattr(code_base, "_last", (-1000.0, ""))
    assert code_base.signature() != before
