"""Signing in by a provider that is really there: each attempt beside the same one that succeeds."""

from __future__ import annotations

import re
import time
from datetime import timedelta
from itertools import count as count_up
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import requests
from bs4 import BeautifulSoup
from sqlalchemy import func, select

from course.grants import Grant, Role
from course.store import schema
from tests.provider import CLIENT, SECRET, opening
from tests.serving import Client, Served, served

__all__ = ["served"]

DAY = timedelta(days=1)
NUMBERS = count_up()


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    """A server, and the provider that people may sign in by there."""
    with opening(tmp_path_factory.mktemp("opened")) as both:
        yield both


@pytest.fixture(scope="module")
def opened(both):
    return both[0]


@pytest.fixture(scope="module")
def provider(both):
    return both[1]


@pytest.fixture
def kari(opened, provider):
    """Somebody who was invited by an e-mail address, anew for each test."""
    grant = Grant(person="kari", name="Kari", role=Role.PARTICIPANT, cohort="pilot", organisation="sula")
    opened.access.invite(grant, valid_for=DAY, address="kari@example.org")
    provider.subject = f"subject-{next(NUMBERS)}"
    yield grant
    forget_all(opened)


@pytest.fixture
def guest(opened):
    with browser(opened) as client:
        client.speak("en")
        yield client


def browser(server: Served) -> Client:
    """Return a browser at a place of its own: how much one place may try is a test of its own."""
    client, number = Client(server.base), next(NUMBERS)
    client.session.headers["X-Forwarded-For"] = f"10.0.{number // 250}.{number % 250 + 1}"
    return client


def forget_all(server: Served) -> None:
    with server.store.engine.begin() as connection:
        for table in ("account", "sign_in", "invitation", "role_held", "person"):
            connection.execute(schema.metadata.tables[table].delete())


def begin(client: Client, provider: str = "good", **form: str) -> str:
    """Press the button of a provider, and return the address to which one is sent."""
    client.get("sign-in")
    answer = client.post(f"sign-in/{provider}", data=form)
    assert answer.status_code == 200, answer.text
    return answer.headers["Refresh"].removeprefix("0; url=")


def at_provider(there: str) -> str:
    """Sign in at the provider, and return the address to which it sends one back."""
    answer = requests.get(there, allow_redirects=False, timeout=30)
    assert answer.status_code == 302, answer.text
    return answer.headers["Location"]


def come(client: Client, provider: str = "good", **form: str) -> requests.Response:
    """Go the whole way."""
    return client.get(at_provider(begin(client, provider, **form)))


def is_in(client: Client) -> bool:
    return client.get("me").status_code == 200


def count(server: Served, table: str) -> int:
    with server.store.engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(schema.metadata.tables[table])) or 0


def verified(address: str = "kari@example.org", **claims: object) -> dict[str, object]:
    return {"email": address, "email_verified": True, **claims}


def changed(address: str, **values: str | None) -> str:
    """Return the address with other values in its query; None takes one out."""
    parts = urlsplit(address)
    query = {name: value[0] for name, value in parse_qs(parts.query).items()} | values
    return parts._replace(
        query=urlencode({name: value for name, value in query.items() if value is not None})
    ).geturl()


def said(answer: requests.Response) -> str:
    return BeautifulSoup(answer.text, "html5lib").main.get_text(" ", strip=True)


def test_whoever_was_invited_by_their_address_signs_in_and_the_account_stays_theirs(
    opened, provider, kari, guest
):
    provider.say(claims=verified("Kari@Example.org"))
    answer = come(guest)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    assert "Kari (participant)" in guest.get("me").text
    assert "HttpOnly" in answer.headers["Set-Cookie"] and "SameSite=Lax" in answer.headers["Set-Cookie"]
    provider.say(claims=verified("new-address@example.org"))
    with browser(opened) as phone:
        assert come(phone).status_code == 303
        assert is_in(phone)
    known = guest.get("me.json").json()
    assert [account["issuer"] for account in known["accounts"]] == [provider.issuer]
    assert provider.subject not in str(known)
    assert "Good &amp; safe" in guest.get("me").text


