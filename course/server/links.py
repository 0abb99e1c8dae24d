"""Sign-in links: for the demonstration cohort one per role and municipality, for others by invitation."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterator
from datetime import timedelta

from ..grants import ROLE_NAMES, Grant, Role
from ..organisations import Cohort
from ..settings import settings
from ..store import Store
from ..store.access import Access
from .secret import cookie_secret

__all__ = ["NotADemonstration", "demonstration_links", "invitation_link"]

DEMONSTRATION_LINKS_LAST = timedelta(days=365)


class NotADemonstration(ValueError):
    """A cohort of real people, for whom nobody may print links that let anyone in."""


def invitation_link(base: str, token: str) -> str:
    """Return the address to send to somebody who is invited."""
    return f"{base.rstrip('/')}/invitation/{token}"


def demonstration_links(store: Store, cohort: Cohort, base: str) -> list[tuple[str, str, str]]:
    """Return (who, role, link) for everyone one can be in a demonstration cohort.

    The links work as often as anyone likes. They stay the same from start to start, because they
    are derived from the server's own secret, and the store keeps their hashes only.

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
    for who, grant in _everyone(cohort):
        token = access.invite(grant, valid_for=DEMONSTRATION_LINKS_LAST, uses=None, token=_token(grant))
        links.append((who, ROLE_NAMES[grant.role], invitation_link(base, token)))
    return links


def _everyone(cohort: Cohort) -> Iterator[tuple[str, Grant]]:
    for municipality in cohort.municipalities:
        for role in (Role.PARTICIPANT, Role.READER):
            yield municipality.name, _grant(cohort.key, role, municipality.key, municipality.name)
    for role in (Role.FACILITATOR, Role.ADMINISTRATOR):
        yield cohort.name["en"], _grant(cohort.key, role, None, cohort.name["en"])


def _grant(cohort: str, role: Role, organisation: str | None, place: str) -> Grant:
    return Grant(
        person=f"demonstration-{role}-{organisation or cohort}"[:80],
        name=place,
        role=role,
        cohort=cohort,
        organisation=organisation,
    )


def _token(grant: Grant) -> str:
    secret = cookie_secret(settings().var_dir)
    text = f"demonstration link {grant.model_dump_json()}"
    digest = hmac.new(secret, text.encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")
