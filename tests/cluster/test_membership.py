"""Members of a cluster on one store: shares, deaths, returns, and what does not fit together."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta

import pytest

from bot.cluster import cluster_clock
from bot.cluster.membership import LENGTH, Membership
from bot.errors import SettingsError
from bot.foundation.clock import SharedClock
from bot.foundation.database import Database
from bot.foundation.lease import held
from tests.clock import StoppedClock, be_the_servers_clock


@pytest.fixture(autouse=True)
def _one_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    be_the_servers_clock(monkeypatch, cluster_clock)


class Clustered:
    """Members by name; nobody looks unless told to."""

    def __init__(self, database: Database, clock: StoppedClock, count: int) -> None:
        self.members: dict[str, Membership] = {}
        self._database, self._clock, self._count = database, clock, count
        self._stacks: dict[str, AsyncExitStack] = {}

    async def join(
        self, name: str, wanted: frozenset[int] | None = None, *, begin: bool = True
    ) -> None:
        clock = SharedClock(self._clock)
        member = Membership(self._database, clock, self._count, wanted, f"elsewhere:1:1:{name}")
        stack = AsyncExitStack()
        await stack.enter_async_context(member.joined(self._sleep))
        if begin:
            await member.begin()
        self.members[name], self._stacks[name] = member, stack

    async def _sleep(self, _seconds: float) -> None:
        if asyncio.current_task() in self._looking():
            await asyncio.Event().wait()
        self._clock.advance(seconds=1)
        for member in self.members.values():
            await member.look()

    def _looking(self) -> set[asyncio.Task[object]]:
        return {task for task in asyncio.all_tasks() if task.get_name() == "cluster"}

    async def die(self, name: str) -> None:
        """Without a word: its leases stay until they run out."""
        del self.members[name]

    async def leave(self, name: str) -> None:
        del self.members[name]
        await self._stacks.pop(name).aclose()

    async def seconds(self, number: int) -> None:
        for _ in range(number):
            self._clock.advance(seconds=1)
            for member in self.members.values():
                await member.look()

    def shards(self) -> dict[str, list[int]]:
        return {name: sorted(m.assignment.shards) for name, m in self.members.items()}

    def served(self) -> list[int]:
        return sorted(shard for some in self.shards().values() for shard in some)

    def leaders(self) -> list[str]:
        return [name for name, member in self.members.items() if member.assignment.leads]


@asynccontextmanager
async def clustered(
    database: Database, clock: StoppedClock, count: int
) -> AsyncIterator[Clustered]:
    made = Clustered(database, clock, count)
    try:
        yield made
    finally:
        for stack in made._stacks.values():
            await stack.aclose()


async def test_the_log_tells_shards_by_their_numbers(
    database: Database, clock: StoppedClock, caplog: pytest.LogCaptureFixture
) -> None:
    """Who served shard 0 alone was said to serve 0 of 2."""
    caplog.set_level("INFO")
    async with clustered(database, clock, 2) as cluster:
        await cluster.join("a")
        await cluster.join("b")
        await cluster.seconds(15)
        assert cluster.shards() == {"a": [0], "b": [1]}
    told = [message for message in caplog.messages if "serving" in message]
    assert told == [
        "serving shards 0-1; there are 2",
        "gave some away: serving shard 0; there are 2",
        "serving shard 1; there are 2",
    ]


async def test_shares_deaths_and_returns(database: Database, clock: StoppedClock) -> None:
    async with clustered(database, clock, 8) as cluster:
        await cluster.join("a")
        assert cluster.shards() == {"a": list(range(8))}
        assert cluster.leaders() == ["a"]
        for name in "bcd":
            await cluster.join(name)
        await cluster.seconds(5)
        assert cluster.shards()["a"] == list(range(8)), "who comes has to live for a while"
        await cluster.seconds(8)
        assert cluster.served() == list(range(8))
        assert [len(some) for some in cluster.shards().values()] == [2, 2, 2, 2]
        assert {m.assignment.processes for m in cluster.members.values()} == {4}
        before = cluster.shards()
        told = [asyncio.create_task(m.until_changed(600)) for m in cluster.members.values()]
        await asyncio.sleep(0)
        await cluster.die("a")
        await cluster.seconds(int(LENGTH) - 2)
        assert cluster.shards() == {name: before[name] for name in "bcd"}
        assert cluster.leaders() == []
        await cluster.seconds(3)
        assert cluster.served() == list(range(8))
        assert len(cluster.leaders()) == 1
        async with database.read() as reading:
            assert len(await held(reading, ["process/"])) == 3, "the dead leave nothing behind"
        await asyncio.wait_for(asyncio.wait(told, return_when=asyncio.FIRST_COMPLETED), 5)
        for task in told:
            task.cancel()
        await cluster.leave("b")
        await cluster.seconds(1)
        assert cluster.served() == list(range(8))


async def test_who_only_starts_is_left_nothing_and_leads_nothing(
    database: Database, clock: StoppedClock
) -> None:
    async with clustered(database, clock, 8) as cluster:
        for name in "ab":
            await cluster.join(name)
        await cluster.join("c", begin=False)
        await cluster.seconds(12)
        assert cluster.shards() == {"a": [0, 1, 2, 3], "b": [4, 5, 6, 7], "c": []}
        await cluster.die("a")
        await cluster.seconds(int(LENGTH) + 1)
        assert (cluster.shards(), cluster.leaders()) == ({"b": list(range(8)), "c": []}, ["b"])
        await cluster.members["c"].begin()
        await cluster.seconds(12)
        assert [len(some) for some in cluster.shards().values()] == [4, 4]


async def test_those_that_start_together_leave_each_other_their_share(
    database: Database, clock: StoppedClock
) -> None:
    async with clustered(database, clock, 8) as cluster:
        for name in "abcd":
            await cluster.join(name, begin=False)
        for name, member in cluster.members.items():
            await member.begin()
            assert len(cluster.shards()[name]) == 2
        await cluster.seconds(3)
        assert [len(some) for some in cluster.shards().values()] == [2, 2, 2, 2]


async def test_one_that_was_away_gives_up_what_others_took(
    database: Database, clock: StoppedClock
) -> None:
    async with clustered(database, clock, 4) as cluster:
        await cluster.join("a")
        away = cluster.members.pop("a")
        await cluster.join("b")
        await cluster.seconds(int(LENGTH) + 2)
        assert cluster.shards() == {"b": [0, 1, 2, 3]}
        assert away.assignment.shards == {0, 1, 2, 3}
        await away.look()
        assert away.assignment.shards == set()
        assert not away.assignment.leads


async def test_ranges_that_overlap_and_counts_that_differ_are_refused(
    database: Database, clock: StoppedClock, caplog: pytest.LogCaptureFixture
) -> None:
    async with clustered(database, clock, 8) as cluster:
        await cluster.join("a", frozenset({0, 1, 2}))
        with pytest.raises(SettingsError, match="Another process has shard 2 already"):
            await cluster.join("b", frozenset({2, 3}))
        other = Membership(database, SharedClock(clock), 16, None, "elsewhere:1:1:c")
        with pytest.raises(SettingsError, match="SHARDS=8, and this one SHARDS=16"):
            await other.look()
        # A gap is told once by who leads.
        await cluster.seconds(40)
        assert caplog.text.count("no process serves shards 3-7") == 1


@pytest.mark.parametrize(("seconds", "told"), [(4, 0), (90, 1), (-90, 1)])
async def test_a_clock_that_is_wrong_is_told_once_until_it_is_right(
    database: Database,
    clock: StoppedClock,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    seconds: int,
    told: int,
) -> None:
    away = seconds

    async def now_of(_connection: object, _clock: object) -> float:
        return clock().timestamp() - away

    monkeypatch.setattr(cluster_clock, "now_of", now_of)
    shared = SharedClock(clock)
    member = Membership(database, shared, 4, None, "elsewhere:1:1:one")
    for times in (1, 2):
        for _ in range(3):
            await member.look()
            assert shared() == clock() - timedelta(seconds=away)
        assert caplog.text.count("this machine's clock is") == told * times
        assert caplog.text.count(f"{abs(seconds)} s {'ahead of' if seconds > 0 else 'behind'}") == (
            told * times
        )
        away = 0
        await member.look()
        away = seconds


async def test_machines_whose_clocks_differ_have_one_time(
    database: Database, clock: StoppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What one makes due in a minute is due in a minute for all; a slow answer changes nothing."""
    wrong = [SharedClock(lambda off=off: clock() + timedelta(seconds=off)) for off in (0, 300, -40)]  # type: ignore[misc]
    late = 0.0

    async def now_of(_connection: object, _clock: object) -> float:
        clock.advance(seconds=late / 2)
        now = clock().timestamp()
        clock.advance(seconds=late / 2)
        return now

    monkeypatch.setattr(cluster_clock, "now_of", now_of)
    members = [
        Membership(database, each, 4, None, f"elsewhere:1:1:{n}") for n, each in enumerate(wrong)
    ]
    for seconds in (0.0, 7.0, 0.0):
        late = seconds
        for member in members:
            await member.look()
        assert {each() for each in wrong} == {clock()}
