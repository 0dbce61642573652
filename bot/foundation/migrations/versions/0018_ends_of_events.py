"""When a scheduled event ends stands beside it, since its server's zone may be another by then."""

from __future__ import annotations

import logging
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_LOG = logging.getLogger(__name__)
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
            {"at": _end(starts_at, _zone(zone)), "id": event_id},
        )
    with op.batch_alter_table("scheduled_events") as table:
        table.alter_column("ends_at", existing_type=sa.BigInteger(), nullable=False)


def _zone(name: str | None) -> ZoneInfo:
    """The zone a server set; UTC if this machine has none of that name, so that the bot starts.

    Then an event that was to last a whole day ends at another hour, until its date is next
    compared.
    """
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        _LOG.warning("the time zone %s is unknown here: an event of its server ends by UTC", name)
        return ZoneInfo("UTC")


def _end(starts_at: int, zone: ZoneInfo) -> int:
    """What begins at midnight lasts that day, all else an hour."""
    start = datetime.fromtimestamp(starts_at, zone)
    if start.time() == time():
        day = start.date() + timedelta(days=1)
        return int(datetime.combine(day, time(), zone).timestamp())
    return starts_at + 3600
