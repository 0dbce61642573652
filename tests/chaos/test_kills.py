"""The short version of ``make chaos``: one fan-out during which the process is killed 20 times."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.chaos.runs import run


@pytest.mark.slow
@pytest.mark.timeout(240)
async def test_twenty_kills_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    result = await run(tmp_path, 1, channels=300, kills=20)
    print(result)
    assert (result.lost, result.doubled, result.violations) == (0, 0, 0)
