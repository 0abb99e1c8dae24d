"""What can be asked of the server for Sula, and who may: everybody else's asking is an attack."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import requests

from tests.server.attacks.people import MARK, Town
from tests.serving import Client

__all__ = ["ASKED", "KERNEL", "OF_NOBODY_ELSE", "REFUSED", "Asking", "end_kernel", "refused", "send"]

REFUSED = (400, 403, 404, 405)

_OF_SULA = frozenset({"kari", "kari again", "rolf", "fride", "ada"})
_OF_SULA_AND_ITS_SCHOOL = _OF_SULA | {"siv"}
_WRITERS = frozenset({"kari", "kari again"})
_HOLDERS = frozenset({"fride", "ada"})
_SIV = frozenset({"siv"})
_OF_EXAMPLE = frozenset({"erik", "eva"})
"""They hold another cohort: what is asked for without a name is that cohort's, which they may have."""

FILE = "Title;Status;From year\nBridges;Idea;2019\n"


@dataclass(frozen=True)
class Asking:
    """One request for something of Sula's. Names in braces are filled in from what is known of the town."""

    method: str
    path: str
    may: frozenset[str]
    """Who may ask; the first of them in order does it where it changes something."""
    status: int = 200
    sent: Mapping[str, str] = field(default_factory=dict)
    file: tuple[str, str] | None = None
    aside: frozenset[str] = frozenset()
    """Who is answered with something of their own: they are looked after in a test of its own."""
    secret: bool = False
    """Whether what Sula has written is in the answer to those who may."""
    makes: str = ""
    """What the owner's answer says is remembered under that name, by a rule of `test_server_attacks`."""

    @property
    def name(self) -> str:
        what = f" {self.sent}" if self.sent else ""
        return f"{self.method} /{self.path}{what}"

    def filled(self, known: Mapping[str, Any]) -> tuple[str, dict[str, str]]:
        """Return address and body with every name filled in."""
        return self.path.format(**known), {key: value.format(**known) for key, value in self.sent.items()}


def _get(path: str, may: frozenset[str] = _OF_SULA, **how: Any) -> Asking:
    return Asking("GET", path, may, **how)


def _post(path: str, may: frozenset[str], sent: Mapping[str, str], **how: Any) -> Asking:
    return Asking("POST", path, may, **({"status": 303} | how), sent=sent)


_SIV_HERSELF = {"aside": _SIV}  # a unit's people are answered with their unit, whatever municipality is named

ASKED: tuple[Asking, ...] = (
    # Pages
    _get("?municipality=sula", **_SIV_HERSELF),
    _get("session/04_anchoring?municipality=sula", secret=True, **_SIV_HERSELF),
    _get("session/04_anchoring?unit={school}&municipality=sula", _OF_SULA_AND_ITS_SCHOOL, secret=True),
    _get("session/04_anchoring?municipality=sula&revision=1", **_SIV_HERSELF),
    _get("session/09_facilitator", _HOLDERS, aside=_OF_EXAMPLE),
    _get("gathering/2?municipality=sula", **_SIV_HERSELF),
    # What is downloaded
    _get("calendar.ics?municipality=sula", **_SIV_HERSELF),
    _get("print/04_anchoring?municipality=sula", **_SIV_HERSELF),
    _get("document/answers.json?municipality=sula", secret=True, **_SIV_HERSELF),
    _get("document/strategy.html?municipality=sula", **_SIV_HERSELF),
    _get("document/strategy.docx?municipality=sula", **_SIV_HERSELF),
    _get("document/course_overview.html", _HOLDERS, aside=_OF_EXAMPLE),
    _get("draft/strategy.html?municipality=sula", secret=True, **_SIV_HERSELF),
    _get("papers/sv.html?municipality=sula", **_SIV_HERSELF),
    _get("look/logo.png?municipality=sula", **_SIV_HERSELF),
    _get("import?municipality=sula", _WRITERS | _HOLDERS, **_SIV_HERSELF),
    _get("import/projects.xlsx?municipality=sula&filled=yes", _WRITERS, **_SIV_HERSELF),
    # What is sent
    _post(
        "units", _WRITERS | _HOLDERS,
        {"municipality": "sula", "name": "A new one", "unit_type": "kindergarten"},
    ),
    _post(
        "units", _WRITERS | _HOLDERS | _SIV, {"municipality": "sula", "unit": "{school}", "name": "Renamed"}
    ),
    _post(
        "look", _WRITERS | _HOLDERS,
        {"municipality": "sula", "revision": "1", "name": "Sula herad", "colour": "", "alternative": ""},
    ),
    _post(
        "import", _WRITERS, {"municipality": "sula", "register": "projects"},
        status=200, file=("projects.csv", FILE), aside=_SIV, makes="sheet",
    ),
    _post(
        "import/add", frozenset({"kari"}), {"municipality": "sula", "token": "{sheet}"},
        status=200, aside=_SIV,
    ),
    *(
        _post(
            "sign-off", may, {"municipality": "sula", "unit": unit, "subject": subject, "do": do}, aside=aside
        )
        for may, unit, subject, aside in (
            (_WRITERS, "", "04_anchoring", _SIV),
            (_WRITERS | _SIV, "{school}", "04_anchoring", frozenset()),
            (_HOLDERS, "", "gathering_2", frozenset()),
        )
        for do in ("sign", "take-back")
    ),
    _post("role", frozenset({"kari", "kari again"}), {"role": "{role_of_kari}"}),
    # Of those who hold the gatherings
    _get("cohort", _HOLDERS, aside=_OF_EXAMPLE),
    _get("cohort?session=04_anchoring&sort=name", _HOLDERS, aside=_OF_EXAMPLE),
    _get("cohort/run/{job}", _HOLDERS),
    _get("cohort/run/{job}.json", _HOLDERS),
    _get("cohort/run/{job}.zip", _HOLDERS),
    _post("cohort/run/{job}/stop", _HOLDERS, {}),
    _post("cohort/run", _HOLDERS, {"municipality": "sula", "session": "02_needs"}, makes="second_job"),
    _post("cohort/run/{second_job}/stop", _HOLDERS, {}),
    _post(
        "cohort/invite", _HOLDERS,
        {"name": "Somebody", "role": "participant", "organisation": "sula", "days": "3"}, status=200,
    ),
    _post(
        "cohort/invite", frozenset({"ada"}),
        {"name": "Another Ada", "role": "administrator", "organisation": "", "days": "3"},
        status=200, aside=frozenset({"eva"}),
    ),
    _post("cohort/revoke", _HOLDERS, {"person": "{guest}"}),
    # Joining, as those see it who hold the gatherings
    _get("cohort/call", _HOLDERS, aside=_OF_EXAMPLE),
    _get("cohort/new", _HOLDERS, aside=_OF_EXAMPLE),
    _get("cohort/applications", _HOLDERS, aside=_OF_EXAMPLE),
    _get("cohort/applications/{application}", _HOLDERS),
    _post(
        "cohort/call",
        _HOLDERS,
        {"deadline": "{deadline}", "places": "7", "about": "", "time_zone": "Europe/Oslo", "country": "NO"},
        status=200,
        aside=_OF_EXAMPLE,
    ),
    _post(
        "cohort/applications/{application}/decide",
        _HOLDERS,
        {"decision": "declined", "reason": "There is no place.", "days": "14"},
        status=200,
    ),
    _post(
        "cohort/applications/{application}/decide",
        _HOLDERS,
        {"decision": "accepted", "reason": "There is a place after all.", "days": "14"},
        status=200,
    ),
)  # fmt: skip
"""Every route that shows or changes what is somebody's."""

