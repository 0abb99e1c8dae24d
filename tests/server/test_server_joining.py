"""Applying to join, as strangers do it over the network, and deciding, as facilitators do."""

from __future__ import annotations

import re
import socket
import uuid
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode, urlsplit

import pytest
from bs4 import BeautifulSoup

from course.grants import Grant, Role
from course.store.applications import Applications, State
from course.store.calls import Calls
from tests.conftest import FACILITATOR
from tests.joining import FORM, open_call, send
from tests.server.test_server_mail import inbox as inbox
from tests.serving import Client, Served, eventually, serving

SCRIPT = "<script>alert(1)</script>"
HOSTILE = {
    "why": f'{SCRIPT}"><img src=x onerror=alert(1)>',
    "backer": f"{SCRIPT}",
    "contact": "'\"--></style></textarea></title><script>alert(2)</script>",
    "specialist_department-1-called": "{{7*7}}<svg/onload=alert(3)>",
    "plans": "${7*7}\n<b>bold</b>",
}


ADDRESS = "https://workbook.example.org/"
"""Where people reach the server, as the operator says: links that are shown or sent lead there."""


@pytest.fixture(scope="module")
def joined(tmp_path_factory, inbox) -> Served:
    """A server with a mail server, whose pilot cohort can be applied to."""
    with serving(
        tmp_path_factory.mktemp("joined"),
        WORKBOOK_SMTP_HOST="127.0.0.1",
        WORKBOOK_SMTP_PORT=str(inbox.port),
        WORKBOOK_SMTP_SECURITY="none",
        WORKBOOK_SMTP_FROM="workbook@example.org",
        WORKBOOK_ADDRESS=ADDRESS,
        WORKBOOK_BEHIND_PROXY="true",
    ) as server:
        yield server


@pytest.fixture(autouse=True)
def calling(joined: Served) -> None:
    open_call(joined.store)


@pytest.fixture
def stranger(joined: Served):
    with From(joined.base) as client:
        yield client


@pytest.fixture
def facilitator(joined: Served):
    with joined.client(Role.FACILITATOR, None, name="Fride") as client:
        yield client


class From(Client):
    """Somebody at an address of their own, so that what one test does too often is not another's fault."""

    number = 0

    def __init__(self, base: str, address: str = "") -> None:
        super().__init__(base)
        From.number += 1
        self.address = address or f"198.51.100.{From.number}"
        self.speak("en")

    def request(self, method: str, path: str, **how):
        headers = {"X-Forwarded-For": self.address}
        if method not in ("GET", "HEAD") and "headers" not in how:
            headers["X-XSRFToken"] = self.session.cookies.get("_xsrf", "")
        how["headers"] = headers | how.get("headers", {})
        return super().request(method, path, **how)


def page(answer) -> BeautifulSoup:
    return BeautifulSoup(answer.content, "html5lib")


def text(answer) -> str:
    return page(answer).main.get_text(" ", strip=True)


def apply(client: Client, **changed: str):
    """Open the form, fill it in, send it."""
    form = page(client.get("join/pilot")).find("input", {"name": "form"})
    assert form, "there is no form"
    return client.post("join/pilot", data={**FORM, "form": form["value"], **changed})


def applied(client: Client, **changed: str) -> str:
    """The same, and return the path of the personal link."""
    answer = apply(client, **changed)
    assert answer.status_code == 303, text(answer)
    return answer.headers["Location"].lstrip("/")


def everything(server: Served):
    return Applications(server.store).everything(FACILITATOR, "pilot")


def newest(server: Served):
    return max(everything(server), key=lambda one: one.made_at)


def mailed(inbox, since: int, address: str) -> str:
    """What was sent to an address, as one text without the breaks of its lines."""
    return " ".join(
        mail.get_body(("plain",)).get_content().replace("\r\n", "\n").replace("\n", "")
        for to, mail in inbox.handler.taken[since:]
        if to == [address]
    )


