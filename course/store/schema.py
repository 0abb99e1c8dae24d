"""The tables of the store. Migrations in `migrations/` lead here; nothing else makes tables."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    false,
    text,
)
from sqlalchemy.types import TypeDecorator

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Moment(TypeDecorator[datetime]):
    """A moment in UTC; aware on both sides, also where the database knows no time zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store in UTC; a naive moment is a programming error."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment without time zone cannot be stored.")
        return value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Give the time zone back that SQLite drops."""
        if value is None:
            return None
        moment: datetime = value
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


KEY = String(80)

organisation = Table(
    "organisation",
    metadata,
    Column("key", KEY, primary_key=True),
    Column("parent", KEY, ForeignKey("organisation.key"), nullable=True),
    Column("unit_type", String(60), nullable=True),
    Column("country", String(2), nullable=False),
    Column("name", String(200), nullable=False),
    Column("language", String(8), nullable=False),
)
"""A municipality, or a unit under it (`parent`, `unit_type`). `key` is ours and never changes."""

official_code = Table(
    "official_code",
    metadata,
    Column("organisation", KEY, ForeignKey("organisation.key"), primary_key=True),
    Column("code", String(20), primary_key=True),
    Column("valid_from", Date, nullable=True),
    Column("valid_to", Date, nullable=True),
)

cohort = Table(
    "cohort",
    metadata,
    Column("key", KEY, primary_key=True),
    Column("name", JSON, nullable=False),
    Column("demonstration", Boolean, nullable=False, default=False),
    Column("names_until", Date, nullable=True),
)
"""Municipalities that follow one run of the course; `name` is language code → name.

After the day `names_until` the names of those who wrote are replaced by their roles."""

participation = Table(
    "participation",
    metadata,
    Column("cohort", KEY, ForeignKey("cohort.key"), primary_key=True),
    Column("organisation", KEY, ForeignKey("organisation.key"), primary_key=True),
    Column("change", Integer, nullable=False, default=0),
    Column("comments", Integer, nullable=False, default=0, server_default=text("0")),
)
"""An organisation in a cohort: the number of the last change to its answers there, and to its comments."""

record = Table(
    "record",
    metadata,
    Column("id", String(60), primary_key=True),
    Column("organisation", KEY, ForeignKey("organisation.key"), nullable=False),
    Column("cohort", KEY, ForeignKey("cohort.key"), nullable=False),
    Column("occasion", String(60), nullable=False, default=""),
    Column("kind", String(60), nullable=False),
    Column("data", JSON, nullable=False),
    Column("position", Float, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("change", Integer, nullable=False),
    Column("updated_at", Moment, nullable=False),
    Column("updated_by", String(200), nullable=False),
    Column("deleted", Boolean, nullable=False, default=False),
    CheckConstraint("revision >= 1", name="revision_counts_from_one"),
    Index("ix_record_where", "cohort", "organisation", "kind"),
)

revision = Table(
    "revision",
    metadata,
    Column("record", String(60), ForeignKey("record.id"), primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("data", JSON, nullable=False),
    Column("position", Float, nullable=False),
    Column("deleted", Boolean, nullable=False),
    Column("change", Integer, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("made_by", String(200), nullable=False),
    Column("person", KEY, nullable=False),
)
"""Every state a record has had. Rows are added and not changed, but for the name of whoever is forgotten."""

comment = Table(
    "comment",
    metadata,
    Column("id", String(60), primary_key=True),
    Column("organisation", KEY, ForeignKey("organisation.key"), nullable=False),
    Column("cohort", KEY, ForeignKey("cohort.key"), nullable=False),
    Column("occasion", String(60), nullable=False, default=""),
    Column("kind", String(60), nullable=False),
    Column("record", String(60), nullable=False),
    Column("field", String(60), nullable=False, default=""),
    Column("thread", String(60), nullable=False),
    Column("text", Text, nullable=False),
    Column("resolved", Boolean, nullable=False, default=False),
    Column("withdrawn", Boolean, nullable=False, default=False),
    Column("revision", Integer, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("made_by", String(200), nullable=False),
    Column("person", KEY, nullable=False),
    Column("role", String(20), nullable=False),
    Column("updated_at", Moment, nullable=False),
    Column("updated_by", String(200), nullable=False),
    Index("ix_comment_where", "cohort", "organisation"),
)
"""What somebody says of a record, or of one of its fields. The record may be an empty form."""

comment_revision = Table(
    "comment_revision",
    metadata,
    Column("comment", String(60), ForeignKey("comment.id"), primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("text", Text, nullable=False),
    Column("resolved", Boolean, nullable=False),
    Column("withdrawn", Boolean, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("made_by", String(200), nullable=False),
    Column("person", KEY, nullable=False),
)
"""Every state a comment has had. Rows are added and never changed."""

placement = Table(
    "placement",
    metadata,
    Column("record", String(60), ForeignKey("record.id"), primary_key=True),
    Column("change", Integer, primary_key=True),
    Column("position", Float, nullable=False),
)
"""Where a record was put when the order of its kind was numbered anew. Rows are added and never changed.

