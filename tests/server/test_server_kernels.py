"""What a kernel is given, and when it ends."""

from __future__ import annotations

import json
import os
import signal
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest

from course.grants import ENVIRONMENT_VARIABLE, Role
from course.i18n import translator
from tests.serving import (
    SERVER_SECRETS,
    ask_kernel,
    connection_file,
    eventually,
    kernel_process,
    serving,
)

TOO_MANY = (
    "You have {number} pages of the workbook open in this browser, and no more can be open at a "
    "time. Close one of them, and load this page again."
)

ALLOWED = {
    "HOME", "JPY_PARENT_PID", "LANG", "LANGUAGE", "MPLBACKEND", "MPLCONFIGDIR", "PATH", "TMPDIR", "TZ",
    "VIRTUAL_ENV",
    "WORKBOOK_BASE_URL", "WORKBOOK_COHORT", "WORKBOOK_DATABASE_URL", "WORKBOOK_DATA_DIR", "WORKBOOK_FACE",
    "WORKBOOK_GRANT", "WORKBOOK_NOTEBOOKS_DIR", "WORKBOOK_TIME_ZONE",
    "WORKBOOK_WIDGET_CODE",
}  # fmt: skip


def environment_of(process: int) -> dict[str, str]:
    """What a process was begun with."""
    pairs = Path(f"/proc/{process}/environ").read_bytes().decode().split("\0")
    return dict(pair.split("=", 1) for pair in pairs if pair)


def environment_in(kernel: str) -> dict[str, str]:
    """What the notebook in a kernel sees."""
    found: dict[str, str] = ask_kernel(kernel, "dict(__import__('os').environ)")
    return found


def test_no_secret_of_the_server_is_in_a_kernels_environment(served, kari):
    kernel = kari.open("?language=en&password=in-the-address").kernel
    found = environment_in(kernel)
    # A copy can also read what the process it is a copy of was begun with.
    whole = json.dumps([found, environment_of(kernel_process(kernel))])
    signing = (served.folder / "cookie_secret").read_text()
    for secret in (*SERVER_SECRETS.values(), signing, "in-the-address"):
        assert secret not in whole
    for name in SERVER_SECRETS:
        assert environment_of(served.pid)[name], "where the server has no secret, nothing is tested"
        assert name not in found
    for cookie in kari.session.cookies:
        assert cookie.name == "workbook_language" or cookie.value not in whole
    extra = {name for name in found if not name.startswith(("LC_", "PYTHON", "JUPYTER_"))} - ALLOWED
    assert extra == set()


def test_fonts_are_kept_where_the_server_may_write_whatever_home_is(served, kari):
    kernel = kari.open("?language=en").kernel
    kept = Path(environment_in(kernel)["MPLCONFIGDIR"])
    assert kept.parent == served.folder


def test_who_the_visitor_is_reaches_the_kernel_as_a_grant(served, kari, facilitator):
    kari_kernel = kari.open("?language=en").kernel
    grant = json.loads(environment_in(kari_kernel)[ENVIRONMENT_VARIABLE])
    assert (grant["person"], grant["name"]) == ("kari-sula", "Kari")
    assert (grant["role"], grant["cohort"], grant["organisation"]) == ("participant", "pilot", "sula")
    kernel = facilitator.open("?municipality=asker&language=en").kernel
    grant = json.loads(environment_in(kernel)[ENVIRONMENT_VARIABLE])
    assert (grant["role"], grant["organisation"]) == ("facilitator", None)


def test_kernels_listen_on_no_port_and_leave_nothing_behind(served, kari):
    kernel = kari.open("?language=en").kernel
    process = kernel_process(kernel)
    file = connection_file(kernel)
    connection = json.loads(file.read_text())
    assert connection["transport"] == "ipc"
    assert file.parent.stat().st_mode & 0o777 == 0o700
    assert file.stat().st_mode & 0o777 == 0o600
    listening = [each for each in psutil.Process(process).net_connections("inet") if each.status == "LISTEN"]
    assert listening == []
    assert any(file.parent.glob(f"kernel-{kernel}-ipc-*"))
    kari.request("DELETE", f"api/kernels/{kernel}")
    assert eventually(lambda: not any(file.parent.glob(f"kernel-{kernel}*")))


def test_two_pages_have_two_kernels(kari):
    assert kari.open("?language=en").kernel != kari.open("?language=en").kernel


@pytest.fixture(scope="module")
def impatient(tmp_path_factory):
    """A server that ends kernels after seconds."""
    with serving(
        tmp_path_factory.mktemp("impatient"),
        WORKBOOK_KERNEL_IDLE_SECONDS="20",
        WORKBOOK_KERNEL_ALONE_SECONDS="10",
    ) as server:
        yield server


