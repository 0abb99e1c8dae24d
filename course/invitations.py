"""Invitations: the links that let people in, one by one, or everybody into a demonstration."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from .grants import Grant, Role
from .organisations import Cohort
from .store import Store
from .store.access import Access

__all__ = ["WHOLE_COHORT", "Link", "NotADemonstration", "demonstration_links", "invite", "invite_to"]

WHOLE_COHORT = frozenset({Role.FACILITATOR, Role.ADMINISTRATOR})
"""The roles that belong to no single municipality."""

_DEMONSTRATION_LASTS = timedelta(days=365)


class NotADemonstration(ValueError):
    """A cohort of real people, for whom nobody may print links that let anyone in."""


@dataclass(frozen=True)
class Link:
    """A sign-in link: whom it lets in, and its path below the server's address."""

    grant: Grant
    path: str


def invite(store: Store, name: str, role: Role, cohort: Cohort, organisation: str | None, days: int) -> Link:
    """Invite one person to an organisation, or to a whole cohort; the link works once, for `days` days.

    Somebody of that name who was invited in the same place and role before is the same person, who
    needs a link for another browser.
    """
    return invite_to(store, name, role, cohort.key, organisation, days)


def invite_to(store: Store, name: str, role: Role, cohort: str, organisation: str | None, days: int) -> Link:
    """Invite one person as `invite` does, to the cohort of a key."""
    access = Access(store.engine)
    known = access.person_invited(name, role, cohort, organisation)
    grant = Grant(
        person=known or _new_person(name),
        name=name,
        role=role,
        cohort=cohort,
        organisation=organisation,
    )
    token = access.invite(grant, valid_for=timedelta(days=days), uses=1)
    return Link(grant, _path(token))


def demonstration_links(store: Store, cohort: Cohort, secret: bytes) -> list[Link]:
    """Return a link for everyone one can be in a demonstration cohort.

    The links work as often as anyone likes. They stay the same from start to start, because their
    tokens are derived from the server's own `secret`; the store keeps hashes only.

    Raises
    ------
    NotADemonstration
        When the cohort is not marked as a demonstration.
    """
    if not cohort.demonstration:
        raise NotADemonstration(
            f"The cohort “{cohort.key}” is not a demonstration: invite its people one by one."
        )
    access, links = Access(store.engine), []
    for grant in _everyone(cohort):
        token = access.invite(grant, valid_for=_DEMONSTRATION_LASTS, uses=None, token=_derived(secret, grant))
        links.append(Link(grant, _path(token)))
    return links


def _everyone(cohort: Cohort) -> Iterator[Grant]:
    for municipality in cohort.municipalities:
        for role in (Role.PARTICIPANT, Role.READER):
            yield _demonstrator(cohort, role, municipality.key, f"Demo {municipality.name}")
    for role in (Role.FACILITATOR, Role.ADMINISTRATOR):
        yield _demonstrator(cohort, role, None, "Demo")


def _demonstrator(cohort: Cohort, role: Role, organisation: str | None, name: str) -> Grant:
    return Grant(
        person=f"demonstration-{role}-{organisation or cohort.key}"[:80],
        name=name,
        role=role,
        cohort=cohort.key,
        organisation=organisation,
    )


def _derived(secret: bytes, grant: Grant) -> str:
    digest = hmac.new(secret, f"demonstration link {grant.person}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def _new_person(name: str) -> str:
    """Return a key for a person: readable, and never that of somebody else of the same name."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return f"{re.sub('[^a-z0-9]+', '-', plain).strip('-')[:60]}-{secrets.token_hex(4)}".lstrip("-")


def _path(token: str) -> str:
    return f"invitation/{token}"
