"""How the real bot's process begins and ends: settings, database, Discord out of reach, signals."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import sqlite3
from pathlib import Path

import pytest

from tests.wire.faults import Broken, Delayed, RateLimited
from tests.wire.process import BotProcess
from tests.wire.server import Server

TOKEN = "MTIzNDU2.of-this.test-alone"
NOWHERE = "http://127.0.0.1:9/api/v10"
"""The discard service's port, where nobody listens."""


def settings(file: Path) -> dict[str, str]:
    return {"DATABASE_URL": f"sqlite+aiosqlite:///{file}", "DISCORD_TOKEN": TOKEN}


def own_words(process: BotProcess) -> list[str]:
    """What the command line told as the reason of its end."""
    return [line for line in process.lines if line.startswith("Error:")]


async def refused(server: Server, env: dict[str, str]) -> str:
    """Start a bot that ends by itself, with 1, one line and no traceback; that line."""
    async with server.bot(env=env, ready=False) as process:
        assert await process.until_exit(60) == 1, process.output
    assert "Traceback" not in process.output
    assert TOKEN not in process.output
    (line,) = own_words(process)
    return line


def has_loaded(process: BotProcess, library: str) -> bool:
    """Whether that part of the standard library is in the process's memory."""
    maps = Path(f"/proc/{process.pid}/maps")
    if not maps.exists():
        pytest.skip("only Linux tells what a process has loaded")
    return library in maps.read_text()


@pytest.mark.slow
async def test_a_signal_ends_it_cleanly(server: Server, tmp_path: Path) -> None:
    async with server.bot(env=settings(tmp_path / "bot.db") | {"LOG_LEVEL": "DEBUG"}) as process:
        place = (server.guild, server.general, server.fan)
        assert (await server.slash(*place, "season", {"show": "Soundtrack"})).text
        os.kill(process.pid, signal.SIGTERM)
        # Five seconds are the promise to whoever stops the service, on a machine of its own.
        assert await process.until_exit(20) == 0
    assert "Traceback" not in process.output
    assert "INTERACTION_CREATE" in process.output
    for secret in (TOKEN, *server.state.interactions):
        assert secret not in process.output
    assert server.gateway.identifies[0]["token"] == TOKEN


async def test_a_second_process_waits_until_the_first_lets_go(
    server: Server, tmp_path: Path
) -> None:
    env = settings(tmp_path / "bot.db")
    async with server.bot(env=env) as first, server.bot(env=env, ready=False) as second:
        await second.until_line("another process is connected with this database", 30)
        assert len(server.gateway.identifies) == 1
        os.kill(first.pid, signal.SIGTERM)
        assert await first.until_exit(20) == 0
        await server.gateway.until_ready(15, readies=2)
        async with server.bot(env=env, ready=False) as third:
            await third.until_line("another process is connected with this database", 30)
            await third.terminate(20)
        await second.kill()
        async with server.bot(env=env) as fourth:
            assert "another process" not in fourth.output, "one that was killed here is known"


@pytest.mark.slow
async def test_a_signal_cuts_an_answer_off_quietly(server: Server, tmp_path: Path) -> None:
    async with server.bot(env=settings(tmp_path / "bot.db")) as process:
        slow = server.faults.add("POST", "/interactions/*", Delayed(60))
        place = (server.guild, server.general, server.fan)
        await server.slash(*place, "season", {"show": "Soundtrack"}, wait=False)
        async with asyncio.timeout(20):
            struck = False
            while not struck:
                await asyncio.sleep(0.01)
                struck = slow.struck == 1
        os.kill(process.pid, signal.SIGINT)
        assert await process.until_exit(20) == 0
    assert "Traceback" not in process.output
    assert "an answer was cut off" in process.output


@pytest.mark.slow
async def test_an_unreachable_discord_is_tried_again_ever_later(
    server: Server, tmp_path: Path
) -> None:
    env = settings(tmp_path / "bot.db") | {"DISCORD_API_URL": NOWHERE}
    async with server.bot(env=env, ready=False) as process:
        waits: list[int] = []
        async with asyncio.timeout(30):
            while len(waits) < 2:
                await asyncio.sleep(0.05)
                waits = [int(n) for n in re.findall(r"connecting again in (\d+) s", process.output)]
        assert waits[0] <= waits[1]
        os.kill(process.pid, signal.SIGTERM)
        assert await process.until_exit(20) == 0
    assert "Traceback" not in process.output
    assert server.gateway.connections == 0