def test_what_is_sent_to_the_provider_binds_its_answer(opened, provider, kari, guest):
    provider.say(claims=verified())
    there = begin(guest)
    asked = {name: value[0] for name, value in parse_qs(urlsplit(there).query).items()}
    assert asked["redirect_uri"] == f"{opened.base}sign-in/good/back"
    assert asked["code_challenge_method"] == "S256" and len(asked["code_challenge"]) == 43
    assert len(asked["state"]) == len(asked["nonce"]) == 43
    assert asked["scope"] == "openid profile email" and asked["ui_locales"] == "en"
    assert SECRET not in there
    again = {name: value[0] for name, value in parse_qs(urlsplit(begin(guest)).query).items()}
    assert not {asked[name] for name in ("state", "nonce", "code_challenge")} & set(again.values())


NOW = int(time.time())

BAD_TOKENS = {
    "expired": ("ExpiredTokenError exp", {"exp": NOW - 3600, "iat": NOW - 7200}),
    "without an end": ("MissingClaimError exp", {"exp": None}),
    "whose end is no number": ("InvalidClaimError exp", {"exp": "2999"}),
    "made in the future": ("InvalidClaimError iat", {"iat": NOW + 7200, "exp": NOW + 9000}),
    "without a beginning": ("MissingClaimError iat", {"iat": None}),
    "not valid yet": ("InvalidClaimError nbf", {"nbf": NOW + 7200}),
    "for somebody else": ("InvalidClaimError aud", {"aud": "another-client"}),
    "for nobody": ("MissingClaimError aud", {"aud": None}),
    "for several, of somebody else": (
        "InvalidClaimError azp",
        {"aud": [CLIENT, "another"], "azp": "another"},
    ),
    "for several, of nobody": ("MissingClaimError azp", {"aud": [CLIENT, "another"]}),
    "of another issuer": ("InvalidClaimError iss", {"iss": "https://elsewhere.example"}),
    "of an issuer that begins like ours": ("InvalidClaimError iss", {"iss": "http://127.0.0.1/good"}),
    "without an issuer": ("MissingClaimError iss", {"iss": None}),
    "without a subject": ("MissingClaimError sub", {"sub": None}),
    "whose subject is empty": ("InvalidClaimError sub", {"sub": ""}),
    "whose subject is no text": ("InvalidClaimError sub", {"sub": ["subject"]}),
    "with another nonce": ("InvalidClaimError nonce", {"nonce": "x" * 43}),
    "without a nonce": ("MissingClaimError nonce", {"nonce": None}),
    "of another access token": ("InvalidClaimError at_hash", {"at_hash": "x" * 22}),
    "unsigned": ("UnsupportedAlgorithmError", "none"),
    "signed with the public key as a secret": ("UnsupportedAlgorithmError", "HS256"),
    "signed by another key under our key's name": ("BadSignatureError", "another key"),
    "signed by a key that nobody has published": ("InvalidKeyIdError", "a key nobody has published"),
    "changed after it was signed": ("BadSignatureError", "changed afterwards"),
}
"""A token → why it is refused, and what is wrong with it: claims, or how it is made."""


@pytest.mark.parametrize("kind", BAD_TOKENS)
def test_a_bad_token_lets_nobody_in_beside_the_same_that_does(opened, provider, kari, kind):
    why, bad = BAD_TOKENS[kind]
    wrong = bad if isinstance(bad, dict) else {}
    with browser(opened) as client:
        client.speak("en")
        before, logged = (count(opened, "sign_in"), count(opened, "account")), len(opened.log)
        provider.say(claims=verified() | wrong, how="RS256" if wrong else bad)
        answer = come(client)
        assert answer.status_code == 403
        assert f"Refused: a sign-in by good. The ID token was refused: {why}." in opened.log[logged:]
        assert "Good & safe did not confirm who you are." in said(answer)
        assert not is_in(client)
        assert (count(opened, "sign_in"), count(opened, "account")) == before
        provider.say(claims=verified())
        assert come(client).status_code == 303
        assert is_in(client)


@pytest.mark.parametrize(
    "good",
    [{"claims": {"aud": [CLIENT]}}, {"claims": {"aud": [CLIENT, "x"], "azp": CLIENT}}, {"how": "ES256"}],
)
def test_what_the_standard_allows_lets_in(opened, provider, kari, guest, good):
    provider.say(claims=verified() | good.get("claims", {}), how=good.get("how", "RS256"))
    assert come(guest).status_code == 303


def test_a_new_key_is_asked_for_once(opened, provider, kari, guest):
    provider.say(claims=verified())
    come(guest)
    before = provider.seen()["keys"]
    provider.say(claims=verified(), how="a new key")
    assert come(guest).status_code == 303
    assert provider.seen()["keys"] == before + 1
    provider.say(claims=verified(), how="a key nobody has published")
    assert come(guest).status_code == 403
    assert provider.seen()["keys"] == before + 2
    provider.say(claims=verified())
    assert come(guest).status_code == 303
    assert provider.seen()["keys"] == before + 2, "keys that are known are asked for again"


