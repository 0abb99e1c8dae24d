"""A provider of sign-in (OpenID Connect) of the tests' own, as a process: it lies when it is told to.

Everything under `/good` is a provider as it should be; what it says of the next person, and how it signs
that, a test settles by `say`. `/huge`, `/slow`, `/other`, `/silly` and `/fails` go wrong before that.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import requests
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, RSAKey
from tornado.web import Application, HTTPError, RequestHandler

from tests.serving import Served, serving

CLIENT, SECRET = "workbook-client", "pike-of-the-provider"

FILE = """
[good]
label = "Good & safe"
issuer = "{base}/good"
client_id = "{client}"
secret_file = "good-secret"
claim = "work"

[[good.lets_in]]
value = "asker-staff"
cohort = "pilot"
municipality = "asker"

[[good.lets_in]]
value = "oslo-staff"
cohort = "pilot"
municipality = "oslo"

[[good.lets_in]]
value = "course-leaders"
cohort = "pilot"
role = "facilitator"

[realm]
label = "By realm"
issuer = "{base}/good"
client_id = "{client}"
secret_variable = "PROVIDER_SECRET"
userinfo = true
levels = ["high"]
claim = "https://n.feide.no/claims/eduPersonPrincipalName"
realm = true

[[realm.lets_in]]
value = "elverum.example"
cohort = "pilot"
municipality = "elverum"
role = "reader"
"""
"""What an operator writes: one that lets in by a claim, and one by a realm, a level and userinfo."""

WRONG = ("huge", "slow", "other", "silly", "fails")
"""Providers that go wrong before anybody signs in."""


class Provider:
    """The process, for a test."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.issuer = f"{base}/good"
        self.subject = "subject-1"
        """Who signs in, where a test does not say otherwise."""

    def say(self, **what: Any) -> None:
        """Settle what the next ID tokens say: `claims`, and how they are made (`how`), among others."""
        assert requests.post(f"{self.base}/say", json={"subject": self.subject} | what, timeout=30).ok

    def seen(self) -> dict[str, Any]:
        """Return how often what was asked for, and the last requests."""
        seen: dict[str, Any] = requests.get(f"{self.base}/seen", timeout=30).json()
        return seen


