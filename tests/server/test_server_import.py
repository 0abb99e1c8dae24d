"""Registers from spreadsheets over the network: three steps, each for those who may and for nobody else."""

from __future__ import annotations

import io
import re
import uuid

import pytest
from openpyxl import load_workbook

from course.grants import Role
from tests.conftest import FACILITATOR, participant

FILE = "Title;Status;From year\n<b>Bridges</b>;Idea;2019\nSecond;Over;2020\n"


@pytest.fixture
def town(served):
    """Somebody in a municipality that no other test of this file writes for."""
    with served.client(Role.PARTICIPANT, "stranda", name="Stine") as client:
        client.speak("en")
        client.get("sign-in")  # any page gives the token against forged requests
        yield client


def send(client, content=FILE, *, path="import", register="projects", **also):
    token = client.session.cookies.get("_xsrf", "")
    data = {"_xsrf": token, "register": register, **also}
    files = {"file": ("projects.csv", content)} if path == "import" else None
    return client.post(path, data=data, files=files, headers={})


def token_in(answer):
    return re.search(r'name="token" value="([^"]+)"', answer.text)[1]


def projects(served, key="stranda"):
    return [one.record.called for one in served.store.view(FACILITATOR, "pilot", key).all("project")]


def test_a_file_is_previewed_confirmed_and_written_once(served, town):
    page = town.get("import?register=projects")
    assert page.status_code == 200
    before = projects(served)
    shown = send(town)
    assert shown.status_code == 200
    assert "&lt;b&gt;Bridges&lt;/b&gt;" in shown.text and "<b>Bridges" not in shown.text
    assert "B3 (Status): “Over” is none of the answers" in shown.text
    assert shown.headers["Cache-Control"] == "no-store"
    assert projects(served) == before
    added = send(town, path="import/add", token=token_in(shown))
    assert added.status_code == 200
    assert "1 row was added to “Projects”." in added.text
    assert 'href="/session/01_baseline"' in added.text
    assert projects(served) == [*before, "<b>Bridges</b>"]
    record = served.store.view(FACILITATOR, "pilot", "stranda").all("project")[-1]
    assert record.updated_by == "Stine"
    again = send(town, path="import/add", token=token_in(shown))
    assert (again.status_code, "added already" in again.text) == (400, True)
    assert projects(served) == [*before, "<b>Bridges</b>"]
    assert "There is nothing new in this file" in send(town).text


def test_what_has_changed_meanwhile_is_shown_anew_and_not_written(served, town):
    view = served.store.view(participant("stranda"), "pilot", "stranda")
    shown = send(town, "Title;Status\nMeanwhile;Idea\nOther;Idea\n")
    view.save("project", str(uuid.uuid4()), {"called": "Meanwhile", "status": "granted"}, 0)
    before = projects(served)
    moved = send(town, path="import/add", token=token_in(shown))
    assert moved.status_code == 409
    assert "has changed since you looked" in moved.text
    assert projects(served) == before
    assert "1 row was added" in send(town, path="import/add", token=token_in(moved)).text
    assert projects(served) == [*before, "Other"]


def test_a_preview_is_confirmed_by_nobody_else(served, town):
    token = token_in(send(town, "Title\nMine alone\n"))
    before = projects(served)
    with (
        served.client(Role.PARTICIPANT, "stranda", name="Svein") as colleague,
        served.client(Role.PARTICIPANT, "asker", name="Ola") as other,
    ):
        for client in (colleague, other):
            client.get("sign-in")
            assert send(client, path="import/add", token=token).status_code == 400
    for wrong in ("", "../../x", token + "x"):
        assert send(town, path="import/add", token=wrong).status_code == 400
    assert projects(served) == before
    assert send(town, path="import/add", token=token).status_code == 200


def test_another_municipality_a_reader_a_facilitator_and_a_stranger_are_refused(
    served, town, ola, facilitator, stranger
):
    before = projects(served)
    with served.client(Role.READER, "stranda", name="Rolf") as reader:
        for client in (ola, reader, facilitator):
            client.get("sign-in")
            assert send(client, municipality="stranda").status_code == 403
        assert reader.get("import").status_code == 403
        assert 'href="/import' not in reader.open("").html
        assert reader.get("import/projects.xlsx").status_code == 403
    assert ola.get("import?municipality=stranda").status_code == 403
    assert ola.get("import/projects.xlsx?municipality=stranda&filled=yes").status_code == 403
    assert stranger.get("import").status_code == 302
    assert send(stranger).status_code in (302, 403)
    assert town.post("import", data={"register": "projects"}, headers={}).status_code == 403  # no token
    assert projects(served) == before


def test_a_unit_s_people_bring_in_for_their_unit_and_for_no_other(served, town):
    one, two = (
        served.store.add_unit(participant("stranda"), "pilot", "stranda", name=name, unit_type="kindergarten")
        for name in ("Made-up one", "Made-up two")
    )
    with served.client(Role.PARTICIPANT, one.key, name="Siv") as siv:
        siv.speak("en")
        siv.get("sign-in")
        assert send(siv, unit=two.key).status_code == 403
        assert send(siv, register="units").status_code == 403
        shown = send(siv, "Title\nOf the unit\n")
        assert send(siv, path="import/add", token=token_in(shown)).status_code == 200
    assert projects(served, one.key) == ["Of the unit"]
    assert "Of the unit" not in projects(served)


def test_units_are_entered_from_a_file(served, town):
    shown = send(town, "Namn;Type\nOppdikta frå fil;Barnehage\n", register="units")
    assert send(town, path="import/add", token=token_in(shown)).status_code == 200
    assert "Oppdikta frå fil" in {unit.name for unit in served.store.units(FACILITATOR, "pilot", "stranda")}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "No file was chosen."),
        (b"\x89PNG\r\n\x1a\n\x00", "neither a CSV file nor"),
        (b"PK\x03\x04", "The Excel workbook cannot be read."),
        (b"Mood\ngood\n", "No column is called “Title”."),
        (b"Title\n" + b"x" * 5_100_000, "The file is too large."),
    ],
)
def test_what_cannot_be_read_is_told_in_a_sentence(town, content, said):
    answer = send(town, content)
    assert answer.status_code == 400
    assert said in answer.text
    assert send(town, register="wishes").status_code == 404


def test_templates_and_what_is_there_are_downloaded(served, town):
    answer = town.get("import/projects.xlsx?language=nn")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="projects-nn.xlsx"'
    assert "Tittel" in {cell.value for cell in load_workbook(io.BytesIO(answer.content)).worksheets[0][1]}
    filled = town.get("import/projects.xlsx?filled=yes&language=en")
    titles = [
        row[1].value for row in load_workbook(io.BytesIO(filled.content)).worksheets[0].iter_rows(min_row=2)
    ]
    assert titles == projects(served)
    assert town.get("import/wishes.xlsx").status_code == 404


def test_the_pages_lead_there(town):
    assert 'href="/import?"' in town.open("?language=en").html or 'href="/import' in town.open("").html
    assert 'href="/import?register=projects"' in town.open("session/01_baseline").html
