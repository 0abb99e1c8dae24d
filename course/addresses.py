"""E-mail addresses: checked where they come in, and kept in one form."""

from __future__ import annotations

from pydantic import EmailStr, TypeAdapter, ValidationError

__all__ = ["BadAddress", "address_of"]

_ADAPTER: TypeAdapter[str] = TypeAdapter(EmailStr)
_LONGEST = 320


class BadAddress(ValueError):
    """Something that is no e-mail address."""


def address_of(text: str) -> str:
    """Return the e-mail address a person has written, in small letters; nobody is asked whether it exists.

    Raises
    ------
    BadAddress
        With one sentence, when it is none.
    """
    try:
        if len(text) > _LONGEST:
            raise BadAddress("An e-mail address has at most 320 characters.")
        return _ADAPTER.validate_python(text.strip()).lower()
    except ValidationError:
        raise BadAddress(f"“{text}” is no e-mail address. One is like kari@example.org.") from None
