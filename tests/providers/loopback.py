"""TVmaze, TMDB and AniList on this machine, over real HTTP.

What they have is a `Tables`, which may change while they run (`broken` answers in its place,
redirects too). What goes wrong on the way is a script of faults, the wire server's own, by path:

    tables = Tables(lambda: datetime.now(UTC))
    tables.lookalikes()
    with Loopback(tables) as providers:
        providers.faults.add("GET", "/tvmaze/search/*", Broken(503), times=2)
        providers.faults.add("GET", "/tmdb/3/tv/*", HANGING)
        async with server.bot(env=providers.environment):
            ...
        assert [ask.path for ask in providers.asked] == ["/search/shows", ...]

It runs in a thread: tests of the command line use it as well as those in an event loop.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from types import TracebackType

import httpx
from aiohttp import web

from tests.providers.provided import Tables
from tests.wire.clock import Clock
from tests.wire.faults import Broken, Delayed, Dropped, Faults, RateLimited
from tests.wire.waiting import eventually

HANGING = Delayed(86_400.0)
"""No answer comes before the other side gives up."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One request as it arrived."""

    provider: str
    method: str
    path: str
    """Below the provider's address, such as ``/shows/1``."""
    query: dict[str, str]
    at: float
    """``time.monotonic``."""


class Loopback:
    """Listens on ``127.0.0.1`` while its block is open.

    ``asked`` holds every request in the order of arrival, those that fail too; ``unhandled``
    those to a path that no provider has. Faults are added by paths such as ``/tvmaze/shows/1``.
    """

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.faults = Faults(Clock())
        self.asked: list[Ask] = []
        self.unhandled: list[str] = []
        self._address = ""
        self._running: AbstractContextManager[str] | None = None

    @property
    def tvmaze_url(self) -> str:
        return f"{self._address}/tvmaze"

    @property
    def tmdb_url(self) -> str:
        return f"{self._address}/tmdb/3"

    @property
    def anilist_url(self) -> str:
        return f"{self._address}/anilist"

    @property
    def environment(self) -> dict[str, str]:
        """The variables that point a bot at all three."""
        return {
            "TVMAZE_URL": self.tvmaze_url,
            "TMDB_URL": self.tmdb_url,
            "TMDB_TOKEN": "token",
            "ANILIST_URL": self.anilist_url,
        }

    def times(self, path: str) -> list[float]:
        """When each request to a path arrived; a glob such as ``/tvmaze/shows/*``."""
        return [ask.at for ask in self.asked if fnmatchcase(f"/{ask.provider}{ask.path}", path)]

    async def until_asked(self, path: str, count: int = 1) -> None:
        """Return once that many requests to a path arrived; ``TimeoutError`` after a while."""
        await eventually(lambda: len(self.times(path)) >= count)

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        provider, _, rest = request.path.removeprefix("/").partition("/")
        path = f"/{rest}"
        self.asked.append(
            Ask(provider, request.method, path, dict(request.query), time.monotonic())
        )
        body = await request.read()
        for action in self.faults.strike(request.method, request.path):
            if isinstance(action, Delayed):
                await self._wait(action)
            else:
                return _failed(request, action)
        target = httpx.URL(
            f"https://{provider}.test{request.raw_path.removeprefix('/' + provider)}"
        )
        try:
            answer = self.tables(httpx.Request(request.method, target, content=body))
        except (AssertionError, KeyError):
            self.unhandled.append(f"{request.method} {request.path}")
            return web.Response(status=404)
        headers = {
            name: value
            for name, value in answer.headers.items()
            if name not in ("content-length", "transfer-encoding")
        }
        return web.Response(body=answer.content, status=answer.status_code, headers=headers)

    async def _wait(self, delay: Delayed) -> None:
        """As long as it says, or until that fault is taken away."""
        loop = asyncio.get_running_loop()
        until = loop.time() + delay.seconds
        while (  # noqa: ASYNC110 - a script tells nobody that it changed
            loop.time() < until and any(fault.action is delay for fault in self.faults.script)
        ):
            await asyncio.sleep(0.02)

    def __enter__(self) -> Loopback:
        self._running = _listening(self._handle)
        self._address = self._running.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        assert self._running is not None
        self._running.__exit__(kind, error, traceback)


def now() -> datetime:
    """The wall clock, for the tables of a server that a real process asks."""
    return datetime.now(UTC)


def _failed(request: web.Request, action: object) -> web.Response:
    match action:
        case RateLimited():
            headers = {"Retry-After": f"{action.retry_after:g}"}
            return web.json_response({}, status=429, headers=headers)
        case Broken():
            return web.json_response({}, status=action.status)
        case Dropped():
            assert request.transport is not None
            request.transport.abort() if action.reset else request.transport.close()
            return web.Response()
    raise ValueError(f"a provider does not fail by {action!r}")


@contextmanager
def _listening(handler: object) -> Iterator[str]:
    """The address of a server in a thread that has an event loop of its own."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="loopback", daemon=True)
    thread.start()

    async def start() -> web.AppRunner:
        application = web.Application(client_max_size=1 << 20)
        application.router.add_route("*", "/{path:.*}", handler)  # type: ignore[arg-type]
        runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        return runner

    async def stop() -> None:
        await runner.cleanup()
        # Requests that hang were cancelled a moment ago; the loop has to run until they have ended.
        left = asyncio.all_tasks() - {asyncio.current_task()}
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    runner = asyncio.run_coroutine_threadsafe(start(), loop).result()
    try:
        host, port = runner.addresses[0][:2]
        yield f"http://{host}:{port}"
    finally:
        asyncio.run_coroutine_threadsafe(stop(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
