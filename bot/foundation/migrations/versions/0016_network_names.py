"""A network that changes its name is known by the id that its source has it under."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "network_names",
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.Column("network", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("source", "network", "key", name=op.f("pk_network_names")),
        comment="The names that a source's network had, by its id there, and since when.",
    )
    op.create_index(op.f("ix_network_names_key"), "network_names", ["key"])
