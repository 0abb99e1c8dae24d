"""The command line: what it prints, how it ends, and that bad input writes nothing."""

import json
import os
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from course import cli
from course.documents import CannotMake, docx
from course.settings import settings
from course.store import Store


@pytest.fixture
def workbook(tmp_path, monkeypatch):
    """Run a command in an empty folder, with settings of the test's own."""
    monkeypatch.setenv("WORKBOOK_VAR_DIR", str(tmp_path / "var"))
    monkeypatch.setenv("WORKBOOK_OUT_DIR", str(tmp_path / "out"))
    monkeypatch.setenv("COLUMNS", "200")
    # Not even a command that should have been refused may turn the tests into JupyterLab.
    monkeypatch.setattr(os, "execve", lambda *_: pytest.fail("JupyterLab was started"))
    settings.cache_clear()
    yield lambda *arguments: CliRunner().invoke(cli.main, arguments)
    settings.cache_clear()


@pytest.fixture
def prepared(workbook, address, tmp_path, monkeypatch):
    """The same, with the demonstration cohort in the store."""
    monkeypatch.setenv("WORKBOOK_DATABASE_URL", address)
    settings.cache_clear()
    return workbook


def written(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def test_prepare_makes_the_store_and_loads_the_cohort_once(workbook, tmp_path):
    first, second = workbook("prepare"), workbook("prepare")
    assert first.exit_code == second.exit_code == 0
    assert "Sula" in first.output
    assert second.output == ""
    assert (tmp_path / "var" / "workbook.sqlite").exists()


def test_status_names_every_municipality(prepared):
    shown = prepared("status")
    assert shown.exit_code == 0
    for name in ("Sula", "Stranda", "Lillestrøm", "Asker", "Elverum"):
        assert name in shown.output


@pytest.mark.parametrize(
    ("arguments", "existing"),
    [
        (["run", "--municipality", "bergen"], ["bergen", "sula", "elverum"]),
        (["run", "12_party"], ["12_party", "home", "04_anchoring"]),
        (["run", "--language", "tlh"], ["tlh", "en", "nb", "nn"]),
        (["run", "--cohort", "autumn"], ["autumn", "pilot"]),
        (["run", "--revision", "7"], ["--revision", "--municipality", "--out"]),
        (["run", "--jobs", "0"], ["--jobs"]),
        (["lab", "--municipality", "bergen"], ["bergen", "sula"]),
        (["lab"], ["--municipality"]),
        (["lab", "--municipality", "sula", "--language", "tlh"], ["tlh", "nn"]),
        (["invite", "Kari", "--municipality", "bergen"], ["bergen", "sula"]),
        (["invite", "Kari"], ["--municipality", "sula"]),
        (["invite", " ", "--municipality", "sula"], ["name"]),
        (["invite", "a" * 201, "--municipality", "sula"], ["200"]),
        (["invite", "Ka\x00ri", "--municipality", "sula"], ["one line"]),
        (["lab", "--municipality", "sula", "--as", "Ka\nri"], ["one line"]),
        (["invite", "Kari", "--role", "king"], ["king", "participant"]),
        (["invite", "Kari", "--municipality", "sula", "--email", "kari"], ["kari@example.org"]),
        (["invite", "Kari", "--municipality", "sula", "--person", "nobody"], ["nobody", "workbook invite"]),
        (["link", "Kari"], ["Kari", "workbook invite"]),
        (["revoke", "Kari"], ["Kari", "workbook invite"]),
        (["forget", "Kari", "--yes"], ["Kari", "workbook invite"]),
        (["retention", "--until", "soon"], ["soon", "%Y-%m-%d"]),
        (["status", "--cohort", "autumn"], ["autumn", "pilot"]),
        (["serve", "--port", "99999"], ["99999"]),
        (["dance"], ["dance", "serve", "status"]),
        (["--dance"], ["--dance", "--help"]),
    ],
    ids=" ".join,
)
def test_bad_input_is_one_sentence_exit_2_and_nothing_written(prepared, tmp_path, arguments, existing):
    before = written(tmp_path)
    done = prepared(*arguments)
    assert done.exit_code == 2
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert [word for word in existing if word not in done.stderr] == []
    assert written(tmp_path) == before


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("WORKBOOK_PORT", "door"),
        ("WORKBOOK_TIME_ZONE", "Mars/Olympus"),
        ("WORKBOOK_TIME_ZONE", "../../etc/passwd"),
        ("WORKBOOK_FACE", "poker"),
    ],
)
def test_a_setting_that_cannot_be_used_is_one_sentence(workbook, monkeypatch, tmp_path, variable, value):
    monkeypatch.setenv(variable, value)
    done = workbook("prepare")
    assert done.exit_code == 2
    assert len(done.stderr.splitlines()) == 1
    assert variable in done.stderr and value in done.stderr
    assert written(tmp_path) == []


