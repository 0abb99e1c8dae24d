"""What records have been: who changed what when, what was deleted, what changed between gatherings."""

from __future__ import annotations

import json
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import update

from course.faces import deleted_content, history_content, render, report_content
from course.store import NotFound, schema
from tests.conftest import FACILITATOR, participant
from tests.messages import answers, save
from widgets import WorkSession

pytestmark = pytest.mark.each_database


@pytest.fixture
def ola(store):
    return store.view(participant("sula", "Ola"), "pilot", "sula")


def new() -> str:
    return str(uuid.uuid4())


def shown(entry):
    return [(change["label"], change["before"], change["after"]) for change in entry["changes"]]


def test_each_change_is_told_with_who_when_and_what_stood_before_and_after(sula, ola, read):
    first = sula.save("goal", new(), {"called": "Job shadowing", "owner": "Kari"}, 0)
    ola.save("goal", first.id, {"owner": "Ola"}, 1)
    second, begun = history_content(read(sula), first.id)["entries"]
    assert (begun["what"], begun["by"]) == ("Written down", "Kari")
    assert (second["what"], second["by"]) == ("Changed", "Ola")
    assert [(before, after) for _, before, after in shown(second)] == [("Kari", "Ola")]
    assert str(datetime.now(UTC).year) in second["when"]
    assert ":" in second["when"]


def test_answers_are_told_in_the_words_of_the_reader_and_their_values_go_along(sula, read):
    profile = sula.one("profile")
    sula.save("profile", profile.id, {"language_form": "bokmal"}, profile.revision)
    change = history_content(read(sula, language="nn"), profile.id)["entries"][0]["changes"][-1]
    assert (change["after"], change["value"]) == ("Bokmål", "bokmal")


def test_deleting_and_taking_back_are_told(sula, read):
    first = sula.save("goal", new(), {"called": "A goal"}, 0)
    sula.delete(first.id, 1)
    assert [gone["title"] for gone in deleted_content(read(sula), "goal")] == ["A goal"]
    sula.restore(first.id, 2)
    what = [entry["what"] for entry in history_content(read(sula), first.id)["entries"]]
    assert what == ["Taken back", "Deleted", "Written down"]
    assert deleted_content(read(sula), "goal") == []


def test_a_text_that_grows_while_it_is_typed_is_one_entry_and_no_other_text_is_left_out(sula, ola, read):
    goal = sula.save("goal", new(), {"called": "A goal"}, 0)
    for number, text in enumerate(["Lear", "Learn from", "Learn from others", "Something else"], start=1):
        sula.save("goal", goal.id, {"owner": text}, number)
    ola.save("goal", goal.id, {"owner": "Something else again"}, 5)
    entries = history_content(read(sula), goal.id)["entries"]
    assert [shown(entry)[0][2] for entry in entries[:3]] == [
        "Something else again",
        "Something else",
        "Learn from others",
    ]
    assert len(entries) == 4


def test_a_long_history_comes_in_parts_and_none_is_missing(sula, read):
    goal = sula.save("goal", new(), {"called": "0"}, 0)
    for number in range(1, 70):
        sula.save("goal", goal.id, {"called": f"{number} times"}, number)
    numbers, before = [], None
    while True:
        part = history_content(read(sula), goal.id, before)
        numbers += [entry["number"] for entry in part["entries"]]
        before = part["older"]
        if before is None:
            break
    assert numbers == list(range(70, 0, -1))


def test_a_widget_tells_the_history_of_its_own_kind_and_of_its_own_place_only(store, sula, read):
    asker = store.view(participant("asker"), "pilot", "asker")
    theirs = asker.save("goal", new(), {"called": "A secret of Asker"}, 0)
    own = sula.save("need", new(), {"called": "A need"}, 0)
    table = WorkSession(read(sula)).table("goal")
    for record in (theirs.id, own.id, new(), "x"):
        (told,) = answers(table, type="history", record=record)
        assert told["type"] == "refused"
        assert told["message"]
        assert "secret" not in json.dumps(told)
    asker.delete(theirs.id, 1)
    (told,) = answers(table, type="deleted")
    assert told["records"] == []
    with pytest.raises(NotFound):
        history_content(read(sula), theirs.id)