def test_a_nonce_from_an_earlier_sign_in_is_refused(opened, provider, kari, guest):
    provider.say(claims=verified())
    first = begin(guest)
    nonce = parse_qs(urlsplit(first).query)["nonce"][0]
    assert guest.get(at_provider(first)).status_code == 303
    with browser(opened) as other:
        provider.say(claims=verified(nonce=nonce))
        assert come(other).status_code == 403
        assert not is_in(other)
        provider.say(claims=verified())
        assert come(other).status_code == 303


@pytest.mark.parametrize(
    "change",
    [{"state": None}, {"state": ""}, {"state": "x" * 43}, {"state": "ø"}],
    ids=["missing", "empty", "wrong", "strange"],
)
def test_without_the_right_state_nobody_comes_back(opened, provider, kari, guest, change):
    provider.say(claims=verified())
    back = at_provider(begin(guest))
    answer = guest.get(changed(back, **change))
    assert answer.status_code == 400
    assert "begun in another browser" in said(answer)
    assert not is_in(guest)
    assert guest.get(back).status_code == 303
    assert is_in(guest)


def test_a_state_works_once_whatever_the_code(opened, provider, kari, guest):
    provider.say(claims=verified())
    cookies = guest.session.cookies.copy()
    back = at_provider(begin(guest))
    cookies.update(guest.session.cookies)
    assert guest.get(back).status_code == 303
    guest.session.cookies = cookies
    other = parse_qs(urlsplit(at_provider(begin(browser(opened)))).query)["code"][0]
    guest.session.cookies = cookies
    for replayed in (back, changed(back, code=other)):
        assert guest.get(replayed).status_code == 400
    assert not is_in(guest)


def test_a_code_works_once(opened, provider, kari, guest):
    provider.say(claims=verified())
    back = at_provider(begin(guest))
    code = parse_qs(urlsplit(back).query)["code"][0]
    assert guest.get(back).status_code == 303
    with browser(opened) as other:
        assert other.get(changed(at_provider(begin(other)), code=code)).status_code == 403
        assert not is_in(other)
    assert "invalid_grant" in opened.log
    assert "<b>secret" not in opened.log, "what a provider adds to an error is logged"


def test_a_code_of_somebody_elses_sign_in_fails_for_want_of_its_verifier(opened, provider, kari, guest):
    provider.say(claims=verified())
    mine = at_provider(begin(guest))
    with browser(opened) as other:
        theirs = at_provider(begin(other))
        code = parse_qs(urlsplit(theirs).query)["code"][0]
        assert guest.get(changed(mine, code=code)).status_code == 403
        assert not is_in(guest)
    assert come(guest).status_code == 303
    sent = provider.seen()["token"]
    assert 43 <= len(sent["code_verifier"]) <= 128
    code = parse_qs(urlsplit(at_provider(begin(guest))).query)["code"][0]
    without = {name: value for name, value in sent.items() if name != "code_verifier"} | {"code": code}
    answer = requests.post(f"{provider.issuer}/token", data=without, auth=(CLIENT, SECRET), timeout=30)
    assert answer.json()["error"] == "invalid_grant", "the provider of the tests lets anybody have a code"


def test_nobody_is_signed_in_by_an_answer_that_another_browser_asked_for(opened, provider, kari, guest):
    provider.say(claims=verified())
    with browser(opened) as attacker:
        back = at_provider(begin(attacker))
        begin(guest)  # which has a cookie of its own
        assert guest.get(back).status_code == 400
        assert not is_in(guest)
        assert attacker.get(back).status_code == 400, "a state that was tried elsewhere goes on working"
        assert come(attacker).status_code == 303


def test_an_answer_for_one_provider_is_none_for_another(opened, provider, kari, guest):
    provider.say(claims=verified(acr="high"), userinfo={})
    back = at_provider(begin(guest))
    assert guest.get(back.replace("/good/back", "/realm/back")).status_code == 400
    provider.say(claims=verified(), answer={"iss": "https://elsewhere.example"})
    assert come(guest).status_code == 403
    provider.say(claims=verified(), answer={"iss": provider.issuer})
    assert come(guest).status_code == 303


