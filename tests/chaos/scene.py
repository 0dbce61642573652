"""A bot's database with many channels that follow one show, on the local Discord."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path

from bot.alerts.change_kinds import ALL
from bot.alerts.queries import subscriptions
from bot.alerts.queries.subscriptions import SHOW, Subscription
from bot.composition_root import Services, open_services
from bot.facts.models import Statement, Tier
from bot.facts.writes import NewEdit
from bot.foundation.database import Database
from bot.settings import Settings
from tests.facts.made import claims
from tests.wire.entities import Channel, Guild
from tests.wire.server import Server

LINK = "https://example.com/news"

_MIGRATING = asyncio.Lock()
"""Alembic keeps what it works on in module variables: scenes side by side take turns."""


@dataclass
class Scene:
    """The server, the database and the channels; `living` are to hear of each event once."""

    server: Server
    path: Path
    rate: int
    store: str | None = None
    """The database's URL; None for a file in the folder."""
    show: int = 0
    living: list[Channel] = field(default_factory=list)
    dead: list[Channel] = field(default_factory=list)

    @property
    def url(self) -> str:
        """The database's."""
        return self.store or f"sqlite+aiosqlite:///{self.path / 'alerts.db'}"

    @property
    def environment(self) -> dict[str, str | None]:
        """What the bot's process is started with."""
        return {
            "DATABASE_URL": self.url,
            "CATALOG_DIR": "none",
            "ALERT_UNDO_SECONDS": "0",
            "ALERT_RATE": str(self.rate),
        }

    @asynccontextmanager
    async def services(self) -> AsyncIterator[Services]:
        """The services over the same database, in this process."""
        settings = Settings(database_url=self.url, catalog_dir=None, alert_undo_seconds=0)
        async with _MIGRATING, open_services(settings) as services:
            yield services

    async def prepare(self, channels: Sequence[tuple[Guild, Channel]]) -> None:
        """A show, and those channels following it."""
        async with self.services() as services:
            about = tuple(
                replace(claim, by="tvmaze", source=LINK)
                for claim in (
                    *claims(None, {"title": "Soundtrack", "network": "Netflix"}),
                    *claims(1, {"status": "aired"}),
                )
            )
            said = Statement("tvmaze", "1", Tier.SOURCE, LINK, date(2026, 1, 1), about)
            outcome = await services.ledger.state("tvmaze", [said])
            self.show = outcome.show_ids[0]
            await follow(services.database, self.show, channels)

    async def change(self, number: int, status: str = "renewed") -> float:
        """A curator changes the show for everybody; seconds that the write took."""
        async with self.services() as services:
            about = tuple(replace(c, source=LINK) for c in claims(2, {"status": status}))
            draft = NewEdit(number, self.show, 0, 7, "set", about)
            began = asyncio.get_running_loop().time()
            await services.ledger.edit(draft)
            return asyncio.get_running_loop().time() - began

    def counts(self) -> tuple[int, int]:
        """How many living channels heard nothing, and how many heard it more than once."""
        posted = self.server.state.messages.posted
        numbers = [posted[channel.id] for channel in self.living]
        return sum(n == 0 for n in numbers), sum(n > 1 for n in numbers)

    async def until_heard(self, seconds: float) -> None:
        """Until every living channel heard of it; `TimeoutError` otherwise."""
        changed = self.server.state.messages.changed
        await changed.until(lambda: self.counts()[0] == 0, seconds)


async def follow(database: Database, show: int, channels: Sequence[tuple[Guild, Channel]]) -> None:
    """Let channels follow a show, all in one transaction."""
    now = datetime.now(UTC)
    async with database.write() as writing:
        for guild, channel in channels:
            wanted = Subscription(guild.id, channel.id, SHOW, str(show), ALL, "", show)
            await subscriptions.put(writing, wanted, now)


def open_channels(server: Server, number: int, per_guild: int) -> list[tuple[Guild, Channel]]:
    """So many new channels, in servers that hold `per_guild` each."""
    made: list[tuple[Guild, Channel]] = []
    while len(made) < number:
        size = min(per_guild, number - len(made))
        names = [f"news-{n}" for n in range(size)]
        guild = server.state.add_guild(f"Guild {len(made)}", names)
        made += [(guild, channel) for channel in guild.channels.values()]
    return made
