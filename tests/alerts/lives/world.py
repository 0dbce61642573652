"""Plays lives day by day: what providers answer is stored, settled, and sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta

from bot.alerts.change_kinds import USUAL
from bot.alerts.message_content import Message
from bot.alerts.queries import debounce_windows
from bot.facts.models import Claim, Statement
from bot.facts.queries.claims import claims_of
from bot.facts.resolve import resolve, show_of
from bot.facts.verdict import verdict
from bot.providers.models import Fetched
from bot.providers.season_numbering import kept_apart
from bot.providers.tmdb.show import read_show as read_tmdb
from bot.providers.tvmaze.show import read_show as read_tvmaze
from tests.alerts.conftest import CHANNEL, Stage, open_stage, written
from tests.alerts.lives.plan import Life, answer_of, title
from tests.clock import StoppedClock
from tests.facts.stated import values_of

NOON = time(12, tzinfo=UTC)
_CONFIRM = timedelta(minutes=31)
_DAY = timedelta(days=1)
_QUIET = timedelta(days=70)
"""What is read of an answer depends on the day for so long after the last episode it lists."""

_LATELY = timedelta(days=10)
"""What was checked so lately is ground to speak of a change."""


@dataclass
class Played:
    """A life that goes on beside others in one store, and what its own channel heard of it."""

    number: int
    life: Life
    providers: tuple[str, ...]
    until: date
    ask: Mapping[date, int | None]
    show: int = 0
    messages: list[str] = field(default_factory=list)
    verdicts: list[str] = field(default_factory=list)
    said: dict[str, Statement] = field(default_factory=dict)
    checked: dict[str, date] = field(default_factory=dict)
    answers: dict[str, object] = field(default_factory=dict)
    posted: int = 0
    edits: int = 0

    @property
    def channel(self) -> int:
        return CHANNEL + self.number

    def read(self, source: str, today: date) -> Fetched | None:
        """What a provider says of it that day; None where that cannot differ from before."""
        answer = None
        if source in self.providers:
            answer = answer_of(source, self.life, today, self.number)
        if answer is None:
            return None
        if self.answers.get(source) == answer and not self.life.ended_within(today, _QUIET):
            return None
        self.answers[source] = answer
        if source == "tvmaze":
            return read_tvmaze(answer, as_of=today)
        return read_tmdb(*answer, as_of=today)

    def statement(self, source: str, today: date) -> Statement | None:
        """The same as it is stored, over what was said before and under the others' numbers."""
        fetched = self.read(source, today)
        if fetched is None:
            return None
        statement = replace(fetched.over(self.said.get(source)), dated=False)
        if not self.show:
            return statement
        others: list[Claim] = [
            claim for name, said in self.said.items() if name != source for claim in said.claims
        ]
        claims, _ = kept_apart(statement.claims, source, others)
        return replace(statement, claims=claims)

    def near(self, today: date) -> bool:
        """Whether a reminder may be due about a date that the providers name."""
        return any(
            (claim.value.earliest() - today).days in (-1, 0, 1, 6, 7)
            for said in self.said.values()
            for claim in said.claims
            if claim.field == "premiere" and hasattr(claim.value, "earliest")
        )


class World:
    """Several lives on one stage, whose providers are asked every day."""

    def __init__(self, stage: Stage, lives: Sequence[Played]) -> None:
        self._stage = stage
        self._lives = lives
        self._providers = max((life.providers for life in lives), key=len)
        self._open: set[int] = set()

    async def begin(self, today: date) -> None:
        """Everything there is on the first day, which nobody follows yet."""
        await self._fetch(self._lives, today)
        await self._stage.services.library.refresh()
        for life in self._lives:
            self._stage.show = life.show
            await self._stage.follow(life.channel, kinds=USUAL)

    async def day(self, today: date) -> None:
        """Fetch from each provider, confirm what changed, and send what is due."""
        going_on = [life for life in self._lives if today <= life.until]
        if await self._fetch(going_on, today):
            await self._look()
        if self._open:
            self._stage.clock.now += _CONFIRM
            await self._say_again(going_on, today)
            await self._settle(today)
            await self._look()
        elif any(life.near(today) for life in going_on):
            await self._settle(today)
        for life in going_on:
            if today in life.ask:
                life.verdicts.append(await self._verdict(life, life.ask[today]))

    async def _fetch(self, lives: Sequence[Played], today: date) -> bool:
        changed = False
        ledger, clock = self._stage.services.ledger, self._stage.clock
        for source in self._providers:
            fresh: list[tuple[Played, Statement]] = []
            for life in lives:
                statement = life.statement(source, today)
                before = life.said.get(source)
                if statement and not (before and values_of(before) == values_of(statement)):
                    fresh.append((life, statement))
            if not fresh:
                continue
            # Yesterday said the same as the days before: all that does is to move the check.
            known = [
                life.said[source]
                for life, _ in fresh
                if source in life.said and today - life.checked[source] > _LATELY
            ]
            if known:
                clock.now -= _DAY
                await ledger.state(source, known)
                clock.now += _DAY
            outcome = await ledger.state(source, [statement for _, statement in fresh])
            for (life, statement), show_id in zip(fresh, outcome.show_ids, strict=True):
                life.show, life.said[source] = show_id, statement
                life.checked[source] = today
            changed = True
        return changed

    async def _say_again(self, lives: Sequence[Played], today: date) -> None:
        for source in self._providers:
            again = [
                life.said[source]
                for life in lives
                if life.show in self._open
                and source in life.said
                and answer_of(source, life.life, today, life.number) is not None
            ]
            if again:
                await self._stage.services.ledger.state(source, again)

    async def _look(self) -> None:
        """Which shows have a window open."""
        async with self._stage.services.database.read() as reading:
            opened = await debounce_windows.of_shows(reading, [life.show for life in self._lives])
        self._open = {window.show_id for window in opened}

    async def _settle(self, today: date) -> None:
        await self._stage.services.library.refresh()
        await self._stage.run()
        for life in self._lives:
            sent = self._stage.transport.posted[life.channel]
            for posted in sent[life.posted :]:
                text = _text(posted.envelope.message)
                life.messages.append(f"{today}: {text.replace(title(life.number), 'Example')}")
            edits = sum(len(posted.edits) for posted in sent)
            if edits != life.edits:
                life.messages.append(f"{today}: (edited)")
            life.posted, life.edits = len(sent), edits

    async def _verdict(self, life: Played, number: int | None) -> str:
        """The verdict of the card of that season, or of /season alone with its number."""
        async with self._stage.services.database.read() as reading:
            claims = await claims_of(reading, life.show)
        show = show_of(life.show, resolve(claims))
        assert show is not None
        found = verdict(show, number, self._stage.clock())
        named = number is None and found.number is not None
        return f"{found.kind.value} {found.number}" if named else found.kind.value


def _text(message: Message) -> str:
    """The sentences of a message, without its heading and its sources."""
    told = [line for line in written(message) if not line.startswith("###")]
    return " ".join(told).replace("**", "")


async def play(url: str, lives: Sequence[Played], begin: date) -> None:
    """Play lives side by side from the day of the first fetch to the last one's end."""
    clock = StoppedClock(datetime.combine(begin, NOON))
    async with open_stage(url, clock, known=False) as stage:
        world = World(stage, lives)
        await world.begin(begin)
        today, end = begin, max(life.until for life in lives)
        while today < end:
            today += _DAY
            clock.now = datetime.combine(today, NOON)
            await world.day(today)