def test_the_way_begins_with_the_button_of_our_own_page_only(opened, provider, kari, guest):
    provider.say(claims=verified())
    guest.get("sign-in")
    assert guest.post("sign-in/good", headers={}).status_code == 403
    assert guest.get("sign-in/good").status_code == 302
    assert guest.get("sign-in/good").headers["Location"].startswith("/sign-in")
    assert guest.post("sign-in/nobody").status_code == guest.get("sign-in/nobody/back").status_code == 404
    assert begin(guest).startswith(provider.base)


OUTSIDE = [
    "https://evil.example/", "//evil.example", "/\\evil.example", "\\\\evil.example", "/\t/evil.example",
    "javascript:alert(1)", "http:evil.example", "/%5cevil.example/", "/..//evil.example", "/%2e%2e//evil",
    "/session//evil", "evil.example", " /me", "/" + "x" * 3000, "/me\r\nSet-Cookie: a=b", "/ø",
]  # fmt: skip


@pytest.mark.parametrize("to", OUTSIDE)
def test_after_signing_in_one_lands_on_a_page_of_ours(opened, provider, kari, to):
    provider.say(claims=verified())
    with browser(opened) as client:
        page = BeautifulSoup(client.get("sign-in", params={"next": to}).text, "html5lib")
        offered = page.select_one("input[name=next]")["value"]
        assert offered == ("/me" if to == " /me" else "/")
        answer = come(client, next=to)
        assert (answer.status_code, answer.headers["Location"]) == (303, offered)
    with browser(opened) as client:
        asked_for = client.get("session/03_documents?language=nn").headers["Location"]
        page = BeautifulSoup(client.get(asked_for).text, "html5lib")
        to = page.select_one("input[name=next]")["value"]
        assert come(client, next=to).headers["Location"] == "/session/03_documents?language=nn"


def test_nobody_comes_in_uninvited(opened, provider, kari, guest):
    before = count(opened, "person")
    provider.say(claims=verified("stranger@example.org", sub="stranger", name="Stranger"))
    answer = come(guest)
    assert answer.status_code == 403
    assert "nobody has invited you by that account yet" in said(answer)
    assert not is_in(guest) and count(opened, "person") == before
    provider.say(claims=verified())
    assert come(guest).status_code == 303


@pytest.mark.parametrize(
    "claims",
    [
        {"email_verified": False},
        {"email_verified": None},
        {"email_verified": "false"},
        {"email_verified": 0},
        {"email_verified": ["true"]},
        {"email": ["kari@example.org"]},
        {"email": "kari@example.org@example.com"},
        {"email": None},
    ],
    ids=str,
)
def test_an_address_that_the_provider_has_not_verified_is_nobodys(opened, provider, kari, guest, claims):
    provider.say(claims=verified() | claims)
    assert come(guest).status_code == 403
    assert not is_in(guest)
    provider.say(claims=verified())
    assert come(guest).status_code == 303


def test_an_open_invitation_binds_the_account_to_its_person(opened, provider, kari, guest):
    link = opened.invite(name="Liv", uses=1)
    token = link.rpartition("/")[2]
    page = BeautifulSoup(guest.get(link).text, "html5lib")
    form = page.select_one("form[action='/sign-in/good']")
    assert form.select_one("input[name=invitation]")["value"] == token
    provider.say(claims={"sub": "livs", "email_verified": False, "email": "kari@example.org"})
    assert come(guest, invitation=token).status_code == 303
    assert "Liv (participant)" in guest.get("me").text
    with browser(opened) as phone:
        phone.speak("en")
        assert "has been used already" in phone.get(link).text
        assert phone.post("sign-in/good", data={"invitation": token}).status_code == 403
        assert come(phone).status_code == 303
        assert "Liv (participant)" in phone.get("me").text


def test_an_account_that_is_somebody_elses_takes_no_invitation(opened, provider, kari, guest):
    provider.say(claims=verified())
    assert come(guest).status_code == 303
    token = opened.invite(name="Liv", uses=1).rpartition("/")[2]
    with browser(opened) as client:
        client.speak("en")
        answer = come(client, invitation=token)
        assert answer.status_code == 403 and "belongs to somebody else here" in said(answer)
        assert not is_in(client)
        provider.say(claims={"sub": "livs"})
        assert come(client, invitation=token).status_code == 303, "a refused account used the invitation up"


def test_two_who_use_one_invitation_at_once_are_not_both_let_in(opened, provider, kari, guest):
    token = opened.invite(name="Liv", uses=1).rpartition("/")[2]
    provider.say(claims={"sub": "livs"})
    mine = at_provider(begin(guest, invitation=token))
    with browser(opened) as other:
        theirs = at_provider(begin(other, invitation=token))
        assert guest.get(mine).status_code == 303
        provider.say(claims={"sub": "thiefs"})
        assert other.get(theirs).status_code == 403
        assert not is_in(other)