def test_a_kernel_whose_page_never_came_or_went_for_good_ends(impatient):
    with impatient.client() as client:
        left = client.open("?language=en").kernel
        client.connect(left).close()
        processes = [kernel_process(left)]
        never = client.open("?language=en").kernel
        processes.append(kernel_process(never))
        assert eventually(lambda: {client.kernel_status(never), client.kernel_status(left)} == {404}, 60)
        assert not any(Path(f"/proc/{process}").exists() for process in processes)


def test_a_kernel_that_nobody_uses_ends_even_while_its_page_is_open(impatient):
    with impatient.client() as client:
        kernel = client.open("?language=en").kernel
        line = client.connect(kernel)
        line.settimeout(80)
        assert eventually(lambda: client.kernel_status(kernel) == 404, 80)
        said = ""
        while '"dead"' not in said:
            said = line.recv()
        line.close()
        assert "idle" in impatient.log


def test_a_crashed_kernel_is_not_started_anew(served, kari):
    kernel = kari.open("?language=en").kernel
    line = kari.connect(kernel)
    os.kill(kernel_process(kernel), signal.SIGKILL)
    assert eventually(lambda: kari.kernel_status(kernel) == 404)
    said = ""
    while '"dead"' not in said:
        said = line.recv()
    line.close()
    with pytest.raises(AssertionError):
        kernel_process(kernel)


@pytest.mark.slow
def test_a_page_whose_kernel_dies_while_it_starts_says_so_and_comes_to_an_end(tmp_path):
    with serving(tmp_path) as server, server.client() as client, ThreadPoolExecutor(1) as pool:
        loading = pool.submit(client.get, "session/00_mandate?language=en")
        assert eventually(lambda: children(server.pid), 20)
        for child in children(server.pid):
            os.kill(child, signal.SIGKILL)
        answer = loading.result(60)
    assert "The forms could not be opened." in answer.text
    assert answer.text.endswith("</html>")
    assert "Traceback" not in answer.text


@pytest.fixture(scope="module")
def narrow(tmp_path_factory):
    """A server on which a visitor may have three kernels."""
    with serving(tmp_path_factory.mktemp("narrow"), WORKBOOK_KERNELS_PER_VISITOR="3") as server:
        yield server


def test_who_opens_too_many_pages_is_told_so_and_keeps_those_that_are_open(narrow):
    with narrow.client(name="Opens") as client, narrow.client(name="Another") as other:
        kernels = [client.open("?language=nn").kernel for _ in range(3)]
        lines = [client.connect(kernel) for kernel in kernels]
        for language in ("en", "nb", "nn"):
            answer, _ = client.get(f"session/00_mandate?language={language}"), translator(language)
            assert answer.status_code == 429
            assert _("Too many pages are open") in answer.text
            assert _(TOO_MANY).format(number=3) in answer.text
        assert [client.kernel_status(kernel) for kernel in kernels] == [200, 200, 200]
        assert other.get("?language=en").status_code == 200, "one visitor's pages are not another's"
        assert "Refused: one sign-in has 3 kernels and wants another." in narrow.log
        client.request("DELETE", f"api/kernels/{kernels[0]}")
        client.open("?language=nn")
        for line in lines:
            line.shutdown()


def test_of_what_a_visitor_has_left_behind_the_oldest_ends_first(narrow):
    with narrow.client(name="Leaves") as client:
        first, second, third = (client.open("?language=en").kernel for _ in range(3))
        line = client.connect(first)
        fourth = client.open("?language=en").kernel
        alive = {kernel for kernel in (first, second, third, fourth) if client.kernel_status(kernel) == 200}
        assert alive == {first, third, fourth}, "the page that is open, and the newest of the others"
        line.shutdown()


@pytest.mark.slow
def test_many_pages_asked_for_at_once_are_no_way_round(narrow):
    with narrow.client(name="Hurries") as client, ThreadPoolExecutor(9) as pool:
        before = len(children(narrow.pid))
        answers = list(pool.map(lambda _: client.get("?language=en").status_code, range(9)))
        assert {200} <= set(answers) <= {200, 429}
        assert len(children(narrow.pid)) - before <= 3


def children(process: int) -> list[int]:
    return [child.pid for child in psutil.Process(process).children()]


def test_when_the_server_ends_its_kernels_do_and_nothing_is_left(tmp_path):
    temporary = tmp_path / "t"
    temporary.mkdir()
    with serving(tmp_path, TMPDIR=str(temporary)) as server, server.client(Role.READER, "sula") as client:
        process = kernel_process(client.open("?language=en").kernel)
        server.stop()
        assert eventually(lambda: not Path(f"/proc/{process}").exists(), 10)
    assert list(temporary.iterdir()) == []
