"""The schemas of other versions: today's migrations and one more, or only the first of them."""

from __future__ import annotations

from pathlib import Path

from bot.foundation.migrate import HEAD, SCRIPTS

_MIGRATION = '''"""The step that follows today's."""
import sqlalchemy as sa
from alembic import op
revision, down_revision, branch_labels, depends_on = "9999", "{after}", None, None

def upgrade() -> None:
    {body}
'''


def next_version(folder: Path, body: str) -> Path:
    """Today's migrations with one more after them, as the next version will have."""
    target = older_version(folder, HEAD)
    (target / "versions" / "9999_next.py").write_text(_MIGRATION.format(after=HEAD, body=body))
    return target


def older_version(folder: Path, last: str) -> Path:
    """Today's migrations up to that one, as the version had for which it was the newest."""
    target = folder / "migrations"
    (target / "versions").mkdir(parents=True)
    (target / "env.py").write_text((SCRIPTS / "env.py").read_text())
    for path in (SCRIPTS / "versions").glob("0*.py"):
        if path.name[:4] <= last:
            (target / "versions" / path.name).write_text(path.read_text())
    return target
