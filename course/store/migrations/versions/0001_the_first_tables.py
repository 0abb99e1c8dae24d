"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this version."""
    op.create_table(
        "cohort",
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("demonstration", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_cohort")),
    )
    op.create_table(
        "organisation",
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("parent", sa.String(length=80), nullable=True),
        sa.Column("unit_type", sa.String(length=60), nullable=True),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.ForeignKeyConstraint(
            ["parent"], ["organisation.key"], name=op.f("fk_organisation_parent_organisation")
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_organisation")),
    )
    op.create_table(
        "person",
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_person")),
    )
    op.create_table(
        "invitation",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(length=80), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("cohort", sa.String(length=80), nullable=False),
        sa.Column("organisation", sa.String(length=80), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("uses_left", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["cohort"], ["cohort.key"], name=op.f("fk_invitation_cohort_cohort")),
        sa.ForeignKeyConstraint(
            ["organisation"], ["organisation.key"], name=op.f("fk_invitation_organisation_organisation")
        ),
        sa.ForeignKeyConstraint(["person"], ["person.key"], name=op.f("fk_invitation_person_person")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_invitation")),
    )
    op.create_table(
        "official_code",
        sa.Column("organisation", sa.String(length=80), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation"], ["organisation.key"], name=op.f("fk_official_code_organisation_organisation")
        ),
        sa.PrimaryKeyConstraint("organisation", "code", name=op.f("pk_official_code")),
    )
    op.create_table(
        "participation",
        sa.Column("cohort", sa.String(length=80), nullable=False),
        sa.Column("organisation", sa.String(length=80), nullable=False),
        sa.Column("change", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["cohort"], ["cohort.key"], name=op.f("fk_participation_cohort_cohort")),
        sa.ForeignKeyConstraint(
            ["organisation"], ["organisation.key"], name=op.f("fk_participation_organisation_organisation")
        ),
        sa.PrimaryKeyConstraint("cohort", "organisation", name=op.f("pk_participation")),
    )
    op.create_table(
        "record",
        sa.Column("id", sa.String(length=60), nullable=False),
        sa.Column("organisation", sa.String(length=80), nullable=False),
        sa.Column("cohort", sa.String(length=80), nullable=False),
        sa.Column("occasion", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("position", sa.Float(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("change", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by", sa.String(length=200), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.CheckConstraint("revision >= 1", name=op.f("ck_record_revision_counts_from_one")),
        sa.ForeignKeyConstraint(["cohort"], ["cohort.key"], name=op.f("fk_record_cohort_cohort")),
        sa.ForeignKeyConstraint(
            ["organisation"], ["organisation.key"], name=op.f("fk_record_organisation_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record")),
    )
    with op.batch_alter_table("record", schema=None) as batch_op:
        batch_op.create_index("ix_record_where", ["cohort", "organisation", "kind"], unique=False)

    op.create_table(
        "sign_in",
        sa.Column("id_hash", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(length=80), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("cohort", sa.String(length=80), nullable=False),
        sa.Column("organisation", sa.String(length=80), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["cohort"], ["cohort.key"], name=op.f("fk_sign_in_cohort_cohort")),
        sa.ForeignKeyConstraint(
            ["organisation"], ["organisation.key"], name=op.f("fk_sign_in_organisation_organisation")
        ),
        sa.ForeignKeyConstraint(["person"], ["person.key"], name=op.f("fk_sign_in_person_person")),
        sa.PrimaryKeyConstraint("id_hash", name=op.f("pk_sign_in")),
    )
    op.create_table(
        "revision",
        sa.Column("record", sa.String(length=60), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("position", sa.Float(), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("change", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=200), nullable=False),
        sa.Column("person", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["record"], ["record.id"], name=op.f("fk_revision_record_record")),
        sa.PrimaryKeyConstraint("record", "revision", name=op.f("pk_revision")),
    )


def downgrade() -> None:
    """Take this version back."""
    op.drop_table("revision")
    op.drop_table("sign_in")
    with op.batch_alter_table("record", schema=None) as batch_op:
        batch_op.drop_index("ix_record_where")

    op.drop_table("record")
    op.drop_table("participation")
    op.drop_table("official_code")
    op.drop_table("invitation")
    op.drop_table("person")
    op.drop_table("organisation")
    op.drop_table("cohort")
