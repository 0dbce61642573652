"""Health, figures and logs of the real process, and how it ends with them on."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
import sqlite3
from pathlib import Path

import pytest

from tests.chaos.gateway import cut_and_resume, health_address
from tests.web.reader import Reader, reading
from tests.wire.server import Server


@pytest.mark.slow
async def test_health_figures_backups_and_lines_of_json(
    server: Server, tmp_path: Path, loaded: Path
) -> None:
    env = {
        "DATABASE_URL": f"sqlite+aiosqlite:///{shutil.copy(loaded, tmp_path / 'bot.db')}",
        "HEALTH_PORT": "0",
        "LOG_FORMAT": "json",
        "BACKUP_DIR": str(tmp_path / "copies"),
    }
    server.gateway.heartbeat_interval = 0.2
    async with server.bot(env=env) as process:
        address = await health_address(process)
        place = (server.guild, server.general, server.fan)
        assert (await server.slash(*place, "season", {"show": "Soundtrack"})).text
        await process.until_line("backup cliffhanger-")
        await process.until_line(r"ready \(")
        async with reading(address) as reader:
            for page in ("/livez", "/readyz"):
                answer = await reader.get(page)
                assert (answer.status, answer.text.strip()) == (200, "ok")
            figures = (await reader.get("/metrics")).text
            assert 'cliffhanger_answers_total{command="season",outcome="answered"} 1.0' in figures
            assert 'cliffhanger_heartbeat_age_seconds{shard="0"}' in figures
            assert 'cliffhanger_loop_age_seconds{loop="alerts"}' in figures
            assert (await reader.get("/nothing")).status == 404
            for number in range(3):
                await cut_and_resume(server, number)
                assert (await reader.get("/livez")).status == 200
            server.gateway.acknowledge = False
            while await heartbeat_age(reader) < 1:  # noqa: ASYNC110 - it tells by being asked
                await asyncio.sleep(0.05)
            server.gateway.acknowledge = True
            while await heartbeat_age(reader) > 1:  # noqa: ASYNC110
                await asyncio.sleep(0.05)
            with sqlite3.connect(tmp_path / "bot.db", isolation_level=None) as held:
                held.execute("BEGIN IMMEDIATE")
                answer = await reader.get("/readyz")
                assert answer.status == 503
                assert "the store cannot be written" in answer.text
                assert (await reader.get("/livez")).status == 200
                held.execute("ROLLBACK")
        await process.terminate(20)
        assert process.exit_code == 0
        for line in process.lines:
            assert {"time", "level", "logger", "message"} <= json.loads(line).keys()
    (copy,) = (tmp_path / "copies").glob("cliffhanger-*.db")
    await asyncio.to_thread(sound, copy)


async def heartbeat_age(reader: Reader) -> float:
    figures = (await reader.get("/metrics")).text
    found = re.search(r'^cliffhanger_heartbeat_age_seconds{shard="0"} (.+)$', figures, re.MULTILINE)
    assert found is not None
    return float(found[1])


def sound(copy: Path) -> None:
    with sqlite3.connect(copy) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("SELECT count(*) FROM shows").fetchone() > (50,)