@contextmanager
def providing(back: str) -> Iterator[Provider]:
    """Run a provider that sends people back to addresses that begin with `back`."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.provider", back],
        stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parent.parent,
    )  # fmt: skip
    assert process.stdout is not None
    try:
        yield Provider(process.stdout.readline().strip())
    finally:
        process.terminate()
        process.wait(20)
        process.stdout.close()


@contextmanager
def opening(folder: Path, base_url: str = "/") -> Iterator[tuple[Served, Provider]]:
    """Serve from an empty folder, with providers."""
    # Its address beforehand: a provider has to know it.
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}{base_url}"
    with providing(address) as provider:
        wrong = "".join(
            f'[{who}]\nlabel = "{who}"\nissuer = "{provider.base}/{who}"\nclient_id = "{CLIENT}"\n'
            for who in WRONG
        )
        (folder / "openid.toml").write_text(FILE.format(base=provider.base, client=CLIENT) + wrong)
        (folder / "good-secret").write_text(f"{SECRET}\n")
        with serving(
            folder,
            WORKBOOK_ADDRESS=address,
            WORKBOOK_BASE_URL=base_url,
            WORKBOOK_BEHIND_PROXY="true",
            WORKBOOK_PORT=str(port),
            PROVIDER_SECRET=SECRET,
        ) as server:
            yield server, provider


class State:
    """What the provider knows."""

    def __init__(self, back: str) -> None:
        self.base, self.back = "", back
        self.key = RSAKey.generate_key(2048, auto_kid=True)
        self.other = RSAKey.generate_key(2048, auto_kid=True)
        self.curve = ECKey.generate_key("P-256", auto_kid=True)
        self.said: dict[str, Any] = {}
        self.codes: dict[str, dict[str, str]] = {}
        self.seen: dict[str, Any] = {"keys": 0, "authorize": {}, "token": {}}

    def id_token(self, asked: dict[str, str]) -> str:
        now = int(time.time())
        claims = {
            "iss": f"{self.base}/good", "aud": CLIENT, "sub": self.said["subject"],
            "exp": now + 300, "iat": now, "nonce": asked["nonce"],
        } | self.said.get("claims", {})  # fmt: skip
        claims = {name: value for name, value in claims.items() if value is not None}
        how = self.said.get("how", "RS256")
        if how in ("none", "HS256"):
            return self._by_hand(how, claims)
        if how == "another key":
            return jwt.encode({"alg": "RS256", "kid": self.key.kid}, claims, self.other)
        if how == "a key nobody has published":
            return jwt.encode({"alg": "RS256", "kid": "nobody"}, claims, self.other)
        if how == "a new key":
            self.key = RSAKey.generate_key(2048, auto_kid=True)
        key = self.curve if how == "ES256" else self.key
        text = jwt.encode({"alg": "ES256" if how == "ES256" else "RS256", "kid": key.kid}, claims, key)
        if how == "changed afterwards":
            head, body, signature = text.split(".")
            changed = json.loads(base64.urlsafe_b64decode(body + "==")) | {"email": "ola@example.org"}
            return ".".join((head, _plain(changed), signature))
        return text

    def _by_hand(self, how: str, claims: dict[str, Any]) -> str:
        """Return a token no library should make: unsigned, or with the public key for a shared secret."""
        text = f"{_plain({'alg': how, 'kid': self.key.kid, 'typ': 'JWT'})}.{_plain(claims)}"
        public = self.key.as_pem(private=False)
        mac = hmac.new(public, text.encode(), hashlib.sha256).digest() if how == "HS256" else b""
        return f"{text}.{base64.urlsafe_b64encode(mac).decode().rstrip('=')}"


def _plain(value: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


class Handler(RequestHandler):
    state: State

    def initialize(self, state: State) -> None:
        self.state = state

    def check(self, holds: bool, error: str) -> None:
        if not holds:
            self.set_status(400)
            self.finish({"error": error, "error_description": f"“{error}” & <b>secret</b>"})
            raise HTTPError(400, error)

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        if not self._finished:
            self.finish({"error": "invalid_request"})

    def log_exception(self, *_: Any) -> None:
        """Keep quiet."""


class Discovery(Handler):
    async def get(self, who: str) -> None:
        base = f"{self.state.base}/{who}"
        said = {
            "issuer": base if who != "other" else "https://idporten.example",
            "authorization_endpoint": f"{base}/authorize",
            "token_endpoint": f"{base}/token",
            "userinfo_endpoint": f"{base}/userinfo",
            "jwks_uri": f"{base}/keys",
        }
        if who == "silly":
            said["authorization_endpoint"] = "javascript:alert(1)"
        if who == "huge":
            said["padding"] = "x" * 2_000_000
        if who == "slow":
            await asyncio.sleep(30)
        if who == "fails":
            self.set_status(503)
        self.finish(said)


class Keys(Handler):
    def get(self) -> None:
        self.state.seen["keys"] += 1
        keys = KeySet([self.state.key, self.state.curve]).as_dict(private=False)
        self.finish(json.loads(json.dumps(keys)))


class Authorize(Handler):
    def get(self) -> None:
        asked = {name: self.get_query_argument(name) for name in self.request.query_arguments}
        self.state.seen["authorize"] = asked
        self.check(asked["client_id"] == CLIENT and asked["response_type"] == "code", "invalid_request")
        self.check(asked["redirect_uri"].startswith(self.state.back), "invalid_redirect_uri")
        self.check(asked.get("code_challenge_method") == "S256", "invalid_request")
        self.check("openid" in asked["scope"].split(), "invalid_scope")
        code = secrets.token_urlsafe(16)
        self.state.codes[code] = asked
        answer = {"code": code, "state": asked["state"]} | self.state.said.get("answer", {})
        to = f"{asked['redirect_uri']}?{urlencode({k: v for k, v in answer.items() if v is not None})}"
        if self.state.said.get("page"):
            self.finish(
                '<!DOCTYPE html><html lang="en"><head><title>Provider</title><link rel="icon" href="data:,">'
                f"</head><body><h1>Provider</h1><a href='{to}'>It is me</a></body></html>"
            )
            return
        self.redirect(to)


class Token(Handler):
    def post(self) -> None:
        said = {name: self.get_body_argument(name) for name in self.request.body_arguments}
        self.state.seen["token"] = said
        basic = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        self.check(self.request.headers.get("Authorization") == f"Basic {basic}", "invalid_client")
        asked = self.state.codes.pop(said["code"], None)
        self.check(asked is not None, "invalid_grant")
        assert asked is not None
        self.check(said["redirect_uri"] == asked["redirect_uri"], "invalid_grant")
        challenge = create_s256_code_challenge(said.get("code_verifier", ""))
        self.check(challenge == asked["code_challenge"], "invalid_grant")
        self.finish(
            {"access_token": "access", "token_type": "Bearer", "id_token": self.state.id_token(asked)}
        )


class Userinfo(Handler):
    def get(self) -> None:
        self.check(self.request.headers.get("Authorization") == "Bearer access", "invalid_token")
        self.finish({"sub": self.state.said["subject"]} | self.state.said.get("userinfo", {}))


class Say(Handler):
    def post(self) -> None:
        self.state.said = json.loads(self.request.body)

    def get(self) -> None:
        self.finish(self.state.seen)


async def main(back: str) -> None:
    state = State(back)
    told = {"state": state}
    server = Application(
        [
            ("/(good|huge|slow|other|silly|fails)/.well-known/openid-configuration", Discovery, told),
            ("/good/keys", Keys, told),
            ("/good/authorize", Authorize, told),
            ("/good/token", Token, told),
            ("/good/userinfo", Userinfo, told),
            ("/(?:say|seen)", Say, told),
        ],
        log_function=lambda handler: None,
    ).listen(0, "127.0.0.1")
    port = next(iter(server._sockets.values())).getsockname()[1]
    state.base = f"http://127.0.0.1:{port}"
    print(state.base, flush=True)  # noqa: T201
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
