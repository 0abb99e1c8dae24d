"""The server that is attacked, who attacks it, and how often."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest
from tornado.web import create_signed_value, decode_signed_value

from course.grants import Role
from tests.server.attacks.people import Town, settled
from tests.serving import Client, serving


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """The server that is attacked, with everybody signed in."""
    with serving(tmp_path_factory.mktemp("attacked")) as served, settled(served) as town:
        yield town


@pytest.fixture
def attempts(record_property: Callable[[str, object], None]) -> Iterator[list[str]]:
    """What has been tried; counted when the test is over."""
    tried: list[str] = []
    yield tried
    record_property("attempts", len(tried))


@pytest.fixture(scope="session")
def forgers(town: Town) -> dict[str, Client]:
    """Browsers of nobody: cookies that were changed, made up, of another time, or no longer hold."""
    served, kari = town.served, town.people["kari"]
    name = next(cookie.name for cookie in kari.session.cookies if cookie.name.startswith("workbook-"))
    real = kari.session.cookies[name].strip('"')
    secret = (served.folder / "cookie_secret").read_text().strip()
    sign_in = decode_signed_value(secret, name, real)
    assert sign_in
    long_ago = time.time() - 40 * 24 * 3600
    ended = served.client(Role.PARTICIPANT, "sula", name="Has signed out")
    old = ended.session.cookies[name]
    ended.get("sign-in")
    ended.post("sign-out")
    turned_out = served.client(Role.PARTICIPANT, "sula", name="Is turned out")
    revoked = turned_out.session.cookies[name]
    served.access.revoke("is turned out-sula")
    values = {
        "another signature": real[:-1] + ("0" if real[-1] != "0" else "1"),
        "no signature": sign_in.decode(),
        "another's secret": create_signed_value("x" * 64, name, sign_in).decode(),
        "for another name": create_signed_value(secret, "workbook_language", sign_in).decode(),
        "an old moment": create_signed_value(secret, name, sign_in, clock=lambda: long_ago).decode(),
        "made-up sign-in": create_signed_value(secret, name, b"0" * len(sign_in)).decode(),
        "signed out": old,
        "turned out": revoked,
    }
    # The secret is the server's own: signed with it and for this moment, the same cookie opens.
    values_that_open = create_signed_value(secret, name, sign_in).decode()
    browsers = {}
    for what, value in {**values, "": values_that_open}.items():
        browsers[what] = Client(served.base)
        browsers[what].get("sign-in")
        browsers[what].session.cookies.set(name, value, domain="127.0.0.1", path="/")
    assert browsers.pop("").get("me").status_code == 200
    return browsers
