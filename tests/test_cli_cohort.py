"""Joining on the command line: all that the facilitators' page can do."""

from __future__ import annotations

import pytest

from course.store import Store
from course.store.access import Access
from course.store.applications import Applications, State
from tests.conftest import FACILITATOR
from tests.joining import open_call, send
from tests.test_cli import prepared, workbook

pytestmark = pytest.mark.each_database

__all__ = ["prepared", "workbook"]


@pytest.fixture
def sent(store: Store) -> Store:
    open_call(store)
    send(store)
    return store


def test_a_cohort_is_opened_listed_and_used_by_the_other_commands(prepared, store):
    opened = prepared(
        "cohort", "open", "autumn", "--name", "Autumn", "--name-nn", "Haust", "--deadline", "2999-01-01",
        "--places", "6", "--gathering", "1", "2098-10-05", "2098-10-07", "Oslo",
    )  # fmt: skip
    assert opened.exit_code == 1 or opened.exit_code == 2, "a year outside ours is no year"
    opened = prepared(
        "cohort", "open", "autumn", "--name", "Autumn", "--name-nn", "Haust", "--deadline", "2099-01-01",
        "--places", "6", "--gathering", "1", "2098-10-05", "2098-10-07", "Oslo",
    )  # fmt: skip
    assert opened.output.endswith("/join/autumn\n"), opened.output
    assert "Autumn" in prepared("cohort", "list").output
    send(store, cohort="autumn")
    accepted = prepared("cohort", "accept", "ulstein", "--reason", "Welcome.", "--cohort", "autumn")
    assert accepted.exit_code == 0, accepted.output
    links = [line.rpartition("/")[2] for line in accepted.output.splitlines()]
    assert len(links) == 4
    assert Access(store.engine).invitation(links[0]).grant.organisation == "ulstein"
    assert "Ulstein" in prepared("status", "--cohort", "autumn").output
    invited = prepared("invite", "Siv", "--municipality", "Ulstein", "--cohort", "autumn")
    assert invited.exit_code == 0 and "/invitation/" in invited.output
    assert "ulstein" in prepared("invite", "Siv", "--municipality", "oslo", "--cohort", "autumn").output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["cohort", "open", "pilot", "--deadline", "soon"], "Write this as a date"),
        (["cohort", "open", "nowhere", "--deadline", "2099-01-01"], "--name"),
        (["cohort", "open", "pilot", "--deadline", "2099-01-01", "--name", "X"], "already"),
        (["cohort", "open", "A B", "--deadline", "2099-01-01", "--name", "X"], "small letters"),
        (["cohort", "open", "x", "--deadline", "2099-01-01", "--time-zone", "Mars", "--name", "X"], "zone"),
        (
            [
                "cohort",
                "open",
                "x",
                "--deadline",
                "2099-01-01",
                "--name",
                "X",
                "--gathering",
                "9",
                "",
                "",
                "",
            ],
            "1 to 4",
        ),
        (["cohort", "applications"], "takes no applications"),
        (["cohort", "accept", "ulstein", "--reason", "x"], "takes no applications"),
        (["cohort", "decline", "ulstein"], "--reason"),
        (["cohort", "applications", "--cohort", "nowhere"], "nowhere"),
    ],
)
def test_what_cannot_be_is_said_in_one_sentence_and_changes_nothing(prepared, store, arguments, said):
    answer = prepared(*arguments)
    assert answer.exit_code in (1, 2)
    assert said in answer.output and "Traceback" not in answer.output
    assert store.organisations("pilot") == ["asker", "elverum", "lillestrom", "stranda", "sula"]


def test_applications_are_read_declined_and_erased(prepared, sent):
    assert "Ulstein" in prepared("cohort", "applications").output
    shown = prepared("cohort", "show", "Ulstein").output
    assert "Every school is to have a project." in shown and "Finn Foss" in shown
    assert prepared("cohort", "show", "Hareid").exit_code == 2
    for wrong in (" ", "x" * 2001):
        assert prepared("cohort", "decline", "ulstein", "--reason", wrong).exit_code == 2
    assert prepared("cohort", "decline", "ulstein", "--reason", "No place.").exit_code == 0
    (one,) = Applications(sent).everything(FACILITATOR, "pilot")
    assert (one.state, one.decisions[-1].reason, one.decisions[-1].made_by) == (
        State.DECLINED, "No place.", "workbook",
    )  # fmt: skip
    assert "No place." in prepared("cohort", "show", one.id).output
    assert prepared("cohort", "accept", one.id, "--reason", "A place after all.").exit_code == 0
    again = prepared("cohort", "accept", one.id, "--reason", "Again.")
    assert again.exit_code == 1 and "accepted" in again.output
    assert prepared("cohort", "erase", one.id).exit_code == 1, "nobody said yes"
    assert prepared("cohort", "erase", one.id, "--yes").exit_code == 0
    assert Applications(sent).everything(FACILITATOR, "pilot") == []


def test_of_two_of_one_municipality_one_is_named_by_its_key(prepared, sent):
    send(sent)
    answer = prepared("cohort", "show", "ulstein")
    keys = [one.id for one in Applications(sent).everything(FACILITATOR, "pilot")]
    assert answer.exit_code == 2 and all(key in answer.output for key in keys)
    assert prepared("cohort", "show", keys[0]).exit_code == 0
