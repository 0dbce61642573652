"""When a scheduled event ends stands beside it, since its server's zone may be another by then."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_ROWS = sa.text(
    "SELECT scheduled_events.id, scheduled_events.starts_at, guilds.timezone FROM scheduled_events"
    " LEFT JOIN guilds ON guilds.id = scheduled_events.guild_id"
)


def upgrade() -> None:
    op.add_column("scheduled_events", sa.Column("ends_at", sa.BigInteger(), nullable=True))
    connection = op.get_bind()
    for event_id, starts_at, zone in connection.execute(_ROWS).fetchall():
        connection.execute(
            sa.text("UPDATE scheduled_events SET ends_at = :at WHERE id = :id"),
            {"at": _end(starts_at, ZoneInfo(zone or "UTC")), "id": event_id},
        )
    with op.batch_alter_table("scheduled_events") as table:
        table.alter_column("ends_at", existing_type=sa.BigInteger(), nullable=False)


def _end(starts_at: int, zone: ZoneInfo) -> int:
    """What begins at midnight lasts that day, all else an hour."""
    start = datetime.fromtimestamp(starts_at, zone)
    if start.time() == time():
        day = start.date() + timedelta(days=1)
        return int(datetime.combine(day, time(), zone).timestamp())
    return starts_at + 3600