def test_a_link_that_is_for_anybody_binds_nobody(opened, provider, kari, guest):
    link = opened.invite(name="Demo", uses=None)
    assert "/sign-in/good" not in guest.get(link).text
    provider.say(claims={"sub": "anybody"})
    assert come(guest, invitation=link.rpartition("/")[2]).status_code == 403
    assert not is_in(guest)
    guest.sign_in(link)
    assert is_in(guest)


def test_a_claim_lets_in_where_the_operator_says_and_nowhere_else(opened, provider, kari, guest):
    provider.say(claims={"sub": "ola", "name": "Ola <b>Normann</b>", "work": ["x", "asker-staff"]})
    assert come(guest).status_code == 303
    page = guest.get("me").text
    assert "Ola &lt;b&gt;Normann&lt;/b&gt; (participant)" in page and "Asker" in page
    assert guest.get("?municipality=sula").status_code == 403
    with browser(opened) as other:
        other.speak("en")
        for work in ("asker", "asker-staff ", "ASKER-STAFF", ["asker-staf"], {"asker-staff": 1}, None, 7):
            provider.say(claims={"sub": "per", "name": "Per", "work": work})
            assert come(other).status_code == 403
        provider.say(claims={"sub": "per", "name": "Per", "work": "oslo-staff"})
        answer = come(other)
        assert answer.status_code == 403 and "does not take part here" in said(answer)
        provider.say(claims={"sub": "per", "work": "asker-staff"})
        assert "does not tell your name" in said(come(other))
        provider.say(claims={"sub": "per", "name": "Per", "work": "course-leaders"})
        assert come(other).status_code == 303
        assert "Per (facilitator)" in other.get("me").text


def test_a_role_ends_with_the_claim_that_gave_it(opened, provider, kari, guest):
    provider.say(claims={"sub": "ola", "name": "Ola", "work": "asker-staff"})
    assert come(guest).status_code == 303
    with browser(opened) as later:
        later.speak("en")
        provider.say(claims={"sub": "ola", "name": "Ola", "work": "nowhere"})
        answer = come(later)
        assert answer.status_code == 403 and "no role here any more" in said(answer)
        assert not is_in(later) and not is_in(guest)
        provider.say(claims={"sub": "ola", "name": "Ola", "work": "asker-staff"})
        assert come(later).status_code == 303


def test_what_was_taken_back_no_claim_and_no_address_gives_again(opened, provider, kari, guest):
    provider.say(claims={"sub": "ola", "name": "Ola", "work": "asker-staff"})
    assert come(guest).status_code == 303
    person = guest.get("me.json").json()["person"]["key"]
    assert opened.access.revoke(person) == 1
    assert not is_in(guest)
    assert come(guest).status_code == 403
    provider.say(claims=verified())
    opened.access.revoke("kari")
    assert come(guest).status_code == 403
    provider.say(claims=verified(work="asker-staff", name="Kari"))
    assert come(guest).status_code == 403, "a claim gives again what was taken back"
    assert not is_in(guest)


def test_such_a_sign_in_is_one_like_any_other(opened, provider, kari, guest):
    provider.say(claims=verified())
    with browser(opened) as phone:
        for client in (guest, phone):
            assert come(client).status_code == 303
        assert phone.post("sign-out-everywhere").status_code == 303
        assert not is_in(guest) and not is_in(phone)


def test_whoever_is_in_already_stays_who_they_are_to_their_open_pages(opened, provider, kari, guest):
    provider.say(claims=verified())
    come(guest)
    kernel = guest.open("").kernel
    assert come(guest).status_code == 303
    assert guest.kernel_status(kernel) == 200
    assert count(opened, "sign_in") == 1


def test_the_realm_of_a_name_and_a_level_and_what_userinfo_adds(opened, provider, kari, guest):
    name = "https://n.feide.no/claims/eduPersonPrincipalName"
    more = {name: "eva@Elverum.example", "name": "Eva"}
    provider.say(claims={"acr": "low"}, userinfo=more)
    assert come(guest, "realm").status_code == 403, "a level that was not asked for is enough"
    for wrong in ({"sub": "somebody-else"}, {name: "eva@elverum.example.com"}, {name: "elverum.example"}):
        provider.say(claims={"acr": "high"}, userinfo=more | wrong)
        assert come(guest, "realm").status_code == 403
    provider.say(claims={"acr": "high"}, userinfo=more)
    assert come(guest, "realm").status_code == 303
    assert "Eva (reader)" in guest.get("me").text
    assert provider.seen()["authorize"]["acr_values"] == "high"


