"""Starting the server where it cannot be started."""

from __future__ import annotations

import socket
import subprocess
import sys

from sqlalchemy import text

from course.organisations import cohort
from course.server import cookie_secret
from tests.serving import Served


def start(server: Served, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "course.cli", "serve"],
        env=server.environment | environment, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


def test_a_port_that_is_taken_is_named_with_the_way_to_choose_another(tmp_path):
    server = Served(tmp_path)
    server.store.prepare()
    server.store.add_cohort(cohort("pilot"))
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = start(server, WORKBOOK_PORT=str(port))
    assert done.returncode == 1
    assert done.stderr.strip() == (
        f"Port {port} on 127.0.0.1 is taken. Choose another with --port, for example --port {port + 1}."
    )


def test_a_database_of_a_newer_version_is_refused(tmp_path):
    server = Served(tmp_path)
    server.store.prepare()
    with server.store.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    done = start(server)
    assert done.returncode == 1
    assert "newer version of the workbook" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_empty_database_is_refused_with_what_to_do(tmp_path):
    done = start(Served(tmp_path))
    assert done.returncode == 1
    assert "not prepared" in done.stderr


def test_providers_that_cannot_be_used_are_named_without_what_is_secret(tmp_path):
    server = Served(tmp_path)
    server.store.prepare()
    (tmp_path / "openid.toml").write_text('[feide]\nlabel = "Feide"\nclient_secret = "swordfish"\n')
    done = start(server)
    assert done.returncode == 2
    assert "In [feide], issuer: Field required" in done.stderr and len(done.stderr.splitlines()) == 1
    assert "swordfish" not in done.stderr


def test_an_empty_secret_is_no_secret(tmp_path):
    (tmp_path / "cookie_secret").touch()
    made = cookie_secret(tmp_path)
    assert len(made) == 64
    assert cookie_secret(tmp_path) == made
    assert [path.name for path in tmp_path.iterdir()] == ["cookie_secret"]
    assert (tmp_path / "cookie_secret").stat().st_mode & 0o777 == 0o600
