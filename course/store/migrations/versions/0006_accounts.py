"""Accounts at providers of sign-in, and which provider's claim gave a role."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this version."""
    op.create_table(
        "account",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("issuer", sa.String(length=500), nullable=False),
        sa.Column("person", sa.String(length=80), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.key"], name=op.f("fk_account_person_person")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_account")),
    )
    op.create_index("ix_account_person", "account", ["person"], unique=False)
    op.add_column("role_held", sa.Column("provider", sa.String(length=40), nullable=True))


def downgrade() -> None:
    """Take this version back."""
    op.drop_column("role_held", "provider")
    op.drop_index("ix_account_person", "account")
    op.drop_table("account")
