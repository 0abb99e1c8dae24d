"""Everybody sends every message about what is Sula's from a page of their own, and what no page would."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import get_args

import pytest

from tests.server.attacks.comms import Line
from tests.server.attacks.people import MARK, Town, everything
from widgets import messages

pytestmark = pytest.mark.slow

SULA_PAGE = "session/04_anchoring?municipality=sula"
PAGES = {
    "kari": SULA_PAGE, "rolf": SULA_PAGE, "fride": SULA_PAGE, "ola": "session/04_anchoring",
    "siv": "session/04_anchoring", "erik": "session/04_anchoring",
}  # fmt: skip


@pytest.fixture(scope="module")
def lines(town: Town) -> Iterator[dict[str, Line]]:
    """An open page of each of them, with a form for goals."""
    opened = {name: Line(town.people[name], path) for name, path in PAGES.items()}
    yield opened
    for line in opened.values():
        line.close()


def revision(town: Town, which: str) -> int:
    return int(town.sula().get(town.known[which]).revision)


def said(town: Town) -> int:
    return int(town.sula().comments.get(town.known["sula_comment"]).revision)


MESSAGES: dict[str, Callable[[Town], dict[str, object]]] = {
    "save": lambda town: {
        "kind": "goal", "record": town.known["sula_goal"], "revision": revision(town, "sula_goal"),
        "values": {"called": f"{MARK}, written anew"},
    },
    "move": lambda town: {
        "record": town.known["sula_goal"], "revision": revision(town, "sula_goal"),
        "before": town.known["sula_next"],
    },
    "restore": lambda town: {
        "record": town.known["sula_deleted"], "revision": revision(town, "sula_deleted"),
    },
    "delete": lambda town: {
        "record": town.known["sula_deleted"], "revision": revision(town, "sula_deleted"),
    },
    "history": lambda town: {"record": town.known["sula_goal"]},
    "comment": lambda town: {
        "comment": f"{town.number:08x}-0000-4000-8000-000000000000", "record": town.known["sula_goal"],
        "text": "A comment on Sula's goal",
    },
    "reword": lambda town: {"comment": town.known["sula_comment"], "revision": said(town), "text": "Anew"},
    "resolve": lambda town: {"comment": town.known["sula_comment"], "revision": said(town), "resolved": True},
    "withdraw": lambda town: {"comment": town.known["sula_comment"], "revision": said(town)},
}  # fmt: skip
"""Type → what Sula's member sends about a record of Sula's; in this order each of them succeeds."""

SUCCEEDS = {"history": "history", **dict.fromkeys(("comment", "reword", "resolve", "withdraw"), "heard")}
MAY_TOO = {"history": {"rolf", "fride"}, "comment": {"fride"}, "resolve": {"fride"}}
"""Type → who beside Sula's member may do it on Sula's page."""
OF_THE_PAGE = {"refresh", "deleted"}
"""Types that name nothing: they show what the page is for."""


def test_every_message_is_attacked() -> None:
    union = get_args(messages.Request)[0]
    types = {get_args(one.model_fields["type"].annotation)[0] for one in get_args(union)}
    assert types == set(MESSAGES) | OF_THE_PAGE


@pytest.mark.parametrize("kind", MESSAGES)
def test_a_message_about_what_is_another_s_changes_and_tells_nothing(
    town: Town, lines: dict[str, Line], kind: str, attempts: list[str]
) -> None:
    content, before = MESSAGES[kind](town), everything(town.store)
    for name, line in lines.items():
        if name == "kari" or name in MAY_TOO.get(kind, ()):
            continue
        for widget in ("goal", "involvement"):
            answer = line.ask(line.widget_for(widget), type=kind, **content)
            attempts.append(name)
            assert answer.get("type") in (None, "refused"), f"{name}: {answer}"
            assert MARK not in repr(answer)
    # Nor by a widget that is for other records, on the page of whoever may.
    own = lines["kari"]
    answer = own.ask(own.widget_for("involvement"), type=kind, **content)
    attempts.append("kari, by another widget")
    assert answer.get("type") in (None, "refused"), answer
    assert everything(town.store) == before
    answer = own.ask(own.widget_for("goal"), type=kind, **content)
    assert answer.get("type") == SUCCEEDS.get(kind, "saved"), answer
    town.number += 1


@pytest.mark.parametrize("kind", sorted(OF_THE_PAGE))
def test_what_a_page_is_asked_for_without_a_name_is_its_own(
    town: Town, lines: dict[str, Line], kind: str, attempts: list[str]
) -> None:
    for name, line in lines.items():
        answers = line.say(line.widget_for("goal"), {"type": kind, "token": "t"})
        attempts.append(name)
        assert name in ("kari", "rolf", "fride", "siv") or MARK not in repr(answers)
    if kind == "deleted":
        own = lines["kari"].ask(lines["kari"].widget_for("goal"), type=kind)
        assert own["type"] == kind


RECORD = "00000000-0000-4000-8000-000000000000"
HOSTILE = [
    {}, [], "save", None, 7,
    {"type": "execute", "token": 1}, {"type": "save"}, {"type": ["save"], "token": 1},
    {"type": "save", "token": 1, "kind": "goal", "record": "../..", "revision": 0, "values": {"called": "x"}},
    {"type": "save", "token": 1, "kind": "goal", "record": "x" * 61, "revision": 0, "values": {}},
    {"type": "save", "token": 1, "kind": "goal", "record": "x", "revision": -1, "values": {"called": "x"}},
    {"type": "save", "token": 1, "kind": "goal", "record": "x", "revision": 0, "values": {}, "grant": {}},
    {"type": "history", "token": 1, "record": "' OR 1=1 --"},
    {"type": "comment", "token": 1, "comment": "x", "record": "x", "text": "x" * 20_001},
]  # fmt: skip


def test_what_no_page_would_say_changes_nothing_and_the_forms_go_on(
    town: Town, lines: dict[str, Line], attempts: list[str]
) -> None:
    before, line = everything(town.store), lines["kari"]
    for widget, state in line.states.items():
        if "opened" not in state:
            continue
        for content in HOSTILE:
            for answer in line.say(widget, content):
                assert answer.get("type") in ("refused",), answer
            attempts.append("kari, hostile")
        for state in (
            {"opened": {}},
            {"changed": {"readonly": False}},
            {"_esm": "alert(1)"},
            {"layout": None},
        ):
            assert line.say(widget, state, method="update") == []
            attempts.append("kari, hostile")
    assert everything(town.store) == before
    again = line.widgets()
    assert {key: state.get("opened") for key, state in again.items()} == {
        key: state.get("opened") for key, state in line.states.items()
    }
    assert all(state.get("_esm") != "alert(1)" for state in again.values())
