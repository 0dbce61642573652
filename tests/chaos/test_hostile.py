"""Some hostile interactions on the real process; `make chaos` has 20,000."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.chaos.hostile import attack


@pytest.mark.slow
async def test_hostile_interactions_leave_none_unanswered(tmp_path: Path) -> None:
    result = await attack(tmp_path, count=150, shows=20, free=1.0)
    assert result.timings.sent > 120
    assert result.good, result