The record itself did not change, so that nobody who is writing in it is told that it has.
"""

sign_off = Table(
    "sign_off",
    metadata,
    Column("cohort", KEY, ForeignKey("cohort.key"), primary_key=True),
    Column("organisation", KEY, ForeignKey("organisation.key"), primary_key=True),
    Column("subject", String(60), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("change", Integer, nullable=False),
    Column("above", Integer, nullable=True),
    Column("made_at", Moment, nullable=False),
    Column("made_by", String(200), nullable=False),
    Column("person", KEY, nullable=False),
    Column("taken_back_at", Moment, nullable=True),
    Column("taken_back_by", String(200), nullable=True),
    CheckConstraint("number >= 1", name="number_counts_from_one"),
)
"""A snapshot: the change number at which a group said it was ready, or a facilitator signed off.

`subject` is the key of a session or of a gathering; `above` is the change number of a unit's municipality.
What the records then said is in their history: nothing is copied.
"""

job = Table(
    "job",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("cohort", KEY, ForeignKey("cohort.key"), nullable=False),
    Column("running", KEY, nullable=True, unique=True),
    Column("choice", JSON, nullable=False),
    Column("state", String(20), nullable=False),
    Column("total", Integer, nullable=False),
    Column("done", Integer, nullable=False),
    Column("now", String(300), nullable=False),
    Column("failures", JSON, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("made_by", String(200), nullable=False),
    Column("person", KEY, nullable=False),
    Column("ended_at", Moment, nullable=True),
    Column("ended_by", String(200), nullable=True),
    Column("expires_at", Moment, nullable=True),
)
"""A run of notebooks that the server does for a facilitator.

`running` is the cohort's key as long as the job runs, and nothing afterwards: that it is unique is what
keeps a second one out. `expires_at` is when its results are thrown away, nothing where it has none.
"""

person = Table(
    "person",
    metadata,
    Column("key", KEY, primary_key=True),
    Column("name", String(200), nullable=False),
    Column("language", String(8), nullable=True),
    Column("address", String(320), nullable=True, unique=True, index=True),
)
"""Somebody who has a role.

`address`, in small letters, is where a fresh link to sign in is sent; it is kept for that only."""

role_held = Table(
    "role_held",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("person", KEY, ForeignKey("person.key"), nullable=False, index=True),
    Column("role", String(20), nullable=False),
    Column("cohort", KEY, ForeignKey("cohort.key"), nullable=False),
    Column("organisation", KEY, ForeignKey("organisation.key"), nullable=True),
    Column("made_at", Moment, nullable=False),
    Column("ended_at", Moment, nullable=True),
    Column("provider", String(40), nullable=True),
)
"""A role that a person has somewhere, from the day they are invited until it is taken back.

`provider` is the provider of sign-in whose claim gave the role, which ends when the claim does. Where
somebody has taken the role back, it is nobody's claim any more."""

account = Table(
    "account",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("issuer", String(500), nullable=False),
    Column("person", KEY, ForeignKey("person.key"), nullable=False, index=True),
    Column("made_at", Moment, nullable=False),
)
"""An account at a provider of sign-in, and whose it is. `digest` is the SHA-256 of issuer and subject:
the subject itself may be more than the workbook needs to know."""

invitation = Table(
    "invitation",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("person", KEY, ForeignKey("person.key"), nullable=False),
    Column("role", String(20), nullable=False),
    Column("cohort", KEY, ForeignKey("cohort.key"), nullable=False),
    Column("organisation", KEY, ForeignKey("organisation.key"), nullable=True),
    Column("made_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("revoked_at", Moment, nullable=True),
    Column("uses_left", Integer, nullable=True),
    Column("again", Boolean, nullable=False, default=False, server_default=false()),
)
"""A link that lets one person in. Only the SHA-256 of its token is kept.

One that is `again` invites to nothing new: it lets somebody sign in once more."""

sign_in = Table(
    "sign_in",
    metadata,
    Column("id_hash", String(64), primary_key=True),
    Column("person", KEY, ForeignKey("person.key"), nullable=False),
    Column("role", String(20), nullable=False),
    Column("cohort", KEY, ForeignKey("cohort.key"), nullable=False),
    Column("organisation", KEY, ForeignKey("organisation.key"), nullable=True),
    Column("made_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("ended_at", Moment, nullable=True),
)
"""A browser that is signed in, and as which of the person's roles it was last used.

Looked up at every request, so that ending it takes effect at once."""

picture = Table(
    "picture",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("media_type", String(40), nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("pixels", LargeBinary, nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
)
"""A logo that was made harmless, by the SHA-256 of its content; `pixels` is the same as PNG."""

look = Table(
    "look",
    metadata,
    Column("organisation", KEY, ForeignKey("organisation.key"), primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("name", String(200), nullable=False),
    Column("colour", String(7), nullable=False),
    Column("alternative", String(200), nullable=False),
    Column("logo", String(64), ForeignKey("picture.digest"), nullable=True),
    Column("made_at", Moment, nullable=False),
    Column("made_by", String(200), nullable=False),
    Column("person", KEY, nullable=False),
)
"""Every look a municipality's papers have had; the last one counts. Rows are added and never changed."""