def test_a_municipality_applies_in_its_own_language_and_comes_back_by_its_link(joined, stranger, inbox):
    taken = len(inbox.handler.taken)
    assert "join/pilot" in stranger.get("join").text
    assert "/join" in stranger.get("sign-in").text
    stranger.speak("nn")
    path = applied(stranger, contact_email="ny@example.org")
    answer = stranger.get(path)
    assert answer.status_code == 200 and answer.headers["Cache-Control"] == "no-store"
    assert page(answer).html["lang"] == "nn"
    assert page(answer).find(id="wb-link")["value"] == f"{ADDRESS}{path}"
    assert page(answer).find(id="wb-why").get_text() == FORM["why"]
    assert (newest(joined).language, newest(joined).municipality) == ("nn", "Ulstein")
    assert eventually(lambda: len(inbox.handler.taken) > taken)
    to, mail = inbox.handler.taken[-1]
    words = mail.get_body(("plain",)).get_content()
    assert to == ["ny@example.org"] and mail["Content-Language"] == "nn"
    assert f"{ADDRESS}{path}" in words.replace("\n", "")
    assert FORM["why"] not in words and FORM["contact"] not in words, "a stranger writes in our name"
    with From(joined.base) as other:
        saved = {**FORM, "why": "Another reason.", "revision": "1"}
        other.get(path)
        assert "What you wrote is saved." in text(other.post(path, data=saved))
        assert newest(joined).answers.why == "Another reason."
        assert other.post(path, data={**saved, "why": "An old page."}).status_code == 409
        assert newest(joined).answers.why == "Another reason."


@pytest.mark.parametrize("path", ["join/pilot", "application/" + "x" * 43])
def test_a_forged_form_does_nothing(joined, stranger, path):
    before = len(everything(joined))
    stranger.get("join/pilot")
    answer = stranger.post(path, data={**FORM, "form": str(uuid.uuid4())}, headers={"Accept": "text/html"})
    assert answer.status_code == 403
    assert len(everything(joined)) == before


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("municipality", ""),
        ("municipality", "NO-9999"),
        ("municipality", "SE-2480"),
        ("municipality", "../NO-1516"),
        ("why", ""),
        ("why", "x" * 2001),
        ("plans", " "),
        ("backer", "two\nlines"),
        ("contact_email", "ola"),
        ("contact_email", "ola@example.org\r\nBcc: all@example.org"),
        ("administrative_leadership-1-called", ""),
        ("specialist_department-1-called", "x" * 201),
        ("specialist_department-1-email", "dag@"),
    ],
)
def test_what_cannot_be_sent_is_answered_at_its_field_and_what_was_written_stays(
    joined, stranger, field, value
):
    before = len(everything(joined))
    answer = apply(stranger, **{field: value})
    shown = page(answer)
    assert answer.status_code == 400
    assert shown.find(attrs={"name": field, "aria-invalid": "true"})
    assert shown.find(id=f"wb-{field}-problem")
    assert shown.select_one("div[role=alert] a")["href"] == f"#wb-{field}"
    kept = "contact" if field != "contact" else "backer"
    assert shown.find(attrs={"name": kept})["value"] == FORM[kept]
    assert len(everything(joined)) == before


def test_a_form_that_is_sent_twice_is_one_application(joined, stranger):
    key, before = str(uuid.uuid4()), len(everything(joined))
    stranger.get("join/pilot")
    data = {**FORM, "form": key}
    assert stranger.post("join/pilot", data=data).status_code == 303
    assert stranger.post("join/pilot", data=data).status_code == 409
    for wrong in ("", "1", key.upper(), "../" + key):
        assert stranger.post("join/pilot", data={**data, "form": wrong}).status_code == 400
    assert len(everything(joined)) == before + 1


def test_applying_never_tells_of_other_applications(joined):
    with From(joined.base) as first, From(joined.base) as second:
        before = text(second.get("join/pilot"))
        path = applied(first, contact="Only Once")
        assert text(second.get("join/pilot")) == before
        again = applied(second, contact="Another Name")
        assert path != again
        assert "Only Once" not in second.get(again).text
        own, other = (page(client.get(where)) for client, where in ((first, path), (second, again)))
        assert own.find(id="wb-contact")["value"] == "Only Once"
        assert other.find(id="wb-contact")["value"] == "Another Name"


def test_somebody_elses_link_is_needed_to_read_or_change_an_application(joined, stranger):
    """Each attempt stands beside the same one with the link itself, which is answered."""
    path = applied(stranger)
    token = path.partition("/")[2]
    saved = {**FORM, "why": "Changed.", "revision": "1"}
    with From(joined.base) as other:
        other.get("join")
        for wrong in (token[:-1], token + "x", token.swapcase(), "x" * 43, newest(joined).id):
            assert other.get(f"application/{wrong}").status_code == 404
            assert other.post(f"application/{wrong}", data=saved).status_code == 404
            assert other.post(f"application/{wrong}/withdraw").status_code == 404
        assert newest(joined).revision == 1
        assert other.get(path).status_code == 200
        assert other.post(path, data=saved).status_code == 200
        assert newest(joined).revision == 2
        assert other.post(f"{path}/withdraw").status_code == 200
        assert other.get(path).status_code == 404


