"""OpenID Connect, the side of the workbook: where to send people, and what an answer is worth.

Nothing that comes from a provider is believed before the signature of its ID token and every claim that
binds the token to this sign-in have been checked; how it is fetched is bounded in time and size.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from typing import Any

from authlib.oauth2.auth import ClientAuth
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri, prepare_token_request
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry
from pydantic import BaseModel, Field, ValidationError
from tornado.httpclient import HTTPRequest
from tornado.simple_httpclient import SimpleAsyncHTTPClient

from ..providers import Address, Provider
from ..settings import BadSetting
from .started import Started

__all__ = ["ALGORITHMS", "BadAnswer", "OpenID", "Unreachable"]

ALGORITHMS = ("RS256", "ES256")
"""How an ID token may be signed: with a key that only the provider has, so never with a shared secret."""
_CONNECT_SECONDS, _ANSWER_SECONDS = 5, 10
_LARGEST = 500_000
"""Bytes of an answer."""
_REMEMBERED_SECONDS = 3600
"""How long a provider's addresses and keys are remembered; an unknown key is asked for at once."""
_LEEWAY_SECONDS = 60
"""How far the clocks of provider and workbook may be apart."""


class Unreachable(Exception):
    """The provider does not answer, or not as a provider does; the text is for the log."""


class BadAnswer(Exception):
    """What was brought back or fetched proves nothing; the text is for the log and holds no secret."""


class _Discovery(BaseModel):
    """What a provider says of itself, as far as it is used here."""

    issuer: str
    authorization_endpoint: Address
    token_endpoint: Address
    jwks_uri: Address
    userinfo_endpoint: Address | None = None


class _Keys(BaseModel):
    """A provider's keys."""

    keys: list[dict[str, Any]] = Field(min_length=1, max_length=100)


