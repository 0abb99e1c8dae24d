"""Being in several roles, seeing what is stored, going out everywhere; and what no log ever says."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup

from course.grants import Grant, Role
from course.server.watch import EVERY
from course.store.forget import forget
from course.store.retention import keep_names_until
from tests.serving import Client, Served, eventually, kernel_process, message, serving

OPERATOR = Grant(person="operator", name="workbook", role=Role.ADMINISTRATOR, cohort="pilot")


@pytest.fixture
def two_roles(served):
    """Tora: a reader in Sula, and a facilitator of the cohort."""
    reader = Grant(person="tora", name="Tora", role=Role.READER, cohort="pilot", organisation="sula")
    facilitator = Grant(person="tora", name="Tora", role=Role.FACILITATOR, cohort="pilot")
    served.access.invite(facilitator, valid_for=timedelta(days=1))
    token = served.access.invite(reader, valid_for=timedelta(days=1), uses=None)
    with Client(served.base) as client:
        client.sign_in(f"{served.base}invitation/{token}")
        yield client
    served.access.revoke("tora")


def choose(client: Client, label: str) -> int:
    page = BeautifulSoup(client.get("nothing").text, "html5lib")
    values = {option.text: option["value"] for option in page.select("#wb-role option")}
    (value,) = [value for text, value in values.items() if label in text]
    token = client.session.cookies.get("_xsrf", "")
    return client.post("role", data={"_xsrf": token, "role": value}).status_code


def test_one_person_goes_from_one_role_to_another_and_each_page_keeps_its_own(served, two_roles):
    two_roles.speak("en")
    page = two_roles.open("")
    shown = BeautifulSoup(page.html, "html5lib")
    assert [option.text for option in shown.select("#wb-role option[selected]")] == ["reader, Sula"]
    assert "Tora (reader)" in page.html
    assert two_roles.get("session/09_facilitator").status_code == 403
    assert choose(two_roles, "facilitator") == 303
    assert two_roles.get("?municipality=asker").status_code == 200
    assert two_roles.open("session/09_facilitator").kernel
    assert two_roles.kernel_status(page.kernel) == 200, "the page that was open has been ended"
    assert choose(two_roles, "reader") == 303
    assert two_roles.get("?municipality=asker").status_code == 403


def test_nobody_chooses_a_role_that_is_not_theirs(served, two_roles, kari):
    kari.get("sign-in")
    page = BeautifulSoup(two_roles.get("nothing").text, "html5lib")
    for option in [*(option["value"] for option in page.select("#wb-role option")), "0", "", "x", "9" * 30]:
        token = kari.session.cookies.get("_xsrf", "")
        assert kari.post("role", data={"_xsrf": token, "role": option}).status_code == 403
    assert kari.post("role", data={"role": "1"}, headers={}).status_code == 403
    assert not BeautifulSoup(kari.get("me").text, "html5lib").select("#wb-role"), "a choice of one is none"


def hears_the_end(line) -> bool:
    """Whether a page is told that its kernel is gone; a busy machine is slow, not wrong."""
    said = ""
    while '"dead"' not in said:
        said = line.recv()
    line.close()
    return True


def test_the_store_is_asked_often_enough_to_end_a_page_within_five_seconds():
    assert EVERY <= 2


@pytest.mark.parametrize("take_back", ["revoke", "forget"])
def test_what_another_process_takes_back_ends_for_that_person_alone(served, take_back):
    """The store is changed from here, as a command would: the server is told nothing."""
    name = f"Gone by {take_back}"
    person = f"{name}-sula".lower()
    with served.client(name="Stays") as other, served.client(name=name) as client:
        kept = other.open("?language=en").kernel
        kernel = client.open("?language=en").kernel
        line = client.connect(kernel)
        if take_back == "revoke":
            served.access.revoke(person)
        else:
            forget(served.store, OPERATOR, "pilot", person)
        assert hears_the_end(line)
        assert client.kernel_status(kernel) == 403
        assert client.get("").status_code == 302
        assert other.kernel_status(kept) == 200, "somebody else's page has been ended"
        with pytest.raises(AssertionError):
            kernel_process(kernel)


def test_signing_out_everywhere_ends_every_browser_of_that_person(served):
    link = served.invite(name="Everywhere")
    with Client(served.base) as phone, Client(served.base) as desk:
        for client in (phone, desk):
            client.sign_in(link)
        page = desk.get("me?language=en").text
        assert page.count("In a browser, since") == 2
        assert desk.post("sign-out-everywhere", headers={}).status_code == 403
        line = phone.connect(phone.open("?language=en").kernel)
        assert desk.post("sign-out-everywhere").status_code == 303
        assert hears_the_end(line)
        assert phone.get("").status_code == desk.get("").status_code == 302


def test_a_person_sees_and_takes_away_what_is_stored_about_them_and_about_nobody_else(served, kari, ola):
    page = kari.get("me?language=en").text
    assert "Your name is kept as Kari" in page and "Ola" not in page
    answer = kari.get("me.json")
    known = answer.json()
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert known["person"]["name"] == "Kari"
    assert [(role["role"], role["organisation"]) for role in known["roles"]] == [("participant", "sula")]
    assert known["sign_ins"] and known["invitations"]
    assert "ola" not in answer.text.lower()
    assert not re.search(r"[0-9a-f]{64}", answer.text), "what a browser is known by is nobody's to see"


def test_the_privacy_notice_is_there_for_everybody_and_says_what_is_not_filled_in(served, kari, stranger):
    for client in (kari, stranger):
        page = BeautifulSoup(client.get("privacy?language=en").text, "html5lib")
        assert len(page.select("main .wb-failed")) == 6
    assert 'href="/privacy"' in stranger.get("sign-in").text
    assert 'href="/privacy"' in kari.open("?language=en").html


def test_the_operator_fills_the_privacy_notice_in_and_it_is_shown_as_text(served, stranger):
    file = served.folder / "privacy.toml"
    file.write_text('controller = "A <b>made-up</b> municipality"\n[contact]\nnn = "Spør"\nen = "Ask"\n')
    try:
        page = stranger.get("privacy?language=nn").text
        assert "A &lt;b&gt;made-up&lt;/b&gt; municipality" in page
        assert "Spør" in page and "Ask" not in page
        file.write_text("king = 1")
        assert stranger.get("privacy").status_code == 500
        assert "privacy.toml" not in stranger.get("privacy").text
    finally:
        file.unlink()


def test_the_day_until_which_names_are_kept_is_told_to_those_it_is_about(served, kari, stranger):
    keep_names_until(served.store, OPERATOR, "pilot", date(2031, 6, 30))
    assert "after June 30, 2031" in kari.get("privacy?language=en").text
    assert "after June 30, 2031" in kari.get("me?language=en").text
    assert "2031" not in stranger.get("privacy?language=en").text


def test_no_log_has_a_token_or_an_answer(tmp_path):
    answer = "Ein skule som ingen skal lese om i ein logg"
    with serving(tmp_path) as served, served.client(name="Writes") as client:
        token = served.invite(name="Later", uses=1).rpartition("/")[2]
        with Client(served.base) as later:
            later.sign_in(f"{served.base}invitation/{token}")
            cookies = {cookie.value for cookie in later.session.cookies if cookie.value}
        kernel = client.open("session/00_mandate?language=en").kernel
        line = client.connect(kernel)
        (profile,) = [
            model
            for model in widget_models(line)
            if model["state"].get("opened", {}).get("kind") == "profile"
        ]
        record = profile["state"]["opened"]["record"]
        content = {
            "type": "save", "token": 1, "kind": "profile", "record": record["id"],
            "revision": record["revision"], "values": {"mandate": answer, "no such": answer},
        }  # fmt: skip
        for values in (content["values"], {"mandate": answer}):
            content["values"] = values
            said = {"method": "custom", "content": content}
            line.send(message("comm_msg", {"comm_id": profile["id"], "data": said}))
        assert eventually(lambda: answer in json.dumps(written(served)), 20)
        client.post("units", data={"name": answer})
        with served.client(Role.FACILITATOR, None, name="Follows") as facilitator:
            facilitator.get(f"?municipality={answer}&unit={answer}&language={answer}")
        line.close()
        log = served.log
    assert "POST" in log and "Signed in" in log, "where nothing is logged, nothing is tested"
    for secret in (token, *cookies, answer, answer.replace(" ", "%20"), answer.replace(" ", "+")):
        assert secret not in log


def written(served: Served) -> list[object]:
    from sqlalchemy import select

    from course.store import schema

    with served.store.engine.connect() as connection:
        return list(connection.scalars(select(schema.record.c.data)))


def widget_models(line) -> list[dict[str, Any]]:
    """Ask a kernel for its widgets, as a page does."""
    asking = {"comm_id": "c" * 32, "target_name": "jupyter.widget.control", "data": {}}
    opening = json.loads(message("comm_open", asking)) | {"metadata": {"version": "1.0.0"}}
    line.send(json.dumps(opening))
    line.send(message("comm_msg", {"comm_id": "c" * 32, "data": {"method": "request_states"}}))
    for _ in range(200):
        said = line.recv()
        text = said if isinstance(said, str) else said.decode("utf-8", "replace")
        if "update_states" in text:
            whole, _ = json.JSONDecoder().raw_decode(text[text.index("{") :])
            states = whole["content"]["data"]["states"]
            return [{"id": key, "state": state["state"]} for key, state in states.items()]
    raise AssertionError("the kernel does not tell of its widgets")
