"""Several roles for one person, an address to send a fresh link to, a day until which names are kept."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)
_KEY = sa.String(length=80)

_HELD = sa.table(
    "role_held",
    sa.column("person", _KEY),
    sa.column("role", sa.String),
    sa.column("cohort", _KEY),
    sa.column("organisation", _KEY),
    sa.column("made_at", _MOMENT),
)


def upgrade() -> None:
    """Bring the tables to this version; who had been invited and not been turned away keeps that role."""
    op.create_table(
        "role_held",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("person", _KEY, nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("cohort", _KEY, nullable=False),
        sa.Column("organisation", _KEY, nullable=True),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.Column("ended_at", _MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["cohort"], ["cohort.key"], name=op.f("fk_role_held_cohort_cohort")),
        sa.ForeignKeyConstraint(
            ["organisation"], ["organisation.key"], name=op.f("fk_role_held_organisation_organisation")
        ),
        sa.ForeignKeyConstraint(["person"], ["person.key"], name=op.f("fk_role_held_person_person")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_role_held")),
    )
    op.create_index("ix_role_held_person", "role_held", ["person"], unique=False)
    # Columns and indexes only: for a constraint SQLite makes a table anew, which rows referring to it forbid.
    op.add_column("person", sa.Column("address", sa.String(length=320), nullable=True))
    op.create_index("ix_person_address", "person", ["address"], unique=True)
    op.add_column("cohort", sa.Column("names_until", sa.Date(), nullable=True))
    op.add_column("invitation", sa.Column("again", sa.Boolean(), nullable=False, server_default=sa.false()))
    invitation = sa.table(
        "invitation",
        *(sa.column(name) for name in ("person", "role", "cohort", "organisation", "made_at", "revoked_at")),
    )
    at = invitation.c
    # Not what was revoked: taking access back took it from the person altogether.
    op.execute(
        _HELD.insert().from_select(
            ["person", "role", "cohort", "organisation", "made_at"],
            sa.select(at.person, at.role, at.cohort, at.organisation, sa.func.min(at.made_at))
            .where(at.revoked_at.is_(None))
            .group_by(at.person, at.role, at.cohort, at.organisation),
        )
    )


def downgrade() -> None:
    """Take this version back."""
    op.drop_column("invitation", "again")
    op.drop_column("cohort", "names_until")
    op.drop_index("ix_person_address", "person")
    op.drop_column("person", "address")
    op.drop_index("ix_role_held_person", "role_held")
    op.drop_table("role_held")
