"""PostgreSQL stopped hard under a running bot, and started again: nothing is lost, nobody helps."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import engines
from tests.chaos.scene import Scene, open_channels
from tests.wire.server import Server

SHOW = {"show": "Soundtrack"}
EDIT = {**SHOW, "field": "network", "value": "HBO", "source": "https://news.example/page"}


@pytest.fixture
def folder() -> Iterator[Path]:
    """The folder of a server of the test's own, which it may stop."""
    if os.environ.get("TEST_POSTGRES_URL"):
        pytest.skip("the server at TEST_POSTGRES_URL is not for us to stop")
    made = engines.new_folder()
    try:
        yield made
    finally:
        engines.end(made)


@pytest.mark.slow
@pytest.mark.timeout(180)
async def test_it_answers_from_memory_says_so_and_goes_on(folder: Path, tmp_path: Path) -> None:
    postgres = engines.start(folder)
    engines.make_durable(postgres)
    url = postgres._named(postgres.template("bare", lambda url: None))
    async with Server() as server:
        scene = Scene(server, tmp_path, 40, url)
        channels = open_channels(server, 5, per_guild=5)
        scene.living = [channel for _, channel in channels]
        await scene.prepare(channels)
        environment = {**scene.environment, "CURATOR_GUILDS": str(server.guild.id)}
        async with server.bot(env=environment) as process:
            fan = (server.guild, server.general, server.fan)
            editor = (server.guild, server.mods, server.moderator)
            assert "Soundtrack" in (await server.slash(*fan, "season", SHOW)).text

            await asyncio.to_thread(engines.stop_hard, folder)
            assert "Soundtrack" in (await server.slash(*fan, "season", SHOW)).text
            told = (await server.slash(*editor, "catalog set", EDIT)).text
            assert "The database is not answering just now; nothing was changed" in told
            await process.until_line("alerts wait for the store")

            await asyncio.to_thread(engines.start_again, folder)
            await scene.change(1)
            await scene.until_heard(30)
            await process.until_line("alerts are sent again")
            assert "Changed." in (await server.slash(*editor, "catalog set", EDIT)).text
            assert scene.counts() == (0, 0)
            assert not [line for line in process.lines if "Traceback" in line]
        assert server.violations == []
