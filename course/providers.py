"""Providers of sign-in (OpenID Connect), such as Feide: what the operator says of each, and whom it lets in.

The operator writes a TOML file, `openid.toml` under `WORKBOOK_VAR_DIR` unless `WORKBOOK_OPENID_FILE` names
another; docs/openid.md has examples. A secret stands in a file or an environment variable of its own.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from .addresses import BadAddress, address_of
from .grants import Role
from .settings import BadSetting, Settings

__all__ = ["LetIn", "Provider", "providers", "trusted_address"]

_LONGEST = 500
_PLAIN = re.compile(r"[!#-&(-;=?-~]+")
_TRUE = (True, 1, "1", "true")
"""How providers say that an address is verified; OpenID Connect has the first, Entra ID others as well."""


def trusted_address(address: str) -> str:
    """Return the address of something a provider has on the web.

    Raises
    ------
    ValueError
        When it is not reached by TLS and is not on this machine, or has more than host and path.
    """
    if not _PLAIN.fullmatch(address):
        raise ValueError("an address has no blanks, quotes or letters beyond ASCII")
    parts = urlsplit(address)
    here = parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost", "::1")
    if not (parts.scheme == "https" or here) or not parts.hostname or "@" in parts.netloc or parts.fragment:
        raise ValueError("an address begins with https://")
    return address


Address = Annotated[str, Field(max_length=_LONGEST), AfterValidator(trusted_address)]
Short = Annotated[str, Field(min_length=1, max_length=_LONGEST)]


class _Said(BaseModel):
    """What the operator has written: nothing unknown passes, nothing changes afterwards."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class LetIn(_Said):
    """A value of the provider's claim, and as what it lets somebody in."""

    value: Short
    cohort: Short
    municipality: str = ""
    role: Role = Role.PARTICIPANT

    @model_validator(mode="after")
    def _has_a_place(self) -> LetIn:
        """Refuse what nobody can be by a claim alone."""
        if self.role is Role.ADMINISTRATOR:
            raise ValueError("an administrator is invited")
        if (self.role is Role.FACILITATOR) == bool(self.municipality):
            raise ValueError(
                "a participant and a reader belong to one municipality, a facilitator to the cohort"
            )
        return self


class Provider(_Said):
    """One provider of sign-in; docs/openid.md says what each field is."""

    key: str = Field(pattern=r"^[a-z][a-z0-9-]{0,39}$")
    label: Short
    issuer: Address
    client_id: Short
    secret_file: Path | None = None
    secret_variable: str | None = None
    sent_by: Literal["basic", "post"] = "basic"
    scopes: tuple[Short, ...] = ("openid", "profile", "email")
    levels: tuple[Short, ...] = ()
    userinfo: bool = False
    verified_claim: Short = "email_verified"
    claim: str = ""
    realm: bool = False
    lets_in: tuple[LetIn, ...] = ()

    @model_validator(mode="after")
    def _whole(self) -> Provider:
        """Refuse what contradicts itself."""
        if "openid" not in self.scopes:
            raise ValueError("scopes has no “openid”")
        if self.secret_file and self.secret_variable:
            raise ValueError("secret_file or secret_variable, not both")
        if self.lets_in and not self.claim:
            raise ValueError("lets_in needs the name of a claim")
        return self

    def secret(self) -> str | None:
        """Return the client's secret, read anew; None for a client that has none.

        Raises
        ------
        BadSetting
            With one sentence that does not show it, when it is not where it should be.
        """
        if self.secret_file is None and self.secret_variable is None:
            return None
        try:
            kept = self.secret_file.read_text("utf-8") if self.secret_file else None
        except (OSError, UnicodeDecodeError):
            raise BadSetting(f"The secret of “{self.key}” cannot be read from {self.secret_file}.") from None
        found = (os.environ.get(self.secret_variable or "", "") if kept is None else kept).strip()
        if not found:
            raise BadSetting(
                f"The secret of “{self.key}” is empty; it is looked for in "
                f"{self.secret_file or self.secret_variable}."
            )
        return found

    def lets(self, claims: Mapping[str, Any]) -> tuple[LetIn, ...]:
        """Return what somebody with these claims is let in as; nothing where the claim says nothing."""
        said = claims.get(self.claim) if self.claim else None
        values = {value for value in (said if isinstance(said, list) else [said]) if isinstance(value, str)}
        if self.realm:
            values = {value.rpartition("@")[2].casefold() for value in values if "@" in value}
        return tuple(
            entry
            for entry in self.lets_in
            if (entry.value.casefold() if self.realm else entry.value) in values
        )

    def address(self, claims: Mapping[str, Any]) -> str | None:
        """Return the e-mail address in the claims, if the provider says that it has verified it."""
        written, verified = claims.get("email"), claims.get(self.verified_claim)
        if not isinstance(written, str) or verified not in _TRUE:
            return None
        try:
            return address_of(written)
        except BadAddress:
            return None


def providers(settings: Settings) -> dict[str, Provider]:
    """Read the providers the operator has named, by key; none where there is no file.

    Raises
    ------
    BadSetting
        With one sentence, when the file or a secret cannot be used.
    """
    path = settings.openid
    try:
        written = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadSetting(f"“{path}” cannot be used: {error}.") from None
    found = {key: _provider(path, key, fields) for key, fields in written.items()}
    if found and not settings.address:
        raise BadSetting(
            f"“{path}” needs WORKBOOK_ADDRESS: the address to which a provider sends people back."
        )
    for provider in found.values():
        provider.secret()
    return found


def _provider(path: Path, key: str, fields: Any) -> Provider:
    try:
        if not isinstance(fields, dict):
            raise BadSetting(f"“{path}” cannot be used: “{key}” stands outside every [provider].")
        provider = Provider.model_validate({**fields, "key": key})
    except ValidationError as error:
        # Not what was written: a secret may have been put where none belongs.
        wrong = "; ".join(
            f"{'.'.join(map(str, each['loc'])) or 'all of it'}: {each['msg'].removeprefix('Value error, ')}"
            for each in error.errors()
        )
        raise BadSetting(f"“{path}” cannot be used. In [{key}], {wrong}.") from None
    if provider.secret_file is None:
        return provider
    return provider.model_copy(update={"secret_file": path.parent.absolute() / provider.secret_file})