@pytest.mark.parametrize("who", ["huge", "slow", "other", "silly", "fails"])
def test_a_provider_that_does_not_answer_as_it_should_is_said_to(opened, guest, who):
    guest.get("sign-in")
    began = time.monotonic()
    answer = guest.post(f"sign-in/{who}")
    assert answer.status_code == 502 and time.monotonic() - began < 20
    assert f"{who} does not answer as it should." in said(answer)
    assert "Refresh" not in answer.headers


@pytest.mark.parametrize(
    ("error", "sentence"),
    [("access_denied", "was broken off"), ("server_error", "did not confirm"), ("<b>", "did not confirm")],
)
def test_who_breaks_off_at_the_provider_is_told_so(opened, provider, kari, guest, error, sentence):
    provider.say(answer={"code": None, "error": error, "error_description": "<script>alert(1)</script>"})
    answer = come(guest)
    assert answer.status_code == 403 and sentence in said(answer)
    assert "<script>alert" not in answer.text and "<b>" not in answer.text


def test_no_log_has_a_secret_of_a_sign_in(opened, provider, kari, guest):
    provider.say(claims=verified())
    there = begin(guest)
    back = at_provider(there)
    assert guest.get(back).status_code == 303
    asked = parse_qs(urlsplit(there).query)
    secrets = [asked["state"][0], asked["nonce"][0], parse_qs(urlsplit(back).query)["code"][0], SECRET]
    secrets += [cookie.value for cookie in guest.session.cookies if len(cookie.value or "") > 20]
    log = opened.log
    assert "Signed in by good: kari" in log
    for secret in [*secrets, provider.subject, "kari@example.org", provider.seen()["token"]["code_verifier"]]:
        assert secret not in log


@pytest.mark.parametrize("language", ["en", "nb", "nn"])
def test_the_buttons_are_on_the_page_for_signing_in_in_each_language(opened, guest, language):
    page = BeautifulSoup(guest.get(f"sign-in?language={language}").text, "html5lib")
    buttons = [button.text for button in page.select("form[action^='/sign-in/'] button")]
    assert buttons[0].endswith("Good & safe") and len(buttons) == 7
    assert page.html["lang"] == language


def test_all_of_it_lives_under_the_base_url(tmp_path):
    with opening(tmp_path, "/course/book/") as (server, provider), browser(server) as client:
        provider.say(claims={"name": "Ola", "work": "asker-staff"})
        back = at_provider(begin(client, next="/course/book/me"))
        assert back.startswith(f"{server.base}sign-in/good/back?")
        answer = client.get(back)
        assert answer.headers["Location"] == "/course/book/me" and is_in(client)
        assert all("Path=/course/book/" in cookie for cookie in answer.headers["Set-Cookie"].split(", work"))
        for outside in (
            "/me",
            "/course/",
            "/course/book/../../me",
            "/course/book/%2e%2E/x",
            "/course/bookish",
        ):
            with browser(server) as other:
                assert come(other, next=outside).headers["Location"] == "/course/book/"


@pytest.mark.parametrize("language", ["en", "nb", "nn"])
def test_the_privacy_notice_says_what_an_account_leaves_behind(opened, served, guest, language):
    page = guest.get(f"privacy?language={language}").text
    assert page.count("Good &amp; safe, By realm") == 2
    with Client(served.base) as elsewhere:
        assert len(page) > len(elsewhere.get(f"privacy?language={language}").text)


def test_too_many_sign_ins_by_one_account_are_refused_wherever_they_come_from(opened, provider, kari):
    provider.say(claims=verified())
    statuses = []
    for _ in range(21):
        with browser(opened) as client:
            statuses.append(come(client).status_code)
    assert statuses == [303] * 20 + [429]
    provider.say(claims=verified(sub="another account"))
    with browser(opened) as client:
        assert come(client).status_code == 303


def test_too_many_beginnings_from_one_place_are_refused(opened, provider, kari):
    with browser(opened) as client:
        client.speak("en")
        client.get("sign-in")
        statuses = [client.post("sign-in/good").status_code for _ in range(61)]
        assert statuses[-1] == 429 and set(statuses) <= {200, 429}
        assert "too often" in client.post("sign-in/good").text
    assert re.search(r"too many tries to sign in", opened.log)
