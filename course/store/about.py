"""What is stored about one person, for that person to see and take away."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Engine, Table, select

from .applicants import applications_naming
from .call_schema import call, decision
from .schema import (
    account,
    comment_revision,
    invitation,
    job,
    look,
    organisation,
    person,
    record,
    revision,
    role_held,
    sign_in,
    sign_off,
)

__all__ = ["about"]

_SECRET = {"token_hash", "id_hash", "digest", "logo", "person", "number"}
"""Columns that say nothing of the person: by what a link, a browser or a picture is known again."""


def about(engine: Engine, key: str) -> dict[str, Any]:
    """Return all that is stored about a person, as plain data; moments are text, in UTC.

    Of what they have written it says which record, when, and under what name. The answers themselves are
    the municipality's.
    """
    with engine.connect() as connection:

        def rows(table: Table) -> list[dict[str, Any]]:
            found = connection.execute(select(table).where(table.c.person == key)).mappings()
            return [{name: _plain(row[name]) for name in row if name not in _SECRET} for row in found]

        own = connection.execute(select(person).where(person.c.key == key)).mappings().one_or_none()
        changes = connection.execute(
            select(
                record.c.kind,
                organisation.c.name.label("organisation"),
                record.c.cohort,
                revision.c.record,
                revision.c.revision,
                revision.c.made_at,
                revision.c.made_by,
                revision.c.deleted,
            )
            .join(record, record.c.id == revision.c.record)
            .join(organisation, organisation.c.key == record.c.organisation)
            .where(revision.c.person == key)
            .order_by(revision.c.made_at)
        ).mappings()
        return {
            "person": {name: _plain(value) for name, value in (own or {}).items()},
            "roles": rows(role_held),
            "invitations": rows(invitation),
            "sign_ins": rows(sign_in),
            "accounts": rows(account),
            "comments": rows(comment_revision),
            "looks": rows(look),
            "sign_offs": rows(sign_off),
            "runs": rows(job),
            "calls": rows(call),
            "decisions": rows(decision),
            "applications": list(applications_naming(connection, key)),
            "changes": [{name: _plain(value) for name, value in row.items()} for row in changes],
        }


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value
