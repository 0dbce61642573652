"""Whatever the real process is in the middle of, it ends within five seconds of SIGTERM."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest

from tests.wire.process import BotProcess
from tests.wire.server import Server
from tests.wire.waiting import eventually

SOURCE = "https://news.example/page"
SHOW = {"show": "Soundtrack", "field": "network", "value": "HBO", "source": SOURCE}


def settings(file: Path) -> dict[str, str]:
    return {"DATABASE_URL": f"sqlite+aiosqlite:///{file}"}


async def ends_in_time(process: BotProcess) -> None:
    os.kill(process.pid, signal.SIGTERM)
    # Five seconds are the promise to whoever stops the service, on a machine of its own.
    assert await process.until_exit(10) == 0
    assert "Traceback" not in process.output


@asynccontextmanager
async def silent_provider() -> AsyncIterator[tuple[str, asyncio.Event]]:
    """A provider that takes connections and answers nothing; the event tells of the first."""
    asked = asyncio.Event()

    async def hang(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readline()
        asked.set()
        await reader.read()
        writer.close()

    server = await asyncio.start_server(hang, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}", asked
    finally:
        server.close()


@pytest.mark.slow
@pytest.mark.parametrize("edits", [1, 12])
async def test_while_the_store_is_busy(server: Server, tmp_path: Path, edits: int) -> None:
    file = tmp_path / "bot.db"
    async with server.bot(env=settings(file)) as process:
        with closing(sqlite3.connect(file, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            for _ in range(edits):
                await server.slash(
                    server.guild, server.mods, server.moderator, "catalog set", SHOW, wait=False
                )
            await asyncio.sleep(1)
            await ends_in_time(process)
            other.execute("ROLLBACK")


@pytest.mark.slow
async def test_while_files_are_read(server: Server, tmp_path: Path) -> None:
    rows = "".join(f"[[seasons]]\nnumber={n}\nstory='''{'x' * 80}'''\n" for n in range(9000))
    text = f'title="Dark"\nsource="{SOURCE}"\n{rows}'.encode()
    async with server.bot(env=settings(tmp_path / "bot.db")) as process:
        file = server.driver.upload("dark.toml", text, "application/toml")
        sent = await server.slash(
            server.guild,
            server.mods,
            server.moderator,
            "catalog import",
            {"file": file},
            wait=False,
        )
        await eventually(lambda: sent.kind is not None)
        await asyncio.sleep(0.3)
        await ends_in_time(process)


@pytest.mark.slow
async def test_while_a_provider_hangs(server: Server, tmp_path: Path) -> None:
    async with silent_provider() as (url, asked):
        env = settings(tmp_path / "bot.db") | {"TVMAZE_URL": url}
        async with server.bot(env=env) as process:
            options = {"title": "Nobody knows this", "source": SOURCE}
            await server.slash(
                server.guild, server.mods, server.moderator, "catalog add", options, wait=False
            )
            await asyncio.wait_for(asked.wait(), 30)
            await asyncio.sleep(0.5)
            await ends_in_time(process)


@pytest.mark.slow
async def test_while_a_database_server_is_away(server: Server, tmp_path: Path) -> None:
    env = {"DATABASE_URL": f"postgresql+psycopg://u:secret@/d?host={tmp_path}"}
    async with server.bot(env=env, ready=False) as process:
        await process.until_line("waiting for it up to a minute")
        await ends_in_time(process)
    assert "secret" not in process.output


@pytest.mark.slow
async def test_a_database_that_is_deleted_takes_no_edits(server: Server, tmp_path: Path) -> None:
    file = tmp_path / "bot.db"
    async with server.bot(env=settings(file)) as process:
        place = (server.guild, server.mods, server.moderator)
        assert "Changed." in (await server.slash(*place, "catalog set", SHOW)).text
        await asyncio.to_thread(file.unlink)
        await process.until_line("deleted or replaced while I was running")
        text = (await server.slash(*place, "catalog set", SHOW | {"value": "ZDF"})).text
        assert "deleted or replaced while I was running; nothing was changed" in text
        assert (await server.slash(*place, "season", {"show": "Soundtrack"})).text
        await ends_in_time(process)
