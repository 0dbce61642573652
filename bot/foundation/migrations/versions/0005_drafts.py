"""What an article states, until somebody approves it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "draft_sets",
        sa.Column("token", sa.String(length=16), nullable=False),
        sa.Column("interaction_id", sa.BigInteger(), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("scope", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("suggests", sa.Boolean(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("as_of", sa.String(length=10), nullable=False),
        sa.Column("drafts", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_draft_sets")),
        sa.UniqueConstraint("interaction_id", name=op.f("uq_draft_sets_interaction_id")),
        comment="What an article states, until somebody approves it or discards it.",
    )
    op.create_index(op.f("ix_draft_sets_guild_id"), "draft_sets", ["guild_id"], unique=False)
