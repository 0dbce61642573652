"""Health, figures and logs of the real process, and how it ends with them on."""

from __future__ import annotations

import asyncio
import json
import re
import sqlite3
from pathlib import Path

from tests.web.reader import reading
from tests.wire.process import BotProcess
from tests.wire.server import Server


async def address_of(process: BotProcess) -> str:
    line = await process.until_line("health and metrics at")
    found = re.search(r"metrics at (http://[\w.:]+)", line)
    assert found is not None
    return found[1]


async def test_health_figures_backups_and_lines_of_json(server: Server, tmp_path: Path) -> None:
    env = {
        "DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path / 'bot.db'}",
        "HEALTH_PORT": "0",
        "LOG_FORMAT": "json",
        "BACKUP_DIR": str(tmp_path / "copies"),
    }
    async with server.bot(env=env) as process:
        address = await address_of(process)
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


def sound(copy: Path) -> None:
    with sqlite3.connect(copy) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("SELECT count(*) FROM shows").fetchone() > (50,)