@pytest.mark.slow
async def test_errors_of_discord_at_login_are_outlived(server: Server, tmp_path: Path) -> None:
    server.faults.add("GET", "/users/@me", Broken(503), nth=1)
    server.faults.add("PUT", "/applications/*/commands", Broken(502), nth=1)
    server.faults.add("GET", "/gateway/", Broken(503), nth=1)
    async with server.bot(env=settings(tmp_path / "bot.db")) as process:
        place = (server.guild, server.general, server.fan)
        assert (await server.slash(*place, "season", {"show": "Soundtrack"})).text
        assert process.exit_code is None
    assert [fault.struck for fault in server.faults.script] == [1, 1, 1]
    assert "Traceback" not in process.output
    assert len(server.state.commands.syncs) == 1


@pytest.mark.slow
async def test_a_wrong_token_ends_the_bot_with_one_line_and_one_try(
    server: Server, tmp_path: Path
) -> None:
    server.rest.token = "right"
    line = await refused(server, settings(tmp_path / "bot.db"))
    assert line == "Error: Discord refuses DISCORD_TOKEN; check it in .env."
    assert server.rates.invalid == 1


@pytest.mark.slow
async def test_a_token_that_the_gateway_refuses(server: Server, tmp_path: Path) -> None:
    server.gateway.token = "right"
    line = await refused(server, settings(tmp_path / "bot.db"))
    assert line == "Error: Discord refuses DISCORD_TOKEN; check it in .env."
    assert server.gateway.connections == 1


@pytest.mark.slow
async def test_intents_that_the_gateway_refuses(server: Server, tmp_path: Path) -> None:
    server.gateway.refusal = 4014
    line = await refused(server, settings(tmp_path / "bot.db"))
    assert "refuses the intents" in line
    assert server.gateway.connections == 1


@pytest.mark.slow
async def test_a_gateway_that_closes_at_once_is_no_storm(server: Server, tmp_path: Path) -> None:
    server.gateway.refusal = 4000
    async with server.bot(env=settings(tmp_path / "bot.db"), ready=False) as process:
        await process.until_line("the gateway keeps closing the connection", 30)
        # Without a pause these would be hundreds a second.
        assert server.gateway.connections < 10
    assert "Traceback" not in process.output


@pytest.mark.slow
async def test_commands_that_cannot_be_registered_hold_nothing_up(
    server: Server, tmp_path: Path
) -> None:
    env = settings(tmp_path / "bot.db")
    async with server.bot(env=env):
        pass
    with sqlite3.connect(tmp_path / "bot.db") as database:
        database.execute("UPDATE meta SET value = 'another tree' WHERE name = 'commands_digest'")
    database.close()
    # Discord asks for more patience than the client has.
    server.faults.add("PUT", "/applications/*/commands", RateLimited(90))
    async with server.bot(env=env) as process:
        place = (server.guild, server.general, server.fan)
        assert (await server.slash(*place, "season", {"show": "Soundtrack"})).text
        assert "the commands are not registered" in process.output
    assert server.rates.invalid == 1


async def test_a_signal_while_the_program_loads(server: Server, tmp_path: Path) -> None:
    async with server.bot(env=settings(tmp_path / "bot.db"), ready=False) as process:
        async with asyncio.timeout(20):
            loading = False
            while not loading:
                await asyncio.sleep(0.002)
                loading = has_loaded(process, "_asyncio")  # the first of what takes its time
        os.kill(process.pid, signal.SIGTERM)
        assert await process.until_exit(20) == 0
    assert process.output == ""


@pytest.mark.slow
async def test_a_database_that_cannot_be_used(server: Server, tmp_path: Path) -> None:
    """`tests/cli` has the other ways in which one cannot, and no token, without a process each."""
    file = tmp_path / "bot.db"
    file.write_bytes(b"no database at all, " * 500)
    assert "damaged or is not a database" in await refused(server, settings(file))
    assert server.rates.requests.total() == 0
