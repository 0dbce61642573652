"""A cluster to try: several processes of the bot on one store, before the local Discord."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field

from tests.wire.process import BotProcess
from tests.wire.server import Server


@dataclass
class Processes:
    """Processes that share `shards` shards; `environment` is what each is started with."""

    server: Server
    shards: int
    environment: Mapping[str, str | None]
    living: list[BotProcess] = field(default_factory=list)
    _stack: AsyncExitStack = field(default_factory=AsyncExitStack)

    async def start(self, number: int = 1) -> None:
        """Start so many more; none of them is waited for."""
        sharing = {"SHARDS": str(self.shards), "SHARD_IDS": "auto"}
        for _ in range(number):
            starting = self.server.bot(env={**self.environment, **sharing}, ready=False)
            self.living.append(await self._stack.enter_async_context(starting))

    async def kill(self, which: int) -> None:
        """Kill one at once; it tidies nothing up."""
        await self.living.pop(which).kill()

    async def until_served(self, seconds: float) -> float:
        """Seconds until every shard is somebody's; `TimeoutError` if that takes longer."""
        began = time.monotonic()
        every = set(range(self.shards))
        await self.server.gateway.changed.until(
            lambda: self.server.gateway.served == every, seconds
        )
        return time.monotonic() - began


@asynccontextmanager
async def processes(
    server: Server, shards: int, environment: Mapping[str, str | None]
) -> AsyncIterator[Processes]:
    """None at first; all that live are ended when the block is left."""
    made = Processes(server, shards, environment)
    async with made._stack:
        yield made
