"""Two processes on PostgreSQL: each shard is somebody's once sessions may begin, one that is killed
is replaced."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.chaos.scene import Scene, open_channels
from tests.cluster.processes import processes
from tests.engines import Server as PostgresServer
from tests.wire.server import Server

SHARDS = 4

pytestmark = pytest.mark.sqlite
"""It makes its own database."""


@pytest.mark.slow
@pytest.mark.timeout(180)
async def test_shards_alerts_and_a_death(postgres_server: PostgresServer, tmp_path: Path) -> None:
    empty = postgres_server.template("bare", lambda url: None)
    with postgres_server.copy(empty) as url:
        async with Server() as server:
            server.gateway.max_concurrency = SHARDS
            scene = Scene(server, tmp_path, 40, url)
            channels = open_channels(server, 40, per_guild=2)
            scene.living = [channel for _, channel in channels]
            await scene.prepare(channels)
            async with processes(server, SHARDS, scene.environment) as cluster:
                server.gateway.session_starts, server.gateway.day_ends_in = SHARDS, 0.1
                await cluster.start(2)
                for process in cluster.living.values():
                    await process.until_line("Discord lets no more sessions begin", 60)
                assert server.gateway.connections == 0
                server.gateway.session_starts = 1000
                await cluster.until_served(60)
                assert len(server.gateway.identifies) == SHARDS
                for guild, channel in channels[::9]:
                    answer = await server.slash(guild, channel, server.fan, "season", SHOW)
                    assert "Soundtrack" in answer.text
                posted = server.state.messages.posted
                posted.clear()
                await scene.change(1)
                await scene.until_heard(40)
                assert scene.counts() == (0, 0)

                await cluster.kill("1")
                assert len(server.gateway.served) < SHARDS
                await cluster.until_served(40)
                posted.clear()
                await scene.change(2, "canceled")
                await scene.until_heard(40)
                assert scene.counts() == (0, 0)
                assert server.gateway.rushed == 0
                assert server.duplicates == []
            assert server.violations == []


SHOW = {"show": "Soundtrack"}