@pytest.mark.parametrize("command", ["prepare", "status", "serve", "run"])
@pytest.mark.parametrize(
    "address", ["nonsense", "sqlite:////proc/none/x.sqlite", "sqlite:///{}", "sqlite:///{}/x"]
)
def test_a_database_that_cannot_be_used_is_one_sentence(workbook, monkeypatch, tmp_path, address, command):
    file = tmp_path / "letter"
    file.write_text(
        "Dear database, this is a letter and no database, though it is long enough for one.\n" * 9
    )
    monkeypatch.setenv("WORKBOOK_DATABASE_URL", address.format(file))
    done = workbook(command)
    assert done.exit_code == 1, done.exception
    assert len(done.stderr.splitlines()) == 1
    assert "cannot be used" in done.stderr
    assert written(tmp_path) == ["letter"]


def test_a_store_that_is_not_prepared_is_a_sentence(workbook):
    done = workbook("status")
    assert done.exit_code == 1
    assert "workbook prepare" in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    "command", [["prepare"], ["run"], ["status"], ["lab", "--municipality", "sula"], ["serve"]]
)
def test_a_store_of_a_newer_version_is_left_alone(prepared, database, tmp_path, command):
    with sqlite3.connect(database) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    done = prepared(*command)
    assert done.exit_code == 1
    assert "newer version" in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_taken_port_is_named_and_another_offered(prepared):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        command = [sys.executable, "-m", "course.cli", "serve", "--port", port]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert port in done.stderr and "--port" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_invitation_is_one_link(prepared, database):
    done = prepared(
        "invite", "Kari Nordmann", "--municipality", "sula", "--address", "https://example.org/w/"
    )
    assert done.exit_code == 0
    assert done.output.startswith("https://example.org/w/invitation/")
    token = done.output.strip().rsplit("/", 1)[1]
    assert token not in "".join(Path(database).read_bytes().decode("latin-1"))
    assert Store(f"sqlite:///{database}")


def test_people_are_let_in_once_more_listed_turned_away_and_forgotten(prepared):
    kari = ("--municipality", "sula", "--email", "Kari@example.org")
    assert prepared("invite", "Kari [Nes]", *kari).exit_code == 0
    link = prepared("link", "kari@example.org", "--address", "https://example.org/w/")
    assert link.output.startswith("https://example.org/w/invitation/")
    listed = prepared("people").output
    assert "Kari [Nes]" in listed and "participant, Sula" in listed and "kari@example.org" in listed
    key = listed[listed.index("kari-nes-") :].split()[0]
    more = prepared("invite", "Kari [Nes]", "--role", "facilitator", "--person", key)
    assert more.exit_code == 0, more.output
    assert "participant, Sula; facilitator" in " ".join(prepared("people").output.split())
    assert prepared("revoke", "kari [nes]").exit_code == 0
    assert "Kari" not in prepared("people").output
    asked = prepared("forget", key)
    assert asked.exit_code == 1 and "cannot be undone" in asked.output
    done = prepared("forget", key, "--yes")
    assert done.exit_code == 0, done.output
    assert prepared("forget", key, "--yes").exit_code == 2


