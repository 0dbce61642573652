"""Subscriptions, change windows, events with their deliveries, and dates for reminders."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "pauses",
        sa.Column("channel_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("probe_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("channel_id", name=op.f("pk_pauses")),
        comment="Channels that cannot be written to; without probe_at only a person resumes them.",
    )
    op.create_index(op.f("ix_pauses_guild_id"), "pauses", ["guild_id"], unique=False)
    op.create_index(op.f("ix_pauses_probe_at"), "pauses", ["probe_at"], unique=False)
    op.create_table(
        "events",
        sa.Column("id", _ID, nullable=False),
        sa.Column("token", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("scope", sa.BigInteger(), nullable=False),
        sa.Column("show_id", _ID, nullable=True),
        sa.Column("season", sa.Integer(), nullable=False),
        sa.Column("mask", sa.Integer(), nullable=False),
        sa.Column("network", sa.Text(), nullable=True),
        sa.Column("body", sa.Text(), server_default="", nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("editing", sa.Boolean(), nullable=False),
        sa.Column("fanned", sa.Boolean(), nullable=False),
        sa.Column("cursor", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["show_id"], ["shows.id"], name=op.f("fk_events_show_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
        sa.UniqueConstraint("token", name=op.f("uq_events_token")),
        comment="What is told: once, to every channel that follows it.",
    )
    op.create_index(op.f("ix_events_editing"), "events", ["editing"], unique=False)
    op.create_index(op.f("ix_events_fanned"), "events", ["fanned"], unique=False)
    op.create_index(
        op.f("ix_events_kind_created_at"), "events", ["kind", "created_at"], unique=False
    )
    op.create_table(
        "premieres",
        sa.Column("scope", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("show_id", _ID, nullable=False),
        sa.Column("season", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("airs", sa.String(length=24), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("known_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["show_id"], ["shows.id"], name=op.f("fk_premieres_show_id")),
        sa.PrimaryKeyConstraint("scope", "show_id", "season", name=op.f("pk_premieres")),
        comment="A projection of the exact dates that resolve, by which reminders are planned.",
    )
    op.create_index(op.f("ix_premieres_day"), "premieres", ["day"], unique=False)
    op.create_index(op.f("ix_premieres_show_id"), "premieres", ["show_id"], unique=False)
    op.create_table(
        "subscriptions",
        sa.Column("id", _ID, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=True),
        sa.Column("target", sa.String(length=8), nullable=False),
        sa.Column("key", sa.String(length=400), nullable=False),
        sa.Column("show_id", _ID, nullable=True),
        sa.Column("label", sa.Text(), server_default="", nullable=False),
        sa.Column("kinds", sa.Integer(), nullable=False),
        sa.Column("role_id", sa.BigInteger(), nullable=True),
        sa.Column("thread", sa.Boolean(), nullable=False),
        sa.Column("created_by", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["show_id"], ["shows.id"], name=op.f("fk_subscriptions_show_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscriptions")),
        sa.UniqueConstraint(
            "channel_id", "target", "key", name=op.f("uq_subscriptions_channel_id_target_key")
        ),
        comment="What a channel follows, or with a user_id what one person is told by message.",
    )
    op.create_index(op.f("ix_subscriptions_guild_id"), "subscriptions", ["guild_id"], unique=False)
    op.create_index(
        op.f("ix_subscriptions_target_key"), "subscriptions", ["target", "key"], unique=False
    )
    op.create_index(op.f("ix_subscriptions_user_id"), "subscriptions", ["user_id"], unique=False)
    op.create_table(
        "deliveries",
        sa.Column("id", _ID, nullable=False),
        sa.Column("event_id", _ID, nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=True),
        sa.Column("mask", sa.Integer(), nullable=False),
        sa.Column("role_id", sa.BigInteger(), nullable=True),
        sa.Column("thread", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("turn", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("attempted_at", sa.BigInteger(), nullable=True),
        sa.Column("lease_until", sa.BigInteger(), nullable=True),
        sa.Column("anchor", sa.BigInteger(), nullable=True),
        sa.Column("revision", sa.Integer(), server_default="0", nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("sent_at", sa.BigInteger(), nullable=True),
        sa.Column("todo", sa.Integer(), server_default="0", nullable=False),
        sa.Column("todo_at", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("crossposted_at", sa.BigInteger(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_deliveries_event_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries")),
        sa.UniqueConstraint(
            "event_id", "channel_id", name=op.f("uq_deliveries_event_id_channel_id")
        ),
        comment="One event in one channel: the outbox.",
    )
    op.create_index(
        op.f("ix_deliveries_channel_id_state"), "deliveries", ["channel_id", "state"], unique=False
    )
    op.create_index(op.f("ix_deliveries_state_turn"), "deliveries", ["state", "turn"], unique=False)
    op.create_index(
        op.f("ix_deliveries_todo_todo_at"), "deliveries", ["todo", "todo_at"], unique=False
    )
    op.create_table(
        "news",
        sa.Column("id", _ID, nullable=False),
        sa.Column("event_id", _ID, nullable=False),
        sa.Column("show_id", _ID, nullable=False),
        sa.Column("scope", sa.BigInteger(), nullable=False),
        sa.Column("season", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=32), nullable=False),
        sa.Column("key", sa.Text(), server_default="", nullable=False),
        sa.Column("kind", sa.Integer(), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.Column("link", sa.Text(), nullable=True),
        sa.Column("edit_id", _ID, nullable=True),
        sa.Column("source", sa.String(length=32), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("struck_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["edit_id"], ["edits.id"], name=op.f("fk_news_edit_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_news_event_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["show_id"], ["shows.id"], name=op.f("fk_news_show_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_news")),
        comment="The single changes that an event tells; struck when what it rests on is undone.",
    )
    op.create_index(op.f("ix_news_edit_id"), "news", ["edit_id"], unique=False)
    op.create_index(op.f("ix_news_event_id"), "news", ["event_id"], unique=False)
    op.create_index(op.f("ix_news_show_id_at"), "news", ["show_id", "at"], unique=False)
    op.create_table(
        "windows",
        sa.Column("id", _ID, nullable=False),
        sa.Column("scope", sa.BigInteger(), nullable=False),
        sa.Column("show_id", _ID, nullable=False),
        sa.Column("season", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=32), nullable=False),
        sa.Column("key", sa.Text(), server_default="", nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("edit_id", _ID, nullable=True),
        sa.Column("source", sa.String(length=32), nullable=True),
        sa.Column("flapped", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edit_id"], ["edits.id"], name=op.f("fk_windows_edit_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["show_id"], ["shows.id"], name=op.f("fk_windows_show_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_windows")),
        sa.UniqueConstraint(
            "scope",
            "show_id",
            "season",
            "field",
            "key",
            name=op.f("uq_windows_scope_show_id_season_field_key"),
        ),
        comment="Values that changed and may change back: what they were before, when to look.",
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_windows_due_at"), "windows", ["due_at"], unique=False)
