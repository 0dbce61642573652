"""A catalogue of one show, channels that follow it, and a scheduler with a Discord in memory."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any

import pytest

from bot.alerts.cards.messages import alert_card
from bot.alerts.change_kinds import ALL, AlertKind
from bot.alerts.composition import Alerts
from bot.alerts.message_content import Message
from bot.alerts.queries.subscriptions import SHOW, Subscription
from bot.alerts.scheduler import Scheduler
from bot.cluster.assignment import Assignment
from bot.composition_root import Services, open_services
from bot.facts.models import Claim, Statement, Tier
from bot.facts.resolve import resolve
from bot.facts.writes import NewEdit, Written
from bot.settings import Settings
from tests.alerts.fake import FakeTransport
from tests.clock import TODAY, SteadyClock, StoppedClock
from tests.facts.made import claims
from tests.wire.components import texts

GUILD, CHANNEL, EDITOR = 10, 100, 7
LINK = "https://example.com/news"


@dataclass
class Stage:
    """One show that a source speaks of, and everything around it."""

    services: Services
    clock: StoppedClock
    transport: FakeTransport
    scheduler: Scheduler = field(init=False)
    time: SteadyClock = field(default_factory=SteadyClock)
    show: int = 0
    ids: Any = field(default_factory=lambda: count(1))
    said: list[Claim] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.restart()

    @property
    def alerts(self) -> Alerts:
        return self.services.alerts

    @asynccontextmanager
    async def with_another(self) -> AsyncIterator[tuple[Stage, int]]:
        """Share the work with a second process, this one leading; it, and a server of its own."""
        async with open_services(self.services.settings, self.clock) as elsewhere:
            self.alerts.join(lambda: Assignment(2, frozenset({0}), 2, leads=True))
            self.restart()
            elsewhere.alerts.join(lambda: Assignment(2, frozenset({1}), 2, leads=False))
            other = replace(self, services=elsewhere, transport=FakeTransport())
            yield other, 1 << 22
            await other.scheduler.close()

    def restart(self) -> None:
        """A new process, which knows what is stored and no more."""
        self.scheduler = self.alerts.scheduler(self.transport, self.time, self.time.sleep)

    async def source(self, seasons: dict[int | None, dict[str, Any]], by: str = "tvmaze") -> None:
        """The source says this of the show now, and nothing else."""
        about = claims(None, {"title": "Example", "ids": [], **(seasons.get(None) or {})})
        for number, values in seasons.items():
            if number is not None:
                about += claims(number, {"listed": True, **values})
        about = [
            replace(claim, by=by, source=f"https://{by}.example/1", as_of=self.clock().date())
            for claim in about
            if claim.field != "ids"
        ]
        about.append(replace(about[0], field="ids", key="imdb", value="tt1", position=0))
        statement = Statement(
            by, "1", Tier.SOURCE, f"https://{by}.example/1", self.clock().date(), tuple(about)
        )
        outcome = await self.services.ledger.state(by, [statement])
        self.show = outcome.show_ids[0]
        await self.services.library.refresh()

    async def edit(
        self,
        values: dict[str, Any],
        season: int | None = 2,
        *,
        scope: int = GUILD,
        action: str = "set",
    ) -> int:
        """An editor writes that; returns the interaction's id."""
        number = next(self.ids)
        about = tuple(
            replace(claim, source=LINK, as_of=self.clock().date())
            for claim in claims(season, values)
        )
        draft = NewEdit(number, self.show, scope, EDITOR, action, about)
        await self.services.ledger.edit(draft)
        return number

    async def undo(self, interaction_id: int, *, scope: int = GUILD) -> list[Written]:
        """The editor takes it back."""
        return await self.services.ledger.retract(
            interaction_id, scope=scope, by=EDITOR, undo_id=next(self.ids) + 10_000
        )

    async def follow(
        self,
        channel: int = CHANNEL,
        guild: int = GUILD,
        kinds: int = ALL,
        **more: Any,
    ) -> None:
        """A channel follows the show, unless `more` says something else."""
        wanted = Subscription(
            guild,
            channel,
            SHOW,
            str(self.show),
            kinds,
            "Example",
            self.show,
            created_by=EDITOR,
        )
        await self.alerts.following.follow(replace(wanted, **more))

    async def run(self, rounds: int = 400) -> None:
        """Drive the scheduler until it has nothing more to do at this moment."""
        self.scheduler.hurry()
        for _ in range(rounds):
            more = await self.scheduler.step()
            await asyncio.gather(*self.scheduler.worker.under_way, return_exceptions=True)
            self.time.now += 1
            if not more:
                return

    async def pass_time(self, **length: float) -> None:
        """Let time go by, and the scheduler do what is due then."""
        self.clock.advance(**length)
        await self.run()

    def heard(self, channel: int = CHANNEL) -> list[Sequence[tuple[str, Any, Any]]]:
        """What each message of a channel told: (field, before, after), as sent."""
        return [
            [(n.field, n.before, n.after) for n in posted.envelope.message.news]
            for posted in self.transport.posted[channel]
        ]


def written(message: Message) -> list[str]:
    """The lines of a message as it is shown, without its sources."""
    components: Any = alert_card(message).to_components()  # type: ignore[no-untyped-call]
    lines = "\n".join(texts(components)).splitlines()
    return [line for line in lines if not line.startswith("-# ")]


@asynccontextmanager
async def open_stage(
    url: str, clock: StoppedClock, settle: int = 30, *, known: bool = True
) -> AsyncIterator[Stage]:
    """A stage whose sources' changes wait for so many minutes; the show is there if `known`."""
    settings = Settings(
        database_url=url,
        catalog_dir=None,
        alert_settle_minutes=settle,
    )
    async with open_services(settings, clock) as services:
        transport = FakeTransport()
        made = Stage(services, clock, transport)
        if known:
            await made.source({None: {"network": "Netflix"}, 1: {"status": "aired"}})
        yield made
        await made.scheduler.close()


@pytest.fixture
async def stage(clock: StoppedClock, new_store: Callable[[str, str], str]) -> AsyncIterator[Stage]:
    async with open_stage(new_store("test.db", "migrated"), clock) as made:
        yield made


__all__ = ["ALL", "CHANNEL", "GUILD", "TODAY", "AlertKind", "Stage", "resolve"]
