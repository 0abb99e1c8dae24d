"""Everybody asks for everything that is Sula's; beside each attempt, those who may do the same.

Nobody who may not gets in, nobody reads what Sula has written, and nothing in the store changes. The
number of attempts is printed at the end of the run.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
import requests

from course.server.routes import routes
from tests.server.attacks.asking import (
    ASKED,
    KERNEL,
    OF_NOBODY_ELSE,
    REFUSED,
    Asking,
    end_kernel,
    refused,
    send,
)
from tests.server.attacks.people import MARK, PEOPLE, STRANGERS, Town, everything
from tests.serving import Client

pytestmark = pytest.mark.slow


def remember(town: Town, asking: Asking, answer: requests.Response) -> None:
    if asking.makes == "sheet":
        found = re.search(r'name="token" value="([^"]+)"', answer.text)
        assert found, answer.text
        town.known["sheet"] = found[1]
    elif asking.makes:
        town.known[asking.makes] = answer.headers["Location"].rpartition("/")[2]


def test_every_route_is_attacked() -> None:
    """A route that is new has to be entered among the attempts, or it has to be said why not."""
    known = {**dict.fromkeys(("school", "sheet"), "x"), "job": "0" * 8 + "-0000-0000-0000-" + "0" * 12}
    known |= dict.fromkeys(("kernel", "other_kernel", "second_job", "application"), known["job"])
    known |= {"token": "x" * 40}
    paths = {urlsplit(asking.path.format(**known)).path for asking in (*ASKED, *KERNEL)}
    paths |= {path.format(**known) for path in OF_NOBODY_ELSE}
    patterns = [pattern for pattern, *_ in routes("/", page={}, static_paths=[], labextensions=[])]
    missed = []
    for pattern in patterns:
        trial = [f"/{path}" for path in paths] + ["/invitation/" + "x" * 40]
        if not any(re.fullmatch(pattern, path) for path in trial):
            missed.append(pattern)
    assert missed == []


@pytest.mark.parametrize("asking", ASKED, ids=lambda asking: asking.name)
def test_a_request_is_answered_for_those_who_may_and_for_nobody_else(
    town: Town, forgers: dict[str, Client], asking: Asking, attempts: list[str]
) -> None:
    before, wrong = everything(town.store), []
    attackers = {
        name: client for name, client in town.people.items() if name not in asking.may | asking.aside
    }
    assert set(STRANGERS) <= set(attackers)
    for name, client in {**attackers, **forgers}.items():
        answer = send(client, asking, town)
        attempts.append(name)
        if not refused(answer):
            wrong.append(f"{name}: {answer.status_code} {answer.headers.get('Location', '')}")
    owner = town.people[next(name for name in PEOPLE if name in asking.may)]
    if asking.method == "POST":
        of_another = {"X-XSRFToken": town.people["ola"].session.cookies["_xsrf"]}
        for what, headers in {
            "no token": {},
            "another's token": of_another,
            "a word": {"X-XSRFToken": "x"},
        }.items():
            answer = send(owner, asking, town, headers=headers)
            attempts.append(what)
            if answer.status_code != 403:
                wrong.append(f"{what}: {answer.status_code}")
    assert wrong == []
    assert everything(town.store) == before
    those = [name for name in PEOPLE if name in asking.may]
    for name in those if asking.method == "GET" else those[:1]:
        answer = send(town.people[name], asking, town)
        assert answer.status_code == asking.status, f"{name}: {answer.status_code} {answer.text[:2000]}"
        assert not asking.secret or MARK in answer.text or "school" in asking.path, name
        end_kernel(town.people[name], answer)
    remember(town, asking, answer)


def test_another_cohort_s_facilitators_see_their_own_and_nothing_of_sula(
    town: Town, attempts: list[str]
) -> None:
    own = ("cohort", "session/09_facilitator", "document/course_overview.html")
    for name in ("erik", "eva"):
        for path in (
            "cohort",
            "session/09_facilitator",
            "document/course_overview.html",
            "?municipality=eksempelkommunen",
        ):
            answer = town.people[name].get(path)
            attempts.append(path)
            assert answer.status_code == 200
            text = answer.text
            end_kernel(town.people[name], answer)
            assert MARK not in text and "Sula" not in text and town.known["job"] not in text
    for path in own:
        answer = town.people["fride"].get(path)
        end_kernel(town.people["fride"], answer)
        assert "Sula" in answer.text


def test_a_unit_s_people_are_answered_with_their_unit_whatever_they_name(
    town: Town, attempts: list[str]
) -> None:
    siv = town.people["siv"]
    for asking in ASKED:
        if "siv" not in asking.aside or asking.method != "GET":
            continue
        answer = send(siv, asking, town)
        attempts.append(asking.path)
        text = answer.text.replace(town.known["school"], "")
        end_kernel(siv, answer)
        assert refused(answer) or answer.status_code == 200
        assert f"{MARK}, a comment" not in text or "school" in answer.text
    before = everything(town.store)
    for path, sent in (
        ("sign-off", {"municipality": "sula", "unit": "", "subject": "gathering_1", "do": "sign"}),
        ("import/add", {"municipality": "sula", "token": town.known.get("sheet", "")}),
    ):
        answer = siv.post(path, data=sent)
        attempts.append(path)
        assert answer.status_code in REFUSED
    assert everything(town.store) == before


@pytest.mark.parametrize("path", ["me", "me.json"])
def test_one_sees_what_is_stored_about_oneself_and_about_nobody_else(
    town: Town, path: str, attempts: list[str]
) -> None:
    assert "kari" in town.people["kari"].get(path).text
    for name, client in town.people.items():
        if name.startswith("kari"):
            continue
        for query in ("", "?person=kari-sula", "?username=kari-sula", "?municipality=sula"):
            answer = client.get(
                path + query, headers={"X-Forwarded-User": "kari-sula", "Authorization": "token kari"}
            )
            attempts.append(name)
            assert "kari" not in answer.text.replace("=kari-sula", "")  # the address itself
            assert answer.status_code == (200 if name in PEOPLE else 302)
