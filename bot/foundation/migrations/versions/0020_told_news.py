"""Which news a message tells stands with its delivery: what it told stays when it is edited."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("deliveries", sa.Column("told", sa.Text(), nullable=True))