def test_after_the_last_day_the_link_still_reads_and_nothing_can_be_changed(joined, stranger):
    path = applied(stranger)
    open_call(joined.store, days=-2)
    late = stranger.get("join/pilot")
    assert late.status_code == 200 and "too late" in text(late) and not page(late).find(id="wb-why")
    data = {**FORM, "form": str(uuid.uuid4())}
    assert stranger.post("join/pilot", data=data).status_code == 403
    answer = stranger.get(path)
    assert answer.status_code == 200 and not page(answer).find(id="wb-why")
    assert "too late" in text(answer) and FORM["why"] in text(answer)
    assert stranger.post(path, data={**FORM, "why": "Late.", "revision": "1"}).status_code == 403
    assert stranger.post(f"{path}/withdraw").status_code == 403
    assert newest(joined).answers.why == FORM["why"]
    assert "pilot" not in text(stranger.get("join"))


def test_the_last_day_ends_where_the_cohort_says(joined, stranger):
    # Where it is latest and where it is earliest in the world, the day of the same moment differs.
    yesterday = (datetime.now(UTC) + timedelta(hours=14)).date() - timedelta(days=1)
    open_call(joined.store, deadline=yesterday, time_zone="Pacific/Kiritimati")
    assert not page(stranger.get("join/pilot")).find(id="wb-why")
    open_call(joined.store, deadline=yesterday, time_zone="Pacific/Pago_Pago")
    assert page(stranger.get("join/pilot")).find(id="wb-why")


def test_a_request_that_is_too_large_is_not_read(joined, stranger):
    stranger.get("join/pilot")
    where, cookie = urlsplit(joined.base), stranger.session.cookies["_xsrf"]
    for path, length, expected in (
        ("join/pilot", 30_000_000, b"HTTP/1.1 413"),
        ("join/pilot", None, b"HTTP/1.1 3"),
    ):
        body = urlencode({**FORM, "_xsrf": cookie, "form": str(uuid.uuid4())}).encode()
        head = (
            f"POST /{path} HTTP/1.1\r\nHost: {where.netloc}\r\nCookie: _xsrf={cookie}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\nX-Forwarded-For: 192.0.2.77\r\n"
            f"Content-Length: {length or len(body)}\r\nConnection: close\r\n\r\n"
        ).encode()
        with socket.create_connection((where.hostname, where.port), timeout=30) as line:
            line.sendall(head + body)
            assert line.recv(200).startswith(expected), "the whole of a body is waited for"


def test_all_fields_at_their_longest_fit_into_a_request(joined, stranger):
    longest = {"why": 2000, "plans": 2000, "backer": 200, "backer_position": 200, "contact": 200}
    wide = {name: "𠮷" * length for name, length in longest.items()}
    rows = {name: "𠮷" * 200 for name in FORM if name.endswith("-called")}
    assert apply(stranger, **wide, **rows).status_code == 303


def test_applying_too_often_is_refused_for_that_address_only(joined):
    with From(joined.base, "203.0.113.9") as one, From(joined.base, "203.0.113.10") as other:
        answers = [apply(one).status_code for _ in range(14)]
        assert answers[0] == 303 and answers[-1] == 429
        assert answers.count(303) == 10
        assert "too often" in apply(one).text
        assert apply(other).status_code == 303


def test_nothing_of_an_application_stands_in_the_log(joined, stranger):
    path = applied(stranger, contact="Logged Nowhere", contact_email="nowhere@example.org")
    stranger.get(f"{path}?x=secret")
    stranger.get(f"{path}/withdraw")
    stranger.post(f"{path}/withdraw")
    token = path.partition("/")[2]
    for secret in (token, "Logged Nowhere", "nowhere@example.org", FORM["why"], "secret"):
        assert secret not in joined.log
    assert "/application/…" in joined.log


def test_what_strangers_write_is_shown_as_text_everywhere(joined, stranger, facilitator):
    path = applied(stranger, **HOSTILE)
    one = newest(joined)
    decided = facilitator.post(
        f"cohort/applications/{one.id}/decide", data={"decision": "declined", "reason": HOSTILE["why"]}
    )
    assert decided.status_code == 200
    again = applied(stranger, **HOSTILE)
    pages = [
        stranger.get(path),
        stranger.get(again),
        apply(stranger, **HOSTILE, contact_email="no"),
        decided,
        facilitator.get(f"cohort/applications?beside={one.id}"),
        facilitator.get(f"cohort/applications/{newest(joined).id}"),
    ]
    for shown in pages:
        tree = page(shown)
        assert not tree.find_all("script") and not tree.find_all("svg")
        assert not tree.main.find_all(["img", "b", "style"])
        assert "alert(1)" in shown.text, "it is not there at all"
        assert SCRIPT not in shown.text
        assert "49" not in tree.main.get_text()
    accepted = facilitator.post(
        f"cohort/applications/{newest(joined).id}/decide",
        data={"decision": "accepted", "reason": SCRIPT, "days": "3"},
    )
    for shown in (accepted, facilitator.get("cohort")):
        assert not [script for script in page(shown).find_all("script") if "alert" in script.text]
        assert not page(shown).find_all("svg")


