"""The tokens of calendar feeds."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "feed_tokens",
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_feed_tokens")),
        sa.UniqueConstraint("guild_id", "user_id", name=op.f("uq_feed_tokens_guild_id_user_id")),
        comment="Whose calendar feed an address is: a server's or a member's; the other id is 0.",
    )
    op.create_index(op.f("ix_feed_tokens_user_id"), "feed_tokens", ["user_id"], unique=False)
