"""The table of servers: one row a server."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, CheckConstraint, Column, String, Table, true

from ..foundation.sql import metadata

guilds = Table(
    "guilds",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("editor_role", BigInteger),
    Column("timezone", String(64)),
    Column("region", String(2)),
    Column("log_channel", BigInteger),
    Column("language", String(8)),
    Column("estimates", Boolean, nullable=False, server_default=true()),
    CheckConstraint("id > 0", name="real"),
    comment="What a server's managers set with /settings.",
)
