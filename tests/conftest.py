"""What most tests need: a store with the demonstration cohort, and people who may look into it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import pytest
from alembic import command

from course import demonstration
from course.faces import Reading
from course.grants import Grant, Role
from course.i18n import translator
from course.organisations import cohort
from course.outline import SessionKey
from course.settings import settings
from course.store import Store, View
from course.store.store import migrations
from tests.postgres import Postgres, running

# The first example of a run pays for tables that hypothesis makes; a loaded machine is no failure.
hypothesis.settings.register_profile(
    "workbook", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("workbook")


def participant(organisation: str, name: str = "Kari") -> Grant:
    """Return the grant of someone in an organisation's project group."""
    return Grant(
        person=f"{name.lower()}@{organisation}",
        name=name,
        role=Role.PARTICIPANT,
        cohort="pilot",
        organisation=organisation,
    )


FACILITATOR = Grant(person="fride", name="Fride", role=Role.FACILITATOR, cohort="pilot")


@pytest.fixture(scope="session")
def prepared_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the demonstration cohort in it; copied, never written to."""
    path = tmp_path_factory.mktemp("prepared") / "workbook.sqlite"
    store = Store(f"sqlite:///{path}")
    store.prepare()
    demonstration.load(store, cohort("pilot"))
    return path


@pytest.fixture
def database(prepared_database: Path, tmp_path: Path) -> Path:
    """A database of the test's own."""
    path = tmp_path / "workbook.sqlite"
    for suffix in ("", "-wal"):
        source = prepared_database.with_name(prepared_database.name + suffix)
        if source.exists():
            shutil.copy(source, path.with_name(path.name + suffix))
    return path


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """The PostgreSQL of this test process, started by the first test that needs one."""
    with running() as server:
        yield server


@pytest.fixture(scope="session")
def prepared_in_postgres(postgres: Postgres) -> str:
    """The name of a database with the demonstration cohort in it; copied, never written to."""
    name = postgres.new_database()
    store = Store(postgres.url(name))
    store.prepare()
    demonstration.load(store, cohort("pilot"))
    return name


@pytest.fixture
def postgresql(postgres: Postgres, prepared_in_postgres: str) -> Iterator[str]:
    """The name of a PostgreSQL database of the test's own."""
    name = postgres.new_database(prepared_in_postgres)
    yield name
    postgres.drop(name)


@pytest.fixture
def address(request: pytest.FixtureRequest) -> str:
    """The address of a database of the test's own; on which kind of server, the test's parameter says."""
    if getattr(request, "param", "sqlite") == "sqlite":
        return f"sqlite:///{request.getfixturevalue('database')}"
    server: Postgres = request.getfixturevalue("postgres")
    return server.url(request.getfixturevalue("postgresql"))


@pytest.fixture
def store(address: str) -> Store:
    """A store of the test's own, with the demonstration cohort."""
    return Store(address)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run what is marked `each_database` on SQLite and on PostgreSQL, and everything else on SQLite."""
    if "address" in metafunc.fixturenames and metafunc.definition.get_closest_marker("each_database"):
        metafunc.parametrize("address", ["sqlite", "postgresql"], indirect=True)


def take_back_to(store: Store, version: str) -> None:
    """Make the tables those of an earlier version, as an operator's are who comes with a newer one."""
    with store.engine.connect() as connection:
        command.downgrade(migrations(connection), version)


@pytest.fixture
def sula(store: Store) -> View:
    """The answers of Sula, for a member of its group."""
    return store.view(participant("sula"), "pilot", "sula")


@pytest.fixture
def read() -> Callable[..., Reading]:
    """Make a reading of a view."""

    def make(view: View, session: str = "04_anchoring", language: str = "en") -> Reading:
        return Reading(view, translator(language), SessionKey.parse(session), "Sula", view.everything())

    return make


@pytest.fixture
def fresh_settings() -> Iterator[None]:
    """Read the settings anew in this test, and again after it."""
    settings.cache_clear()
    yield
    settings.cache_clear()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the modules that take longest: one left to the end would run beside an idle worker.

    Those are the ones with a test that is slow, and before them those with one that has been given more
    time than others. A module stays together, and within it the order is the file's.
    """
    patience: dict[Path, float] = {}
    for item in items:
        if item.get_closest_marker("slow"):
            given = item.get_closest_marker("timeout")
            patience[item.path] = max(patience.get(item.path, 0), given.args[0] if given else 1)
    items.sort(key=lambda item: -patience.get(item.path, 0))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print how often somebody tried what they may not, in all tests that count it."""
    reports = [report for kept in terminalreporter.stats.values() for report in kept]
    counted = [
        int(number)
        for report in reports
        if getattr(report, "when", "") == "teardown"
        for name, number in report.user_properties
        if name == "attempts"
    ]
    if counted:
        terminalreporter.write_line(f"Attacks: {sum(counted)} attempts in {len(counted)} tests.")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """In CI a skipped test is a failure: nobody reads there that something was left out."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") and reporter and reporter.stats.get("skipped") and session.exitstatus == 0:
        reporter.write_line("Tests were skipped, and in CI none may be.", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