def test_accepting_lets_the_group_in_and_says_so(joined, stranger, facilitator, inbox):
    path = applied(
        stranger,
        municipality="NO-1517",
        contact_email="hareid@example.org",
        **{"specialist_department-1-email": "hans@example.org"},
    )
    one, taken = newest(joined), len(inbox.handler.taken)
    where = f"cohort/applications/{one.id}"
    assert "Hareid" in text(facilitator.get("cohort/applications?language=en"))
    answer = facilitator.post(
        f"{where}/decide", data={"decision": "accepted", "reason": "Welcome.", "days": "3"}
    )
    assert answer.status_code == 200 and answer.headers["Cache-Control"] == "no-store"
    links = [field["value"] for field in page(answer).select(".wb-link input")]
    assert len(links) == 4 and all(link.startswith(f"{ADDRESS}invitation/") for link in links)
    assert all(link.rpartition("/")[2] not in facilitator.get(where).text for link in links)
    with Client(joined.base) as inside:
        inside.sign_in(links[0].replace(ADDRESS, joined.base))
        assert inside.get("calendar.ics").status_code == 200
        assert inside.get("calendar.ics?municipality=sula").status_code == 403
        assert inside.get("cohort/applications").status_code == 403
        assert "hareid@example.org" in inside.get("me.json").text
    told = stranger.get(path)
    assert "Accepted" in text(told) and "Welcome." in text(told) and not page(told).find(id="wb-why")
    assert stranger.post(path, data={**FORM, "revision": "1"}).status_code == 403
    assert eventually(lambda: "Welcome." in mailed(inbox, taken, "hareid@example.org"))
    link = f"{ADDRESS}invitation/"
    for address in ("hareid@example.org", "hans@example.org"):
        assert eventually(lambda to=address: link in mailed(inbox, taken, to))
    again = facilitator.post(f"{where}/decide", data={"decision": "declined", "reason": "No."})
    assert again.status_code == 409


def test_declining_gives_a_reason_that_the_link_shows(joined, stranger, facilitator, inbox):
    path = applied(stranger, contact_email="nei@example.org")
    where, taken = f"cohort/applications/{newest(joined).id}", len(inbox.handler.taken)
    for wrong in ({"reason": ""}, {"reason": " \n"}, {"reason": "x" * 2001}, {"reason": "No.", "days": "0"}):
        answer = facilitator.post(f"{where}/decide", data={"decision": "declined", **wrong})
        assert answer.status_code == 400, wrong
    assert facilitator.post(f"{where}/decide", data={"decision": "king", "reason": "No."}).status_code == 400
    assert newest(joined).state is State.SENT
    answer = facilitator.post(
        f"{where}/decide", data={"decision": "declined", "reason": "All places are taken."}
    )
    assert answer.status_code == 200 and "All places are taken." in text(answer)
    told = text(stranger.get(path))
    assert "Declined" in told and "All places are taken." in told and "Fride" not in told
    assert eventually(lambda: "All places are taken." in mailed(inbox, taken, "nei@example.org"))


