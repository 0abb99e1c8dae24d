"""The tables for joining: what a cohort offers, who applies, and what is decided."""

from __future__ import annotations

from sqlalchemy import JSON, CheckConstraint, Column, Date, ForeignKey, Index, Integer, String, Table, Text

from .schema import KEY, Moment, metadata

__all__ = ["application", "call", "decision"]

call = Table(
    "call",
    metadata,
    Column("cohort", KEY, ForeignKey("cohort.key"), primary_key=True),
    Column("deadline", Date, nullable=False),
    Column("time_zone", String(60), nullable=False),
    Column("places", Integer, nullable=True),
    Column("countries", JSON, nullable=False),
    Column("about", Text, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("made_by", String(200), nullable=False),
    Column("person", KEY, nullable=False),
)
"""What a cohort offers to municipalities that apply; `deadline` is the last day, in `time_zone`."""

application = Table(
    "application",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("cohort", KEY, ForeignKey("cohort.key"), nullable=False),
    Column("country", String(2), nullable=False),
    Column("code", String(20), nullable=False),
    Column("name", String(200), nullable=False),
    Column("language", String(8), nullable=False),
    Column("data", JSON, nullable=False),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("state", String(20), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
    Column("organisation", KEY, ForeignKey("organisation.key"), nullable=True),
    CheckConstraint("revision >= 1", name="revision_counts_from_one"),
    Index("ix_application_cohort", "cohort"),
)
"""A municipality's application: `data` is what it has written, `country`, `code` and `name` the register's.

Of the personal link only the SHA-256 of its token is kept. `organisation` is what an accepted one became.
Two of the same municipality are two: neither can touch the other.
"""

decision = Table(
    "decision",
    metadata,
    Column("application", String(36), ForeignKey("application.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("cohort", KEY, ForeignKey("cohort.key"), nullable=False),
    Column("decided", String(20), nullable=False),
    Column("reason", Text, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("made_by", String(200), nullable=False),
    Column("person", KEY, nullable=False),
    CheckConstraint("number >= 1", name="number_counts_from_one"),
)
"""Everything that was decided about an application, with the reason; the last one counts.

Rows are added and not changed, but for the name of whoever is forgotten."""