KERNEL: tuple[Asking, ...] = (
    Asking("GET", "api/kernels/{kernel}", frozenset({"kari"})),
    Asking("POST", "api/kernels/{kernel}/interrupt", frozenset({"kari"}), 204),
    Asking("POST", "voila/api/shutdown/{kernel}", frozenset({"kari"}), 204),
    Asking("DELETE", "api/kernels/{other_kernel}", frozenset({"kari"}), 204),
)
"""Of a kernel: not even the same person's other browser may."""

OF_NOBODY_ELSE: dict[str, str] = {
    "me": "one sees oneself, whatever is asked",
    "me.json": "one sees oneself, whatever is asked",
    "sign-out": "ends one's own sign-in",
    "sign-out-everywhere": "ends one's own sign-ins",
    "privacy": "for everybody",
    "sign-in": "for everybody",
    "healthz": "for everybody",
    "static/": "for everybody",
    "static/assets/": "for everybody",
    "voila/static/": "for everybody",
    "voila/labextensions/": "for everybody",
    "cohort/new": "who sends it goes on in the cohort it opens: has a test of its own",
    "join": "for everybody",
    "join/pilot": "for everybody",
    "application/{token}": "whoever has the link: has a test of its own",
    "application/{token}/withdraw": "whoever has the link: has a test of its own",
    "sign-in/feide": "for everybody who has an account: test_server_openid.py",
    "sign-in/feide/back": "for everybody who has an account: test_server_openid.py",
    "invitation/": "whoever has the link: old ones have a test of their own",
    "changes": "a line: has a test of its own",
    "api/kernels/{kernel}/channels": "a line: has a test of its own",
}
"""Routes in which nothing names somebody else, and why they are not in `ASKED`."""


def send(client: Client, asking: Asking, town: Town, **how: object) -> requests.Response:
    path, sent = asking.filled(town.known)
    if asking.method == "GET":
        return client.get(path, **how)
    files = {"file": asking.file} if asking.file else None
    return client.request(asking.method, path, data=sent, files=files, **how)


def refused(answer: requests.Response) -> bool:
    """Whether an answer lets nobody in, and tells nothing of what Sula has written."""
    if MARK in answer.text:
        return False
    if answer.status_code == 302:
        return urlsplit(answer.headers["Location"]).path == "/sign-in"
    return answer.status_code in REFUSED


def end_kernel(client: Client, answer: requests.Response) -> None:
    if found := re.search(r'"kernelId": ?"([0-9a-f-]+)"', answer.text):
        client.request("DELETE", f"api/kernels/{found[1]}")