def test_an_earlier_answer_is_taken_back_by_an_ordinary_save(sula, read):
    table = WorkSession(read(sula)).table("goal")
    record = new()
    save(table, "goal", record, 0, called="First")
    save(table, "goal", record, 1, called="Second")
    (told,) = answers(table, type="history", record=record)
    change = told["entries"][-1]["changes"][0]
    assert answers(table, type="history", record=record, before=2)[0]["entries"][0]["number"] == 1
    (taken,) = save(table, "goal", record, 2, **{change["field"]: change["value"]})
    assert (taken["type"], taken["revision"]) == ("saved", 3)
    assert sula.get(record).record.called == "First"
    assert len(sula.history(record)) == 3


def test_a_reader_and_a_facilitator_see_the_history_and_take_nothing_back(store, sula, read):
    goal = sula.save("goal", new(), {"called": "A goal"}, 0)
    sula.delete(goal.id, 1)
    table = WorkSession(read(store.view(FACILITATOR, "pilot", "sula"))).table("goal")
    assert answers(table, type="history", record=goal.id)[0]["entries"]
    assert [gone["id"] for gone in answers(table, type="deleted")[0]["records"]] == [goal.id]
    assert answers(table, type="restore", record=goal.id, revision=2)[0]["type"] == "refused"


@pytest.fixture
def gathered(store):
    """Two gatherings of the course that are over, the first ten days ago, the second five."""
    view = store.gatherings_view(FACILITATOR, "pilot")
    today = datetime.now(UTC).date()
    for number, days in ((1, 10), (2, 5)):
        place = {"gathering": f"gathering_{number}"}
        day = (today - timedelta(days=days)).isoformat()
        view.save("gathering", view.row_id("gathering", place), {**place, "starts_on": day}, 0)
    return view.all("gathering")


def days_ago(store, record, revision, days):
    """Let a revision have been made some days ago."""
    state = schema.revision.c
    statement = update(schema.revision).where(state.record == record, state.revision == revision)
    with store.engine.begin() as connection:
        connection.execute(statement.values(made_at=datetime.now(UTC) - timedelta(days=days)))


def test_what_has_changed_between_two_gatherings_and_since_the_last_is_told(store, sula, ola, read, gathered):
    kept = sula.save("goal", new(), {"called": "Kept", "owner": "Kari"}, 0)
    gone = sula.save("goal", new(), {"called": "Gone"}, 0)
    sula.save("goal", kept.id, {"owner": "Between"}, 1)
    ola.save("goal", kept.id, {"owner": "Since"}, 2)
    ola.delete(gone.id, 1)
    late = ola.save("goal", new(), {"called": "<b>Late</b>"}, 0)
    for record, revision, days in ((kept.id, 1, 20), (gone.id, 1, 20), (kept.id, 2, 7)):
        days_ago(store, record, revision, days)
    reading = read(sula)
    content = report_content(type(reading)(**{**vars(reading), "gatherings": gathered}), "changes")
    since, between = [block for block in content["blocks"] if block["type"] == "folded"]
    assert since["summary"].startswith("Since Gathering 2")
    assert between["summary"].startswith("Between Gathering 1 and Gathering 2")
    assert [row[2:] for row in between["blocks"][0]["rows"]] == [["Kari", "Between", "Kari"]]
    rows = {tuple(row) for row in since["blocks"][0]["rows"]}
    assert ("Goal: Gone", "Deleted", "", "", "Ola") in rows
    assert ("Goal: <b>Late</b>", "Written down", "", "", "Ola") in rows
    assert any(row[2:] == ("Between", "Since", "Ola") for row in rows)
    assert sula.get(late.id).revision == 1
    page = BeautifulSoup(render(content), "html5lib")
    assert page.find("b") is None
    assert page.find("details").summary.get_text(strip=True) == since["summary"]


def test_before_any_gathering_is_over_a_sentence_says_when_there_will_be_something(sula, read):
    (block,) = report_content(read(sula), "changes")["blocks"]
    assert block["type"] == "text"
    assert "gathering is over" in block["text"]


def test_what_was_written_at_a_gathering_is_not_told_as_changed_since(store, sula, read, gathered):
    goal = sula.save("goal", new(), {"called": "At the gathering"}, 0)
    days_ago(store, goal.id, 1, 5)
    reading = read(sula)
    content = report_content(type(reading)(**{**vars(reading), "gatherings": gathered}), "changes")
    since, between = content["blocks"]
    assert "At the gathering" not in json.dumps(since)
    assert "At the gathering" in json.dumps(between)
