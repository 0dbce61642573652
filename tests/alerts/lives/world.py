"""Plays a life day by day: what providers answer is stored, settled, and sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from bot.alerts.cards.alerts import alert_card
from bot.alerts.kinds import USUAL
from bot.alerts.queries import windows
from bot.facts.models import Claim, Statement
from bot.facts.queries.claims import claims_of
from bot.facts.resolve import resolve, show_of
from bot.facts.verdict import verdict
from bot.providers.models import Fetched
from bot.providers.numbering import kept_apart
from bot.providers.tmdb.show import read_show as read_tmdb
from bot.providers.tvmaze.show import read_show as read_tvmaze
from tests.alerts.conftest import CHANNEL, Stage, open_stage
from tests.alerts.lives.plan import Life, tmdb, tvmaze
from tests.clock import StoppedClock

NOON = time(12, tzinfo=UTC)
_CONFIRM = timedelta(minutes=31)
_DAY = timedelta(days=1)


class Played:
    """A life on a stage: the messages by day, and the verdicts that were asked for."""

    def __init__(self, stage: Stage, life: Life, providers: tuple[str, ...]) -> None:
        self.stage = stage
        self.life = life
        self.providers = providers
        self.messages: list[str] = []
        self._previous: dict[str, Statement] = {}
        self._waiting = False

    async def day(self, today: date) -> None:
        """Fetch from each provider, confirm what changed, and send what is due."""
        if await self._fetch(today):
            self._waiting = await self._open()
        if self._waiting:
            await self._settle(today)
            self.stage.clock.now += _CONFIRM
            await self._fetch(today, always=True)
            await self._settle(today)
            self._waiting = await self._open()
        elif self._near(today):
            await self._settle(today)

    def _near(self, today: date) -> bool:
        """Whether a reminder may be due about a date that the providers name."""
        return any(
            -4 <= (claim.value.earliest() - today).days <= 9
            for said in self._previous.values()
            for claim in said.claims
            if claim.field == "premiere" and hasattr(claim.value, "earliest")
        )

    async def _fetch(self, today: date, *, always: bool = False) -> bool:
        changed = False
        for source in self.providers:
            before = self._previous.get(source)
            statement = replace(self._read(source, today).over(before), dated=False)
            if self.stage.show:
                others: list[Claim] = [
                    claim
                    for name, said in self._previous.items()
                    if name != source
                    for claim in said.claims
                ]
                claims, _ = kept_apart(statement.claims, source, others)
                statement = replace(statement, claims=claims)
            same = before is not None and _values(before) == _values(statement)
            if same and not always:
                continue
            if before is not None and not same:
                await self._confirm(source, before)
            changed |= not same
            outcome = await self.stage.services.ledger.state(source, [statement])
            self.stage.show = outcome.show_ids[0]
            self._previous[source] = statement
        return changed

    async def _confirm(self, source: str, statement: Statement) -> None:
        """Yesterday's fetch said the same as those before: all that does is to move the check."""
        self.stage.clock.now -= _DAY
        await self.stage.services.ledger.state(source, [statement])
        self.stage.clock.now += _DAY

    def _read(self, source: str, today: date) -> Fetched:
        if source == "tvmaze":
            return read_tvmaze(tvmaze(self.life, today), as_of=today)
        return read_tmdb(*tmdb(self.life, today), as_of=today)

    async def _open(self) -> bool:
        async with self.stage.services.database.read() as reading:
            return bool(await windows.of_shows(reading, [self.stage.show]))

    async def _settle(self, today: date) -> None:
        sent = self.stage.sender.posted[CHANNEL]
        before = len(sent)
        edits = sum(len(posted.edits) for posted in sent)
        await self.stage.services.library.refresh()
        await self.stage.run()
        for posted in sent[before:]:
            self.messages.append(f"{today}: {_text(posted.envelope.message)}")
        if sum(len(posted.edits) for posted in sent) != edits:
            self.messages.append(f"{today}: (edited)")

    async def verdict(self, number: int | None) -> str:
        """The verdict of the card of that season, or of /season alone with its number."""
        async with self.stage.services.database.read() as reading:
            claims = await claims_of(reading, self.stage.show)
        show = show_of(self.stage.show, resolve(claims))
        assert show is not None
        found = verdict(show, number, self.stage.clock())
        return f"{found.kind.value} {found.number}" if number is None else found.kind.value


def _values(statement: Statement) -> Mapping[Any, Any]:
    return {(c.season, c.field, c.key): c.value for c in statement.claims}


def _text(message: Any) -> str:
    """The sentences of a message, without its heading and its sources."""
    written: list[str] = []

    def walk(item: Any) -> None:
        if isinstance(item, dict):
            if item.get("type") == 10:
                written.append(item["content"])
            for value in item.values():
                walk(value)
        elif isinstance(item, list):
            for value in item:
                walk(value)

    walk(alert_card(message).to_components())
    lines = "\n".join(written).splitlines()
    told = [line for line in lines if not line.startswith(("###", "-# "))]
    return " ".join(told).replace("**", "")


async def play(
    url: str,
    life: Life,
    providers: tuple[str, ...],
    begin: date,
    end: date,
    ask: Mapping[date, int | None],
) -> tuple[list[str], dict[date, str]]:
    """What is sent from the day of the first fetch to the last, and the verdicts at some days."""
    clock = StoppedClock(datetime.combine(begin, NOON))
    async with open_stage(url, clock, known=False) as stage:
        played = Played(stage, life, providers)
        await played._fetch(begin)
        await stage.services.library.refresh()
        await stage.follow(kinds=USUAL)
        verdicts = {}
        today = begin
        while today < end:
            today += timedelta(days=1)
            clock.now = datetime.combine(today, NOON)
            await played.day(today)
            if today in ask:
                verdicts[today] = await played.verdict(ask[today])
        return played.messages, verdicts
