"""Every role comes to every route; the one table says who is let through."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from urllib.parse import parse_qsl

import pytest

from course.grants import RIGHTS, Action, Role
from tests.serving import Client, Page

WHOLE = (Role.FACILITATOR, Role.ADMINISTRATOR)

NOBODY = "00000000-0000-4000-8000-000000000000"

ROUTES = [
    ("GET", "?municipality=sula&language=en", Action.READ, 200),
    ("GET", "session/04_anchoring?municipality=sula&language=en", Action.READ, 200),
    ("GET", "calendar.ics?municipality=sula", Action.READ, 200),
    ("GET", "print/04_anchoring?municipality=sula", Action.READ, 200),
    ("GET", "document/strategy.html?municipality=sula", Action.READ, 200),
    ("GET", "draft/strategy.html?municipality=sula", Action.READ, 200),
    ("GET", "document/gathering_log.html?municipality=sula", Action.READ, 200),
    ("GET", "session/09_facilitator?municipality=sula&language=en", Action.HOLD, 200),
    ("GET", "cohort", Action.HOLD, 200),
    ("GET", "cohort/call?language=en", Action.OPEN, 200),
    ("GET", "cohort/new?language=en", Action.OPEN, 200),
    ("GET", "cohort/applications?language=en", Action.ADMIT, 200),
    # An application that is not there: who may decide is told so.
    ("GET", f"cohort/applications/{NOBODY}", Action.ADMIT, 404),
    ("POST", f"cohort/applications/{NOBODY}/decide", Action.ADMIT, 404),
    # A last day that is missing: nothing is opened.
    ("POST", "cohort/call", Action.OPEN, 400),
    ("POST", "cohort/new", Action.OPEN, 400),
    ("POST", "cohort/invite", Action.INVITE, 400),
    ("POST", "cohort/run", Action.RUN, 400),
    # A name that is missing: who may enter a unit is told so, and nothing is kept.
    ("POST", "units", Action.ARRANGE, 400),
    ("POST", "sign-off|subject=04_anchoring&do=sign", Action.READY, 303),
    ("POST", "sign-off|subject=04_anchoring&do=take-back", Action.READY, 303),
    ("POST", "sign-off|subject=gathering_1&do=sign", Action.SIGN_OFF, 303),
    ("POST", "sign-off|subject=gathering_1&do=take-back", Action.SIGN_OFF, 303),
]
"""Method, address and what is sent, the right it takes, and how it is answered to those who have it."""

OWN = [("GET", "me?language=en", 200), ("GET", "me.json", 200), ("GET", "privacy?language=en", 200)]
"""What everybody may who is signed in."""

SPOKEN_FOR = {Action.WRITE, Action.COMMENT, Action.ADMINISTER}
"""What no route does by itself: answers and comments go through a kernel, the rest is on the command line."""


@pytest.fixture(scope="module")
def people(served):
    with ExitStack() as stack:
        yield {
            role: stack.enter_context(
                served.client(role, None if role in WHOLE else "sula", name=f"Rights {role}")
            )
            for role in Role
        }


def test_every_action_has_a_route_or_is_spoken_for():
    assert {action for _, _, action, _ in ROUTES} | SPOKEN_FOR == set(Action)


def attempt(client: Client, method: str, address: str) -> int:
    if method == "GET":
        answer = client.get(address)
        if 'id="jupyter-config-data"' in answer.text:
            client.request("DELETE", f"api/kernels/{Page(answer).kernel}")  # a dozen at once is many
    else:
        path, _, more = address.partition("|")
        token = client.session.cookies.get("_xsrf", "")
        sent = {"_xsrf": token, "municipality": "sula", "name": "", **dict(parse_qsl(more))}
        answer = client.post(path, data=sent)
    return answer.status_code


@pytest.mark.slow
def test_every_route_lets_through_whom_the_table_lets(served, people, stranger, capsys):
    wrong, number = [], 0
    for role, client in people.items():
        client.get("sign-in")
        for method, address, action, status in ROUTES:
            expected = status if action in RIGHTS[role] else 403
            got = attempt(client, method, address)
            number += 1
            if got != expected:
                wrong.append(f"{role}: {method} {address}: {got}, expected {expected}")
        for method, address, status in OWN:
            number += 1
            if (got := attempt(client, method, address)) != status:
                wrong.append(f"{role}: {method} {address}: {got}, expected {status}")
    for method, address, *_ in ROUTES:
        number += 1
        if (got := attempt(stranger, method, address)) not in (302, 403):
            wrong.append(f"stranger: {method} {address}: {got}")
    assert wrong == []
    with capsys.disabled():
        sys.stdout.write(f"\nrights: {number} attempts, all answered as the table says\n")