def test_until_when_names_are_kept_is_settled_shown_and_carried_out(prepared):
    assert "No day is settled" in prepared("status").output
    early = prepared("retention", "--carry-out")
    assert early.exit_code == 1 and len(early.stderr.splitlines()) == 1
    assert "until 2999-01-01" in prepared("retention", "--until", "2999-01-01").output
    assert prepared("retention", "--carry-out").exit_code == 1
    prepared("invite", "Kari", "--municipality", "sula")
    assert "--carry-out" in prepared("retention", "--until", "2020-01-01").output
    assert "--carry-out" in prepared("status").output
    assert "1 people" in prepared("retention", "--carry-out").output
    assert "none is left" in prepared("status").output


def test_run_leaves_results_prints_a_table_and_ends_with_0(prepared, tmp_path):
    done = prepared("run", "home", "--municipality", "Sula", "--out", str(tmp_path / "elsewhere"))
    assert done.exit_code == 0, done.output
    assert "Sula" in done.stdout and "made" in done.stdout
    assert written(tmp_path / "elsewhere" / "pilot" / "sula") == ["home.html", "home.ipynb"]


def test_run_says_what_was_up_to_date_and_makes_it_anew_when_told(prepared, tmp_path):
    words = ("run", "home", "--municipality", "Sula")
    assert "up to date" not in prepared(*words).stdout
    page = tmp_path / "out" / "pilot" / "sula" / "home.html"
    before = page.stat().st_mtime_ns
    again = prepared(*words)
    assert again.exit_code == 0 and "1 of 1 were up to date" in again.stdout
    assert page.stat().st_mtime_ns == before
    told = [json.loads(line) for line in prepared(*words, "--json").stdout.splitlines()]
    assert told == [{"run": [["sula", "Sula", "home"]]}, {"ran": ["sula", "home"], "error": ""}]
    assert "up to date" not in prepared(*words, "--again").stdout
    assert page.stat().st_mtime_ns != before


def test_run_on_a_cluster_that_is_not_there_ends_with_a_sentence(prepared, monkeypatch):
    monkeypatch.setattr("course.batch.cluster._CONNECTING", "1s")
    done = prepared("run", "home", "--municipality", "Sula", "--scheduler", "tcp://127.0.0.1:9")
    assert done.exit_code == 1
    assert "127.0.0.1:9" in done.stderr and "Traceback" not in done.stderr


def test_run_missing_leaves_what_is_there(prepared, tmp_path):
    place = tmp_path / "out" / "pilot" / "sula"
    place.mkdir(parents=True)
    (place / "home.html").write_text("of an earlier run")
    done = prepared("run", "home", "--municipality", "sula", "--missing")
    assert done.exit_code == 0
    assert (place / "home.html").read_text() == "of an earlier run"


def test_run_ends_with_1_when_a_session_failed(prepared, tmp_path, monkeypatch):
    folder = tmp_path / "notebooks"
    folder.mkdir()
    source = settings().notebooks_dir / "home.ipynb"
    (folder / "home.ipynb").write_text(source.read_text("utf-8").replace("open_session(", "open_no_session("))
    monkeypatch.setenv("WORKBOOK_NOTEBOOKS_DIR", str(folder))
    settings.cache_clear()
    done = prepared("run", "home", "--municipality", "sula")
    assert done.exit_code == 1
    assert "failed" in done.stdout and "open_no_session" in done.stdout
    assert "1 of 1 failed" in done.stderr


