"""A cluster to try: several processes of the bot on one store, before the local Discord."""

from __future__ import annotations

import os
import signal
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
    living: dict[str, BotProcess] = field(default_factory=dict)
    """By the name with which they come to the gateway."""
    _started: int = 0
    _stack: AsyncExitStack = field(default_factory=AsyncExitStack)

    async def start(self, number: int = 1) -> None:
        """Start so many more; none of them is waited for."""
        for _ in range(number):
            self._started += 1
            name = str(self._started)
            own = {
                "SHARDS": str(self.shards),
                "SHARD_IDS": "auto",
                "DISCORD_GATEWAY_URL": self.server.gateway.url + name,
            }
            starting = self.server.bot(env={**self.environment, **own}, ready=False)
            self.living[name] = await self._stack.enter_async_context(starting)

    async def kill(self, name: str) -> None:
        """Kill one at once; it tidies nothing up."""
        await self.living.pop(name).kill()

    def freeze(self, name: str) -> None:
        """Stop one where it stands, as where its machine is gone: it lives and hangs up nothing."""
        os.kill(self.living[name].pid, signal.SIGSTOP)

    def thaw(self, name: str) -> None:
        """Let one go on that was frozen."""
        os.kill(self.living[name].pid, signal.SIGCONT)

    async def until_served(self, seconds: float, without: str | None = None) -> float:
        """Seconds until every shard is somebody's; `TimeoutError` if that takes longer."""
        began = time.monotonic()
        gateway = self.server.gateway

        def served() -> bool:
            others = {s.shard[0] for s in gateway.connected if s.process != without}
            return len(others) == self.shards

        await gateway.changed.until(served, seconds)
        return time.monotonic() - began


@asynccontextmanager
async def processes(
    server: Server, shards: int, environment: Mapping[str, str | None]
) -> AsyncIterator[Processes]:
    """None at first; all that live are ended when the block is left."""
    made = Processes(server, shards, environment)
    async with made._stack:
        yield made
