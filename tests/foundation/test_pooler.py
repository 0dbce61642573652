"""A pooler between the bot and PostgreSQL: one that keeps sessions serves, others are refused."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from bot.errors import StoreError
from bot.foundation.database import Database
from bot.foundation.migrate import HEAD, revision_of
from tests.conftest import migrate_apart
from tests.engines import Server

pytestmark = pytest.mark.sqlite
"""It makes its own databases: once is enough."""

_Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Pooler:
    """Passes messages on, and gives a session to another client where a transaction ended.

    https://www.postgresql.org/docs/current/protocol-message-formats.html
    """

    def __init__(self, url: str, folder: Path, *, keeps_sessions: bool) -> None:
        address = make_url(url)
        self._server = f"{address.query.get('host', address.host)}/.s.PGSQL.{address.port or 5432}"
        self._own = folder / ".s.PGSQL.5432"
        self._keeps_sessions = keeps_sessions
        self._free: list[_Streams] = []
        self._open: list[asyncio.StreamWriter] = []
        self._serving: set[asyncio.Task[None]] = set()
        self.url = address.set(host=None, port=None, query={"host": str(folder)}).render_as_string(
            hide_password=False
        )

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[Pooler]:
        server = await asyncio.start_unix_server(self._accept, self._own)
        try:
            yield self
        finally:
            server.close()
            for task in self._serving:
                task.cancel()
            await asyncio.gather(*self._serving, return_exceptions=True)
            for writer in self._open:
                writer.transport.abort()
            await asyncio.sleep(0)

    def _accept(self, theirs: asyncio.StreamReader, to_them: asyncio.StreamWriter) -> None:
        self._open.append(to_them)
        self._serving.add(asyncio.create_task(self._serve(theirs, to_them)))

    async def _serve(self, theirs: asyncio.StreamReader, to_them: asyncio.StreamWriter) -> None:
        startup = await theirs.readexactly(4)
        startup += await theirs.readexactly(int.from_bytes(startup) - 4)
        session: _Streams | None = await asyncio.open_unix_connection(self._server)
        self._open.append(session[1])
        session[1].write(startup)
        answering = True
        while True:
            if answering:
                assert session is not None
                message = await _message(session[0])
                to_them.write(message)
                if message[:1] != b"Z":
                    continue
                answering = False
                if message[-1:] == b"I" and not self._keeps_sessions:
                    self._free.append(session)
                    session = None
            asked = await _message(theirs)
            if asked[:1] == b"X":
                return
            if session is None:
                session = self._free.pop()
            session[1].write(asked)
            answering = asked[:1] in (b"Q", b"S")


async def _message(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readexactly(5)
    return head + await reader.readexactly(int.from_bytes(head[1:]) - 4)


@pytest.fixture
async def behind(
    postgres_server: Server, tmp_path: Path
) -> AsyncIterator[Callable[[bool], Pooler]]:
    with postgres_server.migrated(postgres_server.template("migrated", migrate_apart)) as url:
        yield lambda keeps: Pooler(url, tmp_path, keeps_sessions=keeps)


@pytest.mark.parametrize("keeps", [True, False])
async def test_only_one_that_keeps_sessions_serves(
    behind: Callable[[bool], Pooler], keeps: bool
) -> None:
    async with behind(keeps).listening() as pooler:
        if keeps:
            assert await revision_of(pooler.url) == HEAD
            return
        with pytest.raises(StoreError, match="pooler that shares the server's sessions"):
            await revision_of(pooler.url)
        async with Database(pooler.url) as database:
            with pytest.raises(StoreError, match="pool_mode = session"):
                await database.refuse_shared_sessions()
