"""Snapshots, where an order was numbered anew, and the server's jobs."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this version."""
    placement = op.create_table(
        "placement",
        sa.Column("record", sa.String(length=60), nullable=False),
        sa.Column("change", sa.Integer(), nullable=False),
        sa.Column("position", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["record"], ["record.id"], name=op.f("fk_placement_record_record")),
        sa.PrimaryKeyConstraint("record", "change", name=op.f("pk_placement")),
    )
    op.create_table(
        "sign_off",
        sa.Column("cohort", sa.String(length=80), nullable=False),
        sa.Column("organisation", sa.String(length=80), nullable=False),
        sa.Column("subject", sa.String(length=60), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("change", sa.Integer(), nullable=False),
        sa.Column("above", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=200), nullable=False),
        sa.Column("person", sa.String(length=80), nullable=False),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_back_by", sa.String(length=200), nullable=True),
        sa.CheckConstraint("number >= 1", name=op.f("ck_sign_off_number_counts_from_one")),
        sa.ForeignKeyConstraint(["cohort"], ["cohort.key"], name=op.f("fk_sign_off_cohort_cohort")),
        sa.ForeignKeyConstraint(
            ["organisation"], ["organisation.key"], name=op.f("fk_sign_off_organisation_organisation")
        ),
        sa.PrimaryKeyConstraint("cohort", "organisation", "subject", "number", name=op.f("pk_sign_off")),
    )
    op.create_table(
        "job",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("cohort", sa.String(length=80), nullable=False),
        sa.Column("running", sa.String(length=80), nullable=True),
        sa.Column("choice", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("now", sa.String(length=300), nullable=False),
        sa.Column("failures", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=200), nullable=False),
        sa.Column("person", sa.String(length=80), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.String(length=200), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["cohort"], ["cohort.key"], name=op.f("fk_job_cohort_cohort")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        sa.UniqueConstraint("running", name=op.f("uq_job_running")),
    )
    # Orders that were numbered anew before such a numbering was written down: where they stand now.
    record = sa.table("record", *(sa.column(name) for name in ("id", "revision", "change", "position")))
    history = sa.table("revision", *(sa.column(name) for name in ("record", "revision", "position")))
    moved = (
        sa.select(record.c.id, record.c.change, record.c.position)
        .join(history, (history.c.record == record.c.id) & (history.c.revision == record.c.revision))
        .where(history.c.position != record.c.position)
    )
    op.execute(sa.insert(placement).from_select(["record", "change", "position"], moved))


def downgrade() -> None:
    """Take this version back."""
    op.drop_table("job")
    op.drop_table("sign_off")
    op.drop_table("placement")
