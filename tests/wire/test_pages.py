"""The real process serves its pages beside Discord, and ends with readers still connected."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
from pathlib import Path

import pytest

from tests.web.reader import Reader, reading
from tests.wire.components import walk
from tests.wire.process import BotProcess
from tests.wire.server import Server


async def address_of(process: BotProcess) -> str:
    found = re.search(r"pages at (\S+)", await process.until_line("pages at"))
    assert found is not None
    return found[1]


async def soundtrack(reader: Reader) -> str:
    """The text of its page, found by going through the first ids."""
    for show_id in range(1, 100):
        moved = await reader.get(f"/show/{show_id}")
        if moved.headers.get("Location", "").endswith("-soundtrack"):
            return (await reader.get(f"{moved.headers['Location']}/season-2")).parsed.text
    raise AssertionError("no page of the seed")


@pytest.mark.slow
async def test_pages_are_served_beside_discord(
    server: Server, tmp_path: Path, loaded: Path
) -> None:
    url = f"sqlite+aiosqlite:///{shutil.copy(loaded, tmp_path / 'bot.db')}"
    env = {"DATABASE_URL": url, "WEB_PORT": "0"}
    async with server.bot(env=env) as process:
        address = await address_of(process)
        async with reading(address) as reader:
            assert "Season 2 is canceled." in await soundtrack(reader)
            host, port = address.removeprefix("http://").split(":")
            held, writer = await asyncio.open_connection(host, int(port))
            writer.write(b"GET /show/")
            await writer.drain()
            await process.terminate(20)
            assert process.exit_code == 0
            assert await held.read() == b""
            writer.close()
        assert "Traceback" not in process.output


@pytest.mark.slow
async def test_nothing_listens_unless_it_is_asked_for(
    server: Server, tmp_path: Path, loaded: Path
) -> None:
    env = {"DATABASE_URL": f"sqlite+aiosqlite:///{shutil.copy(loaded, tmp_path / 'bot.db')}"}
    async with server.bot(env=env) as process:
        assert "pages at" not in process.output
        assert not listens(process.pid)


@pytest.mark.slow
async def test_nobody_is_led_to_an_address_of_this_machine(
    server: Server, tmp_path: Path, loaded: Path
) -> None:
    """Members were given calendars at 127.0.0.1, which is their own machine to them."""
    url = f"sqlite+aiosqlite:///{shutil.copy(loaded, tmp_path / 'bot.db')}"
    env = {"DATABASE_URL": url, "WEB_PORT": "0"}
    place = (server.guild, server.general, server.fan)
    for public in ("", "https://shows.example.org"):
        async with server.bot(env=env | {"WEB_URL": public}):
            calendar = await server.slash(*place, "calendar")
            card = await server.slash(*place, "season", {"show": "Soundtrack", "season": 2})
            links = [each.get("url", "") for each in walk(card.components)]
            if public:
                assert f"{public}/calendar/" in calendar.text
            else:
                assert "whoever runs me has to set WEB_PORT and WEB_URL" in calendar.text
            shown = " ".join([calendar.text, card.text, *links])
            assert "127.0.0.1" not in shown
            assert (f"{public}/show/" in shown) == bool(public)


def listens(pid: int) -> bool:
    """Whether a process waits for connections over TCP; False where the system does not tell."""
    table = Path(f"/proc/{pid}/net/tcp")
    if not table.exists():
        return False
    own = {os.readlink(link) for link in Path(f"/proc/{pid}/fd").iterdir()}
    rows = [line.split() for line in table.read_text().splitlines()[1:]]
    return any(row[3] == "0A" and f"socket:[{row[9]}]" in own for row in rows)
