"""Kernels that are copies, as jupyter_client and nbclient use them."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest
from jupyter_client import AsyncKernelManager, KernelManager
from jupyter_client.manager import start_new_kernel
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from course.kernel import CannotFork, Preloaded
from tests.kernel.asking import notebook_of
from tests.serving import eventually


@pytest.fixture
def kernel(tmp_path):
    manager, client = start_new_kernel(kernel_name="workbook", cwd=str(tmp_path), startup_timeout=120)
    yield manager, client
    client.stop_channels()
    if manager.has_kernel:
        manager.shutdown_kernel(now=True)


def value(client, expression: str) -> str:
    reply = client.execute_interactive("", user_expressions={"it": expression}, timeout=30)
    return reply["content"]["user_expressions"]["it"]["data"]["text/plain"]


def test_it_is_a_copy_with_its_folder_its_name_and_a_group_of_its_own(kernel, tmp_path):
    manager, client = kernel
    pid = manager.provisioner.pid
    assert value(client, "__import__('os').getcwd()") == repr(str(tmp_path))
    assert psutil.Process(pid).ppid() == Preloaded.here().process.pid
    assert os.getpgid(pid) == pid


def test_an_interrupt_ends_the_cell_and_not_the_kernel(kernel):
    manager, client = kernel
    client.execute("kept = 1")
    request = client.execute("import time; time.sleep(60)")
    time.sleep(0.5)
    began = time.monotonic()
    manager.interrupt_kernel()
    while (reply := client.get_shell_msg(timeout=20))["parent_header"]["msg_id"] != request:
        pass
    assert reply["content"]["ename"] == "KeyboardInterrupt"
    assert time.monotonic() - began < 20
    assert value(client, "kept") == "1"


def test_a_restart_gives_an_empty_kernel_at_the_same_place(kernel):
    manager, client = kernel
    client.execute_interactive("kept = 1", timeout=30)
    before = manager.provisioner.pid
    manager.restart_kernel(now=True)
    client.wait_for_ready(timeout=60)
    assert manager.provisioner.pid != before
    assert not psutil.pid_exists(before)
    assert value(client, "'kept' in globals()") == "False"


def test_a_graceful_end_runs_what_was_registered_for_it(kernel, tmp_path):
    manager, client = kernel
    client.execute_interactive(
        f"import atexit, pathlib; atexit.register(pathlib.Path({str(tmp_path)!r}, 'ended').touch)", timeout=30
    )
    pid = manager.provisioner.pid
    manager.shutdown_kernel()
    assert eventually(lambda: not psutil.pid_exists(pid), 10)
    assert (tmp_path / "ended").exists()


@pytest.mark.parametrize(
    ("source", "code"),
    [("import os; os._exit(3)", 3), ("import os; os.kill(os.getpid(), 9)", -signal.SIGKILL)],
)
def test_a_crash_is_seen_with_its_exit_code(kernel, source, code):
    manager, client = kernel
    process = manager.provisioner.process
    client.execute(source)
    assert eventually(lambda: not manager.is_alive(), 10)
    assert process.returncode == code


def test_what_it_says_beside_its_cells_goes_where_it_is_told(tmp_path):
    log = tmp_path / "kernel.log"
    with log.open("wb") as file:
        manager, client = start_new_kernel(
            kernel_name="workbook", startup_timeout=120, stdout=file, stderr=file
        )
    client.execute_interactive(
        "import sys; print('into the log', file=sys.__stderr__, flush=True)", timeout=30
    )
    client.stop_channels()
    manager.shutdown_kernel()
    assert "into the log" in log.read_text()


def test_a_kernel_listens_on_no_port_when_it_is_told_to_use_sockets(tmp_path):
    manager = KernelManager(
        kernel_name="workbook", transport="ipc", connection_file=str(tmp_path / "kernel.json")
    )
    manager.start_kernel()
    client = manager.blocking_client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=120)
        assert psutil.Process(manager.provisioner.pid).net_connections("inet") == []
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def test_where_no_copy_can_be_had_the_kernel_starts_the_ordinary_way_and_the_log_says_why(
    monkeypatch, caplog
):
    def refuse(_cls: object) -> None:
        raise CannotFork("Besides the main thread there is “another”.")

    monkeypatch.setattr(Preloaded, "here", classmethod(refuse))
    with caplog.at_level(logging.WARNING, "course.kernel"):
        manager, client = start_new_kernel(kernel_name="workbook", startup_timeout=120)
    try:
        assert value(client, "6*7") == "42"
        assert psutil.Process(manager.provisioner.pid).ppid() == os.getpid()
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    assert "started the ordinary way, which takes longer: Besides the main thread" in caplog.text


def run(*sources: str, **options):
    return NotebookClient(
        notebook_of(*sources), kernel_name="workbook", startup_timeout=120, **options
    ).execute()


def test_nbclient_ends_a_cell_that_takes_too_long():
    with pytest.raises(CellTimeoutError):
        run("import time; time.sleep(60)", timeout=1)


def test_nbclient_interrupts_a_cell_that_takes_too_long_and_goes_on():
    made = run("import time; time.sleep(60)", "6*7", timeout=1, interrupt_on_timeout=True, allow_errors=True)
    assert made.cells[0].outputs[-1]["ename"] == "KeyboardInterrupt"
    assert made.cells[1].outputs[0]["data"]["text/plain"] == "42"


def test_nbclient_sees_a_kernel_die():
    with pytest.raises(DeadKernelError):
        run("import os; os._exit(1)")


def test_nbclient_tells_of_an_error():
    with pytest.raises(CellExecutionError, match="ZeroDivisionError"):
        run("1/0")


def test_nbclient_runs_several_at_once():
    async def all_of_them() -> list[str]:
        clients = [
            NotebookClient(
                notebook_of(f"import os, asyncio; await asyncio.sleep(0.3); print({number}, os.getpid())"),
                kernel_name="workbook",
                startup_timeout=120,
                kernel_manager_class=AsyncKernelManager,
            )
            for number in range(8)
        ]
        made = await asyncio.gather(*(client.async_execute() for client in clients))
        return [notebook.cells[0].outputs[0]["text"].split() for notebook in made]

    # In a thread of its own: where a browser is driven, this one has an event loop that runs.
    with ThreadPoolExecutor(1) as thread:
        said = thread.submit(lambda: asyncio.run(all_of_them())).result()
    assert [number for number, _ in said] == [str(number) for number in range(8)]
    assert len({pid for _, pid in said}) == 8


def test_the_command_of_papermill_finds_the_engine(tmp_path):
    import nbformat

    source, made = tmp_path / "in.ipynb", tmp_path / "out.ipynb"
    nbformat.write(notebook_of("x = 1", "import os\nprint(x, os.getppid())"), source)
    subprocess.run(
        [
            sys.executable,
            "-m",
            "papermill",
            "--engine",
            "workbook",
            "--no-progress-bar",
            str(source),
            str(made),
        ],
        check=True,
        capture_output=True,
        cwd=Path(__file__).parent.parent.parent,
    )
    assert nbformat.read(made, 4).cells[1].outputs[0]["text"].startswith("1 ")
