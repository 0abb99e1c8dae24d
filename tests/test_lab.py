"""Prepared copies for JupyterLab: fresh where nobody has worked on them, kept where somebody has."""

import json

import pytest

from course import lab
from course.grants import Action
from course.notebooks import prepare
from course.outline import sessions
from course.settings import Settings


@pytest.fixture
def copies(tmp_path):
    """Refresh the copies of Sula in nynorsk, or as told."""

    def refresh(**changed):
        chosen = {"cohort": "pilot", "municipality": "sula", "language": "nn"} | changed
        return {path.stem: path for path in lab.refresh(tmp_path / "lab", **chosen)}

    return refresh


def work_on(path):
    notebook = json.loads(path.read_text("utf-8"))
    notebook["cells"][0]["source"] = ["# My own notes"]
    path.write_text(json.dumps(notebook), encoding="utf-8")


def test_every_session_is_there_translated_and_with_its_parameters(copies):
    made = copies()
    assert list(made) == [session.key for session in sessions()]
    text = made["04_anchoring"].read_text("utf-8")
    assert 'municipality = \\"sula\\"' in text and 'language = \\"nn\\"' in text
    prose = (
        prepare(municipality="sula", cohort="pilot", session="04_anchoring", language="nn").cells[0].source
    )
    assert json.loads(text)["cells"][0]["source"] == prose.splitlines(keepends=True)


def test_a_copy_nobody_has_touched_is_brought_up_to_date(copies):
    path = copies(language="nn")["home"]
    copies(language="nb")
    assert 'language = \\"nb\\"' in path.read_text("utf-8")
    assert list(path.parent.glob("*.kept-*")) == []


def test_a_copy_somebody_works_on_is_left_alone(copies):
    path = copies()["home"]
    work_on(path)
    copies()
    assert "My own notes" in path.read_text("utf-8")


def test_when_the_session_changes_too_the_worked_on_copy_is_kept_beside_the_new_one(copies):
    path = copies(language="nn")["home"]
    work_on(path)
    copies(language="nb")
    assert "My own notes" not in path.read_text("utf-8")
    (kept,) = path.parent.glob("home.kept-*.ipynb")
    assert "My own notes" in kept.read_text("utf-8")


def test_a_torn_note_loses_nothing(copies):
    path = copies()["home"]
    work_on(path)
    (path.parent / ".prepared.json").write_text('{"home": ')
    copies()
    (kept,) = path.parent.glob("home.kept-*.ipynb")
    assert "My own notes" in kept.read_text("utf-8")


def test_the_project_s_own_notebooks_are_not_touched(copies):
    before = {session.path: session.path.read_bytes() for session in sessions()}
    copies()
    assert {path: path.read_bytes() for path in before} == before


def test_a_named_person_may_write_for_one_municipality():
    grant = lab.grant_for("Kari Øvrebø", "pilot", "sula")
    assert (grant.name, grant.organisation) == ("Kari Øvrebø", "sula")
    assert grant.may(Action.WRITE)


def test_without_a_name_nothing_can_be_written():
    assert not lab.grant_for("", "pilot", "sula").may(Action.WRITE)


def test_different_names_are_different_persons_and_the_same_name_the_same():
    names = ["Kari", "Ole", "Ødegård", "李", "🙂", "a" * 200, ""]
    persons = {lab.grant_for(name, "pilot", "sula").person for name in names}
    assert len(persons) == len(names)
    assert lab.grant_for("李", "pilot", "sula").person in persons


def test_it_answers_this_machine_only_with_a_token_and_without_voila_s_extension(tmp_path):
    server = lab.configuration(tmp_path, port=8888, browser=False)["ServerApp"]
    assert server["ip"] == "127.0.0.1"
    assert server["jpserver_extensions"] == {"voila": False, "voila.server_extension": False}
    assert not {"token", "password"} & set(server)


def test_the_kernels_find_the_store_from_another_folder(tmp_path):
    grant = lab.grant_for("Kari", "pilot", "sula")
    environment = lab.environment(Settings(var_dir=tmp_path), grant)
    assert environment["WORKBOOK_DATABASE_URL"] == f"sqlite:///{tmp_path / 'workbook.sqlite'}"
    assert json.loads(environment["WORKBOOK_GRANT"])["name"] == "Kari"
