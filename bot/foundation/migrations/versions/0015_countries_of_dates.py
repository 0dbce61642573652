"""Whose day a date is lies beside it; all dates are worked out anew once to say so."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("season_dates", sa.Column("country", sa.String(length=2), nullable=True))
    op.execute("DELETE FROM meta WHERE name = 'season_dates_revision'")