def test_nobody_else_sees_or_decides(joined, stranger, facilitator):
    """Each attempt stands beside the same request by a facilitator of the cohort, which is answered."""
    applied(stranger)
    key = newest(joined).id
    reason = {"decision": "declined", "reason": "No."}
    offered = {"deadline": "2999-01-01", "time_zone": "Europe/Oslo", "country": "NO"}
    requests = [
        ("GET", "cohort/applications", {}, 200),
        ("GET", f"cohort/applications?beside={key}", {}, 200),
        ("GET", f"cohort/applications/{key}", {}, 200),
        ("GET", f"cohort/applications/{key}/decide", {}, 302),
        ("POST", f"cohort/applications/{key}/decide", reason, 200),
        ("GET", "cohort/call", {}, 200),
        ("POST", "cohort/call", offered | {"deadline": ""}, 400),
        ("GET", "cohort/new", {}, 200),
        ("POST", "cohort/new", offered, 400),
    ]
    of_sula = Grant(person="of-sula", name="F", role=Role.FACILITATOR, cohort="pilot", organisation="sula")
    with (
        joined.client(Role.PARTICIPANT, "sula", name="Kari") as kari,
        joined.client(Role.READER, "sula", name="Reads") as reader,
        Client(joined.base) as of_one,
        Client(joined.base) as elsewhere,
    ):
        token = joined.access.invite(of_sula, valid_for=timedelta(days=1), uses=None)
        of_one.sign_in(f"{joined.base}invitation/{token}")
        call = Calls(joined.store).open_cohort(
            FACILITATOR, _name("Elsewhere"), Calls(joined.store).of("pilot").offer
        )
        elsewhere.sign_in(joined.invite(Role.FACILITATOR, None, name="Else", cohort=call.cohort))
        refused = 0
        for method, path, data, expected in requests:
            for other in (kari, reader, of_one):
                assert other.request(method, path, data=data).status_code == 403, (method, path)
                refused += 1
            assert stranger.request(method, path, data=data).status_code in (302, 403), path
            refused += 1
            if (key in path and "decide" in path and method == "POST") or path.endswith(key):
                assert elsewhere.request(method, path, data=data).status_code in (200, 404), path
                assert FORM["why"] not in elsewhere.get(path.removesuffix("/decide")).text
            assert newest(joined).state is State.SENT
            assert facilitator.request(method, path, data=data).status_code == expected, (method, path)
            if expected == 200 and method == "POST":
                break_out = newest(joined)
                assert break_out.state is State.DECLINED
                send(joined.store)
                key_now = newest(joined)
                assert key_now.state is State.SENT
        assert refused == 4 * len(requests)


def _name(called: str):
    from course.records.joining import CohortName

    return CohortName(called=called)


def test_a_facilitator_opens_a_cohort_and_is_in_it(joined):
    with joined.client(Role.FACILITATOR, None, name="Opens") as client:
        data = {
            "called": f"Round {uuid.uuid4().hex[:6]}", "called_nn": "Runda", "deadline": "2999-01-01",
            "time_zone": "Europe/Stockholm", "places": "6", "country": ["NO", "SE"],
            "starts_on.0": "2998-10-05", "ends_on.0": "2998-10-07", "place.0": "Oslo",
        }  # fmt: skip
        wrong = client.post("cohort/new", data=data | {"deadline": "soon", "starts_on.0": "2998-13-05"})
        assert wrong.status_code == 400 and page(wrong).find(id="wb-deadline-problem")
        data |= {"deadline": "2099-01-01", "starts_on.0": "2098-10-05", "ends_on.0": "2098-10-04"}
        wrong = client.post("cohort/new", data=data)
        assert wrong.status_code == 400 and page(wrong).find(id="wb-ends_on-0-problem")
        made = client.post("cohort/new", data=data | {"ends_on.0": "2098-10-07"})
        assert made.status_code == 303
        shown = page(client.get("cohort/call?language=en"))
        public = next(a["href"] for a in shown.main.find_all("a") if "/join/" in a["href"])
        public = public.replace(ADDRESS, joined.base)
        assert client.get("cohort").status_code == 200
        assert client.get("").headers["Location"].endswith("/cohort")
        assert "Asker" not in client.get("cohort").text, "the first cohort's municipalities are another's"
        assert client.post("cohort/call", data=data | {"places": "7"}).status_code == 200
    with From(joined.base) as stranger:
        offered = stranger.get(public)
        assert "7 places" in text(offered) and "Oslo" in text(offered)
        assert page(offered).find("option", {"value": "SE-2480"})
        stranger.speak("nn")
        assert "Runda" in stranger.get(public).text


def test_no_page_of_joining_leaves_english_in_a_nynorsk_page(joined, stranger, facilitator):
    path = applied(stranger)
    key = newest(joined).id
    stranger.speak("nn")
    facilitator.speak("nn")
    english = re.compile(r"\b(the|and|application|municipality|who|which|until|what)\b", re.IGNORECASE)
    for client, where in (
        (stranger, "join"), (stranger, "join/pilot"), (stranger, path), (facilitator, "cohort/call"),
        (facilitator, "cohort/new"), (facilitator, "cohort/applications"),
        (facilitator, f"cohort/applications/{key}"),
    ):  # fmt: skip
        tree = page(client.get(where))
        for told in tree.find_all(["textarea", "option", "dd", "td"]):
            told.clear()
        assert english.findall(tree.main.get_text(" ")) == [], where
