"""Signing off over the network: a session by its group, a gathering by facilitators, by nobody else."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup

from course.grants import Role
from course.store import SignOffs
from tests.conftest import FACILITATOR, participant
from tests.serving import Client, Served, serving


@pytest.fixture(scope="module")
def signing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server of this file's own: what is signed off here is nobody else's business."""
    with serving(tmp_path_factory.mktemp("signing")) as server:
        yield server


@pytest.fixture
def kari(signing):
    with signing.client(name="Kari") as client:
        yield client


@pytest.fixture
def fride(signing):
    with signing.client(Role.FACILITATOR, None, name="Fride") as client:
        yield client


def press(client, subject, do="sign", **whose):
    return client.post("sign-off", data={"subject": subject, "do": do, "municipality": "sula", **whose})


def held(signing, grant=FACILITATOR):
    return SignOffs(signing.store, grant, "pilot").held()


def text_of(answer):
    assert answer.status_code == 200, answer.text
    return BeautifulSoup(answer.content, "html5lib").main.get_text(" ", strip=True)


def test_a_group_says_that_it_is_ready_and_its_page_says_so(signing, kari):
    page = BeautifulSoup(kari.open("session/04_anchoring?language=en").html, "html5lib")
    form = page.select_one(".wb-sign-off details form")
    sent = {field["name"]: field["value"] for field in form("input")}
    assert sent | {"_xsrf": ""} == {
        "_xsrf": "", "subject": "04_anchoring", "do": "sign", "municipality": "sula", "unit": "",
    }  # fmt: skip
    answer = kari.post("sign-off", data=sent)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/session/04_anchoring")
    assert held(signing)["sula", "04_anchoring"].made_by == "Kari"
    html = kari.open("session/04_anchoring?language=en").html
    assert "Ready for the gathering: snapshot 1" in html
    assert press(kari, "04_anchoring", "take-back").status_code == 303
    assert press(kari, "04_anchoring", "take-back").status_code == 303
    assert ("sula", "04_anchoring") not in held(signing)


def test_a_snapshot_is_read_as_it_was_and_what_has_changed_is_told_field_by_field(signing, kari, fride):
    view = signing.store.view(participant("sula"), "pilot", "sula")
    goal = view.save("goal", str(uuid.uuid4()), {"called": "<b>Then</b>"}, 0)
    press(kari, "04_anchoring")
    view.save("goal", goal.id, {"called": "<i>Later</i>"}, goal.revision)
    for client in (kari, fride):
        page = text_of(client.get("gathering/3?municipality=sula&language=en"))
        assert "<b>Then</b>" in page and "<i>Later</i>" in page
        revision = held(signing)["sula", "04_anchoring"].change
        address = f"session/04_anchoring?municipality=sula&language=en&revision={revision}"
        html = client.open(address).html
        assert "You see snapshot" in html
        assert "&lt;b&gt;Then" in html or "\\u003cb\\u003eThen" in html
        assert "Later" not in html
        assert html.count(f"&amp;revision={revision}") == 3, "in every language it is the same snapshot"
        assert "wb-sign-off" not in html


def test_facilitators_sign_off_a_gathering_and_the_group_sees_it(signing, kari, fride):
    answer = press(fride, "gathering_3")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/gathering/3?municipality=sula")
    assert "Signed off by Fride" in text_of(kari.get("gathering/3?language=en"))
    page = BeautifulSoup(kari.get("gathering/3").content, "html5lib")
    assert not page.select(".wb-sign-off form"), "the group is shown it and cannot press it"
    assert press(fride, "gathering_3", "take-back").status_code == 303


@pytest.mark.parametrize("do", ["sign", "take-back"])
def test_nobody_signs_off_for_another(signing, kari, fride, do):
    """Each attempt stands beside the same request by whoever may."""
    with (
        signing.client(Role.READER, "sula", name="Reads") as reader,
        signing.client(organisation="asker", name="Ola") as ola,
    ):
        attempts = [
            (reader, "02_needs", kari),
            (fride, "02_needs", kari),
            (ola, "02_needs", kari),
            (kari, "gathering_2", fride),
            (reader, "gathering_2", fride),
            (ola, "gathering_2", fride),
        ]
        for who, subject, owner in attempts:
            before = held(signing)
            assert press(who, subject, do).status_code == 403, (who, subject)
            assert held(signing) == before
            assert press(owner, subject, do).status_code == 303
        assert ola.get("gathering/2?municipality=sula").status_code == 403
        assert ola.get("session/02_needs?municipality=sula&revision=1").status_code == 403


def test_what_does_not_exist_is_not_signed_off(signing, kari):
    for subject in ("08_decision", "home", "12_party", "", "gathering_9", "../04_anchoring"):
        assert press(kari, subject).status_code == 404, subject
    assert press(kari, "04_anchoring", "break").status_code == 400
    assert kari.get("gathering/9").status_code == 404
    for revision in ("0", "99999", "-1", "x", "1" * 30, "\u0661"):
        assert kari.get("session/04_anchoring", params={"revision": revision}).status_code == 404, revision


def test_a_stranger_and_a_forged_form_change_nothing(signing, kari):
    before = held(signing)
    with Client(signing.base) as stranger:
        stranger.get("sign-in")
        assert press(stranger, "01_baseline").status_code in (302, 403)
        assert stranger.get("gathering/1").status_code == 302
    forged = kari.post("sign-off", data={"subject": "01_baseline", "do": "sign"}, headers={})
    assert forged.status_code == 403
    assert held(signing) == before
