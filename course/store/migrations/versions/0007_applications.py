"""What a cohort offers, who applies to join it, and what is decided."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)
_KEY = sa.String(length=80)


def upgrade() -> None:
    """Bring the tables to this version."""
    op.create_table(
        "call",
        sa.Column("cohort", _KEY, nullable=False),
        sa.Column("deadline", sa.Date(), nullable=False),
        sa.Column("time_zone", sa.String(length=60), nullable=False),
        sa.Column("places", sa.Integer(), nullable=True),
        sa.Column("countries", sa.JSON(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.Column("made_by", sa.String(length=200), nullable=False),
        sa.Column("person", _KEY, nullable=False),
        sa.ForeignKeyConstraint(["cohort"], ["cohort.key"], name=op.f("fk_call_cohort_cohort")),
        sa.PrimaryKeyConstraint("cohort", name=op.f("pk_call")),
    )
    op.create_table(
        "application",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("cohort", _KEY, nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.Column("updated_at", _MOMENT, nullable=False),
        sa.Column("organisation", _KEY, nullable=True),
        sa.CheckConstraint("revision >= 1", name=op.f("ck_application_revision_counts_from_one")),
        sa.ForeignKeyConstraint(["cohort"], ["cohort.key"], name=op.f("fk_application_cohort_cohort")),
        sa.ForeignKeyConstraint(
            ["organisation"], ["organisation.key"], name=op.f("fk_application_organisation_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_application_token_hash")),
    )
    op.create_index("ix_application_cohort", "application", ["cohort"], unique=False)
    op.create_table(
        "decision",
        sa.Column("application", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("cohort", _KEY, nullable=False),
        sa.Column("decided", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.Column("made_by", sa.String(length=200), nullable=False),
        sa.Column("person", _KEY, nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_decision_number_counts_from_one")),
        sa.ForeignKeyConstraint(
            ["application"], ["application.id"], name=op.f("fk_decision_application_application")
        ),
        sa.ForeignKeyConstraint(["cohort"], ["cohort.key"], name=op.f("fk_decision_cohort_cohort")),
        sa.PrimaryKeyConstraint("application", "number", name=op.f("pk_decision")),
    )


def downgrade() -> None:
    """Take this version back."""
    op.drop_table("decision")
    op.drop_index("ix_application_cohort", "application")
    op.drop_table("application")
    op.drop_table("call")
