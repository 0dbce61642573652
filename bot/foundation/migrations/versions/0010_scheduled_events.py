"""Scheduled events at Discord, for the premieres of what servers follow."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "event_servers",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("next_at", sa.BigInteger(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("guild_id", name=op.f("pk_event_servers")),
        comment="Servers that have, or had, scheduled events; when to look at each again.",
    )
    op.create_index(op.f("ix_event_servers_next_at"), "event_servers", ["next_at"], unique=False)
    op.create_table(
        "scheduled_events",
        sa.Column("id", _ID, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("show_id", _ID, nullable=False),
        sa.Column("season", sa.Integer(), nullable=False),
        sa.Column("marker", sa.String(length=20), nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=True),
        sa.Column("attempted_at", sa.BigInteger(), nullable=True),
        sa.Column("starts_at", sa.BigInteger(), nullable=False),
        sa.Column("told", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["show_id"], ["shows.id"], name=op.f("fk_scheduled_events_show_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scheduled_events")),
        sa.UniqueConstraint(
            "guild_id",
            "show_id",
            "season",
            name=op.f("uq_scheduled_events_guild_id_show_id_season"),
        ),
        sa.UniqueConstraint("marker", name=op.f("uq_scheduled_events_marker")),
        comment="One scheduled event of a server at Discord; its marker stands in its description.",
    )
    op.create_index(
        op.f("ix_scheduled_events_show_id"), "scheduled_events", ["show_id"], unique=False
    )