def test_the_command_is_installed():
    command = Path(sys.executable).with_name("workbook")
    environment = {"PATH": os.defpath, "HOME": os.devnull}
    done = subprocess.run(
        [command, "--version"], capture_output=True, text=True, env=environment, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "workbook" in done.stdout


def test_export_writes_all_answers_of_a_municipality(prepared, tmp_path):
    done = prepared("export", "answers", "--municipality", "Sula", "--out", str(tmp_path / "papers"))
    assert done.exit_code == 0, done.output
    (file,) = (tmp_path / "papers").iterdir()
    assert file.name == "answers-sula-nn.json"
    assert json.loads(file.read_text("utf-8"))["organisation"] == "sula"


def test_export_makes_documents_for_those_who_have_something_to_print(prepared, tmp_path):
    papers = tmp_path / "papers"
    done = prepared("export", "strategy", "--format", "html", "--language", "nb", "--out", str(papers))
    assert done.exit_code == 0, done.output
    names = {path.name for path in papers.iterdir()}
    assert "strategy-sula-nb.html" in names
    assert "strategy-asker-nb.html" not in names


def test_one_paper_that_cannot_be_made_is_a_sentence_and_leaves_nothing_half_written(
    prepared, tmp_path, monkeypatch
):
    def fails(*_):
        raise CannotMake("It cannot be made.", "line 1\nline 2")

    monkeypatch.setattr(docx, "docx", fails)
    papers = tmp_path / "papers"
    (tmp_path / "papers").mkdir()
    done = prepared(
        "export",
        "strategy",
        "--municipality",
        "sula",
        "--format",
        "html",
        "--format",
        "docx",
        "--out",
        str(papers),
    )
    assert done.exit_code == 1
    assert "Sula, strategy: It cannot be made. line 1 line 2" in done.output
    assert written(papers) == []


@pytest.mark.parametrize(
    ("asked", "languages"),
    [(("all",), ("en", "nb", "nn", "sv", "da")), (("sv", "da", "sv"), ("sv", "da")), ((), ("nn",))],
)
def test_export_prints_in_every_language_that_is_asked_for_in_one_go(prepared, tmp_path, asked, languages):
    papers = tmp_path / "papers"
    options = [part for code in asked for part in ("--language", code)]
    whose = ("--municipality", "Sula", "--format", "html", "--format", "json", "--out", str(papers))
    done = prepared("export", "strategy", "answers", *options, *whose)
    assert done.exit_code == 0, done.output
    names = {path.name for path in papers.iterdir()}
    assert names == {f"strategy-sula-{code}.html" for code in languages} | {
        f"answers-sula-{languages[0]}.json"
    }


def test_export_makes_the_course_overview_once_for_the_cohort(prepared, tmp_path):
    papers = tmp_path / "papers"
    done = prepared("export", "course_overview", "--format", "html", "--out", str(papers))
    assert done.exit_code == 0, done.output
    assert [path.name for path in papers.iterdir()] == ["course-overview-cohort-pilot-en.html"]
    refused = prepared("export", "course_overview", "--municipality", "Sula", "--out", str(papers))
    assert refused.exit_code == 2
    assert "“course_overview” is about the whole cohort: leave --municipality out." in refused.output


def test_export_makes_the_documents_of_one_unit(prepared, tmp_path):
    papers = tmp_path / "papers"
    entered = prepared(
        "unit", "add", "A made-up school", "--municipality", "Sula", "--type", "compulsory_school"
    )
    assert entered.exit_code == 0, entered.output
    whose = ("--unit", "A made-up school", "--out", str(papers))
    done = prepared("export", "answers", "--municipality", "Sula", *whose)
    assert done.exit_code == 0, done.output
    (file,) = papers.iterdir()
    assert file.name.startswith("answers-sula--")
    refused = prepared("export", "answers", *whose)
    assert refused.exit_code == 2
    assert "--municipality" in refused.output


@pytest.mark.parametrize(
    ("arguments", "existing"),
    [
        (("diary",), "strategy, anchoring_matrix"),
        ((), "strategy, anchoring_matrix"),
        (("strategy", "--all"), "strategy, anchoring_matrix"),
        (("strategy", "--format", "rtf"), "html, docx, odt, pdf"),
        (("strategy", "--municipality", "oslo"), "sula"),
        (("strategy", "--language", "fi"), "en, nb, nn, sv, da"),
    ],
)
def test_an_export_of_what_is_not_there_names_what_is(prepared, tmp_path, arguments, existing):
    done = prepared("export", *arguments, "--out", str(tmp_path / "papers"))
    assert done.exit_code == 2
    assert existing in done.output
    assert not (tmp_path / "papers").exists()
