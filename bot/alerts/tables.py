"""The tables of alerts; instants are seconds since 1970 in UTC."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from ..foundation.sql import Id, metadata
from ..locale.messages import N_

CHANNEL_GONE = N_("the channel no longer exists")
"""The reason of a pause that nobody can end: a deleted channel cannot even be chosen."""

OWN = -1
"""The `season` of what is said of the show itself; NULL would bypass a unique constraint."""

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("id", Id, primary_key=True),
    Column("guild_id", BigInteger, nullable=False),
    Column("channel_id", BigInteger, nullable=False),
    Column("user_id", BigInteger),
    Column("target", String(8), nullable=False),
    Column("key", String(400), nullable=False),
    Column("show_id", Id, ForeignKey("shows.id")),
    Column("label", Text, nullable=False, server_default=""),
    Column("kinds", Integer, nullable=False),
    Column("role_id", BigInteger),
    Column("thread", Boolean, nullable=False),
    Column("created_by", BigInteger),
    Column("created_at", BigInteger, nullable=False),
    UniqueConstraint("channel_id", "target", "key"),
    Index(None, "target", "key"),
    Index(None, "guild_id"),
    Index(None, "user_id"),
    comment="What a channel follows, or with a user_id what one person is told by message.",
)

pauses = Table(
    "pauses",
    metadata,
    Column("channel_id", BigInteger, primary_key=True, autoincrement=False),
    Column("guild_id", BigInteger, nullable=False),
    Column("since", BigInteger, nullable=False),
    Column("reason", Text, nullable=False),
    Column("probe_at", BigInteger),
    Index(None, "guild_id"),
    Index(None, "probe_at"),
    comment="Channels that cannot be written to; without probe_at only a person resumes them.",
)

windows = Table(
    "windows",
    metadata,
    Column("id", Id, primary_key=True),
    Column("scope", BigInteger, nullable=False),
    Column("show_id", Id, ForeignKey("shows.id"), nullable=False),
    Column("season", Integer, nullable=False),
    Column("field", String(32), nullable=False),
    Column("key", Text, nullable=False, server_default=""),
    Column("before", Text),
    Column("opened_at", BigInteger, nullable=False),
    Column("seen_at", BigInteger, nullable=False),
    Column("due_at", BigInteger, nullable=False),
    Column("edit_id", Id, ForeignKey("edits.id", ondelete="SET NULL")),
    Column("source", String(32)),
    Column("flapped", Boolean, nullable=False),
    UniqueConstraint("scope", "show_id", "season", "field", "key"),
    Index(None, "due_at"),
    sqlite_autoincrement=True,
    comment="Values that changed and may change back: what they were before, when to look.",
)

events = Table(
    "events",
    metadata,
    Column("id", Id, primary_key=True),
    Column("token", String(20), nullable=False, unique=True),
    Column("kind", String(12), nullable=False),
    Column("scope", BigInteger, nullable=False),
    Column("show_id", Id, ForeignKey("shows.id")),
    Column("season", Integer, nullable=False),
    Column("mask", Integer, nullable=False),
    Column("network", Text),
    Column("body", Text, nullable=False, server_default=""),
    Column("created_at", BigInteger, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("editing", Boolean, nullable=False),
    Column("fanned", Boolean, nullable=False),
    Column("cursor", BigInteger, nullable=False),
    Index(None, "fanned"),
    Index(None, "editing"),
    Index(None, "kind", "created_at"),
    comment="What is told: once, to every channel that follows it.",
)

news = Table(
    "news",
    metadata,
    Column("id", Id, primary_key=True),
    Column("event_id", Id, ForeignKey("events.id", ondelete="CASCADE"), nullable=False),
    Column("show_id", Id, ForeignKey("shows.id"), nullable=False),
    Column("scope", BigInteger, nullable=False),
    Column("season", Integer, nullable=False),
    Column("field", String(32), nullable=False),
    Column("key", Text, nullable=False, server_default=""),
    Column("kind", Integer, nullable=False),
    Column("before", Text),
    Column("after", Text),
    Column("link", Text),
    Column("edit_id", Id, ForeignKey("edits.id", ondelete="SET NULL")),
    Column("source", String(32)),
    Column("at", BigInteger, nullable=False),
    Column("struck_at", BigInteger),
    Index(None, "event_id"),
    Index(None, "edit_id"),
    Index(None, "show_id", "at"),
    Index(None, "at"),
    comment="The single changes that an event tells; struck when what it rests on is undone.",
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", Id, primary_key=True),
    Column("event_id", Id, ForeignKey("events.id", ondelete="CASCADE"), nullable=False),
    Column("channel_id", BigInteger, nullable=False),
    Column("guild_id", BigInteger, nullable=False),
    Column("user_id", BigInteger),
    Column("mask", Integer, nullable=False),
    Column("role_id", BigInteger),
    Column("thread", Boolean, nullable=False),
    Column("state", String(10), nullable=False),
    Column("turn", BigInteger, nullable=False),
    Column("due_at", BigInteger, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("attempted_at", BigInteger),
    Column("lease_until", BigInteger),
    Column("anchor", BigInteger),
    Column("revision", Integer, nullable=False, server_default="0"),
    Column("told", Text),
    Column("message_id", BigInteger),
    Column("sent_at", BigInteger),
    Column("todo", Integer, nullable=False, server_default="0"),
    Column("todo_at", BigInteger, nullable=False, server_default="0"),
    Column("crossposted_at", BigInteger),
    Column("error", Text),
    UniqueConstraint("event_id", "channel_id"),
    Index(None, "state", "turn"),
    Index(None, "channel_id", "state"),
    Index(None, "todo", "todo_at"),
    comment="One event in one channel: the outbox.",
)

recipients = Table(
    "recipients",
    metadata,
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("language", String(8), nullable=False),
    comment="Who is written to in person, with the language they last used.",
)