class OpenID:
    """One provider, and the way to it and back.

    Parameters
    ----------
    provider
        What the operator says of it.
    back
        The address to which it sends people back.
    """

    def __init__(self, provider: Provider, back: str) -> None:
        self.provider = provider
        self._back = back
        self._known: tuple[float, _Discovery] | None = None
        self._keys: tuple[float, KeySet] | None = None

    async def way_there(self, started: Started, language: str) -> str:
        """Return the address at the provider to which to send somebody.

        Raises
        ------
        Unreachable
            When the provider does not say where that is.
        """
        known = await self._discovered()
        levels = " ".join(self.provider.levels)
        address: str = prepare_grant_uri(
            known.authorization_endpoint,
            self.provider.client_id,
            "code",
            self._back,
            list(self.provider.scopes),
            started.state,
            nonce=started.nonce,
            code_challenge=create_s256_code_challenge(started.verifier),
            code_challenge_method="S256",
            ui_locales=language,
            acr_values=levels or None,
        )
        return address

    async def claims(self, code: str, started: Started) -> dict[str, Any]:
        """Exchange the code that was brought back, and return what the provider says of the person.

        Raises
        ------
        BadAnswer
            When that proves nothing.
        Unreachable
            When the provider does not answer.
        """
        known = await self._discovered()
        answer = await self._exchanged(known, code, started)
        text, access = answer.get("id_token"), answer.get("access_token")
        if not isinstance(text, str) or not isinstance(access, str):
            raise BadAnswer("There was no ID token.")
        claims = await self._checked(known, text, access, started.nonce)
        if self.provider.userinfo and known.userinfo_endpoint:
            more = await self._fetched(known.userinfo_endpoint, headers={"Authorization": f"Bearer {access}"})
            if more.get("sub") != claims["sub"]:
                raise BadAnswer("The userinfo is about somebody else.")
            claims = {**more, **claims}
        return claims

    async def _discovered(self) -> _Discovery:
        if self._known and self._known[0] > time.monotonic():
            return self._known[1]
        issuer = self.provider.issuer
        said = await self._fetched(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
        try:
            known = _Discovery.model_validate(said)
        except ValidationError as error:
            wrong = ", ".join(".".join(map(str, each["loc"])) for each in error.errors())
            raise Unreachable(f"What it says of itself cannot be used: {wrong}.") from None
        if known.issuer != issuer:
            raise Unreachable("It says that it is another issuer than openid.toml says.")
        self._known = (time.monotonic() + _REMEMBERED_SECONDS, known)
        return known

    async def _key_set(self, known: _Discovery, *, anew: bool = False) -> KeySet:
        if self._keys and self._keys[0] > time.monotonic() and not anew:
            return self._keys[1]
        said = await self._fetched(known.jwks_uri)
        try:
            keys = KeySet.import_key_set({"keys": _Keys.model_validate(said).keys})
        except (ValidationError, JoseError, ValueError, KeyError, TypeError) as error:
            raise Unreachable(f"Its keys cannot be used: {type(error).__name__}.") from None
        self._keys = (time.monotonic() + _REMEMBERED_SECONDS, keys)
        return keys

    async def _exchanged(self, known: _Discovery, code: str, started: Started) -> dict[str, Any]:
        try:
            secret = self.provider.secret()
        except BadSetting as error:
            raise Unreachable(str(error)) from None
        body = prepare_token_request(
            "authorization_code", redirect_uri=self._back, code=code, code_verifier=started.verifier
        )
        manner = f"client_secret_{self.provider.sent_by}" if secret else "none"
        client = ClientAuth(self.provider.client_id, secret, manner)
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
        address, headers, body = client.prepare("POST", known.token_endpoint, headers, body)
        return await self._fetched(address, method="POST", headers=headers, body=body)

    async def _checked(self, known: _Discovery, text: str, access: str, nonce: str) -> dict[str, Any]:
        try:
            try:
                claims = self._read(text, await self._key_set(known), access, nonce)
            except InvalidKeyIdError:
                # Providers change their keys; once is enough to see whether this one has.
                claims = self._read(text, await self._key_set(known, anew=True), access, nonce)
        except (JoseError, ValueError, TypeError, KeyError) as error:
            what = f"{type(error).__name__} {getattr(error, 'claim', '')}".strip()
            raise BadAnswer(f"The ID token was refused: {what}.") from None
        return claims

    def _read(self, text: str, keys: KeySet, access: str, nonce: str) -> dict[str, Any]:
        """Return the claims of an ID token whose signature and claims hold (OpenID Connect Core, 3.1.3.7)."""
        registry = JWSRegistry(algorithms=ALGORITHMS, strict_check_header=False)
        token = jwt.decode(text, keys, registry=registry)
        client = self.provider.client_id
        claims = CodeIDToken(
            token.claims,
            token.header,
            {
                "iss": {"essential": True, "value": self.provider.issuer},
                "aud": {"essential": True, "value": client},
                "sub": {"essential": True},
            },
            {"nonce": nonce, "client_id": client, "access_token": access},
        )
        claims.validate(leeway=_LEEWAY_SECONDS)
        if self.provider.levels and claims.get("acr") not in self.provider.levels:
            raise BadAnswer("The level of the sign-in is not one of those asked for.")
        return dict(claims)

    async def _fetched(self, address: str, **how: Any) -> dict[str, Any]:
        """Return the JSON object at an address of the provider; redirects are not followed."""
        # One client for each request: a slow provider takes no place from another.
        client = SimpleAsyncHTTPClient(force_instance=True, max_body_size=_LARGEST)
        request = HTTPRequest(
            address,
            connect_timeout=_CONNECT_SECONDS,
            request_timeout=_ANSWER_SECONDS,
            follow_redirects=False,
            decompress_response=False,
            **how,
        )
        try:
            answer = await client.fetch(request, raise_error=False)
        except Exception as error:
            raise Unreachable(f"{_place(address)} does not answer: {type(error).__name__}.") from None
        finally:
            client.close()
        said = _object(answer.body)
        if answer.code >= 500 or (said is None and answer.code == 200):
            raise Unreachable(f"{_place(address)} answers {answer.code}.")
        if answer.code != 200 or said is None or "error" in said:
            raise BadAnswer(f"{_place(address)} answers {answer.code} {_code(said)}".strip() + ".")
        return said


def _object(body: bytes | None) -> dict[str, Any] | None:
    try:
        said = json.loads(body or b"")
    except (ValueError, RecursionError):
        return None
    return said if isinstance(said, dict) else None


def _code(said: Mapping[str, Any] | None) -> str:
    """Return the code of an error, for the log: such as invalid_grant, and nothing a provider might add."""
    code = (said or {}).get("error")
    return code if isinstance(code, str) and code.isascii() and code.isidentifier() else ""


def _place(address: str) -> str:
    return address.partition("?")[0]
