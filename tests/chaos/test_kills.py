"""The short version of ``make chaos``: fan-outs during which the process is killed 20 times."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.chaos.runs import run


@pytest.mark.slow
@pytest.mark.timeout(240)
async def test_twenty_kills_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    """Two bots side by side, since each spends most of its lives starting."""
    folders = [tmp_path / "one", tmp_path / "other"]
    for folder in folders:
        folder.mkdir()
    results = await asyncio.gather(
        *(run(folder, seed, channels=70, kills=10, rate=20) for seed, folder in enumerate(folders))
    )
    print(*results, sep="\n")
    assert [(r.lost, r.doubled, r.violations) for r in results] == [(0, 0, 0)] * 2
    assert any(result.midway for result in results), "no kill came while messages were sent"
