"""`make chaos` on the gateway: `/livez` over 100 resumes, and before a gateway that goes silent.

Discord cuts connections as it likes, and that is no alarm; a gateway that no longer acknowledges
heartbeats, and neither closes nor refuses a connection, is one within 130 s.
"""

from __future__ import annotations

import asyncio
import re
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from bot.operations.health import SILENCE
from tests.web.reader import Reader, reading
from tests.wire.process import BotProcess
from tests.wire.server import Server
from tests.wire.waiting import eventually

SHARDS = 25
"""Of one process: a single connection may be made five times at once, and is paced then."""

CUTS = 4

INTERVALS = (1.0, 41.25)
"""Of heartbeats, in seconds: one that loses no time, and Discord's."""


async def health_address(process: BotProcess) -> str:
    """Where the process tells of its health."""
    line = await process.until_line("health and metrics at")
    found = re.search(r"metrics at (http://[\w.:]+)", line)
    assert found is not None
    return found[1]


async def cut_and_resume(server: Server, number: int) -> None:
    """Cut every connection, each time in another of the ways that let it be resumed."""
    gateway = server.gateway
    wanted = gateway.resumes + len(gateway.connected)
    if number % 3 == 0:
        await gateway.close(4000)
    elif number % 3 == 1:
        gateway.drop()
    else:
        await gateway.reconnect()
    await gateway.until_resumed(60, resumes=wanted)


@asynccontextmanager
async def _bot(server: Server, shards: int) -> AsyncIterator[Reader]:
    server.gateway.max_concurrency = shards
    with tempfile.TemporaryDirectory() as place:
        env = {
            "DATABASE_URL": f"sqlite+aiosqlite:///{Path(place) / 'bot.db'}",
            "HEALTH_PORT": "0",
            "SHARDS": str(shards),
            "SHARD_IDS": f"0-{shards - 1}",
        }
        async with server.bot(env=env) as process:
            await server.until_ready(process, readies=shards)
            async with reading(await health_address(process)) as reader:
                yield reader


async def _alarms(reader: Reader, alarms: list[str]) -> None:
    while True:
        answer = await reader.get("/livez")
        if answer.status != 200:
            alarms.append(answer.text)
        await asyncio.sleep(0.02)


async def resumes() -> tuple[int, list[str]]:
    """How often a connection was resumed, and what alarms there were meanwhile."""
    alarms: list[str] = []
    async with Server() as server, _bot(server, SHARDS) as reader:
        asking = asyncio.create_task(_alarms(reader, alarms))
        # What counts from the start and not from the last connection, shows only in time.
        await asyncio.sleep(SILENCE + 2)
        for number in range(CUTS):
            await cut_and_resume(server, number)
        await asyncio.sleep(1)
        asking.cancel()
        with suppress(asyncio.CancelledError):
            await asking
        assert server.gateway.readies == SHARDS
        return server.gateway.resumes, alarms


async def _until(reader: Reader, status: int) -> str:
    """The answer of `/livez` once it has that status."""
    while True:
        answer = await reader.get("/livez")
        if answer.status == status:
            return answer.text.strip()
        await asyncio.sleep(0.1)


async def silence(interval: float) -> tuple[float, str, float]:
    """Seconds until the alarm, what it says, and seconds until all was well after the gateway
    spoke again.

    It asks for a heartbeat every `interval` seconds; it falls silent just after one.
    """
    async with Server() as server:
        server.gateway.heartbeat_interval = interval
        async with _bot(server, 1) as reader:
            beats = server.gateway.heartbeats
            await eventually(lambda: server.gateway.heartbeats > beats, 60)
            server.gateway.acknowledge = False
            began = time.monotonic()
            said = await _until(reader, 503)
            alarm = time.monotonic() - began
            server.gateway.acknowledge = True
            await _until(reader, 200)
            return alarm, said, time.monotonic() - began - alarm


async def main() -> int:
    (number, alarms), *silences = await asyncio.gather(
        resumes(), *(silence(interval) for interval in INTERVALS)
    )
    print(f"{number} resumes, {len(alarms)} alarms of /livez {alarms[:3]}")
    for interval, (alarm, said, well) in zip(INTERVALS, silences, strict=True):
        print(
            f"silent before heartbeats every {interval} s: an alarm after {alarm:.1f} s "
            f"({said}); well {well:.1f} s after it spoke again"
        )
    late = [alarm for alarm, _, _ in silences if alarm > 130]
    return 1 if alarms or late or number < SHARDS * CUTS else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
