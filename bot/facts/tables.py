"""The tables. Instants are whole seconds since 1970 in UTC; dates and values are text."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

_Id = BigInteger().with_variant(Integer, "sqlite")
"""SQLite counts row ids up by itself for INTEGER PRIMARY KEY alone."""

meta = Table(
    "meta",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("value", Text, nullable=False),
    comment="Single values: the revision that every write bumps, the command tree's hash.",
)

shows = Table(
    "shows",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("scope", BigInteger, nullable=False, server_default="0"),
    Column("merged_into", _Id, ForeignKey("shows.id")),
    Column("revision", BigInteger, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Index(None, "revision"),
    sqlite_autoincrement=True,
    comment="Identity alone: everything known of a show is a claim.",
)

records = Table(
    "records",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("source", String(32), nullable=False),
    Column("key", String(400), nullable=False),
    Column("show_id", _Id, ForeignKey("shows.id"), nullable=False),
    Column("tier", Integer, nullable=False),
    Column("link", Text, nullable=False),
    Column("as_of", String(10), nullable=False),
    Column("checked_at", BigInteger, nullable=False),
    Column("revision", BigInteger, nullable=False),
    Column("statement", Text, nullable=False),
    UniqueConstraint("source", "key"),
    Index(None, "show_id"),
    comment="What one source says of one show, whole: its claims are replaced together.",
)

edits = Table(
    "edits",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("interaction_id", BigInteger, nullable=False),
    Column("show_id", _Id, ForeignKey("shows.id"), nullable=False),
    Column("scope", BigInteger, nullable=False),
    Column("author_id", BigInteger),
    Column("action", String(32), nullable=False),
    Column("revision", BigInteger, nullable=False),
    Column("written_at", BigInteger, nullable=False),
    Column("retracted_at", BigInteger),
    Column("retracted_by", BigInteger),
    Column("retraction_id", BigInteger),
    UniqueConstraint("interaction_id", "show_id"),
    Index(None, "show_id", "scope"),
    comment="One act of one person on one show: the claims it made stand or fall together.",
)

claims = Table(
    "claims",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("edit_id", _Id, ForeignKey("edits.id", ondelete="CASCADE"), nullable=False),
    Column("show_id", _Id, ForeignKey("shows.id"), nullable=False),
    Column("season", Integer),
    Column("field", String(32), nullable=False),
    Column("key", Text, nullable=False, server_default=""),
    Column("value", Text),
    Column("position", Integer, nullable=False, server_default="0"),
    Column("link", Text, nullable=False),
    Column("as_of", String(10), nullable=False),
    Index(None, "show_id"),
    Index(None, "edit_id"),
    comment="What people say; a value of NULL takes a member of a collection away.",
)

changes = Table(
    "changes",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("show_id", _Id, ForeignKey("shows.id"), nullable=False),
    Column("scope", BigInteger, nullable=False),
    Column("season", Integer),
    Column("field", String(32), nullable=False),
    Column("key", Text, nullable=False, server_default=""),
    Column("before", Text),
    Column("after", Text),
    Column("at", BigInteger, nullable=False),
    Column("edit_id", _Id, ForeignKey("edits.id", ondelete="SET NULL")),
    Column("source", String(32)),
    Column("link", Text),
    Index(None, "show_id", "scope"),
    Index(None, "edit_id"),
    comment="The log: what each write changed in what resolves, and what it replaced.",
)

titles = Table(
    "titles",
    metadata,
    Column("scope", BigInteger, primary_key=True),
    Column("show_id", _Id, ForeignKey("shows.id"), primary_key=True),
    Column("title", Text, nullable=False),
    Column("names", Text, nullable=False),
    Column("year", Integer),
    Column("country", String(2)),
    Column("network", Text),
    Column("kind", String(16)),
    Column("popularity", Float, nullable=False),
    Column("hidden", Boolean, nullable=False),
    Index(None, "show_id"),
    comment="A projection of what resolves, for the index of titles in memory.",
)

identifiers = Table(
    "identifiers",
    metadata,
    Column("provider", String(32), primary_key=True),
    Column("value", String(100), primary_key=True),
    Column("show_id", _Id, ForeignKey("shows.id"), primary_key=True),
    Index(None, "show_id"),
    comment="A projection of the `ids` that resolve, by which records of one show are joined.",
)

proposals = Table(
    "proposals",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("token", String(32), nullable=False, unique=True),
    Column("fingerprint", String(64), nullable=False, unique=True),
    Column("kind", String(16), nullable=False),
    Column("scope", BigInteger, nullable=False),
    Column("guild_id", BigInteger, nullable=False),
    Column("show_id", _Id, ForeignKey("shows.id"), nullable=False),
    Column("season", Integer),
    Column("field", String(32), nullable=False),
    Column("key", Text, nullable=False, server_default=""),
    Column("value", Text, nullable=False),
    Column("link", Text, nullable=False),
    Column("said_by", String(32), nullable=False),
    Column("state", String(16), nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("decided_at", BigInteger),
    Column("decided_by", BigInteger),
    Column("reason", Text),
    Index(None, "scope", "state"),
    Index(None, "show_id"),
    comment="What waits for an editor: members' suggestions, and sources that say otherwise.",
)

proposers = Table(
    "proposers",
    metadata,
    Column("proposal_id", _Id, ForeignKey("proposals.id", ondelete="CASCADE"), primary_key=True),
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("at", BigInteger, nullable=False),
    Index(None, "user_id"),
    comment="Who proposed it: each learns the outcome.",
)

guilds = Table(
    "guilds",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("editor_role", BigInteger),
    Column("timezone", String(64)),
    Column("region", String(2)),
    Column("log_channel", BigInteger),
    CheckConstraint("id > 0", name="real"),
    comment="What a server's managers set with /settings.",
)
