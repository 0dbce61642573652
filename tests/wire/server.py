"""A small Discord on this machine: REST, gateway and people, in the test's event loop."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from types import TracebackType

from aiohttp import web

from tests.wire.channels import ChannelRoutes
from tests.wire.chat import Chat
from tests.wire.clock import Clock
from tests.wire.directory import DirectoryRoutes
from tests.wire.driver import Driver
from tests.wire.errors import not_found
from tests.wire.faults import Faults
from tests.wire.gateway import Gateway
from tests.wire.interactions import InteractionRoutes
from tests.wire.message import Message
from tests.wire.process import BotProcess, ExitedError
from tests.wire.ratelimits import RateLimits
from tests.wire.rest import PREFIX, Rest, Violation
from tests.wire.scheduled_events import ScheduledEventRoutes
from tests.wire.schema import OPENAPI, Schema
from tests.wire.state import State


class Server:
    """Listens on ``127.0.0.1`` while its block is open.

    ``openapi`` is Discord's description for validation; ``None`` turns it off. ``keep`` bounds
    the messages a channel holds and the interactions remembered, for benchmarks.

    It begins with one guild, ``guild``, with the channels ``general`` and ``mods``, a ``fan``
    and a ``moderator`` who may manage the guild. Parts: ``state`` (what there is), ``gateway``,
    ``faults``, ``rates`` (limits and counters), ``clock``, ``driver`` (what people do, its
    actions are also here: ``slash autocomplete menu click select submit_modal repeat say …``).
    """

    def __init__(
        self, *, port: int = 0, openapi: Path | None = OPENAPI, keep: int | None = None
    ) -> None:
        self.clock = Clock()
        self.state = State(self.clock, keep)
        self.gateway = Gateway(self.state.bot, self.state.guilds)
        self.faults = Faults(self.clock)
        self.rates = RateLimits(self.clock)
        self.rest = Rest(self.state, self.faults, self.rates, Schema(openapi))
        self.driver = Driver(self.state, self.gateway)
        self.state.emit = self.gateway.dispatch
        self._port = port
        self._runner: web.AppRunner | None = None

        self.guild = self.state.add_guild("Fan Club", ("general", "mods"))
        self.general, self.mods = self.guild.channels.values()
        self.fan = self.state.add_user("fan")
        self.moderator = self.state.add_user("moderator")
        mods = self.state.add_role(self.guild, "Moderators", 1 << 5)
        self.state.add_member(self.guild, self.fan)
        self.state.add_member(self.guild, self.moderator, mods)

        driver = self.driver
        self.slash, self.autocomplete, self.menu = driver.slash, driver.autocomplete, driver.menu
        self.click, self.select = driver.click, driver.select
        self.submit_modal, self.repeat = driver.submit_modal, driver.repeat
        chat = Chat(self.state)
        self.say, self.mention = chat.say, chat.mention
        self.next_message, self.silence = chat.next_message, chat.silence

    @property
    def violations(self) -> list[Violation]:
        """Request bodies that Discord would have refused; a test expects none."""
        return self.rest.violations

    @property
    def duplicates(self) -> list[Message]:
        """Messages posted twice."""
        return self.state.messages.duplicates()

    @property
    def environment(self) -> dict[str, str]:
        """The variables that point a bot here."""
        return {
            "DISCORD_TOKEN": self.rest.token or "token",
            "DISCORD_API_URL": f"{self.state.address}{PREFIX}",
            "DISCORD_GATEWAY_URL": self.gateway.url,
            "TVMAZE_URL": "none",
            "ANILIST_URL": "none",
        }

    @asynccontextmanager
    async def bot(
        self,
        *argv: str,
        env: Mapping[str, str | None] | None = None,
        seconds: float = 60.0,
        ready: bool = True,
    ) -> AsyncIterator[BotProcess]:
        """Run ``python -m ARGV…`` against this server, by default ``bot run``, until READY.

        Leaving the block stops it with SIGTERM, if it still runs. ``ExitedError`` where it ends
        before READY; ``ready=False`` does not wait.
        """
        environment: dict[str, str | None] = {**self.environment, **(env or {})}
        async with BotProcess(argv or ("bot", "run"), environment) as process:
            if ready:
                await self.until_ready(process, seconds)
            yield process

    async def until_ready(
        self, process: BotProcess, seconds: float = 60.0, *, readies: int | None = None
    ) -> float:
        """Seconds from the child's start to READY; ``ExitedError`` where it ends before."""
        wanted = self.gateway.readies + 1 if readies is None else readies
        ready = asyncio.create_task(self.gateway.until_ready(seconds, readies=wanted))
        ended = asyncio.create_task(process.until_exit(seconds + 1))
        try:
            await asyncio.wait({ready, ended}, return_when=asyncio.FIRST_COMPLETED)
            if not ready.done():
                raise ExitedError(process.obituary())
            return (await ready).ready_at - process.started_at
        except TimeoutError:
            raise ExitedError(f"not ready in {seconds:g} s\n{process.obituary()}") from None
        finally:
            ready.cancel()
            ended.cancel()
            await asyncio.gather(ready, ended, return_exceptions=True)

    async def start(self, extra: Iterable[web.AbstractRouteDef] = ()) -> None:
        """Listen; ``extra`` routes are served beside Discord's."""
        application = web.Application(client_max_size=32 << 20)
        rest = self.rest
        application.add_routes(DirectoryRoutes(rest, self.gateway).routes())
        application.add_routes(ChannelRoutes(rest).routes())
        application.add_routes(InteractionRoutes(rest).routes())
        application.add_routes(ScheduledEventRoutes(rest).routes())
        application.add_routes(extra)
        application.router.add_get("/gateway/{process:.*}", self._gateway)
        application.router.add_get("/_files/{file_id}/{name}", self._file)
        application.router.add_route("*", PREFIX + "/{path:.*}", rest.unknown)
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.state.address = f"http://{host}:{port}"
        self.gateway.url = f"ws://{host}:{port}/gateway/"

    async def stop(self) -> None:
        """Cut every connection and stop listening."""
        self.gateway.drop()
        if self._runner is not None:
            await self._runner.cleanup()

    async def _gateway(self, request: web.Request) -> web.StreamResponse:
        return await self.rest.faulted(request, "/gateway/") or await self.gateway.handle(request)

    async def _file(self, request: web.Request) -> web.StreamResponse:
        file = self.state.files.get(int(request.match_info["file_id"]))
        if file is None:
            return web.json_response(not_found(10008).payload(), status=404)
        return web.Response(body=file.data, content_type=file.content_type)

    async def __aenter__(self) -> Server:
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.stop()
