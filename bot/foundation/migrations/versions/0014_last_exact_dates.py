"""The last exact date of a season whose date became vague stays known: calendars take it back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("season_dates", sa.Column("last_exact", sa.String(length=24), nullable=True))
