"""Rate limits and heartbeats where discord.py 2.7 would count them wrong."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

from bot.discord_client.library_fixes import Bucket, Heartbeats


async def test_a_request_that_is_given_up_at_any_moment_keeps_no_other_waiting() -> None:
    async def ask(bucket: Bucket) -> None:
        async with bucket:
            await asyncio.sleep(0)

    for moments in range(8):
        bucket = Bucket(30.0)
        given_up = asyncio.create_task(ask(bucket))
        for _ in range(moments):
            await asyncio.sleep(0)
        behind = asyncio.create_task(ask(bucket))
        await asyncio.sleep(0)
        given_up.cancel()
        await asyncio.gather(given_up, return_exceptions=True)
        async with asyncio.timeout(5):
            await behind
            await ask(bucket)


def test_an_answer_that_is_there_at_once_is_no_connection_that_is_behind(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """It comes before discord.py has noted that the heartbeat was sent."""
    connection: Any = SimpleNamespace(
        thread_id=0, _max_heartbeat_timeout=60.0, HEARTBEAT=1, sequence=7
    )
    heartbeats = Heartbeats(ws=connection, interval=41.25, shard_id=0)
    heartbeats._last_send -= 41.25
    assert heartbeats.get_payload() == {"op": 1, "d": 7}
    heartbeats.ack()
    assert heartbeats.latency < 10
    assert not caplog.records
