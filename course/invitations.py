"""Invitations: the links that let people in, one by one, or everybody into a demonstration."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from .grants import Grant, NotGranted, Role
from .organisations import Cohort
from .store import Store
from .store.access import Access
from .store.invited import invitation_path, new_person
from .store.people import People, UnknownPerson

__all__ = [
    "WHOLE_COHORT",
    "Link",
    "NotADemonstration",
    "demonstration_links",
    "invite",
    "link_again",
    "link_for_address",
]

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


def invite(
    store: Store,
    by: Grant,
    name: str,
    role: Role,
    cohort: Cohort,
    organisation: str | None,
    days: int,
    *,
    address: str | None = None,
    person: str | None = None,
    everywhere: bool = False,
) -> Link:
    """Invite one person to an organisation, or to a whole cohort; the link works once, for `days` days.

    Somebody of that name who was invited in the same place and role before is the same person, who
    needs a link for another browser; so is somebody of that e-mail address in whatever role, who has
    two of them from now on.

    Parameters
    ----------
    by
        Who invites.
    address
        The person's e-mail address, where a fresh link to sign in may be sent.
    person
        The key of somebody who is there already.
    everywhere
        Whether it is the operator who invites, whose hand reaches every cohort.

    Raises
    ------
    NotGranted
        When `by` may not let anybody in there as that, or not in one of the roles the person has.
    """
    people = People(store.engine)
    known = (
        person
        or (people.at_address(address) if address else None)
        or people.invited(name, role, cohort.key, organisation)
    )
    grant = Grant(
        person=known or new_person(name),
        name=name,
        role=role,
        cohort=cohort.key,
        organisation=organisation,
    )
    _require_may_let_in(by, [grant], everywhere)
    # The link lets its holder be all that the person is.
    _require_may_let_in(by, [held.grant for held in people.roles_of(grant.person)], everywhere)
    token = Access(store.engine).invite(grant, valid_for=timedelta(days=days), uses=1, address=address)
    return Link(grant, invitation_path(token))


def link_again(
    store: Store, by: Grant, person: str, *, valid_for: timedelta, everywhere: bool = False
) -> Link:
    """Return a link by which somebody who has a role signs in once more; it works once.

    Parameters
    ----------
    by
        Who makes the link.
    person
        The person's key.
    valid_for, everywhere
        How long the link works; as for `invite`.

    Raises
    ------
    NotGranted
        When the person has a role in which `by` may let nobody in.
    UnknownPerson
        When the person has no role.
    """
    roles = [held.grant for held in People(store.engine).roles_of(person)]
    _require_may_let_in(by, roles, everywhere)
    in_cohort = [grant for grant in roles if grant.cohort == by.cohort] or roles
    if not in_cohort:
        raise UnknownPerson(f"“{person}” has no role here. `workbook invite` lets somebody in.")
    return _link_again(store, in_cohort[0], valid_for)


def link_for_address(store: Store, address: str, *, valid_for: timedelta) -> tuple[Link, str | None] | None:
    """Return a link for whoever has that e-mail address, with their language; None when nobody has."""
    people = People(store.engine)
    person = people.at_address(address)
    roles = people.roles_of(person) if person else ()
    if not roles:
        return None
    return _link_again(store, roles[0].grant, valid_for), people.language_of(roles[0].grant.person)


def _link_again(store: Store, grant: Grant, valid_for: timedelta) -> Link:
    return Link(
        grant, invitation_path(Access(store.engine).invite(grant, valid_for=valid_for, uses=1, again=True))
    )


def _require_may_let_in(by: Grant, grants: Iterable[Grant], everywhere: bool) -> None:
    for grant in grants:
        if not everywhere and not by.may_invite(grant.role, grant.cohort, grant.organisation):
            raise NotGranted(
                f"{by.name} ({by.role}) may let nobody in as {grant.role} of "
                f"“{grant.organisation or grant.cohort}”."
            )


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
        links.append(Link(grant, invitation_path(token)))
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
