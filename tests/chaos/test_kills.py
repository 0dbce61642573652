"""The short version of ``make chaos``: a fan-out during which the process is killed six times."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.chaos.runs import run


@pytest.mark.slow
async def test_six_kills_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    result = await run(tmp_path, seed=1, channels=60, kills=6)
    assert (result.lost, result.doubled, result.violations) == (0, 0, 0)
    assert result.midway, "no kill came while messages were sent"
